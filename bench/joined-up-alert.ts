/** From a fragment's arrival to the alert: one agency stores a new row, at another one a question about it stands. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Agency } from '../src/compose.ts';
import {
  type KnownSubject,
  listAlerts,
  listHits,
  listStanding,
  type Question,
  readQuestion,
} from '../src/exchange/index.ts';
import { fileSource, loadMapping, runIntake } from '../src/intake/index.ts';
import { emptySubject } from '../src/match/index.ts';
import type { Actor } from '../src/oversight/index.ts';
import { BEAT_SECONDS } from './joined-up-town.ts';

const LOOK_EVERY_MS = 50;
const GIVE_UP_MS = 60_000;

export interface Fragment {
  readonly file: string;
  readonly mapping: string;
  /** How far into the server's beat the fragment arrives, 0 to 1. */
  readonly phase: number;
}

/** Stores the fragment and publishes on the next beat; gives back when it arrived. */
export async function loadFragment(agency: Agency, fragment: Fragment): Promise<number> {
  const mapping = await loadMapping(fragment.mapping);
  const beat = Date.now() + (1 - fragment.phase) * BEAT_SECONDS * 1_000;
  const arrived = Date.now();
  const { state, reason } = await runIntake({
    database: agency.database,
    oversight: agency.oversight,
    clock: { now: () => new Date() },
    agencyId: agency.id,
    actor: { type: 'system' },
    mapping,
    source: fileSource(fragment.file),
  });
  if (state !== 'published') throw new Error(`the fragment was not stored: ${reason}`);
  while (Date.now() < beat) await pause(beat - Date.now());
  await agency.exchange.publish();
  return arrived;
}

/** A list and the partner that it is asked of. */
export interface AskedList {
  readonly partner: string;
  readonly subjects: readonly KnownSubject[];
}

/** A number as a subject; its hits stand under the number. */
export function askedNumber(number: string): KnownSubject {
  const subject = { ...emptySubject('thing'), phones: [{ number }] };
  return { subject, about: number, refs: { [number]: [number] } };
}

/** Somebody of whom only a name and a firm are known; the hits stand under the name. */
export function askedPair(
  name: string,
  firm: { readonly name: string; readonly country: string },
): KnownSubject {
  const subject = { ...emptySubject('person'), names: [name], employers: [firm] };
  return { subject, about: name, refs: { [name]: [name] } };
}

const DAY_MS = 86_400_000;

/** Lets the list stand at the partner and waits until it watches. */
export async function standFor(
  agency: Agency,
  officer: Extract<Actor, { type: 'officer' }>,
  caseId: string,
  list: AskedList,
): Promise<void> {
  // The agencies of this bench move by hand: a list that was last looked at before a long asking would not count as watched.
  await agency.exchange.refreshPartners();
  const until = new Date(Date.now() + 30 * DAY_MS);
  await agency.exchange.ask({ ...questionOf(officer, caseId, list), standsUntil: until });
  await waitUntil(async () => {
    const [newest] = await listStanding(agency.database, { now: new Date(), limit: 1 });
    return newest?.partners.every(({ state }) => state === 'watched') === true;
  });
}

/** Waits for the alert about what is awaited; gives back when it was there. Nothing is asked. */
export async function watchFor(agency: Agency, caseId: string, awaited: string): Promise<number> {
  await waitUntil(async () => {
    const alerted = new Set((await listAlerts(agency.database, 100)).map(({ hitId }) => hitId));
    const hits = alerted.size === 0 ? [] : await listHits(agency.database, { caseId });
    return hits.some(({ id, refs }) => alerted.has(id) && refs.includes(awaited));
  });
  return Date.now();
}

async function waitUntil(isThere: () => Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + GIVE_UP_MS;
  while (!(await isThere())) {
    if (Date.now() > giveUp) throw new Error('what was awaited did not come within a minute');
    await pause(LOOK_EVERY_MS);
  }
}

/** Asks a list of one partner; gives back whether anything hits. */
export async function askList(
  agency: Agency,
  officer: Extract<Actor, { type: 'officer' }>,
  caseId: string,
  list: AskedList,
): Promise<boolean> {
  const id = await agency.exchange.ask(questionOf(officer, caseId, list));
  for (;;) {
    const question = await readQuestion(agency.database, id);
    if (question !== null && question.answers.every((answer) => answer.state !== 'waiting'))
      return question.found.length > 0;
    await pause(LOOK_EVERY_MS);
  }
}

function questionOf(
  officer: Extract<Actor, { type: 'officer' }>,
  caseId: string,
  { partner, subjects }: AskedList,
): Question {
  return {
    actor: officer,
    caseId,
    purpose: 'investigate-offence',
    offence: 'organised-crime',
    legalBasis: 'criminal-procedure',
    urgency: 'normal',
    justification: 'the list of the benchmark',
    text: '',
    without: [],
    partners: [partner],
    subjects,
  };
}
