import type { Actor } from '../../oversight/index.ts';
import { forgetAllKeys } from './asked-elements.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';

/** For how long after its closing a question's blinds are kept: a hit may be opened as long. */
const BLIND_DAYS = 7;
const DAY_MS = 86_400_000;

/** Closes a hit without asking its owner; the reason stays in the access log. */
export async function setHitAside(
  context: ExchangeContext,
  actor: Actor,
  hitId: string,
  reason: string,
): Promise<void> {
  await context.oversight.permit({ act: 'set-hit-aside', actor, justification: reason }, async (tx) => {
    const { rowCount } = await tx.query(
      `UPDATE exchange.hit SET state = 'set-aside' WHERE id = $1 AND state = 'sealed'`,
      [hitId],
    );
    if (rowCount === 0) throw new ExchangeError('hit-not-open', 'this hit is not open any more');
    return { value: undefined, outcome: { result: 'done', count: 1 } };
  });
}

/** Hits that nobody opened within their time are closed by the server, with that as the reason. */
export async function closeOverdueHits(context: ExchangeContext): Promise<number> {
  const { rows } = await context.database.query<{ id: string }>(
    `SELECT id FROM exchange.hit WHERE state = 'sealed' AND close_by <= $1 LIMIT 500`,
    [context.clock.now()],
  );
  for (const { id } of rows) await setHitAside(context, { type: 'system' }, id, 'not opened within 7 days');
  return rows.length;
}

/**
 * Destroys the seeds behind the blinds of questions that are closed for so long that no owner takes an opening any more, and with
 * them the keys that were asked: what was asked can then not be shown to anybody, by nobody. What stands is kept: a hit that comes later must
 * open; and of a question that was let stand its keys, by which a later hit is known to be no news.
 */
export async function forgetBlinds(context: ExchangeContext): Promise<number> {
  const until = new Date(context.clock.now().getTime() - BLIND_DAYS * DAY_MS);
  return context.database.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string; stood: boolean }>(
      `UPDATE exchange.question q SET sealed_seed = NULL WHERE sealed_seed IS NOT NULL AND closed_at <= $1
         AND NOT EXISTS (SELECT 1 FROM exchange.hit h WHERE h.question_id = q.id AND h.state = 'sealed')
         AND NOT EXISTS (SELECT 1 FROM exchange.standing_partner s WHERE s.question_id = q.id AND s.state IN ('asking', 'watching'))
       RETURNING id, standing_id IS NOT NULL AS stood`,
      [until],
    );
    for (const { id } of rows.filter(({ stood }) => !stood)) await forgetAllKeys(context, tx, id);
    return rows.length;
  });
}
