import type { ValueEntry } from '../../sealed/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';
import type { PairsPlan } from './plan-pairs.ts';

/** A segment of sealed values on disk that is to be announced to one partner. */
export type NewValues = Omit<ValueEntry, 'sequence'> & { readonly partner: string };

/** What is live of sealed values. */
export interface LiveValues {
  /** How many segments the partner with the most has. */
  readonly most: number;
  /** Since when the oldest tombstone stands. */
  readonly oldestTombstone: Date | null;
  /** Whether the entries of each are kept beside it, as an older version did not. */
  readonly allKept: boolean;
}

export async function liveValues(from: Queryable, epoch: number): Promise<LiveValues> {
  const { rows } = await from.query<{ most: number | null; oldest: Date | null; kept: boolean | null }>(
    `SELECT max(live) AS most, min(oldest) AS oldest, bool_and(kept) AS kept FROM (
       SELECT count(*) AS live, min(made_at) FILTER (WHERE kind = 'tombstone') AS oldest, bool_and(kept) AS kept
         FROM exchange.own_values WHERE epoch = $1 GROUP BY partner) s`,
    [epoch],
  );
  const { most, oldest, kept } = rows[0] ?? { most: null, oldest: null, kept: null };
  return { most: most ?? 0, oldestTombstone: oldest, allKept: kept ?? true };
}

/** In the transaction that announces: the new segments become the live ones. */
export async function replaceValues(
  tx: Transaction,
  { epoch, now }: { readonly epoch: number; readonly now: Date },
  plan: PairsPlan | null,
  values: readonly NewValues[],
): Promise<void> {
  await tx.query('DELETE FROM exchange.own_values WHERE epoch < $1', [epoch]);
  if (plan === null) return;
  if (plan.whole) await tx.query('DELETE FROM exchange.own_values WHERE epoch = $1', [epoch]);
  for (const { partner, hash, kind, count, bytes } of values) {
    await tx.query(
      `INSERT INTO exchange.own_values (partner, epoch, sequence, hash, kind, count, bytes, made_at, kept)
       SELECT $1, $2, coalesce(max(sequence), 0) + 1, $3, $4, $5, $6, $7, true FROM exchange.own_values WHERE partner = $1 AND epoch = $2`,
      [partner, epoch, hash, kind, count, bytes, now],
    );
  }
}

/** The live segments of sealed values that one partner is offered, oldest first. */
export async function offeredValues(
  from: Queryable,
  epoch: number,
  partner: string,
): Promise<readonly ValueEntry[]> {
  const { rows } = await from.query<ValueEntry>(
    `SELECT hash, kind, count, bytes, sequence FROM exchange.own_values WHERE partner = $1 AND epoch = $2 ORDER BY sequence`,
    [partner, epoch],
  );
  return rows;
}
