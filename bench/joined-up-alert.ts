/** From a fragment's arrival to the alert: one agency stores a new row, another one watches its index and asks its list again. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Agency } from '../src/compose.ts';
import { readPartnerIndex, readQuestion } from '../src/exchange/index.ts';
import { fileSource, loadMapping, runIntake } from '../src/intake/index.ts';
import { emptySubject } from '../src/match/index.ts';
import type { Actor } from '../src/oversight/index.ts';

/** The server's own beat: once a second it publishes what changed (background.ts). */
const PUBLISH_EVERY_MS = 1_000;
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
  const beat = Date.now() + (1 - fragment.phase) * PUBLISH_EVERY_MS;
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

export interface Watched {
  readonly partner: string;
  /** The list that is asked again. */
  readonly numbers: readonly string[];
  /** The number whose hit ends the watch. */
  readonly awaited: string;
}

/** Asks the list again whenever the partner's manifest is a newer one; gives back when the awaited hit was there. */
export async function watchFor(
  agency: Agency,
  officer: Extract<Actor, { type: 'officer' }>,
  caseId: string,
  watched: Watched,
): Promise<number> {
  const giveUp = Date.now() + GIVE_UP_MS;
  let seen = (await readPartnerIndex(agency.database, watched.partner))?.segments.number ?? 0;
  while (Date.now() < giveUp) {
    await pause(LOOK_EVERY_MS);
    const index = await readPartnerIndex(agency.database, watched.partner);
    if (index === null || !index.complete || index.segments.number <= seen) continue;
    seen = index.segments.number;
    if (await askList(agency, officer, caseId, watched)) return Date.now();
  }
  throw new Error('the awaited hit did not come within a minute');
}

/** Asks a list of numbers of one partner; gives back whether the awaited one is a hit. */
export async function askList(
  agency: Agency,
  officer: Extract<Actor, { type: 'officer' }>,
  caseId: string,
  watched: Watched,
): Promise<boolean> {
  const id = await agency.exchange.ask({
    actor: officer,
    caseId,
    purpose: 'investigate-offence',
    offence: 'organised-crime',
    legalBasis: 'criminal-procedure',
    urgency: 'normal',
    justification: 'the list is asked again',
    text: '',
    without: [],
    partners: [watched.partner],
    subjects: watched.numbers.map((number) => ({
      subject: { ...emptySubject('thing'), phones: [{ number }] },
      about: number,
      refs: { [number]: [number] },
    })),
  });
  for (;;) {
    const question = await readQuestion(agency.database, id);
    if (question !== null && question.answers.every((answer) => answer.state !== 'waiting'))
      return question.found.some((hit) => hit.refs.includes(watched.awaited));
    await pause(LOOK_EVERY_MS);
  }
}
