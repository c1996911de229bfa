import { sha256, utf8 } from '../base/index.ts';
import type { Queryable } from '../store/index.ts';
import { nameKey } from './officers.ts';

/** So many failures are free; each further one doubles the pause. */
const FAILURES_FREE = 5;
const PAUSE_MS = 30_000;
const PAUSE_MAX_MS = 15 * 60_000;
const FORGOTTEN_AFTER_MS = 86_400_000;

/**
 * Counts an attempt under this name before the password is looked at, so that attempts at the same time count too.
 * Gives back how long to wait when it comes too soon: names that exist and names that do not are treated alike.
 */
export async function countAttempt(
  db: Queryable,
  name: string,
  now: Date,
): Promise<{ readonly pauseMs: number }> {
  await db.query('DELETE FROM oversight.sign_in_attempt WHERE last_at < $1', [
    new Date(now.getTime() - FORGOTTEN_AFTER_MS),
  ]);
  // An attempt inside the pause changes nothing: whoever waits gets in, whatever others type meanwhile.
  const { rows } = await db.query<{ failures: number }>(
    `INSERT INTO oversight.sign_in_attempt AS attempt (name_hash, failures, last_at) VALUES ($1, 1, $2)
     ON CONFLICT (name_hash) DO UPDATE SET failures = attempt.failures + 1, last_at = $2
       WHERE attempt.failures < $3 OR attempt.last_at + make_interval(secs =>
             least($4::float8 * power(2, least(attempt.failures - $3, 20)), $5::float8) / 1000) <= $2
     RETURNING failures`,
    [keyOf(name), now, FAILURES_FREE, PAUSE_MS, PAUSE_MAX_MS],
  );
  return rows[0] === undefined ? { pauseMs: await readPause(db, name, now) } : { pauseMs: 0 };
}

async function readPause(db: Queryable, name: string, now: Date): Promise<number> {
  const { rows } = await db.query<{ failures: number; last_at: Date }>(
    'SELECT failures, last_at FROM oversight.sign_in_attempt WHERE name_hash = $1',
    [keyOf(name)],
  );
  const { failures, last_at: lastAt } = rows[0] ?? { failures: FAILURES_FREE, last_at: now };
  const pause = Math.min(PAUSE_MS * 2 ** Math.max(0, failures - FAILURES_FREE), PAUSE_MAX_MS);
  return Math.max(1, lastAt.getTime() + pause - now.getTime());
}

/** Forgets the failures after a success. */
export async function forgetAttempts(db: Queryable, name: string): Promise<void> {
  await db.query('DELETE FROM oversight.sign_in_attempt WHERE name_hash = $1', [keyOf(name)]);
}

const keyOf = (name: string): Buffer => Buffer.from(sha256(utf8(nameKey(name))));
