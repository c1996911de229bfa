import { randomBytes } from 'node:crypto';
import {
  concatBytes,
  declareFaultPoint,
  groupBy,
  randomId,
  reach,
  sha256,
  toBase64Url,
  utf8,
} from '../../base/index.ts';
import { KEY_VERSION, type MatchKey } from '../../match/index.ts';
import { type LegalBasis, type Offence, type Purpose, type Urgency } from '../../model/index.ts';
import { type Actor, officerHandle } from '../../oversight/index.ts';
import { type Transaction, write } from '../../store/index.ts';
import { storeElements } from './asked-elements.ts';
import { restKey, sealAtRest } from '../seal/at-rest.ts';
import { blindBatches, type HashedKeys } from './blind-batches.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { type MatchQuery, toBody } from '../messages.ts';
import { buildMessage } from '../outgoing.ts';
import { refsToKeep } from '../refs.ts';
import { closeWhenAnswered } from './settle-answer.ts';
import {
  declareStanding,
  noteStanding,
  requireRoom,
  requireStandingEnd,
} from '../standing/standing-declare.ts';
import { type PartnerPlan, planQuestion, type Wanted } from './plan.ts';
import { noteSent } from '../statements/traffic.ts';

const QUESTION_COMMITTED = declareFaultPoint('exchange/question-committed');

export interface Question extends Wanted {
  readonly actor: Extract<Actor, { type: 'officer' }>;
  readonly caseId: string;
  readonly purpose: Purpose;
  readonly offence: Offence;
  readonly legalBasis: LegalBasis;
  readonly urgency: Urgency;
  readonly justification: string;
  /** Of a list: what did not hit is forgotten as soon as every partner has answered. */
  readonly forgetsMisses?: true;
  /** The question stands until then: what partners announce later is looked up too. Not beyond what its legal basis bears. */
  readonly standsUntil?: Date;
}

/**
 * Asks: intent in the ledger, then in one transaction the question with everything needed to read its answers and one
 * sealed message a partner. The messages leave after the commit. Gives back the question's id. `renews` names the standing
 * question that the server asks anew in its officer's name.
 */
export async function askPartners(
  context: ExchangeContext,
  question: Question,
  renews?: string,
): Promise<string> {
  context.restore.requireGoing();
  const { standsUntil } = question;
  if (standsUntil !== undefined) requireStandingEnd(context, question.legalBasis, standsUntil);
  const stands = standsUntil !== undefined || renews !== undefined;
  const plan = await planQuestion(context, context.database, {
    ...question,
    ...(stands ? { stands: true as const } : {}),
  });
  const askable = plan.partners.filter((partner) => partner.keys.length > 0);
  if (askable.length === 0)
    throw new ExchangeError(
      'nothing-to-ask',
      'nothing in this question can be asked of a partner: see what was not used, and why',
    );
  if (standsUntil !== undefined) for (const one of askable) await requireRoom(context.database, one);
  const permit = await context.oversight.begin({
    ...(renews === undefined
      ? { act: 'ask-partners', actor: question.actor, justification: question.justification }
      : { act: 'renew-standing', actor: { type: 'system' } }),
    purpose: question.purpose,
    offence: question.offence,
    legalBasis: question.legalBasis,
    caseId: question.caseId,
    partners: askable.map((partner) => partner.partner),
    categories: countByClass(askable[0]?.keys ?? []),
  });
  const id = randomId();
  const seed = new Uint8Array(randomBytes(32));
  await context.database
    .transaction(async (tx) => {
      await write(
        tx,
        `INSERT INTO exchange.question (id, case_id, officer_id, purpose, offence, legal_basis, urgency, about, stopped, refs, intent_id, sealed_seed, asked_at, forgets_misses, pair_chance_max)
       VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)`,
        [
          id,
          question.caseId,
          question.actor.officerId,
          question.purpose,
          question.offence,
          question.legalBasis,
          question.urgency,
          JSON.stringify(plan.about),
          JSON.stringify(plan.stopped),
          JSON.stringify(refsToKeep(plan)),
          permit.intentId,
          sealAtRest(restKey(context), `question ${id}`, seed),
          context.clock.now(),
          question.forgetsMisses === true,
          question.pairChanceMax ?? null,
        ],
      );
      const hashed: HashedKeys = new Map();
      for (const partner of askable) {
        await askOne(context, tx, { id, seed, question, partner, stands, hashed, leaf: permit.leafHash });
      }
      const standing =
        standsUntil === undefined
          ? renews
          : await declareStanding(context, tx, { ...question, standsUntil }, { ...plan, partners: askable });
      if (standing !== undefined) await noteStanding(context, tx, standing, id);
      // Where nobody could be asked there is nothing to wait for.
      await closeWhenAnswered(context, tx, id);
    })
    .catch(async (error: unknown) => {
      await context.oversight.finish(context.database, permit, { result: 'failed' });
      throw error;
    });
  reach(QUESTION_COMMITTED);
  return id;
}

