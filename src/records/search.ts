import { groupBy } from '../base/index.ts';
import type { SearchKind } from '../match/index.ts';
import type { Category, EntityKind, HandlingCode, LinkKind } from '../model/index.ts';
import type { Queryable } from '../store/index.ts';
import { readEntities } from './entities.ts';
import { labelOf } from './labels.ts';
import { birthDayValues, misspeltGroups, queryGroups } from './tokens.ts';

/** What is looked for: one value and how it is meant. */
export interface SearchTerm {
  readonly kind: SearchKind;
  readonly text: string;
  /** Reads phone numbers written without one. */
  readonly country: string;
}

export interface SearchResult {
  readonly entityId: string;
  readonly kind: EntityKind;
  readonly category?: Category;
  readonly label: string;
  readonly recordedOn: string;
  /** The statements that fit. */
  readonly matched: readonly { readonly property: string; readonly written: string }[];
  /** For a thing: who or what is linked to it here. */
  readonly linked: readonly { readonly entityId: string; readonly link: LinkKind; readonly label: string }[];
}

const RESULTS_MAX = 200;

/**
 * The own records that fit a term. A name fits when all its sounds are among the record's (in any script and order); an
 * identifier fits when its canonical form is the same. At most `limit` results, those with most agreement first.
 */
export async function searchRecords(
  from: Queryable,
  term: SearchTerm,
  limit = RESULTS_MAX,
): Promise<readonly SearchResult[]> {
  const groups = queryGroups(term.kind, term.text, term.country);
  return groups.length === 0 ? [] : recordsWhere(from, holdsEach('tokens', groups, 2), groups, limit);
}

/** The own records whose name is this one but for a slip in one of its words. */
export async function searchMisspelt(
  from: Queryable,
  name: string,
  limit = RESULTS_MAX,
): Promise<readonly SearchResult[]> {
  const ways = misspeltGroups(name);
  return ways.length === 0 ? [] : recordsWhere(from, holdsOneOf('tokens', ways, 2), ways.flat(), limit);
}

/** The own records of people born on this day, or on the one that it is with day and month exchanged. */
export async function searchBornOn(
  from: Queryable,
  date: string,
  limit = RESULTS_MAX,
): Promise<readonly SearchResult[]> {
  const days = birthDayValues(date);
  if (days.length === 0) return [];
  return recordsWhere(from, "property = 'birth-date' AND value = ANY($2::text[])", [days], limit);
}

async function recordsWhere(
  from: Queryable,
  condition: string,
  parameters: readonly unknown[],
  limit: number,
): Promise<readonly SearchResult[]> {
  const { rows } = await from.query<{ entity_id: string; matched: { property: string; written: string }[] }>(
    `SELECT entity_id, jsonb_agg(jsonb_build_object('property', property, 'written', written)) AS matched
       FROM records.statement WHERE superseded_at IS NULL AND (${condition})
      GROUP BY entity_id ORDER BY count(*) DESC, entity_id LIMIT $1`,
    [Math.min(limit, RESULTS_MAX), ...parameters],
  );
  const entities = await readEntities(
    from,
    rows.map((row) => row.entity_id),
  );
  const neighbours = await readEntities(
    from,
    entities.flatMap((entity) =>
      entity.kind === 'person'
        ? []
        : entity.relations.map((relation) => (relation.from === entity.id ? relation.to : relation.from)),
    ),
  );
  // An informant is named nowhere: not as who uses a number either.
  const named = neighbours.filter((neighbour) => neighbour.category !== 'informant');
  const labels = new Map(named.map((neighbour) => [neighbour.id, labelOf(neighbour)]));
  const matchedOf = new Map(rows.map((row) => [row.entity_id, row.matched]));
  return entities.map((entity) => ({
    entityId: entity.id,
    kind: entity.kind,
    ...(entity.category === undefined ? {} : { category: entity.category }),
    label: labelOf(entity),
    recordedOn: entity.statements[0]?.recordedOn ?? '',
    matched: matchedOf.get(entity.id) ?? [],
    linked: entity.relations.flatMap((relation) => {
      const other = relation.from === entity.id ? relation.to : relation.from;
      const label = labels.get(other);
      return label === undefined ? [] : [{ entityId: other, link: relation.link, label }];
    }),
  }));
}

export interface CopySearchResult {
  readonly copyId: string;
  readonly ref: string;
  /** The request that the copy answers. */
  readonly requestId: string;
  readonly owner: string;
  readonly kind: EntityKind;
  readonly category?: Category;
  readonly label: string;
  readonly handling: readonly HandlingCode[];
  readonly recordedOn: string;
  readonly matched: readonly { readonly property: string; readonly written: string }[];
}

/** The received copies that fit a term and have not expired at `now`. */
export async function searchCopies(
  from: Queryable,
  term: SearchTerm,
  now: Date,
): Promise<readonly CopySearchResult[]> {
  const groups = queryGroups(term.kind, term.text, term.country);
  return groups.length === 0 ? [] : copiesWhere(from, holdsEach('s.tokens', groups, 3), groups, now);
}

/** The received copies in which a name is this one but for a slip in one of its words. */
export async function searchMisspeltCopies(
  from: Queryable,
  name: string,
  now: Date,
): Promise<readonly CopySearchResult[]> {
  const ways = misspeltGroups(name);
  return ways.length === 0 ? [] : copiesWhere(from, holdsOneOf('s.tokens', ways, 3), ways.flat(), now);
}

async function copiesWhere(
  from: Queryable,
  condition: string,
  parameters: readonly unknown[],
  now: Date,
): Promise<readonly CopySearchResult[]> {
  const { rows } = await from.query<{
    copy_id: string;
    ref: string;
    request_id: string;
    owner: string;
    kind: EntityKind;
    category: Category | null;
    handling: HandlingCode[];
    recorded_on: string;
    property: string;
    written: string;
  }>(
    `SELECT s.copy_id, s.ref, c.request_id, c.owner, e.kind, e.category, s.handling, s.recorded_on, s.property, s.written
       FROM records.copy_statement s JOIN records.copy c ON c.id = s.copy_id
       JOIN records.copy_entity e ON e.copy_id = s.copy_id AND e.ref = s.ref
      WHERE c.expires_at > $1 AND (${condition}) ORDER BY s.copy_id, s.number LIMIT $2`,
    [now, RESULTS_MAX, ...parameters],
  );
  return [...groupBy(rows, (row) => `${row.copy_id}/${row.ref}`).values()].flatMap((group) => {
    const row = group[0];
    if (row === undefined) return [];
    return [
      {
        copyId: row.copy_id,
        ref: row.ref,
        requestId: row.request_id,
        owner: row.owner,
        kind: row.kind,
        ...(row.category === null ? {} : { category: row.category }),
        label: row.written,
        handling: row.handling,
        recordedOn: row.recorded_on,
        matched: group.map((line) => ({ property: line.property, written: line.written })),
      },
    ];
  });
}

/** One condition a group, each an index look-up: the column shares at least one token with it. */
function holdsEach(column: string, groups: readonly unknown[], firstParameter: number): string {
  return groups.map((_, at) => `${column} && $${firstParameter + at}::text[]`).join(' AND ');
}

/** Several such conditions, of which one must hold; their parameters follow each other. */
function holdsOneOf(column: string, ways: readonly (readonly unknown[])[], firstParameter: number): string {
  let at = firstParameter;
  return ways
    .map((groups) => {
      const condition = holdsEach(column, groups, at);
      at += groups.length;
      return `(${condition})`;
    })
    .join(' OR ');
}
