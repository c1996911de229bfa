import { derivedId, randomId } from '../base/index.ts';
import type { Marking } from '../model/index.ts';
import { noteChanges, type Queryable, type Transaction } from '../store/index.ts';
import { type EntityDraft, entityId, type RowDraft } from './drafts.ts';
import { RecordsError } from './errors.ts';
import { statementTokens } from './tokens.ts';

export interface LoadInput {
  readonly agencyId: string;
  readonly source: string;
  /** `full`: rows missing from this load have ended. `delta`: they stay. */
  readonly mode: 'full' | 'delta';
  /** The file's name or the table's, for people. */
  readonly origin: string;
  readonly originHash: string;
  readonly mappingHash: string;
}

export interface StagedCount {
  readonly accepted: number;
  readonly unchanged: number;
  /** Row keys that this load had already brought: the later row is not taken. */
  readonly duplicates: readonly string[];
}

export interface PublishedLoad {
  readonly accepted: number;
  readonly unchanged: number;
  readonly ended: number;
  readonly changedEntities: number;
}

const CHANGES_PER_STATEMENT = 20_000;

/** Opens a load; nothing of it is seen by anybody until `publishLoad`. */
export async function beginLoad(tx: Queryable, input: LoadInput): Promise<string> {
  const id = randomId();
  await tx.query(
    `INSERT INTO records.load (id, source, mode, origin, origin_hash, mapping_hash, state) VALUES ($1,$2,$3,$4,$5,$6,'staging')`,
    [id, input.source, input.mode, input.origin, input.originHash, input.mappingHash],
  );
  return id;
}

/** Adds rows to a load that is still being staged; rows whose hash is the one already held are only counted. */
export async function stageRows(
  tx: Queryable,
  load: LoadRef,
  rows: readonly RowDraft[],
): Promise<StagedCount> {
  const first = [...new Map(rows.toReversed().map((row) => [row.rowKey, row])).values()].toReversed();
  const { rows: placed } = await tx.query<{ row_key: string; unchanged: boolean }>(
    `INSERT INTO records.staged_row (load_id, row_key, row_hash, unchanged)
     SELECT $1, n.row_key, n.row_hash, coalesce(h.row_hash = n.row_hash, false)
       FROM unnest($2::text[], $3::text[]) AS n (row_key, row_hash)
       LEFT JOIN records.source_row h ON h.source = $4 AND h.row_key = n.row_key
     ON CONFLICT DO NOTHING RETURNING row_key, unchanged`,
    [load.id, first.map((row) => row.rowKey), first.map((row) => row.rowHash), load.source],
  );
  const changed = new Set(placed.filter((row) => !row.unchanged).map((row) => row.row_key));
  const kept = new Set(placed.map((row) => row.row_key));
  const fresh = first.filter((row) => changed.has(row.rowKey));
  await stageClaims(tx, load, fresh);
  await stageStatements(tx, load, fresh);
  await stageRelations(tx, load, fresh);
  const taken = new Set(first.filter((row) => kept.has(row.rowKey)));
  const duplicates = rows.filter((row) => !taken.has(row)).map((row) => row.rowKey);
  return { accepted: fresh.length, unchanged: placed.length - fresh.length, duplicates };
}

/** The load that rows are added to. `country` reads phone numbers written without one. */
export interface LoadRef {
  readonly id: string;
  readonly agencyId: string;
  readonly source: string;
  readonly country?: string;
}

async function stageClaims(tx: Queryable, load: LoadRef, rows: readonly RowDraft[]): Promise<void> {
  const claims = rows.flatMap((row) => row.entities.map((entity) => ({ row, entity })));
  await insertColumns(tx, 'records.staged_claim', CLAIM_COLUMNS, [
    claims.map(({ entity }) => entityId(load.agencyId, load.source, entity.key)),
    claims.map(({ entity }) => entity.kind),
    claims.map(({ entity }) => entity.category ?? null),
    claims.map(() => load.source),
    claims.map(({ row }) => row.rowKey),
    claims.map(() => load.id),
  ]);
}

async function stageStatements(tx: Queryable, load: LoadRef, rows: readonly RowDraft[]): Promise<void> {
  const flat = rows.flatMap((row) =>
    row.entities.flatMap((entity) =>
      entity.statements.map((statement, at) => ({ row, entity, statement, at })),
    ),
  );
  const markings = flat.map(({ entity, statement }) => ({ ...entity.marking, ...statement.marking }));
  await insertColumns(tx, 'records.staged_statement', STATEMENT_COLUMNS, [
    flat.map(({ entity }) => entityId(load.agencyId, load.source, entity.key)),
    flat.map(({ row, entity, statement, at }) =>
      statementId(load, row, entity, statement.property, statement.written, at),
    ),
    flat.map(({ statement }) => statement.property),
    flat.map(({ statement }) => statement.written),
    flat.map(({ statement }) => statement.value),
    flat.map(({ entity, statement }) =>
      pgTextArray(statementTokens(entity.kind, statement.property, statement.value, load.country)),
    ),
    flat.map(() => load.source),
    flat.map(({ row }) => row.rowKey),
    flat.map(({ statement }) => JSON.stringify(statement.locator)),
    flat.map(({ statement }) => statement.validFrom ?? null),
    flat.map(({ statement }) => statement.validUntil ?? null),
    flat.map(() => load.id),
    ...markingColumns(markings),
  ]);
}

