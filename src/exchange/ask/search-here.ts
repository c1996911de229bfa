import type { Understood } from '../../match/index.ts';
import { type HandlingCode, mayAskOnward } from '../../model/index.ts';
import {
  type CopySearchResult,
  readCopyValues,
  readEntities,
  searchCopies,
  searchRecords,
  type SearchResult,
  type SearchTerm,
} from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';

/** Something found here that the question is about: `own:<id>` or `copy:<copy id>/<ref>`. */
export type FoundRef = string;

export interface FoundHere {
  readonly own: readonly (SearchResult & { readonly because: string })[];
  readonly copies: readonly (CopySearchResult & { readonly because: string })[];
}

/** An identifier that we hold only as a copy whose owner has not permitted passing it on. */
export interface Stopped {
  readonly about: string;
  readonly owner: string;
  readonly handling: readonly HandlingCode[];
}

export type Chip = Understood['chips'][number];

/** What own records and received copies say to the parts of a question. */
export interface SearchedHere {
  readonly found: FoundHere;
  /** By canonical value. */
  readonly refs: Map<string, FoundRef[]>;
  readonly stopped: readonly Stopped[];
}

interface Matched {
  readonly own: readonly SearchResult[];
  readonly copies: readonly CopySearchResult[];
}

/** Searches own records and received copies for each part of a question, and finds what may not be asked onward. */
export async function searchHere(
  context: ExchangeContext,
  from: Queryable,
  chips: readonly Chip[],
): Promise<SearchedHere> {
  const own = new Map<string, SearchResult & { because: string }>();
  const copies = new Map<string, CopySearchResult & { because: string }>();
  const refs = new Map<string, FoundRef[]>();
  const stopped: Stopped[] = [];
  const bySubject = new Map<number, Matched>();
  for (const chip of chips) {
    const term = searchTermOf(chip, context.country);
    if (term === null) continue;
    const matched = {
      own: await searchRecords(from, term),
      copies: await searchCopies(from, term, context.clock.now()),
    };
    for (const result of matched.own)
      own.set(result.entityId, { ...result, because: becauseOf(chip, result.matched) });
    for (const result of matched.copies)
      copies.set(`${result.copyId}/${result.ref}`, { ...result, because: becauseOf(chip, result.matched) });
    refs.set(chip.canonical, [
      ...matched.own.map((result) => `own:${result.entityId}`),
      ...matched.copies.map((result) => `copy:${result.copyId}/${result.ref}`),
    ]);
    const before = bySubject.get(chip.subjectIndex);
    bySubject.set(chip.subjectIndex, {
      own: [...(before?.own ?? []), ...matched.own],
      copies: [...(before?.copies ?? []), ...matched.copies],
    });
    if (matched.own.length === 0) stopped.push(...whatStops(chip, matched.copies));
  }
  for (const chip of chips.filter((candidate) => candidate.type === 'birth-date'))
    stopped.push(...(await whatStopsDate(from, chip, bySubject.get(chip.subjectIndex))));
  return { found: { own: [...own.values()], copies: [...copies.values()] }, refs, stopped };
}

/** A value that is known here from copies only stops when every one of them forbids passing it on. */
function whatStops(
  chip: Chip,
  known: readonly { readonly owner: string; readonly handling: readonly HandlingCode[] }[],
): readonly Stopped[] {
  const [first] = known;
  if (first === undefined || known.some((one) => mayAskOnward(one.handling))) return [];
  return [{ about: chip.canonical, owner: first.owner, handling: first.handling }];
}

/**
 * A birth date is not searched for by itself, and yet it can be what a partner told under H2: it is compared with the dates
 * of the persons whom the other parts of this subject found here.
 */
async function whatStopsDate(
  from: Queryable,
  chip: Chip,
  matched: Matched | undefined,
): Promise<readonly Stopped[]> {
  if (matched === undefined || matched.copies.length === 0) return [];
  const here = await readEntities(
    from,
    matched.own.map((result) => result.entityId),
  );
  const isOurs = here.some((entity) =>
    entity.statements.some(
      (statement) => statement.property === 'birth-date' && isSameDay(statement.value, chip.canonical),
    ),
  );
  if (isOurs) return [];
  const dates = await readCopyValues(from, matched.copies, 'birth-date');
  return whatStops(
    chip,
    dates.filter((date) => isSameDay(date.value, chip.canonical)),
  );
}

/** Equal, or equal with day and month swapped: the key that would be asked is the same. */
function isSameDay(left: string, right: string): boolean {
  const [year, month, day] = right.split('-');
  return left === right || left === `${year}-${day}-${month}`;
}

function becauseOf(chip: Chip, matched: readonly { property: string; written: string }[]): string {
  const written = matched[0]?.written ?? '';
  if (chip.type === 'name')
    return written === chip.text
      ? 'The name agrees as written.'
      : `The name agrees in another spelling: ${written}.`;
  return 'The identifier agrees exactly.';
}

/** How a chip is looked up in own records; null for parts that only narrow others (a birth date). */
function searchTermOf(chip: Chip, country: string): SearchTerm | null {
  const kind = SEARCH_KINDS[chip.type];
  return kind === undefined ? null : { kind, text: chip.text, country };
}

const SEARCH_KINDS: Readonly<Partial<Record<Chip['type'], SearchTerm['kind']>>> = {
  name: 'name',
  organisation: 'name',
  address: 'address',
  email: 'email',
  phone: 'phone',
  'national-number': 'number',
  imei: 'number',
  imsi: 'number',
  iccid: 'number',
  plate: 'number',
  vin: 'number',
  document: 'number',
  imo: 'number',
  mmsi: 'number',
  iban: 'number',
  account: 'number',
  'online-account': 'email',
  'crypto-address': 'email',
};
