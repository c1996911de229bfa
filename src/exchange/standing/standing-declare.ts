import { randomId, utf8 } from '../../base/index.ts';
import type { LegalBasis } from '../../model/index.ts';
import { latestStandingEnd, STANDING_DAYS_MAX } from '../../oversight/index.ts';
import { type Queryable, type Transaction, write } from '../../store/index.ts';
import type { Question } from '../ask/ask.ts';
import { openAtRest, restKey, sealAtRest } from '../seal/at-rest.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import type { KnownSubject, PartnerPlan, QuestionPlan } from '../ask/plan.ts';
import { countPairsThatStand } from './standing-pairs.ts';

/** So many keys at most stand towards one partner: 17 MB of tags in memory. */
const STANDING_KEYS_MAX = 1_000_000;
/** So many pairs of half keys: 70 MB of outputs in memory, and some two seconds of processor at a delta. */
const STANDING_PAIRS_MAX = 1_000_000;

/** What a standing question asks, as it is asked anew: kept sealed, never in clear. */
export interface StandingWanted {
  readonly text: string;
  readonly without: readonly string[];
  readonly subjects: readonly KnownSubject[];
}

/** Throws `standing-end-invalid` for an end that is past or beyond what the legal basis bears. */
export function requireStandingEnd(context: ExchangeContext, legalBasis: LegalBasis, until: Date): void {
  const now = context.clock.now();
  if (until > now && until <= latestStandingEnd(legalBasis, now)) return;
  throw new ExchangeError(
    'standing-end-invalid',
    `a question on this legal basis stands until a date within the next ${STANDING_DAYS_MAX[legalBasis]} days`,
  );
}

/** Throws `too-much-standing` when so many more keys or pairs would stand towards a partner than are kept in memory. */
export async function requireRoom(from: Queryable, { partner, keys, index }: PartnerPlan): Promise<void> {
  const { rows } = await from.query<{ keys: number; pairs: number }>(
    `SELECT coalesce(sum(keys), 0)::int AS keys, coalesce(sum(pairs), 0)::int AS pairs
       FROM exchange.standing_partner WHERE partner = $1 AND state <> 'ended'`,
    [partner],
  );
  const stand = rows[0] ?? { keys: 0, pairs: 0 };
  const more = index === null ? 0 : countPairsThatStand(keys, index.keys.sizeClass);
  if (stand.keys + keys.length > STANDING_KEYS_MAX || stand.pairs + more > STANDING_PAIRS_MAX)
    throw new ExchangeError(
      'too-much-standing',
      `at most ${STANDING_KEYS_MAX} keys and as many pairs of half keys stand towards one partner; end what is not needed any more`,
    );
}

/**
 * Declares, in the transaction that asks, that the question stands: an act of its own in the ledger. Towards whom, `noteStanding`
 * writes once the question's partners are known.
 */
export async function declareStanding(
  context: ExchangeContext,
  tx: Transaction,
  question: Question & { readonly standsUntil: Date },
  plan: QuestionPlan,
): Promise<string> {
  const id = randomId();
  const { actor, purpose, offence, legalBasis, caseId, urgency, text, without, subjects = [] } = question;
  const keys = plan.partners.map((partner) => partner.keys.length);
  const permit = await context.oversight.beginIn(tx, {
    act: 'declare-standing',
    actor,
    purpose,
    offence,
    legalBasis,
    caseId,
    partners: plan.partners.map((partner) => partner.partner),
    categories: { standing: Math.max(0, ...keys) },
  });
  const wanted: StandingWanted = { text, without, subjects };
  const now = context.clock.now();
  await write(
    tx,
    `INSERT INTO exchange.standing (id, case_id, officer_id, purpose, offence, legal_basis, urgency, about, sealed_wanted, declared_at, confirmed_at, stands_until)
     VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$10,$11)`,
    [
      id,
      caseId,
      actor.officerId,
      purpose,
      offence,
      legalBasis,
      urgency,
      JSON.stringify(plan.about),
      sealAtRest(restKey(context), wordsOf(id), utf8(JSON.stringify(wanted))),
      now,
      question.standsUntil,
    ],
  );
  await context.oversight.finish(tx, permit, { result: 'done', count: plan.partners.length });
  return id;
}

/** What was sealed at the declaration. */
export function openWanted(context: ExchangeContext, id: string, sealed: Uint8Array): StandingWanted {
  const opened = openAtRest(restKey(context), wordsOf(id), new Uint8Array(sealed));
  return JSON.parse(Buffer.from(opened).toString('utf8')) as StandingWanted;
}

function wordsOf(id: string): string {
  return `standing question ${id}`;
}

/** By which question it stands towards each partner now: waiting for the answer, or not asked just now and why. */
export async function noteStanding(
  context: ExchangeContext,
  tx: Transaction,
  standingId: string,
  questionId: string,
): Promise<void> {
  await write(tx, 'UPDATE exchange.question SET standing_id = $2 WHERE id = $1', [questionId, standingId]);
  await write(
    tx,
    `INSERT INTO exchange.standing_partner AS s (standing_id, partner, question_id, epoch, keys, state, code, since, next_try_at)
     SELECT $1, partner, question_id, epoch, keys, CASE state WHEN 'waiting' THEN 'asking' ELSE 'not-watched' END, code, $3, $3
       FROM exchange.question_partner WHERE question_id = $2
     ON CONFLICT (standing_id, partner) DO UPDATE SET question_id = excluded.question_id, epoch = excluded.epoch, keys = excluded.keys,
       state = excluded.state, code = excluded.code, next_try_at = excluded.next_try_at, sealed_tags = NULL, sealed_pairs = NULL, pairs = 0, renewals = s.renewals + 1`,
    [standingId, questionId, context.clock.now()],
  );
}
