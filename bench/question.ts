/** One question of twelve keys, asked of four partners, from the officer's key press to the last answer read. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Agency } from '../src/compose.ts';
import { type KnownSubject, readQuestion } from '../src/exchange/index.ts';
import { emptySubject, questionKeys, type Subject } from '../src/match/index.ts';
import type { Actor } from '../src/oversight/index.ts';

const KEYS = 12;
const WARM_UP = 3;
const LOOK_EVERY_MS = 2;

export interface QuestionTimes {
  readonly keys: number;
  readonly partners: number;
  /** Elements that travel to one partner, padding included. */
  readonly elements: number;
  readonly milliseconds: readonly number[];
}

/** Asks so many times, each time about somebody else: nothing is remembered from one question to the next. */
export async function timeQuestions(
  agency: Agency,
  officer: Extract<Actor, { type: 'officer' }>,
  caseId: string,
  rounds: number,
): Promise<QuestionTimes> {
  const milliseconds: number[] = [];
  let elements = 0;
  let partners = 0;
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const subject = someone(round + WARM_UP, agency.config.agency.country);
    const began = performance.now();
    const { answers } = await askOnce(agency, officer, caseId, subject);
    if (round >= 0) milliseconds.push(performance.now() - began);
    const failed = answers.find((answer) => answer.state !== 'hit' && answer.state !== 'no-hit');
    if (failed !== undefined)
      throw new Error(`${failed.partner} did not answer: ${failed.code ?? failed.state}`);
    partners = answers.length;
    elements = CLASSES * 16;
  }
  return { keys: KEYS, partners, elements, milliseconds };
}

/** Person, communication, document and vehicle, 16 elements each. */
const CLASSES = 4;

async function askOnce(
  agency: Agency,
  officer: Extract<Actor, { type: 'officer' }>,
  caseId: string,
  subject: Subject,
): Promise<NonNullable<Awaited<ReturnType<typeof readQuestion>>>> {
  const known: KnownSubject = { subject, about: subject.names[0] ?? '', refs: {} };
  const id = await agency.exchange.ask({
    actor: officer,
    caseId,
    purpose: 'investigate-offence',
    offence: 'organised-crime',
    legalBasis: 'criminal-procedure',
    urgency: 'normal',
    justification: 'one question',
    text: '',
    without: [],
    subjects: [known],
  });
  for (;;) {
    const question = await readQuestion(agency.database, id);
    if (question !== null && question.answers.every((answer) => answer.state !== 'waiting')) return question;
    await pause(LOOK_EVERY_MS);
  }
}

/** An invented person with a document, a vehicle, and as many numbers as it takes to make twelve keys. */
function someone(at: number, country: string): Subject {
  const two = String(at % 100).padStart(2, '0');
  const subject: Subject = {
    ...emptySubject('person'),
    names: ['Corvel Ostragnac'],
    birthDates: [`19${two}-03-14`],
    documents: [{ kind: 'passport', issuer: 'BEL', number: `QX99${two}17` }],
    vehicles: [{ plate: `OA-4${two}-ZE`, country: 'FR' }],
  };
  const count = (): number =>
    questionKeys(subject, { sizeClass: 10_000, defaultCountry: country }).keys.length;
  while (count() < KEYS)
    subject.phones.push({ number: `+3363998${two}${String(subject.phones.length).padStart(2, '0')}` });
  if (count() !== KEYS) throw new Error(`assertion failed: the subject makes ${count()} keys`);
  return subject;
}
