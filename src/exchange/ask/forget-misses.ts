import type { KeyClass } from '../../model/index.ts';
import type { Transaction } from '../../store/index.ts';
import { forgetKeys } from './asked-elements.ts';
import type { ExchangeContext } from '../context.ts';

/**
 * Of a question about a list: forgets every key that did not hit, and what the question said it was about. The blinded
 * elements stay, for the Merkle path of a hit and for counting what was sent; without its key value an element opens nothing,
 * so that a supervisory authority can see that it was asked and no longer about whom.
 */
export async function forgetMisses(
  context: ExchangeContext,
  tx: Transaction,
  questionId: string,
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE exchange.question SET refs = '{}', about = coalesce((SELECT jsonb_agg(DISTINCT about) FROM exchange.hit WHERE question_id = $1), '[]')
      WHERE id = $1 AND forgets_misses`,
    [questionId],
  );
  if (rowCount === 0) return;
  const hits = await placesOfHits(tx, questionId);
  const { rows } = await tx.query<{ partner: string }>(
    'SELECT partner FROM exchange.question_partner WHERE question_id = $1 AND sealed_keys IS NOT NULL',
    [questionId],
  );
  for (const { partner } of rows)
    await forgetKeys(context, tx, { question_id: questionId, partner }, ({ keyClass, position }) =>
      hits.has(placeOf(partner, keyClass, position)),
    );
}

async function placesOfHits(tx: Transaction, questionId: string): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{
    partner: string;
    keys: readonly { keyClass: KeyClass; positions: readonly number[] }[];
  }>('SELECT partner, keys FROM exchange.hit WHERE question_id = $1', [questionId]);
  const places = rows.flatMap(({ partner, keys }) =>
    keys.flatMap(({ keyClass, positions }) => positions.map((at) => placeOf(partner, keyClass, at))),
  );
  return new Set(places);
}

function placeOf(partner: string, keyClass: KeyClass, position: number): string {
  return `${partner} ${keyClass} ${position}`;
}
