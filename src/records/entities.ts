import { groupBy } from '../base/index.ts';
import type {
  Category,
  Certainty,
  Classification,
  Entity,
  EntityKind,
  EvaluationScheme,
  HandlingCode,
  LegalBasis,
  LinkKind,
  Locator,
  Property,
  Relation,
  Statement,
} from '../model/index.ts';
import type { Queryable } from '../store/index.ts';
import { mostProtected } from './protection.ts';
import { PUBLISHERS_BESIDE_PERSONS, TOUCHES } from './holding.ts';

/** A statement with the time at which it was recorded here. */
export interface HeldStatement extends Statement {
  readonly recordedOn: string;
  readonly source: string;
}

export interface HeldRelation extends Relation {
  readonly recordedOn: string;
  readonly source: string;
}

/** An entity as it stands now: current statements, and the relations that lead from or to it. */
export interface HeldEntity extends Entity {
  readonly statements: readonly HeldStatement[];
  readonly relations: readonly HeldRelation[];
}

interface MarkingRow {
  evaluation_scheme: EvaluationScheme;
  evaluation_code: string;
  certainty: Certainty;
  handling: HandlingCode[];
  legal_basis: LegalBasis;
  classification: Classification;
  review_on: string;
}

interface StatementRow extends MarkingRow {
  id: string;
  entity_id: string;
  property: Property;
  written: string;
  value: string;
  locator: Locator;
  valid_from: string | null;
  valid_until: string | null;
  recorded_on: string;
  source: string;
}

interface RelationRow extends MarkingRow {
  id: string;
  from_id: string;
  to_id: string;
  link: LinkKind;
  written: string | null;
  locator: Locator;
  valid_from: string | null;
  valid_until: string | null;
  recorded_on: string;
  source: string;
}

const MARKING = `evaluation_scheme, evaluation_code, certainty, handling, legal_basis, classification, review_on::text AS review_on`;
const RECORDED = `to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS recorded_on`;

/** The entities with these ids that are held now, in the order of the ids; ids that name nothing are left out. */
export async function readEntities(from: Queryable, ids: readonly string[]): Promise<readonly HeldEntity[]> {
  if (ids.length === 0) return [];
  const claimed = from.query<{ entity_id: string; kind: EntityKind; category: Category | null }>(
    'SELECT entity_id, kind, category FROM records.claim WHERE entity_id = ANY($1) ORDER BY source, row_key',
    [ids],
  );
  const stated = from.query<StatementRow>(
    `SELECT id, entity_id, property, written, value, locator, valid_from, valid_until, source, ${RECORDED}, ${MARKING}
       FROM records.statement WHERE entity_id = ANY($1) AND superseded_at IS NULL ORDER BY entity_id, property, recorded_at, id`,
    [ids],
  );
  const related = from.query<RelationRow>(
    `SELECT id, from_id, to_id, link, written, locator, valid_from, valid_until, source, ${RECORDED}, ${MARKING}
       FROM records.relation WHERE superseded_at IS NULL AND (from_id = ANY($1) OR to_id = ANY($1)) ORDER BY id`,
    [ids],
  );
  const [claims, statements, relations] = await Promise.all([claimed, stated, related]);
  return assembleEntities(ids, claims.rows, statements.rows.map(toStatement), relations.rows.map(toRelation));
}

/** One entity, or null when nothing is held under this id now. */
export async function readEntity(from: Queryable, id: string): Promise<HeldEntity | null> {
  return (await readEntities(from, [id]))[0] ?? null;
}

/** The ids of the entities of these kinds, after `afterId`, at most `limit`, in the order of the ids: for walking all of them. */
export async function listEntityIds(
  from: Queryable,
  kinds: readonly EntityKind[],
  afterId: string,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await from.query<{ entity_id: string }>(
    `SELECT DISTINCT entity_id FROM records.claim WHERE kind = ANY($1) AND entity_id > $2 ORDER BY entity_id LIMIT $3`,
    [kinds, afterId, limit],
  );
  return rows.map((row) => row.entity_id);
}

/**
 * The given ids, those one relation away, and whoever may publish a thing of theirs without being the one who uses it: what
 * changes in one person can open or close such a thing (see subjects.ts).
 */
export async function idsAround(from: Queryable, ids: readonly string[]): Promise<readonly string[]> {
  const { rows: near } = await from.query<{ id: string }>(
    `SELECT to_id AS id FROM records.relation WHERE from_id = ANY($1) AND superseded_at IS NULL
     UNION SELECT from_id FROM records.relation WHERE to_id = ANY($1) AND superseded_at IS NULL`,
    [ids],
  );
  const reached = [...new Set([...ids, ...near.map((row) => row.id)])];
  const { rows: beyond } = await from.query<{ id: string }>(
    `SELECT r.from_id AS id FROM records.relation r JOIN records.claim c ON c.entity_id = r.from_id
      WHERE r.to_id = ANY($1) AND r.superseded_at IS NULL AND (r.link = ANY($2) OR c.kind = ANY($3))
     UNION SELECT r.to_id FROM records.relation r JOIN records.claim c ON c.entity_id = r.to_id
      WHERE r.from_id = ANY($1) AND r.superseded_at IS NULL AND (r.link = ANY($2) OR c.kind = ANY($3))`,
    [reached, [...TOUCHES], PUBLISHERS_BESIDE_PERSONS],
  );
  return [...new Set([...reached, ...beyond.map((row) => row.id)])];
}