interface OneAsked {
  readonly id: string;
  readonly seed: Uint8Array;
  readonly question: Question;
  readonly partner: PartnerPlan;
  readonly stands: boolean;
  readonly hashed: HashedKeys;
  readonly leaf: string;
}

async function askOne(context: ExchangeContext, tx: Transaction, asked: OneAsked): Promise<void> {
  const { partner, question } = asked;
  const handle = randomId();
  const messageId = randomId();
  const base = [asked.id, partner.partner, handle, messageId, partner.index?.keys.epoch ?? 0] as const;
  if (partner.notReady !== null || partner.index === null) {
    await write(
      tx,
      `INSERT INTO exchange.question_partner (question_id, partner, handle, message_id, epoch, state, keys, sent_at, answered_at, code)
       VALUES ($1,$2,$3,$4,$5,'not-answered',$6,$7,$7,$8)`,
      [...base, partner.keys.length, context.clock.now(), partner.notReady?.code ?? 'index-incomplete'],
    );
    return;
  }
  const batches = await blindBatches(partner.keys, partnerSeed(asked.seed, partner.partner), asked.hashed);
  await write(
    tx,
    `INSERT INTO exchange.question_partner (question_id, partner, handle, message_id, epoch, state, keys, sent_at)
     VALUES ($1,$2,$3,$4,$5,'waiting',$6,$7)`,
    [...base, partner.keys.length, context.clock.now()],
  );
  const root = await storeElements(context, tx, { question_id: asked.id, partner: partner.partner }, batches);
  const query: MatchQuery = {
    handle,
    officerHandle: await officerHandle(tx, question.actor.officerId, partner.partner),
    epoch: partner.index.keys.epoch,
    keyVersion: KEY_VERSION,
    purpose: question.purpose,
    offence: question.offence,
    legalBasis: question.legalBasis,
    urgency: question.urgency,
    elementsRoot: toBase64Url(root),
    classes: batches.map((batch) => ({
      keyClass: batch.keyClass,
      elements: toBase64Url(concatBytes(...batch.elements.map((element) => element.blinded))),
    })),
    standing: asked.stands ? 1 : 0,
    leaf: asked.leaf,
  };
  const message = buildMessage(context, {
    id: messageId,
    to: partner.partner,
    kind: 'match-query',
    body: toBody(query),
  });
  await noteSent(tx, message, Object.fromEntries(batches.map((one) => [one.keyClass, one.elements.length])));
  await context.post(tx, message);
}

/** Each partner's blinds come from a seed of its own: two partners that compare notes see unrelated elements. */
export function partnerSeed(seed: Uint8Array, partner: string): Uint8Array {
  return sha256(utf8('entente-partner-blind'), seed, utf8(partner));
}

function countByClass(keys: readonly MatchKey[]): Record<string, number> {
  return Object.fromEntries(
    [...groupBy(keys, (key) => key.keyClass)].map(([keyClass, list]) => [keyClass, list.length]),
  );
}
