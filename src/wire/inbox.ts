import { declareFaultPoint, equalBytes, reach } from '../base/index.ts';
import { type Queryable, type Transaction, write } from '../store/index.ts';
import { CLOCK_SKEW_MS } from './bounds.ts';
import type { VerifiedMessage } from './envelope.ts';
import { WireError } from './errors.ts';

const BEFORE_COMMIT = declareFaultPoint('wire/inbox/before-commit');

export interface Received {
  /** The exact bytes of the answer, made now or the first time. */
  readonly answer: Uint8Array;
  /** True when the message had been taken before: nothing was done again. */
  readonly repeated: boolean;
}

/**
 * Lets a verified message take effect once. The first time `work` runs in the caller's transaction and its answer is kept
 * with it; the same message again gets the same answer; another message under the same id is `id-reused`. Two arrivals at
 * the same moment wait for each other.
 */
export async function receiveOnce(
  tx: Transaction,
  message: Pick<VerifiedMessage, 'header' | 'bodyHash'>,
  work: (tx: Transaction) => Promise<Uint8Array>,
): Promise<Received> {
  const { header, bodyHash } = message;
  const key = [header.from, header.id] as const;
  const first = await tx.query(
    `INSERT INTO wire.inbox (sender, message_id, body_hash, kind, expires_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (sender, message_id) DO NOTHING`,
    [...key, Buffer.from(bodyHash), header.kind, header.expiresAt],
  );
  if (first.rowCount === 0) return { answer: await readAnswer(tx, key, bodyHash), repeated: true };
  const answer = await work(tx);
  await write(tx, 'UPDATE wire.inbox SET answer = $3 WHERE sender = $1 AND message_id = $2', [
    ...key,
    Buffer.from(answer),
  ]);
  reach(BEFORE_COMMIT);
  return { answer, repeated: false };
}

/** Forgets messages that expired so long ago that a replay is refused by its date alone. Gives back how many. */
export async function forgetReceived(tx: Queryable, now: Date): Promise<number> {
  const limit = new Date(now.getTime() - 2 * CLOCK_SKEW_MS);
  return (await tx.query('DELETE FROM wire.inbox WHERE expires_at < $1', [limit])).rowCount;
}

async function readAnswer(
  tx: Queryable,
  key: readonly [string, string],
  bodyHash: Uint8Array,
): Promise<Uint8Array> {
  const { rows } = await tx.query<{ body_hash: Uint8Array; answer: Uint8Array | null }>(
    'SELECT body_hash, answer FROM wire.inbox WHERE sender = $1 AND message_id = $2',
    key,
  );
  const known = rows[0];
  if (known === undefined || known.answer === null || !equalBytes(known.body_hash, bodyHash)) {
    throw new WireError('id-reused', 'this id was used for another message', {
      evidence: { partner: key[0], id: key[1] },
    });
  }
  return new Uint8Array(known.answer);
}
