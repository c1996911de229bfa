import type { KeyClass } from '../../model/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';
import { isOver } from './full-blocks.ts';
import { CAME_COLUMNS, type PlannedCounts, RANDOM_SALT, WENT_COLUMNS } from './planned-keys.ts';
import type { Limits } from './wanted-keys.ts';

/**
 * What came and went, as planned-keys.ts works it out of all keys, of the touched ones alone (touched-keys.ts): of every other key it is decided as
 * it was. A test compares the two after every step of random sequences of changes (plan-news.test.ts).
 */

/** The touched keys of a class ($1) that belong into the index, with their first record; $2 and $3 are borne by too many people. */
const WANTED = `SELECT m.rule, m.value, min(m.entity_id) AS entity_id FROM exchange.touched_key t
    JOIN exchange.match_key m USING (key_class, rule, value)
   WHERE m.key_class = $1 AND (m.rule, m.value) NOT IN (SELECT * FROM unnest($2::text[], $3::text[])) AND NOT ${isOver('m')}
     AND (m.instead_of IS NULL OR EXISTS (SELECT 1 FROM exchange.match_key n
           WHERE n.key_class = 'communication' AND n.rule = 'phone' AND n.value IN (m.instead_of, m.or_instead_of) AND ${isOver('n')}))
   GROUP BY m.rule, m.value`;
const PUBLISHED = 'exchange.published_key p WHERE p.key_class = $1 AND p.epoch = $4';

/** The planner knows nothing of how few keys are touched: what it guesses must not lead it through whole tables. */
export async function lookUpOnly(tx: Transaction): Promise<void> {
  for (const way of ['hashjoin', 'mergejoin', 'seqscan']) await tx.query(`SET LOCAL enable_${way} = off`);
}

/** As `planKeys`; `crowded`: of the touched keys. */
export async function planTouchedKeys(
  tx: Transaction,
  keyClass: KeyClass,
  crowded: Limits['crowded'],
  epoch: number,
): Promise<PlannedCounts> {
  const { rules, values } = keyClass === 'person' ? crowded : { rules: [], values: [] };
  const parameters = [keyClass, rules, values, epoch];
  const came = await tx.query(
    `INSERT INTO exchange.planned_key (${CAME_COLUMNS})
     SELECT $1::text, row_number() OVER (ORDER BY w.rule, w.value) - 1, $1, w.rule, w.value, w.entity_id, ${RANDOM_SALT}
       FROM (${WANTED}) w WHERE NOT EXISTS (SELECT 1 FROM ${PUBLISHED} AND p.rule = w.rule AND p.value = w.value)`,
    parameters,
  );
  const went = await tx.query(
    `INSERT INTO exchange.removed_key (${WENT_COLUMNS})
     SELECT $1::text, row_number() OVER (ORDER BY p.commitment, p.place) - 1, p.key_class, p.rule, p.value, p.entity_id, p.salt, p.commitment, p.place
       FROM (SELECT t.rule, t.value FROM exchange.touched_key t WHERE t.key_class = $1 EXCEPT SELECT rule, value FROM (${WANTED}) w) gone
       JOIN exchange.published_key p ON p.key_class = $1 AND p.epoch = $4 AND p.rule = gone.rule AND p.value = gone.value`,
    parameters,
  );
  return { came: came.rowCount, went: went.rowCount };
}

/** Records with a number over its block's quota whose joined keys are not derived, among the touched numbers, and these numbers. */
export async function readTouchedUnjoined(
  from: Queryable,
  limit: number,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await from.query<{ entity_id: string; numbers: string[] }>(
    `SELECT m.entity_id, array_agg(m.value) AS numbers FROM exchange.touched_key t JOIN exchange.match_key m USING (key_class, rule, value)
      WHERE m.key_class = 'communication' AND m.rule = 'phone' AND NOT m.joined AND ${isOver('m')} GROUP BY m.entity_id ORDER BY m.entity_id LIMIT $1`,
    [limit],
  );
  return new Map(rows.map((row) => [row.entity_id, new Set(row.numbers)]));
}
