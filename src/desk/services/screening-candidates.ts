import {
  type CopySearchResult,
  searchCopies,
  searchRecords,
  type SearchResult,
  type SearchTerm,
} from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ListRow } from './screening-list.ts';

/** Records looked at for one term: those with most in common come first. */
const CANDIDATES_MAX = 50;
/** A name of so many words may have one that is written otherwise here, or not at all. */
const WORDS_FOR_LOOSE = 3;
const WORDS_MAX = 8;

export interface Candidates {
  readonly own: ReadonlyMap<string, SearchResult>;
  readonly copies: ReadonlyMap<string, CopySearchResult>;
  /** Ids of `own` and of `copies` that an identifier found. */
  readonly exact: ReadonlySet<string>;
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
  const onlyCopies: CopySearchResult[] = [];
  for (const term of row.terms) {
    const found = await search(from, term, now);
    for (const result of found.own) own.set(result.entityId, own.get(result.entityId) ?? result);
    for (const result of found.copies) copies.set(copyId(result), copies.get(copyId(result)) ?? result);
    if (term.kind !== 'name' && term.kind !== 'address') {
      for (const { entityId } of found.own) exact.add(entityId);
      for (const result of found.copies) exact.add(copyId(result));
    }
    if (found.own.length === 0) onlyCopies.push(...found.copies);
  }
  return { own, copies, exact, onlyCopies };
}

interface Found {
  readonly own: readonly SearchResult[];
  readonly copies: readonly CopySearchResult[];
}

async function search(from: Queryable, term: SearchTerm, now: Date): Promise<Found> {
  const whole = await searchOnce(from, term, now);
  if (term.kind !== 'name' || whole.own.length + whole.copies.length > 0) return whole;
  const words = term.text.split(/\s+/).filter((word) => word !== '');
  if (words.length < WORDS_FOR_LOOSE || words.length > WORDS_MAX) return whole;
  const loose: Found[] = [];
  for (const left of words.keys())
    loose.push(await searchOnce(from, { ...term, text: words.toSpliced(left, 1).join(' ') }, now));
  return { own: loose.flatMap(({ own }) => own), copies: loose.flatMap(({ copies }) => copies) };
}

async function searchOnce(from: Queryable, term: SearchTerm, now: Date): Promise<Found> {
  const own = await searchRecords(from, term, CANDIDATES_MAX);
  const copies = await searchCopies(from, term, now);
  return {
    own: own.filter(({ category }) => category !== 'informant'),
    copies: copies.filter(({ category }) => category !== 'informant'),
  };
}
