import {
  type Alert,
  listAlerts,
  listStanding,
  readStandingHere,
  type StandingAt,
  type StandingSummary,
} from '../../exchange/index.ts';
import type { AlertView, StandingItem, StandingPartner } from '../api/contract.ts';
import type { DeskServices } from '../api/services.ts';
import type { Consultations } from './consultations.ts';
import { orSay } from './nothing-sent.ts';
import { actorOf, type DeskServicesParts } from './parts.ts';
import { type QuestionNames, questionNames } from './question-view.ts';
import { standingSentence } from './standing-words.ts';

type StandingServices = Pick<DeskServices, 'standing' | 'renewStanding' | 'stopStanding' | 'seeAlert'>;

/** As many as the page shows: those that stand first, then the newest. */
const QUESTIONS_MAX = 200;
const ALERTS_MAX = 200;

/** The last moment of a day, UTC: until then a question with this date stands. */
export function endOfDay(date: string): Date {
  return new Date(`${date}T23:59:59.999Z`);
}

/** What stands, what it was alerted to, and what an officer does with it. */
export function standingServices(parts: DeskServicesParts, consultations: Consultations): StandingServices {
  const { clock, exchange } = parts;
  return {
    standing(session) {
      return consultations.read(session, { act: 'read-standing' }, async (tx) => {
        const names = questionNames(tx);
        const questions: StandingItem[] = [];
        for (const one of await listStanding(tx, { now: clock.now(), limit: QUESTIONS_MAX }))
          questions.push(await standingItem(names, one));
        const alerts: AlertView[] = [];
        for (const alert of await listAlerts(tx, ALERTS_MAX)) alerts.push(await alertView(names, alert));
        const here = (await readStandingHere(tx)).map(({ partner, ...counts }) => ({
          agencyId: partner,
          ...counts,
        }));
        return { value: { questions, alerts, here }, count: questions.length + alerts.length };
      });
    },
    // Room exchange writes intent and outcome of these, in the transaction that does them.
    async renewStanding(session, { id, until, reason }) {
      await orSay('Nothing was changed.', () =>
        exchange.renewStanding(actorOf(session), id, { until: endOfDay(until), reason }),
      );
    },
    async stopStanding(session, { id, reason }) {
      await orSay('Nothing was changed.', () => exchange.stopStanding(actorOf(session), id, reason));
    },
    async seeAlert(session, { id }) {
      await orSay('Nothing was changed.', () => exchange.acknowledgeAlert(actorOf(session), id));
    },
  };
}

async function standingItem(names: QuestionNames, one: StandingSummary): Promise<StandingItem> {
  const { id, questionId, about, purpose, legalBasis, endedAt, endCode } = one;
  return {
    id,
    questionId,
    about,
    case: await names.case(one.caseId),
    askedBy: await names.officer(one.officerId),
    purpose,
    legalBasis,
    declaredAt: one.declaredAt.toISOString(),
    confirmedAt: one.confirmedAt.toISOString(),
    until: one.standsUntil.toISOString(),
    ...(endedAt === null ? {} : { ended: { at: endedAt.toISOString(), code: endCode ?? 'stopped' } }),
    partners: one.partners.map(standingPartner),
  };
}

function standingPartner(at: StandingAt): StandingPartner {
  const { partner, state, code, notSince, manifestNumber, manifestIssuedAt, checkedAt } = at;
  return {
    agencyId: partner,
    state,
    renewals: at.renewals,
    keys: { watched: at.keys, asked: at.asked },
    pairs: at.pairs,
    ...(manifestNumber === null || manifestIssuedAt === null
      ? {}
      : { manifest: { number: manifestNumber, issuedAt: manifestIssuedAt.toISOString() } }),
    ...(checkedAt === null ? {} : { checkedAt: checkedAt.toISOString() }),
    ...(notSince === null ? {} : { notSince: notSince.toISOString() }),
    ...(code === null ? {} : { code, why: standingSentence(code) }),
  };
}

async function alertView(names: QuestionNames, alert: Alert): Promise<AlertView> {
  const { id, standingId, questionId, partner, about, sentences, halves, chance, delivery } = alert;
  const { raisedAt, seenAt, seenBy } = alert;
  return {
    id,
    standingId,
    questionId,
    owner: partner,
    about,
    because: [...new Set(sentences)].join(' '),
    ...(halves === null ? {} : { halves }),
    chance,
    raisedAt: raisedAt.toISOString(),
    hitState: alert.hitState,
    ...(seenAt === null || seenBy === null
      ? {}
      : { seen: { at: seenAt.toISOString(), by: await names.officer(seenBy) } }),
    delivery,
  };
}
