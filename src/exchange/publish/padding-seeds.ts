import { randomBytes } from 'node:crypto';
import type { Commitment } from '../../ledger/index.ts';
import { PADDING_SEED_BYTES, paddingCommitment, paddingSeedFor } from '../../sealed/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';

/** How the ledger names the commitment to an epoch's padding seed; it is for all partners. */
export const PADDING_SEED = 'padding-seed';

/** From which everything in one partner's segments follows that is no key. */
export async function partnerPaddingSeed(
  from: Queryable,
  partner: string,
  epoch: number,
): Promise<Uint8Array> {
  return paddingSeedFor(await epochPaddingSeed(from, epoch), partner);
}

/** 32 random bytes per epoch, known to us alone; they go with it. */
export async function epochPaddingSeed(from: Queryable, epoch: number): Promise<Uint8Array> {
  await from.query('INSERT INTO exchange.padding_seed (epoch, seed) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    epoch,
    randomBytes(PADDING_SEED_BYTES),
  ]);
  const { rows } = await from.query<{ seed: Uint8Array }>(
    'SELECT seed FROM exchange.padding_seed WHERE epoch = $1',
    [epoch],
  );
  const seed = rows[0]?.seed;
  if (seed === undefined) throw new Error('assertion failed: a seed that was just written is there');
  return new Uint8Array(seed);
}

/** In the transaction that announces: the epoch's seed as the ledger names it, in the epoch's first announcement. */
export async function commitPaddingSeed(tx: Transaction, epoch: number): Promise<readonly Commitment[]> {
  await epochPaddingSeed(tx, epoch);
  const { rows } = await tx.query<{ seed: Uint8Array }>(
    'UPDATE exchange.padding_seed SET committed = true WHERE epoch = $1 AND NOT committed RETURNING seed',
    [epoch],
  );
  return rows.map(({ seed }) => ({
    kind: PADDING_SEED,
    of: 'all',
    epoch,
    count: 1,
    root: paddingCommitment(epoch, new Uint8Array(seed)),
  }));
}
