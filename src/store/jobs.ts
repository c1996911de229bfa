import type { Queryable, Transaction } from './database.ts';

export interface JobRequest {
  /** `room/act`, the name under which the room registered its handler. */
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Not before this time; absent: as soon as possible. */
  readonly runAt?: Date;
  /** Two jobs of one kind and key that have not begun yet are one job, with the earlier time and the first payload. */
  readonly key?: string;
}

export interface Job {
  readonly id: number;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly key: string | null;
  /** How often it was begun before. */
  readonly attempts: number;
}

/**
 * Does the work. What it writes through `tx` commits together with the job's removal: done once, or not at all. A handler
 * that must send bytes first does so, and must be ready to be called again. It may return a time to run again at.
 */
export type JobHandler = (job: Job, tx: Transaction) => Promise<{ againAt: Date } | undefined>;

/**
 * Adds a job in the caller's transaction: it exists exactly when the caller's other effects do. Another transaction that adds
 * the same key meanwhile waits for this one to end, so enqueue last; a job that is already running makes nobody wait.
 */
export async function enqueue(tx: Queryable, request: JobRequest): Promise<void> {
  await tx.query(
    `INSERT INTO store.job (kind, payload, key, run_at) VALUES ($1, $2, $3, coalesce($4, '-infinity'::timestamptz))
     ON CONFLICT (kind, key) WHERE key IS NOT NULL AND attempts = 0
     DO UPDATE SET run_at = least(store.job.run_at, excluded.run_at)`,
    [request.kind, JSON.stringify(request.payload), request.key ?? null, request.runAt ?? null],
  );
}

/** Jobs that wait or have failed, per kind: for the operator's page and for tests. */
export async function countJobs(
  from: Queryable,
): Promise<readonly { kind: string; waiting: number; failing: number }[]> {
  const { rows } = await from.query<{ kind: string; waiting: number; failing: number }>(
    `SELECT kind, count(*) AS waiting, count(*) FILTER (WHERE last_error IS NOT NULL) AS failing
       FROM store.job GROUP BY kind ORDER BY kind`,
  );
  return rows;
}
