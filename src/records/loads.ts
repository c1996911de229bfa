import { randomId } from '../base/index.ts';
import { noteChanges, type Queryable, type Transaction } from '../store/index.ts';
import { RecordsError } from './errors.ts';
import { CLAIMS, RELATIONS, STATEMENTS } from './load-columns.ts';
import { noteToResolve } from './resolution-tables.ts';

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

export interface PublishedLoad {
  readonly accepted: number;
  readonly unchanged: number;
  readonly ended: number;
  readonly changedEntities: number;
}

const CHANGES_PER_STATEMENT = 20_000;
const ANALYZE_FROM = 500;
const STATISTICS_TARGET = 10;

/** Opens a load; nothing of it is seen by anybody until `publishLoad`. */
export async function beginLoad(tx: Queryable, input: LoadInput): Promise<string> {
  const id = randomId();
  await tx.query(
    `INSERT INTO records.load (id, source, mode, origin, origin_hash, mapping_hash, state) VALUES ($1,$2,$3,$4,$5,$6,'staging')`,
    [id, input.source, input.mode, input.origin, input.originHash, input.mappingHash],
  );
  return id;
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
      -- a row may link what other rows state: both ends have changed
      UNION SELECT unnest(ARRAY[from_id, to_id]) FROM records.relation JOIN touched_row USING (row_key)
        WHERE source = $1 AND superseded_at IS NULL`,
    [load.source],
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
  await placeBatches(tx, loadId, load.source);
  const { rows: counts } = await tx.query<{ accepted: number; unchanged: number }>(
    `SELECT count(*) FILTER (WHERE NOT unchanged) AS accepted, count(*) FILTER (WHERE unchanged) AS unchanged
       FROM records.staged_row WHERE load_id = $1`,
    [loadId],
  );
  const { rows: entities } = await tx.query<{ entity_id: string }>(
    `SELECT entity_id FROM touched_entity
     UNION SELECT n.entity_id FROM ${CLAIMS.from} WHERE b.load_id = $1
     UNION SELECT unnest(ARRAY[n.from_id, n.to_id]) FROM ${RELATIONS.from} WHERE b.load_id = $1`,
    [loadId],
  );
  for (let at = 0; at < entities.length; at += CHANGES_PER_STATEMENT) {
    const changed = entities.slice(at, at + CHANGES_PER_STATEMENT).map((row) => row.entity_id);
    await noteChanges(tx, changed);
    await noteToResolve(tx, changed);
  }
  await clearStaging(tx, loadId);
  await tx.query(`UPDATE records.load SET state = 'published', published_at = now() WHERE id = $1`, [loadId]);
  // The planner learns of a large load with its commit: until then it would read whole tables for every few entities.
  if (entities.length >= ANALYZE_FROM) await analyze(tx, entities.length);
  return {
    accepted: counts[0]?.accepted ?? 0,
    unchanged: counts[0]?.unchanged ?? 0,
    ended,
    changedEntities: entities.length,
  };
}

/** Writes what was staged into the tables that everybody reads. */
async function placeBatches(tx: Transaction, loadId: string, source: string): Promise<void> {
  for (const { table, columns, selected, from } of [CLAIMS, STATEMENTS, RELATIONS]) {
    await tx.query(`INSERT INTO ${table} (${columns}) SELECT ${selected} FROM ${from} WHERE b.load_id = $1`, [
      loadId,
      source,
    ]);
  }
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

/**
 * How many rows there are is what the planner must know; what stands in them matters little and takes seconds to count. A load that
 * adds little to what is held changes no plan: the database counts again by itself in time.
 */
async function analyze(tx: Transaction, changed: number): Promise<void> {
  const { rows } = await tx.query<{ held: number }>(
    `SELECT reltuples::bigint AS held FROM pg_class WHERE oid = 'records.claim'::regclass`,
  );
  if (changed * 2 < (rows[0]?.held ?? 0)) return;
  await tx.query(`SET LOCAL default_statistics_target = ${STATISTICS_TARGET}`);
  await tx.query(
    `ANALYZE records.claim (entity_id, kind, source, row_key), records.source_row (source, row_key),
       records.statement (entity_id, source, row_key, superseded_at),
       records.relation (from_id, to_id, link, source, row_key, superseded_at)`,
  );
}

async function clearStaging(tx: Transaction, loadId: string): Promise<void> {
  for (const table of ['staged_row', 'staged_batch']) {
    await tx.query(`DELETE FROM records.${table} WHERE load_id = $1`, [loadId]);
  }
}
