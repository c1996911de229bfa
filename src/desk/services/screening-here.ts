import { compareEntities, emptySubject, type EntityComparison, type Subject } from '../../match/index.ts';
import { type HandlingCode, mayAskOnward } from '../../model/index.ts';
import {
  buildSubject,
  type CopySearchResult,
  type HeldEntity,
  type HeldSubject,
  labelOf,
  readCopyValues,
  readSubjects,
  type SearchResult,
} from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ScreenedMatch } from '../api/contract.ts';
import { type Candidates, copyId, findCandidates } from './screening-candidates.ts';
import type { ListRow } from './screening-list.ts';

/** So many records are shown for one row; how many more there are is said. */
export const MATCHES_SHOWN = 5;
const REASONS_SHOWN = 12;

export interface HereSettings {
  readonly agencyId: string;
  readonly country: string;
  readonly now: Date;
  /** In how many records the one is looked for: a name agrees sooner by chance among many. */
  readonly sizeClass: number;
}

/** What own records and copies say to one row. */
export interface FoundHere {
  readonly matches: readonly ScreenedMatch[];
  readonly more: number;
  /** The row is known here only from a copy that may not be passed on. */
  readonly stop: { readonly owner: string; readonly handling: readonly HandlingCode[] } | null;
}

/** Looks for one row in own records and received copies, and compares it with each candidate in the clear. */
export async function lookHere(from: Queryable, row: ListRow, o: HereSettings): Promise<FoundHere> {
  const candidates = await findCandidates(from, row, o.now);
  const stop = stopOf(candidates.onlyCopies) ?? (await stopOfDate(from, row, candidates));
  const matches = [
    ...(await ownMatches(from, row, candidates, o)),
    ...(await copyMatches(from, row, candidates, o)),
  ].sort((left, right) => rank(right) - rank(left));
  return {
    matches: matches.slice(0, MATCHES_SHOWN),
    more: Math.max(0, matches.length - MATCHES_SHOWN),
    stop,
  };
}

const BANDS = ['same-name-only', 'possible', 'identifier', 'likely', 'confirmed'] as const;

function rank({ band, probability }: ScreenedMatch): number {
  return BANDS.indexOf(band) * 2 + (probability ?? 0);
}

function stopOf(copies: readonly CopySearchResult[]): FoundHere['stop'] {
  const [first] = copies;
  if (first === undefined || copies.some(({ handling }) => mayAskOnward(handling))) return null;
  return { owner: first.owner, handling: first.handling };
}

/** A birth date that we have from such a copy alone is not asked onward either: not even beside a name that we hold. */
async function stopOfDate(
  from: Queryable,
  row: ListRow,
  { own, copies }: Candidates,
): Promise<FoundHere['stop']> {
  if (copies.size === 0 || row.subject.birthDates.length === 0) return null;
  const dates = await readCopyValues(from, [...copies.values()], 'birth-date');
  const said = dates.filter(({ value }) => row.subject.birthDates.some((date) => sameDay(date, value)));
  const [first] = said;
  if (first === undefined || said.some(({ handling }) => mayAskOnward(handling))) return null;
  const held = await readSubjects(from, [...own.keys()], '');
  const ours = held.some(({ entity }) =>
    entity.statements.some(
      ({ property, value }) =>
        property === 'birth-date' && row.subject.birthDates.some((date) => sameDay(date, value)),
    ),
  );
  return ours ? null : { owner: first.owner, handling: first.handling };
}

/** The same figures in whatever order: '17-05-1990' is the day that stands here as '1990-05-17'. */
function sameDay(left: string, right: string): boolean {
  const figures = (date: string): string =>
    (date.match(/\d+/g) ?? [])
      .map((part) => part.padStart(2, '0'))
      .sort()
      .join(' ');
  return figures(left) === figures(right);
}

async function ownMatches(
  from: Queryable,
  row: ListRow,
  { own, exact, guessed }: Candidates,
  o: HereSettings,
): Promise<ScreenedMatch[]> {
  const holders = holdersOf(own, exact);
  const ids = [...new Set([...own.keys(), ...holders.keys()])];
  const held = await readSubjects(from, ids, '');
  return held.flatMap(({ entity, things }) => {
    if (entity.category === 'informant') return [];
    const byIdentifier = exact.has(entity.id) || (holders.get(entity.id) ?? false);
    const compared = compareRow(row, ownSubject(entity, things), o);
    const match = matchOf(compared, byIdentifier);
    if (match === null || (guessed.has(entity.id) && !byIdentifier && !isNamedAlike(compared))) return [];
    return [{ ...match, ...headOf(entity, own.get(entity.id)), owner: o.agencyId, received: false }];
  });
}

