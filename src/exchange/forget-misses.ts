import type { Transaction } from '../store/index.ts';

/**
 * Of a question about a list: empties every element that did not hit, and what the question said it was about. The blinded
 * elements stay, for the Merkle path of a hit and for counting what was sent; without its key value an element opens nothing,
 * so that a supervisory authority can see that it was asked and no longer about whom.
 */
export async function forgetMisses(tx: Transaction, questionId: string): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE exchange.question SET refs = '{}', about = coalesce((SELECT jsonb_agg(DISTINCT about) FROM exchange.hit WHERE question_id = $1), '[]')
      WHERE id = $1 AND forgets_misses`,
    [questionId],
  );
  if (rowCount === 0) return;
  await tx.query(
    `UPDATE exchange.element e SET rule = '', value = '', about = '', canonical = ''
      WHERE question_id = $1 AND NOT padding AND NOT EXISTS (
        SELECT 1 FROM exchange.hit h CROSS JOIN LATERAL jsonb_array_elements(h.keys) AS key
         WHERE h.question_id = $1 AND h.partner = e.partner AND key->>'keyClass' = e.key_class AND key->'positions' @> to_jsonb(e.position))`,
    [questionId],
  );
}
