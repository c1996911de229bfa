import {
  type CopySearchResult,
  searchBornOn,
  searchCopies,
  searchMisspelt,
  searchMisspeltCopies,
  searchRecords,
  type SearchResult,
  type SearchTerm,
} from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ListRow } from './screening-list.ts';

/** Records looked at for one term: those with most in common come first. */
const CANDIDATES_MAX = 50;
/** A name of so many words may lack one here. */
const WORDS_FOR_LOOSE = 3;
const WORDS_MAX = 8;

export interface Candidates {
  readonly own: ReadonlyMap<string, SearchResult>;
  readonly copies: ReadonlyMap<string, CopySearchResult>;
  /** Ids of `own` and of `copies` that an identifier found. */
  readonly exact: ReadonlySet<string>;
  /** Ids of `own` and of `copies` that fit no term as it is written: shown only where the name speaks for them after all. */
  readonly guessed: ReadonlySet<string>;
  /** Copies that alone say something of the row which may not be asked onward. */
  readonly onlyCopies: readonly CopySearchResult[];
}

export function copyId({ copyId: id, ref }: CopySearchResult): string {
  return `copy:${id}/${ref}`;
}

/** Records and copies that could be the one of this row. Informants are among neither. */
export async function findCandidates(from: Queryable, row: ListRow, now: Date): Promise<Candidates> {
  const own = new Map<string, SearchResult>();
  const copies = new Map<string, CopySearchResult>();
  const exact = new Set<string>();
  const guessed = new Set<string>();
  const onlyCopies: CopySearchResult[] = [];
  const take = (found: Found): void => {
    for (const result of found.own) own.set(result.entityId, own.get(result.entityId) ?? result);
    for (const result of found.copies) copies.set(copyId(result), copies.get(copyId(result)) ?? result);
  };
  const guess = (found: Found): void => {
    for (const { entityId } of found.own) if (!own.has(entityId)) guessed.add(entityId);
    for (const result of found.copies) if (!copies.has(copyId(result))) guessed.add(copyId(result));
    take(found);
  };
  const slips: string[] = [];
  for (const term of row.terms) {
    const found = await search(from, term, now);
    take(found);
    if (term.kind !== 'name' && term.kind !== 'address') {
      for (const { entityId } of found.own) exact.add(entityId);
      for (const result of found.copies) exact.add(copyId(result));
    }
    if (found.own.length === 0) onlyCopies.push(...found.copies);
    if (term.kind === 'name' && found.own.length + found.copies.length === 0) slips.push(term.text);
  }
  for (const name of slips) guess(await searchWithSlip(from, name, now));
  for (const date of row.subject.birthDates)
    guess({ own: openly(await searchBornOn(from, date, CANDIDATES_MAX)), copies: [] });
  return { own, copies, exact, guessed, onlyCopies };
}

interface Found {
  readonly own: readonly SearchResult[];
  readonly copies: readonly CopySearchResult[];
}

async function search(from: Queryable, term: SearchTerm, now: Date): Promise<Found> {
  const whole = await searchOnce(from, term, now);
  if (term.kind !== 'name' || whole.own.length + whole.copies.length > 0) return whole;
  const words = wordsOf(term.text);
  if (words.length < WORDS_FOR_LOOSE || words.length > WORDS_MAX) return whole;
  const loose: Found[] = [];
  for (const left of words.keys())
    loose.push(await searchOnce(from, { ...term, text: words.toSpliced(left, 1).join(' ') }, now));
  return { own: loose.flatMap(({ own }) => own), copies: loose.flatMap(({ copies }) => copies) };
}

async function searchOnce(from: Queryable, term: SearchTerm, now: Date): Promise<Found> {
  return {
    own: openly(await searchRecords(from, term, CANDIDATES_MAX)),
    copies: openly(await searchCopies(from, term, now)),
  };
}

/** A stranger with a name a slip away says nothing of the row: that alone stops no question. */
async function searchWithSlip(from: Queryable, name: string, now: Date): Promise<Found> {
  if (wordsOf(name).length > WORDS_MAX) return { own: [], copies: [] };
  return {
    own: openly(await searchMisspelt(from, name, CANDIDATES_MAX)),
    copies: openly(await searchMisspeltCopies(from, name, now)),
  };
}

function wordsOf(name: string): readonly string[] {
  return name.split(/\s+/).filter((word) => word !== '');
}

function openly<T extends Pick<SearchResult, 'category'>>(found: readonly T[]): readonly T[] {
  return found.filter(({ category }) => category !== 'informant');
}
