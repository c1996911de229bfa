import type { Queryable } from '../store/index.ts';
import type { Balance, FieldQuality } from './balance.ts';
import type { Batch } from './pipeline.ts';

/** What the run's tables take. Raw bytes of a quarantined row beyond 64 KiB stay in the file; the locator finds them. */
const RAW_KEPT_MAX = 65_536;

export interface RunStart {
  readonly id: string;
  readonly source: string;
  readonly mode: string;
  /** The kind of source, as the mapping names it: copybook, dbf, csv, sql, xlsx. */
  readonly format: string;
  readonly origin: string;
  readonly originHash: string;
  readonly mappingHash: string;
  readonly intentId: string;
  readonly loadId: string;
  readonly startedAt: Date;
}

/** Notes that a run begins; false when another run of the same source is under way. */
export async function insertRun(tx: Queryable, run: RunStart): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO intake.run (id, source, mode, origin, origin_hash, mapping_hash, state, intent_id, load_id, started_at, format)
     VALUES ($1,$2,$3,$4,$5,$6,'running',$7,$8,$9,$10) ON CONFLICT DO NOTHING`,
    [
      run.id,
      run.source,
      run.mode,
      run.origin,
      run.originHash,
      run.mappingHash,
      run.intentId,
      run.loadId,
      run.startedAt,
      run.format,
    ],
  );
  return rowCount === 1;
}

/** Notes what became of the rows of a batch that were not accepted, and of values that were not. */
export async function insertBatch(
  tx: Queryable,
  runId: string,
  batch: Batch,
  show: (raw: Uint8Array) => string,
): Promise<void> {
  const quarantined = batch.quarantined;
  if (quarantined.length > 0) {
    await tx.query(
      `INSERT INTO intake.quarantine (run_id, record, reason, locator, raw, raw_length, shown)
       SELECT $1, n.* FROM unnest($2::bigint[], $3::text[], $4::jsonb[], $5::bytea[], $6::bigint[], $7::text[]) AS n`,
      [
        runId,
        quarantined.map((row) => row.record),
        quarantined.map((row) => row.reason),
        quarantined.map((row) => JSON.stringify(row.locator)),
        quarantined.map((row) => Buffer.from(row.raw.subarray(0, RAW_KEPT_MAX))),
        quarantined.map((row) => row.raw.length),
        quarantined.map((row) => storable(show(row.raw.subarray(0, RAW_KEPT_MAX)))),
      ],
    );
  }
  const complaints = batch.rows.flatMap((row) => row.complaints);
  if (complaints.length > 0) {
    await tx.query(
      `INSERT INTO intake.complaint (run_id, record, field, reason, written)
       SELECT $1, n.* FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) AS n`,
      [
        runId,
        complaints.map((one) => one.record),
        complaints.map((one) => one.field),
        complaints.map((one) => one.reason),
        complaints.map((one) => storable(one.written)),
      ],
    );
  }
  if (batch.skipped.length > 0) {
    await tx.query(
      `INSERT INTO intake.skipped (run_id, record, because, locator) SELECT $1, n.* FROM unnest($2::bigint[], $3::text[], $4::jsonb[]) AS n`,
      [
        runId,
        batch.skipped.map((row) => row.record),
        batch.skipped.map((row) => row.because),
        batch.skipped.map((row) => JSON.stringify(row.locator)),
      ],
    );
  }
}

export interface RunEnd {
  readonly state: 'published' | 'discarded' | 'failed';
  readonly reason: string | null;
  readonly endedAt: Date;
  readonly rowsRead: number;
  readonly rowsKept: number;
  readonly rowsEnded: number;
  readonly entitiesChanged: number;
  readonly balance: Balance | null;
  readonly quality: readonly FieldQuality[];
}

/** Closes the run's books. */
export async function closeRun(tx: Queryable, runId: string, end: RunEnd): Promise<void> {
  await tx.query(
    `UPDATE intake.run SET state = $2, reason = $3, ended_at = $4, rows_read = $5, rows_kept = $6, rows_ended = $7,
       entities_changed = $8, balance = $9 WHERE id = $1`,
    [
      runId,
      end.state,
      end.reason,
      end.endedAt,
      end.rowsRead,
      end.rowsKept,
      end.rowsEnded,
      end.entitiesChanged,
      end.balance === null ? null : JSON.stringify(end.balance),
    ],
  );
  if (end.quality.length === 0) return;
  await tx.query(
    `INSERT INTO intake.quality (run_id, field, stated, empty, unknown, bad)
     SELECT $1, n.* FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) AS n`,
    [
      runId,
      end.quality.map((field) => field.field),
      end.quality.map((field) => field.stated),
      end.quality.map((field) => field.empty),
      end.quality.map((field) => field.unknown),
      end.quality.map((field) => field.bad),
    ],
  );
}

/** Rows that the last published full load of the source brought; null when there was none. */
export async function readLastFullLoad(db: Queryable, source: string): Promise<number | null> {
  const { rows } = await db.query<{ rows_kept: number }>(
    `SELECT rows_kept FROM intake.run WHERE source = $1 AND state = 'published' AND mode = 'full' ORDER BY started_at DESC, id LIMIT 1`,
    [source],
  );
  return rows[0]?.rows_kept ?? null;
}

/** A text column holds no NUL and no half of a surrogate pair. */
function storable(text: string): string {
  return Buffer.from(text.replaceAll('\u0000', '\u2400'), 'utf8').toString('utf8');
}
