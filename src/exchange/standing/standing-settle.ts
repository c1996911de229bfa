import { type Queryable, type Transaction, write } from '../../store/index.ts';
import { type AlertGrounds, raiseAlerts } from './alerts.ts';
import type { ExchangeContext } from '../context.ts';
import { isBudgetCode } from '../errors.ts';
import type { AnswerOutcome } from '../ask/settle-answer.ts';
import type { TaggedPair } from '../ask/half-hits.ts';
import { sealPairs } from './pairs-at-rest.ts';
import { sealTags, type TaggedKey } from './standing-tags.ts';
import { readHitThings } from './standing-things.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Under what an answer's keys and pairs were looked up, and so can be again. */
export interface Keepable {
  readonly tags: readonly TaggedKey[];
  readonly pairs: readonly TaggedPair[];
}

interface Asking extends AlertGrounds {
  readonly renewals: number;
}

/** When a standing question that was not answered is asked anew. */
export function nextTryAt(code: string, now: Date): Date {
  // Budgets are counted by the day in UTC; one of an epoch may come free by a grant, so it is tried each day.
  if (isBudgetCode(code)) return new Date((Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS);
  return new Date(now.getTime() + (code === 'not-answered-in-time' ? 15 : 60) * MINUTE_MS);
}

/**
 * What an answer means for a standing question, in the transaction that settles it: its tags and pairs are kept sealed and it watches from
 * this manifest on, or it does not watch and is asked anew later. What a renewal finds that no earlier asking had found is an alert.
 */
export async function settleStanding(
  context: ExchangeContext,
  tx: Transaction,
  asked: { readonly question_id: string; readonly partner: string },
  outcome: AnswerOutcome & Partial<Keepable>,
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
  const { tags = [], pairs = [] } = outcome;
  const { number, issuedAt } = outcome.index.segments;
  // Where nothing was left to keep, nothing is watched, and it must not be said that it is.
  const watches = tags.length + pairs.length > 0;
  await write(
    tx,
    `UPDATE exchange.standing_partner SET state = $10, code = $11, since = $3, next_try_at = NULL, sealed_tags = $4, sealed_pairs = $5, pairs_as_outputs = false,
        manifest_number = $6, manifest_issued_at = $7, looked_up_at = $3, keys = $8, pairs = $9 WHERE standing_id = $1 AND partner = $2`,
    [
      asking.standing_id,
      partner,
      now,
      watches ? await sealTags(context, question_id, partner, tags) : null,
      await sealPairs(context, question_id, partner, pairs),
      number,
      issuedAt,
      tags.length + new Set(pairs.flatMap(({ first, second }) => [first, second])).size,
      pairs.length,
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
        state = 'not-watched', code = $3, next_try_at = $4, sealed_tags = NULL, sealed_pairs = NULL, pairs = 0 WHERE standing_id = $1 AND partner = $2`,
    [standingId, partner, code, nextTryAt(code, now)],
  );
}
