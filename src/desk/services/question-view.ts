import {
  type Hit,
  type PartnerAnswer,
  type QuestionDetail,
  type QuestionSummary,
  readPartnerIndex,
} from '../../exchange/index.ts';
import { readCase, readOfficer } from '../../oversight/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { HeldAnswer, HitView, QuestionListItem, QuestionView } from '../api/contract.ts';
import { answerSentence } from './answer-words.ts';
import { readHeldAnswers } from './held-answers.ts';
import { readMeant } from './meant-person.ts';

/** The names that an id of a question stands for; read once for a whole list. */
export interface QuestionNames {
  readonly officer: (id: string) => Promise<string>;
  readonly case: (id: string) => Promise<QuestionView['case']>;
}

export function questionNames(from: Queryable): QuestionNames {
  return {
    officer: once(async (id) => (await readOfficer(from, id))?.name ?? 'an officer who has left'),
    case: once(async (id) => {
      const file = await readCase(from, id);
      return { id, reference: file?.reference ?? '', title: file?.title ?? '' };
    }),
  };
}

function once<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (id) => {
    const value = known.get(id) ?? read(id);
    known.set(id, value);
    return value;
  };
}

export async function questionItem(
  names: QuestionNames,
  question: QuestionSummary,
): Promise<QuestionListItem> {
  const { id, askedAt, about, hits, answered, partners } = question;
  return {
    id,
    askedAt: askedAt.toISOString(),
    askedBy: await names.officer(question.officerId),
    about: about.join(' · '),
    caseReference: (await names.case(question.caseId)).reference,
    outcome: { hits, answered, partners },
  };
}

/** A question with what each partner's answer is worth, and its hits. */
export async function questionView(
  from: Queryable,
  question: QuestionDetail,
  now: Date,
): Promise<QuestionView> {
  const names = questionNames(from);
  const { id, askedAt, purpose, offence, about, answers, found } = question;
  const held = await readHeldAnswers(from, question.caseId, now);
  const partners: QuestionView['partners'][number][] = [];
  for (const answer of answers) partners.push(await partnerView(from, answer));
  const hits: HitView[] = [];
  for (const hit of found) {
    const meant = await readMeant(from, hit, { caseId: question.caseId, now });
    hits.push(hitView(hit, held(hit), meant));
  }
  return {
    id,
    askedAt: askedAt.toISOString(),
    askedBy: await names.officer(question.officerId),
    case: await names.case(question.caseId),
    purpose,
    offence,
    about,
    partners,
    hits,
  };
}

async function partnerView(
  from: Queryable,
  answer: PartnerAnswer,
): Promise<QuestionView['partners'][number]> {
  const { partner, state, hits, tookMs, keys, code } = answer;
  const manifest = await manifestOf(from, answer);
  return {
    agencyId: partner,
    state,
    hits,
    tookMs,
    keysSent: keys,
    ...(manifest === null ? {} : { manifest }),
    ...(code === null ? {} : { code, why: answerSentence(code) }),
  };
}

/** What a hit or no hit is good for: which list it was looked up in, and how much of their holdings has no key in it. */
async function manifestOf(
  from: Queryable,
  { partner, manifestNumber, manifestIssuedAt, rules }: PartnerAnswer,
): Promise<NonNullable<QuestionView['partners'][number]['manifest']> | null> {
  if (manifestNumber === null || manifestIssuedAt === null) return null;
  const index = await readPartnerIndex(from, partner);
  // Coverage is said of one list; of a list that a newer one replaced it is no longer at hand.
  const same =
    index?.segments.number === manifestNumber ? index.segments.coverage.recordsWithoutKeysBucket : null;
  return {
    number: manifestNumber,
    issuedAt: manifestIssuedAt.toISOString(),
    rules: rules ?? 0,
    recordsWithoutKeys: same?.replace('-', ' ') ?? 'not known any more',
  };
}

export function hitView(hit: Hit, held?: HeldAnswer, meant?: HitView['meant']): HitView {
  const { id, questionId, partner, about, keys, chance, state, requestId, closeBy } = hit;
  return {
    id,
    questionId,
    owner: partner,
    about,
    keys: keys.map(({ keyClass, rule, sentence, half }) => ({
      keyClass,
      rule,
      sentence,
      ...(half === undefined ? {} : { half }),
    })),
    because: [...new Set(keys.map(({ sentence }) => sentence))].join(' '),
    chance,
    state,
    ...(requestId === null ? {} : { requestId }),
    closeBy: closeBy.toISOString(),
    ...(held === undefined ? {} : { held }),
    ...(meant === undefined ? {} : { meant }),
  };
}
