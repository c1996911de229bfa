import type { Queryable, Transaction } from '../../store/index.ts';

/**
 * What has changed in the own keys since they were last announced, noted in the transaction that changes them: the keys that records bear
 * or have borne, and these records. Which keys belong into the index can be decided for these alone, as long as everything else
 * is published as it should be (plan-way.ts keeps that).
 */

/** Followed at one step: with more, a plan over everything costs less than noting each key. */
const RECORDS_MAX = 4_000;
/** The same, for what has gathered while publications failed. */
const KEYS_MAX = 40_000;

/** Before keys of these records change, and again afterwards. Noted no longer once so much came that everything is planned anew. */
export async function noteTouched(tx: Transaction, entityIds: readonly string[]): Promise<void> {
  if (!(await isEachNoted(tx))) return;
  if (entityIds.length > RECORDS_MAX) return noteMuchCame(tx);
  await tx.query(
    'INSERT INTO exchange.touched_record (entity_id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING',
    [entityIds],
  );
  await tx.query(
    `INSERT INTO exchange.touched_key (key_class, rule, value, block, block_size)
     SELECT DISTINCT ON (key_class, rule, value) key_class, rule, value, block, block_size FROM exchange.match_key
      WHERE entity_id = ANY($1) ON CONFLICT DO NOTHING`,
    [entityIds],
  );
}

/** Keys that stand joined for a number which has changed, or which is now on the other side of its block's quota. */
export async function noteJoinedOfTouched(tx: Transaction): Promise<void> {
  for (const number of ['instead_of', 'or_instead_of'])
    await tx.query(
      `INSERT INTO exchange.touched_key (key_class, rule, value, block, block_size)
       SELECT DISTINCT ON (key_class, rule, value) m.key_class, m.rule, m.value, m.block, m.block_size FROM exchange.match_key m
         JOIN exchange.touched_key t ON t.rule = 'phone' AND t.value = m.${number} WHERE m.${number} IS NOT NULL ON CONFLICT DO NOTHING`,
    );
}

/** Whether little enough is noted to be planned by itself. */
export async function isLittleTouched(from: Queryable): Promise<boolean> {
  const { rowCount } = await from.query(`SELECT 1 FROM exchange.touched_key OFFSET ${KEYS_MAX} LIMIT 1`);
  return rowCount === 0;
}

export async function forgetTouched(tx: Transaction): Promise<void> {
  await tx.query('TRUNCATE exchange.touched_key, exchange.touched_record');
}

/** Nothing is noted before a first announcement, for everything is planned then. */
async function isEachNoted(from: Queryable): Promise<boolean> {
  const { rowCount } = await from.query('SELECT 1 FROM exchange.followed WHERE planned_as IS NOT NULL');
  return rowCount > 0;
}

async function noteMuchCame(tx: Transaction): Promise<void> {
  await tx.query('UPDATE exchange.followed SET planned_as = NULL');
}
