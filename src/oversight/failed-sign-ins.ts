import { type Clock, declareFaultPoint, reach, sha256, utf8 } from '../base/index.ts';
import type { Database, Queryable, Transaction } from '../store/index.ts';
import { nameKey } from './officers.ts';
import type { Oversight } from './permit.ts';

const failureAfterCommit = declareFaultPoint('oversight/failed-sign-in-after-commit');

/** Failures of one name, or from one address, are counted together for so long. */
const WINDOW_MS = 15 * 60_000;
/** So many of them in a window are written one by one; the rest of the window becomes one entry with its count. */
const ONE_BY_ONE_PER_NAME = 5;
const ONE_BY_ONE_PER_ADDRESS = 20;

export type FailedSignIn = 'sign-in-refused' | 'sign-in-paused';

interface Failure {
  readonly name: string;
  /** Where it came from, as the desk's server sees it; absent for a caller without one. */
  readonly address?: string;
  readonly code: FailedSignIn;
}

interface Parts {
  readonly clock: Clock;
  readonly oversight: Oversight;
}

/**
 * Notes a sign-in that failed. The first of a name and of an address are written to the ledger one by one; whoever goes on
 * is counted in the database, and the count becomes one entry when the window is over: at most six entries a name and
 * twenty-one an address in a quarter of an hour, and none of the attempts is lost. The name is in no entry (it may not be
 * one, or be a password).
 */
export async function noteFailedSignIn(database: Database, failure: Failure, parts: Parts): Promise<void> {
  await writeCountedSignIns(database, parts);
  await database.transaction(async (tx) => {
    const isCounted = await count(tx, failure, parts.clock.now());
    if (!isCounted) await write(tx, parts.oversight, failure.code);
  });
  reach(failureAfterCommit);
}

/** Writes the counts of windows that are over, one entry each; how many were written. */
export async function writeCountedSignIns(database: Database, { clock, oversight }: Parts): Promise<number> {
  const over = new Date(clock.now().getTime() - WINDOW_MS);
  const { rows } = await database.query<{ key_hash: Uint8Array; unwritten: number }>(
    'SELECT key_hash, unwritten FROM oversight.failed_sign_in WHERE since <= $1 LIMIT 100',
    [over],
  );
  let written = 0;
  for (const { key_hash: key } of rows) {
    const taken = await takeCount(database, key, over, oversight);
    if (taken) written += 1;
  }
  return written;
}

/** Whether this one only counts: the first key whose share of single entries is used up takes it. */
async function count(tx: Queryable, { name, address }: Failure, now: Date): Promise<boolean> {
  const keys = [{ key: `name ${nameKey(name)}`, max: ONE_BY_ONE_PER_NAME }];
  if (address !== undefined) keys.push({ key: `address ${address}`, max: ONE_BY_ONE_PER_ADDRESS });
  // In the order of their hashes: two attempts at once never wait for each other in a circle.
  const places = keys.map(({ key, max }) => ({ hash: hashOf(key), max }));
  for (const { hash } of places.toSorted((left, right) => Buffer.compare(left.hash, right.hash)))
    await tx.query(
      `INSERT INTO oversight.failed_sign_in (key_hash, since, written, unwritten) VALUES ($1, $2, 0, 0)
       ON CONFLICT (key_hash) DO UPDATE SET written = failed_sign_in.written`,
      [hash, now],
    );
  for (const { hash, max } of places) {
    const { rowCount } = await tx.query(
      'UPDATE oversight.failed_sign_in SET unwritten = unwritten + 1 WHERE key_hash = $1 AND written >= $2',
      [hash, max],
    );
    if (rowCount > 0) return true;
  }
  for (const { hash } of places)
    await tx.query('UPDATE oversight.failed_sign_in SET written = written + 1 WHERE key_hash = $1', [hash]);
  return false;
}

/** Takes one window that is over and writes its count with it: both or neither. */
async function takeCount(
  database: Database,
  key: Uint8Array,
  over: Date,
  oversight: Oversight,
): Promise<boolean> {
  const take = async (tx: Queryable): Promise<number> => {
    const { rows } = await tx.query<{ unwritten: number }>(
      'DELETE FROM oversight.failed_sign_in WHERE key_hash = $1 AND since <= $2 RETURNING unwritten',
      [key, over],
    );
    return rows[0]?.unwritten ?? 0;
  };
  const { rows } = await database.query<{ unwritten: number }>(
    'SELECT unwritten FROM oversight.failed_sign_in WHERE key_hash = $1',
    [key],
  );
  if ((rows[0]?.unwritten ?? 0) === 0) {
    await take(database);
    return false;
  }
  await oversight.permit({ act: 'sign-in', actor: { type: 'system' } }, async (tx) => ({
    value: undefined,
    outcome: { result: 'refused', rule: 'sign-in-refused-often', count: await take(tx) },
  }));
  return true;
}

async function write(tx: Transaction, oversight: Oversight, code: FailedSignIn): Promise<void> {
  const permit = await oversight.beginIn(tx, { act: 'sign-in', actor: { type: 'system' } });
  await oversight.finish(tx, permit, { result: 'refused', rule: code });
}

const hashOf = (key: string): Buffer => Buffer.from(sha256(utf8(key)));