/** Who uses a thing that was found, and whether an identifier found it: the person is compared, not only the phone. */
function holdersOf(own: ReadonlyMap<string, SearchResult>, exact: ReadonlySet<string>): Map<string, boolean> {
  const holders = new Map<string, boolean>();
  for (const { entityId, kind, linked } of own.values()) {
    if (kind === 'person' || kind === 'organisation') continue;
    for (const { entityId: holder } of linked)
      holders.set(holder, (holders.get(holder) ?? false) || exact.has(entityId));
  }
  return holders;
}

function headOf(
  entity: HeldEntity,
  found: SearchResult | undefined,
): Pick<ScreenedMatch, 'entityId' | 'kind' | 'label' | 'recordedOn'> & Pick<ScreenedMatch, 'category'> {
  return {
    entityId: entity.id,
    kind: entity.kind,
    label: found?.label ?? labelOf(entity),
    recordedOn: found?.recordedOn ?? entity.statements[0]?.recordedOn ?? '',
    ...(entity.category === undefined ? {} : { category: entity.category }),
  };
}

/** What we hold is compared whole, whatever handling keeps it from partners: here it does not leave the house. */
function ownSubject(entity: HeldEntity, things: HeldSubject['things']): Subject {
  const open = {
    ...entity,
    statements: entity.statements.map((one) => ({ ...one, classification: 'none' as const, handling: [] })),
  };
  const subject = buildSubject(open, things, '');
  if (subject.kind !== 'organisation') return subject;
  return { ...subject, names: subject.organisations.map(({ name }) => name), organisations: [] };
}

async function copyMatches(
  from: Queryable,
  row: ListRow,
  { copies, exact, guessed }: Candidates,
  o: HereSettings,
): Promise<ScreenedMatch[]> {
  const matches: ScreenedMatch[] = [];
  for (const copy of copies.values()) {
    const values = async (property: 'name' | 'alias' | 'birth-date'): Promise<string[]> =>
      (await readCopyValues(from, [copy], property)).map(({ value }) => value);
    const subject = {
      ...emptySubject(copy.kind === 'person' || copy.kind === 'organisation' ? copy.kind : 'thing'),
      names: [...(await values('name')), ...(await values('alias'))],
      birthDates: await values('birth-date'),
    };
    const compared = compareRow(row, subject, o);
    const match = matchOf(compared, exact.has(copyId(copy)));
    if (match === null || (guessed.has(copyId(copy)) && !isNamedAlike(compared))) continue;
    const { kind, label, category, owner, recordedOn, requestId } = copy;
    const head = { entityId: copyId(copy), kind, label, owner, recordedOn, requestId, received: true };
    matches.push({ ...match, ...head, ...(category === undefined ? {} : { category }) });
  }
  return matches;
}

function compareRow(row: ListRow, theirs: Subject, o: HereSettings): EntityComparison {
  const found = { id: '', schema: theirs.kind === 'person' ? 'Person' : 'Organization', subject: theirs };
  return compareEntities({ id: '', schema: row.schema, subject: row.subject }, found, {
    sizeClass: o.sizeClass,
    defaultCountry: o.country,
  });
}

function isNamedAlike({ reasons }: EntityComparison): boolean {
  return reasons.some(({ attribute, weight }) => attribute === 'name' && weight > 0);
}

const EXACT = {
  attribute: 'identifier',
  level: 'exact',
  because: 'the identifier agrees exactly',
  weight: 0,
} as const;

/** What is shown of a comparison; null where it says that these are two. What an identifier found is always shown. */
function matchOf(
  compared: EntityComparison,
  byIdentifier: boolean,
): Pick<ScreenedMatch, 'band' | 'probability' | 'evidence' | 'reasons'> | null {
  const { band, probability, evidence } = compared;
  const reasons = compared.reasons.slice(0, REASONS_SHOWN);
  if (band !== 'different' && band !== 'nothing-to-compare') return { band, probability, evidence, reasons };
  if (!byIdentifier) return null;
  const others = band === 'different' ? reasons.filter(({ attribute }) => attribute !== 'kind') : [];
  return { band: 'identifier', probability: null, evidence: 0, reasons: [EXACT, ...others] };
}
