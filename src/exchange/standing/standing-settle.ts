import { type Queryable, type Transaction, write } from '../../store/index.ts';
import { type AlertGrounds, raiseAlerts } from './alerts.ts';
import type { ExchangeContext } from '../context.ts';
import type { AnswerOutcome } from '../ask/settle-answer.ts';
import { sealTags, type TaggedKey } from './standing-tags.ts';
import { readHitThings } from './standing-things.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Asking extends AlertGrounds {
  readonly renewals: number;
}

/** When a standing question that was not answered is asked anew. */
export function nextTryAt(code: string, now: Date): Date {
  // Budgets are counted by the day in UTC.
  if (code === 'budget-used-up') return new Date((Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS);
  return new Date(now.getTime() + (code === 'not-answered-in-time' ? 15 : 60) * MINUTE_MS);
}

/**
 * What an answer means for a standing question, in the transaction that settles it: its tags are kept sealed and it watches from
 * this manifest on, or it does not watch and is asked anew later. What a renewal finds that no earlier asking had found is an alert.
 */
export async function settleStanding(
  context: ExchangeContext,
  tx: Transaction,
  asked: { readonly question_id: string; readonly partner: string },
  outcome: AnswerOutcome & { readonly tags?: readonly TaggedKey[] },
): Promise<void> {
  const { question_id, partner } = asked;
  const { rows } = await tx.query<Asking>(
    `SELECT s.id AS standing_id, s.case_id, s.purpose, s.offence, s.legal_basis, p.renewals
       FROM exchange.standing_partner p JOIN exchange.standing s ON s.id = p.standing_id
      WHERE p.question_id = $1 AND p.partner = $2 AND p.state = 'asking' FOR UPDATE OF p`,
    [question_id, partner],
  );
  const [asking] = rows;
  if (asking === undefined) return;
  const now = context.clock.now();
  if ('code' in outcome) {
    await noteNotWatched(tx, asking.standing_id, partner, outcome.code, now);
    return;
  }
  const { tags = [] } = outcome;
  const { number, issuedAt } = outcome.index.segments;
  // Of half keys no tag is kept: where nothing else was asked, nothing is watched, and it must not be said that it is.
  const watches = tags.length > 0;
  await write(
    tx,
    `UPDATE exchange.standing_partner SET state = $8, code = $9, since = $3, next_try_at = NULL, sealed_tags = $4, manifest_number = $5,
        manifest_issued_at = $6, looked_up_at = $3, keys = $7 WHERE standing_id = $1 AND partner = $2`,
    [
      asking.standing_id,
      partner,
      now,
      watches ? await sealTags(context, question_id, partner, tags) : null,
      number,
      issuedAt,
      tags.length,
      watches ? 'watching' : 'not-watched',
      watches ? null : 'half-keys-only',
    ],
  );
  if (asking.renewals === 0) return;
  const all = await readHitThings(context, tx, asking.standing_id, partner);
  const known = new Set(
    all.filter((hit) => hit.questionId !== question_id).flatMap((hit) => [...hit.things]),
  );
  const fresh = all.filter(
    (hit) => hit.questionId === question_id && ![...hit.things].some((one) => known.has(one)),
  );
  await raiseAlerts(
    context,
    tx,
    asking,
    { partner, manifestNumber: number },
    fresh.map((hit) => hit.hitId),
  );
}

/** It does not watch at this partner, since when and why; what was kept to look up is of no use any more. */
export async function noteNotWatched(
  to: Queryable,
  standingId: string,
  partner: string,
  code: string,
  now: Date,
): Promise<void> {
  await write(
    to,
    `UPDATE exchange.standing_partner SET since = CASE state WHEN 'not-watched' THEN since ELSE coalesce(looked_up_at, since) END,
        state = 'not-watched', code = $3, next_try_at = $4, sealed_tags = NULL WHERE standing_id = $1 AND partner = $2`,
    [standingId, partner, code, nextTryAt(code, now)],
  );
}