async function stageRelations(tx: Queryable, load: LoadRef, rows: readonly RowDraft[]): Promise<void> {
  const flat = rows.flatMap((row) => row.relations.map((relation) => ({ row, relation })));
  await insertColumns(tx, 'records.staged_relation', RELATION_COLUMNS, [
    flat.map(({ relation }) => entityId(load.agencyId, load.source, relation.fromKey)),
    flat.map(({ row, relation }) =>
      derivedId(
        'relation',
        load.agencyId,
        load.source,
        row.rowKey,
        relation.link,
        relation.fromKey,
        relation.toKey,
      ),
    ),
    flat.map(({ relation }) => entityId(load.agencyId, load.source, relation.toKey)),
    flat.map(({ relation }) => relation.link),
    flat.map(({ relation }) => relation.written ?? null),
    flat.map(() => load.source),
    flat.map(({ row }) => row.rowKey),
    flat.map(({ relation }) => JSON.stringify(relation.locator)),
    flat.map(({ relation }) => relation.validFrom ?? null),
    flat.map(({ relation }) => relation.validUntil ?? null),
    flat.map(() => load.id),
    ...markingColumns(flat.map(({ relation }) => relation.marking)),
  ]);
}

function statementId(
  load: LoadRef,
  row: RowDraft,
  entity: EntityDraft,
  property: string,
  written: string,
  at: number,
): string {
  return derivedId(
    'statement',
    load.agencyId,
    load.source,
    row.rowKey,
    entity.key,
    property,
    written,
    String(at),
  );
}

/**
 * Makes a staged load visible, all of it in the caller's transaction: changed rows supersede what they said before, and
 * in a full load the rows that are missing end. Notes each changed entity in the change feed.
 */
export async function publishLoad(tx: Transaction, loadId: string): Promise<PublishedLoad> {
  const load = await lockStaging(tx, loadId);
  await tx.query(
    `CREATE TEMP TABLE touched_row ON COMMIT DROP AS
      SELECT row_key FROM records.staged_row WHERE load_id = $1 AND NOT unchanged`,
    [loadId],
  );
  const ended = load.mode === 'full' ? await touchMissingRows(tx, loadId, load.source) : 0;
  await tx.query(
    `CREATE TEMP TABLE touched_entity ON COMMIT DROP AS
      SELECT entity_id FROM records.claim JOIN touched_row USING (row_key) WHERE source = $1
      UNION SELECT entity_id FROM records.staged_claim WHERE load_id = $2`,
    [load.source, loadId],
  );
  for (const table of ['records.statement', 'records.relation']) {
    await tx.query(
      `UPDATE ${table} SET superseded_at = now() FROM touched_row t
        WHERE ${table}.source = $1 AND ${table}.row_key = t.row_key AND superseded_at IS NULL`,
      [load.source],
    );
  }
  await tx.query(
    `DELETE FROM records.claim c USING touched_row t WHERE c.source = $1 AND c.row_key = t.row_key`,
    [load.source],
  );
  await tx.query(
    `DELETE FROM records.source_row r USING touched_row t WHERE r.source = $1 AND r.row_key = t.row_key`,
    [load.source],
  );
  await tx.query(
    `INSERT INTO records.source_row (source, row_key, row_hash, load_id)
     SELECT $2, row_key, row_hash, $1 FROM records.staged_row WHERE load_id = $1 AND NOT unchanged`,
    [loadId, load.source],
  );
  await tx.query(
    `INSERT INTO records.claim (${CLAIM_COLUMNS}) SELECT DISTINCT ON (entity_id, source, row_key) ${CLAIM_COLUMNS}
       FROM records.staged_claim WHERE load_id = $1`,
    [loadId],
  );
  await tx.query(
    `INSERT INTO records.statement (${STATEMENT_COLUMNS}) SELECT ${STATEMENT_COLUMNS} FROM records.staged_statement WHERE load_id = $1
     ON CONFLICT DO NOTHING`,
    [loadId],
  );
  await tx.query(
    `INSERT INTO records.relation (${RELATION_COLUMNS}) SELECT ${RELATION_COLUMNS} FROM records.staged_relation WHERE load_id = $1
     ON CONFLICT DO NOTHING`,
    [loadId],
  );
  const { rows: counts } = await tx.query<{ accepted: number; unchanged: number }>(
    `SELECT count(*) FILTER (WHERE NOT unchanged) AS accepted, count(*) FILTER (WHERE unchanged) AS unchanged
       FROM records.staged_row WHERE load_id = $1`,
    [loadId],
  );
  const { rows: entities } = await tx.query<{ entity_id: string }>(`SELECT entity_id FROM touched_entity`);
  for (let at = 0; at < entities.length; at += CHANGES_PER_STATEMENT) {
    await noteChanges(
      tx,
      entities.slice(at, at + CHANGES_PER_STATEMENT).map((row) => row.entity_id),
    );
  }
  await clearStaging(tx, loadId);
  await tx.query(`UPDATE records.load SET state = 'published', published_at = now() WHERE id = $1`, [loadId]);
  return {
    accepted: counts[0]?.accepted ?? 0,
    unchanged: counts[0]?.unchanged ?? 0,
    ended,
    changedEntities: entities.length,
  };
}

