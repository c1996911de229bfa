import { type Clock, declareFaultPoint, reach } from '../base/index.ts';
import type { Database, Transaction } from './database.ts';
import { enqueue, type Job, type JobHandler } from './jobs.ts';

const JOB_BEGUN = declareFaultPoint('store/job-begun');
const JOB_DONE = declareFaultPoint('store/job-done');

export interface JobRunner {
  /** Looks for due jobs now rather than at the next poll. */
  wake(): void;
  /** Resolves when no job is due. */
  drain(): Promise<void>;
  /** Begins no further job and resolves when those under way have ended. */
  stop(): Promise<void>;
}

export interface JobRunnerOptions {
  readonly database: Database;
  readonly handlers: ReadonlyMap<string, JobHandler>;
  readonly clock: Clock;
  readonly pollMs?: number;
  /** Kinds that run at once, default 3; jobs of one kind always run one after the other. */
  readonly lanesMax?: number;
  /** Told of each failure; the job is tried again whatever is done here. */
  readonly onError?: (job: Job, error: unknown) => void;
}

const PAUSES_MS = [1_000, 5_000, 30_000, 120_000, 600_000] as const;

/** Runs due jobs until stopped. A failing job is tried again later, with growing pauses, for ever. */
export function startJobRunner(options: JobRunnerOptions): JobRunner {
  const lanes = new Map<string, Promise<void>>();
  let stopped = false;
  let looking: Promise<void> | undefined;
  let lookAgain = false;

  const fillLanes = async (): Promise<void> => {
    do {
      lookAgain = false;
      for (const kind of stopped ? [] : await dueKinds(options)) {
        if (lanes.has(kind)) continue;
        if (lanes.size >= (options.lanesMax ?? 3)) break;
        lanes.set(kind, runLane(kind));
      }
    } while (lookAgain);
  };
  const runLane = async (kind: string): Promise<void> => {
    try {
      while (!stopped && (await runNext(options, kind))) {
        // the next of its kind
      }
    } catch {
      // The database was away; the next poll tries again.
    } finally {
      lanes.delete(kind);
    }
    // Its place is free for a kind that had to wait.
    wake();
  };
  const look = (): Promise<void> => {
    if (looking === undefined) {
      looking = fillLanes()
        .catch(() => {
          // As above.
        })
        .finally(() => {
          looking = undefined;
        });
    } else lookAgain = true;
    return looking;
  };
  const wake = (): void => {
    if (!stopped) void look();
  };
  const settle = async (): Promise<void> => {
    while (looking !== undefined || lanes.size > 0) await Promise.all([looking, ...lanes.values()]);
  };
  const timer = setInterval(wake, options.pollMs ?? 1_000);
  wake();

  return {
    wake,
    async drain() {
      wake();
      await settle();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await settle();
    },
  };
}

async function dueKinds({ database, handlers, clock }: JobRunnerOptions): Promise<readonly string[]> {
  const { rows } = await database.query<{ kind: string }>(
    'SELECT DISTINCT kind FROM store.job WHERE run_at <= $1 AND kind = ANY($2)',
    [clock.now(), [...handlers.keys()]],
  );
  return rows.map((row) => row.kind);
}

/** Whether there was one. */
async function runNext(options: JobRunnerOptions, kind: string): Promise<boolean> {
  const handler = options.handlers.get(kind);
  const job = await begin(options, kind);
  if (job === null || handler === undefined) return false;
  try {
    await options.database.transaction((tx) => carryOut(tx, job, handler));
    reach(JOB_DONE);
  } catch (error) {
    options.onError?.(job, error);
    await postpone(options, job, error);
  }
  return true;
}

/** Marks the next due job as begun, so that a later enqueue of its key is a job of its own. */
async function begin({ database, clock }: JobRunnerOptions, kind: string): Promise<Job | null> {
  const begun = await database.transaction(async (tx) => {
    // Losing this mark in a power cut costs nothing: the job is still there.
    await tx.query('SET LOCAL synchronous_commit = off');
    const { rows } = await tx.query<Job>(
      `UPDATE store.job SET attempts = attempts + 1 WHERE id = (
         SELECT id FROM store.job WHERE kind = $1 AND run_at <= $2
          ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, kind, payload, key, attempts - 1 AS attempts`,
      [kind, clock.now()],
    );
    return rows[0] ?? null;
  });
  if (begun !== null) reach(JOB_BEGUN);
  return begun;
}

async function carryOut(tx: Transaction, job: Job, handler: JobHandler): Promise<void> {
  const { rowCount } = await tx.query('SELECT 1 FROM store.job WHERE id = $1 FOR UPDATE SKIP LOCKED', [
    job.id,
  ]);
  // Another process of this agency took it in between.
  if (rowCount === 0) return;
  const again = await handler(job, tx);
  await tx.query('DELETE FROM store.job WHERE id = $1', [job.id]);
  if (again === undefined) return;
  const key = job.key === null ? {} : { key: job.key };
  await enqueue(tx, { kind: job.kind, payload: job.payload, runAt: again.againAt, ...key });
}

async function postpone({ database, clock }: JobRunnerOptions, job: Job, error: unknown): Promise<void> {
  const pause = PAUSES_MS[Math.min(job.attempts, PAUSES_MS.length - 1)] ?? 0;
  // The code alone: an error's text may hold a value of a record.
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  await database.query('UPDATE store.job SET run_at = $2, last_error = $3 WHERE id = $1', [
    job.id,
    new Date(clock.now().getTime() + pause),
    code,
  ]);
}
