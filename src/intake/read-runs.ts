import type { Locator } from '../model/index.ts';
import type { Queryable } from '../store/index.ts';
import type { Balance, FieldQuality } from './balance.ts';
import { IntakeError } from './errors.ts';
import type { Complaint } from './row-notes.ts';
import type { SkippedRow } from './pipeline.ts';

export interface RunSummary {
  readonly id: string;
  readonly source: string;
  readonly mode: 'full' | 'delta';
  /** The kind of source, as the mapping names it; empty for a run from before this was kept. */
  readonly format: string;
  readonly origin: string;
  readonly originHash: string;
  readonly mappingHash: string;
  readonly state: 'running' | 'published' | 'discarded' | 'failed';
  readonly reason: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly rowsEnded: number;
  readonly entitiesChanged: number;
  /** Null while the run goes on, and when it failed. */
  readonly balance: Balance | null;
}

export interface QuarantineEntry {
  readonly record: number;
  readonly reason: string;
  readonly locator: Locator;
  /** The bytes as hexadecimal, at most 64 KiB of them. */
  readonly hex: string;
  readonly length: number;
  /** The same bytes as text, where they are text. */
  readonly text: string;
}

export interface PageOptions {
  /** The last record (or number) of the page before. */
  readonly after?: number;
  readonly limit?: number;
}

const PAGE_MAX = 1_000;
const RUN_COLUMNS = `id, source, mode, format, origin, origin_hash AS "originHash", mapping_hash AS "mappingHash", state, reason,
  started_at AS "startedAt", ended_at AS "endedAt", rows_ended AS "rowsEnded", entities_changed AS "entitiesChanged", balance`;

function pageSize(options: PageOptions): number {
  return Math.max(1, Math.min(options.limit ?? 100, PAGE_MAX));
}

/** The runs, newest first. */
export async function listRuns(
  db: Queryable,
  options: { readonly limit?: number } = {},
): Promise<readonly RunSummary[]> {
  const { rows } = await db.query<RunSummary>(
    `SELECT ${RUN_COLUMNS} FROM intake.run ORDER BY started_at DESC, id LIMIT $1`,
    [pageSize(options)],
  );
  return rows;
}

/** One run with how each field came out; throws `run-unknown`. */
export async function readRun(
  db: Queryable,
  id: string,
): Promise<RunSummary & { readonly quality: readonly FieldQuality[] }> {
  const { rows } = await db.query<RunSummary>(`SELECT ${RUN_COLUMNS} FROM intake.run WHERE id = $1`, [id]);
  const run = rows[0];
  if (run === undefined) throw new IntakeError('run-unknown', 'there is no run with this id');
  const { rows: quality } = await db.query<FieldQuality>(
    `SELECT field, stated, empty, unknown, bad FROM intake.quality WHERE run_id = $1 ORDER BY field`,
    [id],
  );
  return { ...run, quality };
}

/** Rows that were quarantined, in the order of the source. */
export async function listQuarantine(
  db: Queryable,
  runId: string,
  options: PageOptions = {},
): Promise<readonly QuarantineEntry[]> {
  const { rows } = await db.query<QuarantineEntry>(
    `SELECT record, reason, locator, encode(raw, 'hex') AS hex, raw_length AS length, shown AS text
       FROM intake.quarantine WHERE run_id = $1 AND record > $2 ORDER BY record LIMIT $3`,
    [runId, options.after ?? 0, pageSize(options)],
  );
  return rows;
}

/** Values that were bad, in the order in which they were met. */
export async function listComplaints(
  db: Queryable,
  runId: string,
  options: PageOptions = {},
): Promise<readonly (Complaint & { readonly number: number })[]> {
  const { rows } = await db.query<Complaint & { number: number }>(
    `SELECT number, record, field, reason, written FROM intake.complaint WHERE run_id = $1 AND number > $2 ORDER BY number LIMIT $3`,
    [runId, options.after ?? 0, pageSize(options)],
  );
  return rows;
}

/** Rows that were not wanted, each with its coded reason. */
export async function listSkipped(
  db: Queryable,
  runId: string,
  options: PageOptions = {},
): Promise<readonly SkippedRow[]> {
  const { rows } = await db.query<SkippedRow>(
    `SELECT record, because, locator FROM intake.skipped WHERE run_id = $1 AND record > $2 ORDER BY record LIMIT $3`,
    [runId, options.after ?? 0, pageSize(options)],
  );
  return rows;
}

/** Erases the bytes, values and places that ended runs before `before` kept; their balances stay. How many runs. */
export async function eraseRunDetails(db: Queryable, before: Date): Promise<number> {
  const { rows } = await db.query<{ id: string }>(`SELECT id FROM intake.run WHERE ended_at < $1`, [before]);
  const ids = rows.map((row) => row.id);
  for (const table of ['intake.quarantine', 'intake.complaint', 'intake.skipped']) {
    await db.query(`DELETE FROM ${table} WHERE run_id = ANY($1)`, [ids]);
  }
  return ids.length;
}
