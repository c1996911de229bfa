import { randomId } from '../../base/index.ts';
import type { Actor } from '../../oversight/index.ts';
import { type Queryable, type Transaction, write } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { isTooOften, type NotHeldCount } from './not-held-rate.ts';

/** Over how long answers are counted, when nobody has looked into the partner meanwhile. */
const COUNTED_DAYS = 365;
const DAY_MS = 86_400_000;

/** An alarm about one partner that nobody has closed. */
export interface NotHeldAlarm extends NotHeldCount {
  readonly id: string;
  readonly raisedAt: Date;
}

/** How one partner answered the hits that were opened towards it, and whether that is an alarm. */
export interface PartnerNotHeld extends NotHeldCount {
  readonly partner: string;
  readonly since: Date;
  readonly alarm: NotHeldAlarm | null;
}

/**
 * After an answer "not held", in its transaction: a partner that says so more often than may be publishes keys that it has no
 * record for, or keeps its index badly. That is an alarm, with an entry of its own; one that is open already stays as it is.
 */
export async function noteNotHeld(
  context: ExchangeContext,
  tx: Transaction,
  partner: string,
  heard: { readonly messageId: string; readonly peerLeaf: string },
): Promise<void> {
  const { since, alarm, ...count } = await readNotHeldOf(tx, partner, context.clock.now());
  if (alarm !== null || !isTooOften(count)) return;
  const permit = await context.oversight.beginIn(tx, {
    act: 'raise-not-held-alarm',
    actor: { type: 'system' },
    partners: [partner],
    categories: { answered: count.answered, 'not-held': count.notHeld },
    ...heard,
  });
  await write(
    tx,
    'INSERT INTO exchange.not_held_alarm (id, partner, raised_at, counted_since, answered, not_held) VALUES ($1,$2,$3,$4,$5,$6)',
    [randomId(), partner, context.clock.now(), since, count.answered, count.notHeld],
  );
  await context.oversight.finish(tx, permit, { result: 'done', count: count.notHeld });
  context.log('not-held-alarm', { partner, answered: count.answered, notHeld: count.notHeld });
}

/** Somebody has looked into it; what was found is kept as a reason, and the count begins anew. */
export async function closeNotHeldAlarm(
  context: ExchangeContext,
  actor: Extract<Actor, { type: 'officer' }>,
  id: string,
  reason: string,
): Promise<void> {
  await context.oversight.permit(
    { act: 'close-not-held-alarm', actor, justification: reason },
    async (tx) => {
      const { rowCount } = await tx.query(
        'UPDATE exchange.not_held_alarm SET closed_at = $2, closed_by = $3 WHERE id = $1 AND closed_at IS NULL',
        [id, context.clock.now(), actor.officerId],
      );
      if (rowCount === 0) throw new ExchangeError('alarm-unknown', 'there is no open alarm with this id');
      return { value: undefined, outcome: { result: 'done', count: 1 } };
    },
  );
}

/** How many alarms nobody has closed. */
export async function countNotHeldAlarms(from: Queryable): Promise<number> {
  const { rows } = await from.query<{ open: number }>(
    'SELECT count(*)::int AS open FROM exchange.not_held_alarm WHERE closed_at IS NULL',
  );
  return rows[0]?.open ?? 0;
}

/** How one partner answered since the last alarm about it was closed, and at most over a year. */
export async function readNotHeldOf(from: Queryable, partner: string, now: Date): Promise<PartnerNotHeld> {
  const { rows: closed } = await from.query<{ at: Date | null }>(
    'SELECT max(closed_at) AS at FROM exchange.not_held_alarm WHERE partner = $1',
    [partner],
  );
  const since = new Date(Math.max(now.getTime() - COUNTED_DAYS * DAY_MS, closed[0]?.at?.getTime() ?? 0));
  // A key that fits a stranger was held: that is neither bait nor a record that is there for who was meant.
  const { rows } = await from.query<NotHeldCount>(
    `SELECT count(*)::int AS answered, count(*) FILTER (WHERE answer->>'ground' = 'not-held')::int AS "notHeld" FROM exchange.request
      WHERE direction = 'outgoing' AND partner = $1 AND answered_at > $2 AND state IN ('disclosed', 'refused')
        AND answer->>'ground' IS DISTINCT FROM 'other-person'`,
    [partner, since],
  );
  const { rows: alarms } = await from.query<NotHeldAlarm>(
    `SELECT id, raised_at AS "raisedAt", answered, not_held AS "notHeld" FROM exchange.not_held_alarm WHERE partner = $1 AND closed_at IS NULL`,
    [partner],
  );
  return { partner, since, ...(rows[0] ?? { answered: 0, notHeld: 0 }), alarm: alarms[0] ?? null };
}
