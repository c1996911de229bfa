import type { Queryable } from '../store/index.ts';
import type { RowDraft } from './drafts.ts';
import { RecordsError } from './errors.ts';
import { CLAIMS, RELATIONS, SHARED, STATEMENTS } from './load-columns.ts';
import { type LoadRef, stagedBatch } from './staged-batch.ts';

export interface StagedCount {
  readonly accepted: number;
  readonly unchanged: number;
  /** Row keys that this load had already brought: the later row is not taken. */
  readonly duplicates: readonly string[];
}

const STAGE = `${SHARED} INSERT INTO records.staged_batch (load_id, claims, statements, relations)
  SELECT $1, ${CLAIMS.staged}, ${STATEMENTS.staged}, ${RELATIONS.staged}`;

/** Adds rows to a load that is still being staged; rows whose hash is the one already held are only counted. */
export async function stageRows(
  tx: Queryable,
  load: LoadRef,
  rows: readonly RowDraft[],
): Promise<StagedCount> {
  await requireStaging(tx, load.id);
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
  if (fresh.length > 0) {
    const batch = stagedBatch(load, fresh);
    await tx.query(STAGE, [
      load.id,
      batch.places,
      batch.markings,
      batch.claims,
      batch.statements,
      batch.relations,
    ]);
  }
  const taken = new Set(first.filter((row) => kept.has(row.rowKey)));
  const duplicates = rows.filter((row) => !taken.has(row)).map((row) => row.rowKey);
  return { accepted: fresh.length, unchanged: placed.length - fresh.length, duplicates };
}

/** Held against its being published or discarded meanwhile. */
async function requireStaging(tx: Queryable, loadId: string): Promise<void> {
  const { rows } = await tx.query<{ state: string }>(
    'SELECT state FROM records.load WHERE id = $1 FOR SHARE',
    [loadId],
  );
  const state = rows[0]?.state;
  if (state === undefined) throw new RecordsError('load-unknown', 'there is no load with this id');
  if (state !== 'staging')
    throw new RecordsError(
      'load-not-staging',
      `the load is already ${state}, expected one that is being staged`,
    );
}