/** What has a statement or relation whose review date lies after one day and not after the other. */
export async function idsDueForReview(
  from: Queryable,
  { after, until }: { readonly after: string; readonly until: string },
): Promise<readonly string[]> {
  const { rows } = await from.query<{ id: string }>(
    `SELECT entity_id AS id FROM records.statement WHERE superseded_at IS NULL AND review_on > $1 AND review_on <= $2
     UNION SELECT from_id FROM records.relation WHERE superseded_at IS NULL AND review_on > $1 AND review_on <= $2
     UNION SELECT to_id FROM records.relation WHERE superseded_at IS NULL AND review_on > $1 AND review_on <= $2`,
    [after, until],
  );
  return rows.map((row) => row.id);
}

/** How many entities of these kinds are held. */
export async function countEntities(from: Queryable, kinds: readonly EntityKind[]): Promise<number> {
  const { rows } = await from.query<{ count: number }>(
    'SELECT count(DISTINCT entity_id) AS count FROM records.claim WHERE kind = ANY($1)',
    [kinds],
  );
  return rows[0]?.count ?? 0;
}

function assembleEntities(
  ids: readonly string[],
  claims: readonly { entity_id: string; kind: EntityKind; category: Category | null }[],
  statements: readonly HeldStatement[],
  relations: readonly HeldRelation[],
): readonly HeldEntity[] {
  const claimsOf = groupBy(claims, (claim) => claim.entity_id);
  const statementsOf = groupBy(statements, (statement) => statement.entityId);
  const relationsOf = new Map<string, HeldRelation[]>();
  const attach = (id: string, relation: HeldRelation): void => {
    const list = relationsOf.get(id);
    if (list === undefined) relationsOf.set(id, [relation]);
    else list.push(relation);
  };
  for (const relation of relations) {
    attach(relation.from, relation);
    if (relation.to !== relation.from) attach(relation.to, relation);
  }
  return [...new Set(ids)].flatMap((id) => {
    const own = claimsOf.get(id);
    const kind = own?.[0]?.kind;
    if (own === undefined || kind === undefined) return [];
    return [
      {
        id,
        kind,
        ...(kind === 'person' ? { category: mostProtected(own.map((claim) => claim.category)) } : {}),
        statements: statementsOf.get(id) ?? [],
        relations: relationsOf.get(id) ?? [],
      },
    ];
  });
}

function toMarking(row: MarkingRow) {
  return {
    evaluation: { scheme: row.evaluation_scheme, code: row.evaluation_code },
    certainty: row.certainty,
    handling: row.handling,
    legalBasis: row.legal_basis,
    classification: row.classification,
    reviewOn: row.review_on,
  };
}

function toValidity(row: { valid_from: string | null; valid_until: string | null }) {
  return {
    ...(row.valid_from === null ? {} : { validFrom: row.valid_from }),
    ...(row.valid_until === null ? {} : { validUntil: row.valid_until }),
  };
}

function toStatement(row: StatementRow): HeldStatement {
  return {
    id: row.id,
    entityId: row.entity_id,
    property: row.property,
    written: row.written,
    value: row.value,
    locator: row.locator,
    source: row.source,
    recordedOn: row.recorded_on,
    ...toMarking(row),
    ...toValidity(row),
  };
}

function toRelation(row: RelationRow): HeldRelation {
  return {
    id: row.id,
    from: row.from_id,
    to: row.to_id,
    link: row.link,
    ...(row.written === null ? {} : { written: row.written }),
    locator: row.locator,
    source: row.source,
    recordedOn: row.recorded_on,
    ...toMarking(row),
    ...toValidity(row),
  };
}

/**
 * Those of the ids through which keys may go out: entities of these kinds, and things that nothing here is linked to (a
 * seized SIM that is in no case yet).
 */
export async function carriersAmong(
  from: Queryable,
  ids: readonly string[],
  kinds: readonly EntityKind[],
): Promise<readonly string[]> {
  const { rows } = await from.query<{ entity_id: string }>(
    `SELECT DISTINCT c.entity_id FROM records.claim c WHERE c.entity_id = ANY($1) AND (c.kind = ANY($2) OR (
       NOT EXISTS (SELECT 1 FROM records.relation r WHERE r.from_id = c.entity_id AND r.superseded_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM records.relation r WHERE r.to_id = c.entity_id AND r.superseded_at IS NULL)))`,
    [ids, kinds],
  );
  return rows.map((row) => row.entity_id);
}
