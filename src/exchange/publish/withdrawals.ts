import type { KeyClass } from '../../model/index.ts';
import { type Queryable, type Transaction, write } from '../../store/index.ts';
import { HALF_KEYS } from './planned-keys.ts';

/** Pairs of half keys are one list for all classes. */
type WithdrawnOf = KeyClass | 'half';

/** What was taken back and is confirmed in full is shown for so long. */
const SHOWN_DAYS = 365;
const DAY_MS = 86_400_000;

/** A record some of whose keys were taken back, and how far one partner has come with it. */
export interface Withdrawal {
  readonly entityId: string;
  readonly partner: string;
  readonly classes: readonly WithdrawnOf[];
  /** Whether the record has no key left in the index. */
  readonly whole: boolean;
  readonly since: Date;
  /** When the partner confirmed that it shows no hit any more. */
  readonly confirmedAt: Date | null;
  /** When the partner confirmed that no segment it keeps holds the key. */
  readonly deletedAt: Date | null;
}

/** Before the keys of these records are derived anew: which of them are in the index. */
export async function rememberPublished(tx: Transaction, entityIds: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO exchange.withdrawn_key (entity_id, key_class, rule, value)
     SELECT DISTINCT k.entity_id, k.key_class, k.rule, k.value FROM exchange.match_key k
       JOIN exchange.published_key p ON p.key_class = k.key_class AND p.rule = k.rule AND p.value = k.value
      WHERE k.entity_id = ANY($1) ON CONFLICT DO NOTHING`,
    [entityIds],
  );
}

/** Afterwards: only what they have lost stays remembered, until the next announcement. */
export async function forgetKept(tx: Transaction, entityIds: readonly string[]): Promise<void> {
  await tx.query(
    `DELETE FROM exchange.withdrawn_key w USING exchange.match_key k WHERE w.entity_id = ANY($1)
       AND k.entity_id = w.entity_id AND k.key_class = w.key_class AND k.rule = w.rule AND k.value = w.value`,
    [entityIds],
  );
}

/** In the transaction that announces, while the plan is there: records whose half keys are published and are theirs no more. */
export async function recordsThatLostHalves(tx: Transaction): Promise<readonly string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT DISTINCT entity_id AS id FROM exchange.removed_key WHERE of_class = '${HALF_KEYS}'`,
  );
  return rows.map(({ id }) => id);
}

/**
 * In the transaction that announces, when what is published now is noted: the records whose keys left the index with it, towards each
 * partner that had an index of ours before, by the number of its manifest. A key that another record still bears has not left it.
 */
export async function noteWithdrawals(
  tx: Transaction,
  epoch: number,
  numbers: ReadonlyMap<string, number>,
  lostHalves: readonly string[],
  now: Date,
): Promise<void> {
  const had = [...numbers].filter(([, number]) => number > 1);
  await tx.query(
    `INSERT INTO exchange.withdrawal (entity_id, key_class, partner, number, withdrawn_at)
     SELECT gone.entity_id, gone.key_class, t.partner, t.number, $5 FROM (
       SELECT DISTINCT entity_id, key_class FROM exchange.withdrawn_key w WHERE NOT EXISTS (SELECT 1 FROM exchange.published_key p
          WHERE p.epoch = $1 AND p.key_class = w.key_class AND p.rule = w.rule AND p.value = w.value)
       UNION SELECT unnest($4::text[]), 'half') gone
     CROSS JOIN unnest($2::text[], $3::int[]) AS t (partner, number)
     ON CONFLICT (entity_id, key_class, partner) DO UPDATE SET number = excluded.number, withdrawn_at = excluded.withdrawn_at,
       confirmed_at = NULL, dropped_number = NULL, deleted_at = NULL`,
    [epoch, had.map(([partner]) => partner), had.map(([, number]) => number), lostHalves, now],
  );
  await forgetWithdrawnKeys(tx);
  for (const [partner, number] of had) await noteDropped(tx, epoch, partner, number);
}

/** The values of what was taken back are kept no longer than until it is announced. */
export async function forgetWithdrawnKeys(tx: Queryable): Promise<void> {
  await tx.query('DELETE FROM exchange.withdrawn_key');
}

/** From this manifest on no live segment holds what was taken back of a class in which no tombstone stands any more. */
export async function noteDropped(
  tx: Transaction,
  epoch: number,
  partner: string,
  number: number,
): Promise<void> {
  await tx.query(
    `UPDATE exchange.withdrawal w SET dropped_number = $3 WHERE partner = $2 AND dropped_number IS NULL
       AND NOT EXISTS (SELECT 1 FROM exchange.own_segment s
                        WHERE s.partner = $2 AND s.epoch = $1 AND s.key_class = w.key_class AND s.kind = 'tombstone')
       AND (w.key_class <> 'half' OR NOT EXISTS (SELECT 1 FROM exchange.own_values v
                        WHERE v.partner = $2 AND v.epoch = $1 AND v.kind = 'tombstone'))`,
    [epoch, partner, number],
  );
}

/** A partner's receipt has come to this manifest; gives back how many records it confirms something of. */
export async function noteConfirmed(
  tx: Transaction,
  partner: string,
  number: number,
  now: Date,
): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE exchange.withdrawal SET confirmed_at = coalesce(confirmed_at, $3),
       deleted_at = CASE WHEN dropped_number <= $2 THEN $3 ELSE NULL END
      WHERE partner = $1 AND number <= $2 AND deleted_at IS NULL AND (confirmed_at IS NULL OR dropped_number <= $2)`,
    [partner, number, now],
  );
  return rowCount;
}

/** The newest first; what has waited longest for a partner's word comes before everything that is confirmed. */
export async function listWithdrawals(from: Queryable, limit: number): Promise<readonly Withdrawal[]> {
  const { rows } = await from.query<Withdrawal>(
    `SELECT entity_id AS "entityId", partner, array_agg(key_class ORDER BY key_class) AS classes, max(withdrawn_at) AS since,
       NOT EXISTS (SELECT 1 FROM exchange.match_key k WHERE k.entity_id = w.entity_id)
         AND NOT EXISTS (SELECT 1 FROM exchange.half_key h WHERE h.entity_id = w.entity_id) AS whole,
       CASE WHEN count(*) = count(confirmed_at) THEN max(confirmed_at) END AS "confirmedAt",
       CASE WHEN count(*) = count(deleted_at) THEN max(deleted_at) END AS "deletedAt"
      FROM exchange.withdrawal w WHERE entity_id IN (
        SELECT entity_id FROM exchange.withdrawal GROUP BY entity_id
         ORDER BY bool_and(deleted_at IS NOT NULL), max(withdrawn_at) DESC, entity_id LIMIT $1)
      GROUP BY entity_id, partner ORDER BY max(withdrawn_at) DESC, entity_id, partner`,
    [limit],
  );
  return rows;
}

/** Removes what every partner confirmed a year ago. */
export async function forgetOldWithdrawals(from: Queryable, now: Date): Promise<void> {
  const before = new Date(now.getTime() - SHOWN_DAYS * DAY_MS);
  await write(from, 'DELETE FROM exchange.withdrawal WHERE deleted_at < $1', [before]);
  await write(from, 'DELETE FROM exchange.index_receipt WHERE received_at < $1', [before]);
}