async function touchMissingRows(tx: Transaction, loadId: string, source: string): Promise<number> {
  const { rowCount } = await tx.query(
    `INSERT INTO touched_row SELECT row_key FROM records.source_row r WHERE source = $2
       AND NOT EXISTS (SELECT 1 FROM records.staged_row s WHERE s.load_id = $1 AND s.row_key = r.row_key)`,
    [loadId, source],
  );
  return rowCount;
}

/** Throws a staged load away; nothing of it was ever visible. */
export async function discardLoad(tx: Transaction, loadId: string): Promise<void> {
  await lockStaging(tx, loadId);
  await clearStaging(tx, loadId);
  await tx.query(`UPDATE records.load SET state = 'discarded' WHERE id = $1`, [loadId]);
}

async function lockStaging(tx: Transaction, loadId: string): Promise<{ source: string; mode: string }> {
  const { rows } = await tx.query<{ source: string; mode: string; state: string }>(
    'SELECT source, mode, state FROM records.load WHERE id = $1 FOR UPDATE',
    [loadId],
  );
  const load = rows[0];
  if (load === undefined) throw new RecordsError('load-unknown', 'there is no load with this id');
  if (load.state !== 'staging') {
    throw new RecordsError(
      'load-not-staging',
      `the load is already ${load.state}, expected one that is being staged`,
    );
  }
  return load;
}

async function clearStaging(tx: Transaction, loadId: string): Promise<void> {
  for (const table of ['staged_row', 'staged_claim', 'staged_statement', 'staged_relation']) {
    await tx.query(`DELETE FROM records.${table} WHERE load_id = $1`, [loadId]);
  }
}

const MARKING_COLUMNS =
  'evaluation_scheme, evaluation_code, certainty, handling, legal_basis, classification, review_on';
const CLAIM_COLUMNS = 'entity_id, kind, category, source, row_key, load_id';
const STATEMENT_COLUMNS = `entity_id, id, property, written, value, tokens, source, row_key, locator, valid_from, valid_until, load_id, ${MARKING_COLUMNS}`;
const RELATION_COLUMNS = `from_id, id, to_id, link, written, source, row_key, locator, valid_from, valid_until, load_id, ${MARKING_COLUMNS}`;

/** How a column's text becomes its type; all others are text. */
const COLUMN_CASTS: Readonly<Record<string, string>> = {
  tokens: 'text[]',
  handling: 'text[]',
  locator: 'jsonb',
  review_on: 'date',
};

function markingColumns(markings: readonly Marking[]): (string | null)[][] {
  return [
    markings.map((marking) => marking.evaluation.scheme),
    markings.map((marking) => marking.evaluation.code),
    markings.map((marking) => marking.certainty),
    markings.map((marking) => pgTextArray(marking.handling)),
    markings.map((marking) => marking.legalBasis),
    markings.map((marking) => marking.classification),
    markings.map((marking) => marking.reviewOn),
  ];
}

/** The array literal of PostgreSQL's manual §8.15: a column of arrays cannot travel as a nested parameter. */
export function pgTextArray(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}

/** One INSERT for many rows, each column sent as one array. */
async function insertColumns(
  tx: Queryable,
  table: string,
  columns: string,
  values: readonly (readonly (string | null)[])[],
): Promise<void> {
  if ((values[0]?.length ?? 0) === 0) return;
  const names = columns.split(', ');
  const selected = names.map((name) =>
    name in COLUMN_CASTS ? `n.${name}::${COLUMN_CASTS[name]}` : `n.${name}`,
  );
  const arrays = names.map((_, at) => `$${at + 1}::text[]`);
  await tx.query(
    `INSERT INTO ${table} (${columns}) SELECT ${selected.join(', ')} FROM unnest(${arrays.join(', ')}) AS n (${columns})`,
    values,
  );
}
