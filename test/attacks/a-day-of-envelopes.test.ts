import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAlerts } from '../../src/exchange/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits, discloseAll, REQUEST } from '../town/work.ts';
import { figure } from './attacker.ts';
import {
  guessRequests,
  inWords,
  type KnownSizes,
  numbersFrom,
  type Quality,
  qualityOf,
  type Seen,
  tellKind,
  type Told,
} from './day-observer.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A working day of ten hours; a few things of it are done in the evening. */
const WORKING_HOURS = 10;
const QUESTIONS = 30;
const INTAKES = 12;
const FIRING = 5;

/** How an agency lives with the line: what it could change against the observer. */
interface Habit {
  readonly name: string;
  /** `beat-seconds` of the owner. */
  readonly beatSeconds: number;
  /** Officers open what they found at once, or all at the full hour. */
  readonly opens: 'at once' | 'at the full hour';
}

const HABITS: readonly Habit[] = [
  { name: 'a beat of 5 s, opened as officers come to it', beatSeconds: 5, opens: 'at once' },
  { name: 'a beat of an hour', beatSeconds: 3_600, opens: 'at once' },
  { name: 'a beat of 5 s, opened at the full hour', beatSeconds: 5, opens: 'at the full hour' },
];

/** What is seen, and the kind that only the two of them know. */
interface Envelope {
  readonly seen: Seen;
  readonly kind: string;
}

/** What really happened, which the observer does not see. */
interface Day {
  readonly seen: Seen[];
  readonly hit: Set<Seen>;
  readonly opened: Set<Seen>;
  readonly lists: Set<Seen>;
  /** Requests that a question which stands brought about. */
  readonly fired: Set<Seen>;
  /** Which question each other request came of. */
  readonly askedBy: Map<Seen, Seen>;
  readonly kinds: Map<Seen, string>;
  /** Of each intake when it was and which notice it came with. */
  readonly intakes: { readonly at: number; readonly notice: Seen | null }[];
  /** Minutes from a notice to the request that its alert brought about. */
  readonly minutesToRequest: number[];
}

/**
 * A whole day between two real agencies under a simulated clock: officers ask, some of it hits, most of that is opened after a while and answered after a longer
 * one, lists are asked, the owner takes records in and questions that stand fire. The observer has sender, recipient, size and time of each envelope, and
 * what it may know of the software: its sizes.
 */
describe('an observer of a day’s envelopes', () => {
  let town: Town;
  let jpn: TownMember;
  let crp: TownMember;
  let sizes: KnownSizes;
  const random = numbersFrom(20_261_103);
  const rows: ReturnType<typeof held>[] = [];
  const days = new Map<Habit, Day>();

  beforeAll(async () => {
    rows.push(held(newNumber()));
    town = await buildTown([
      { id: 'jpn', country: 'BE', rows: [] },
      { id: 'crp', country: 'FR', rows: [...rows] },
    ]);
    [jpn, crp] = [town.member('jpn'), town.member('crp')];
    sizes = await learnSizes();
    for (const habit of HABITS) days.set(habit, await live(habit));
  }, 600_000);
  afterAll(() => town[Symbol.asyncDispose]());

  let drawn = 0;
  function newNumber(): string {
    drawn += 1;
    return `+336399${String(80_000 + 7 * drawn).slice(-5)}`;
  }

  const known = new Set<string>();
  /** What has come on the line since the last look, with the kind that only the two of them know. */
  async function look(): Promise<readonly Envelope[]> {
    const found = [];
    for (const [from, to] of [
      [jpn, crp],
      [crp, jpn],
    ] as const) {
      const sent = await from.database.query<{ id: string; kind: string; size: number }>(
        'SELECT message_id AS id, kind, length(bytes) AS size FROM wire.outbox WHERE recipient = $1 ORDER BY queued_at',
        [to.id],
      );
      const answers = await to.database.query<{ id: string; size: number | null }>(
        'SELECT message_id AS id, length(answer) AS size FROM wire.inbox WHERE sender = $1',
        [from.id],
      );
      const answerOf = new Map(answers.rows.map(({ id, size }) => [id, size ?? 0]));
      for (const { id, kind, size } of sent.rows.filter((one) => !known.has(`${from.id} ${one.id}`))) {
        known.add(`${from.id} ${id}`);
        const seen = {
          at: town.clock.now().getTime(),
          from: from.id,
          size,
          answerSize: answerOf.get(id) ?? 0,
        };
        found.push({ seen, kind });
      }
    }
    return found;
  }

  /** By running the software between two agencies of one's own. */
  async function learnSizes(): Promise<KnownSizes> {
    const all: Envelope[] = [...(await look())];
    const sizeOf = (wanted: string): Seen => {
      const last = all.findLast(({ kind }) => kind === wanted);
      if (last === undefined) throw new Error(`no ${wanted} was on the line`);
      return last.seen;
    };
    await jpn.ask(newNumber());
    await town.settle();
    all.push(...(await look()));
    const small = sizeOf('match-query');
    await jpn.ask(Array.from({ length: 20 }, newNumber).join('; '));
    await town.settle();
    rows.push(held(newNumber()));
    await crp.load([...rows]);
    await town.publish();
    town.clock.advance(2 * HOUR);
    for (const member of [jpn, crp]) await member.agency.exchange.refreshPartners();
    await town.settle();
    all.push(...(await look()));
    return {
      question: small.size,
      answers: [small.answerSize, sizeOf('match-query').answerSize],
      notice: sizeOf('index-notice').size,
      checkpoint: sizeOf('checkpoint').size,
    };
  }

  async function live(habit: Habit): Promise<Day> {
    const day: Day = {
      seen: [],
      hit: new Set(),
      opened: new Set(),
      lists: new Set(),
      fired: new Set(),
      askedBy: new Map(),
      kinds: new Map(),
      intakes: [],
      minutesToRequest: [],
    };
    const line = async (): Promise<readonly Envelope[]> => {
      const come = await look();
      for (const { seen, kind } of come) {
        day.seen.push(seen);
        day.kinds.set(seen, kind);
      }
      return come;
    };
    const todo: { readonly at: number; readonly work: () => Promise<void> }[] = [];
    const plan = (at: number, work: () => Promise<void>): void => void todo.push({ at, work });

    // The evening before: what is held, and what stands.
    const hits = Array.from({ length: QUESTIONS }, newNumber).filter((_, at) => at % 3 === 0);
    rows.push(...hits.map(held));
    await crp.load([...rows]);
    await town.publish();
    const watched = Array.from({ length: FIRING }, newNumber);
    for (const number of watched)
      await jpn.ask(number, { standsUntil: new Date(town.clock.now().getTime() + 20 * DAY) });
    await town.settle();
    await look();
    const alertsBefore = new Set((await listAlerts(jpn.database, 200)).map(({ id }) => id));
    const begin = Math.ceil(town.clock.now().getTime() / DAY) * DAY + 8 * HOUR;
    const anyTime = (): number => begin + random() * WORKING_HOURS * HOUR;
    const after = (least: number, mean: number): number =>
      town.clock.now().getTime() + (least - mean * Math.log(1 - random())) * MINUTE;
    const whenOpened = (at: number): number =>
      habit.opens === 'at once' ? at : Math.ceil(at / HOUR) * HOUR + random() * MINUTE;

    const open = (hitId: string, from: Seen, of: 'question' | 'notice'): void =>
      plan(whenOpened(after(3, 25)), async () => {
        const id = await jpn.agency.exchange.sendRequest(jpn.officer('investigator'), hitId, REQUEST);
        await town.settle();
        const sent = (await line()).find(({ kind }) => kind === 'follow-up-request')?.seen;
        if (sent === undefined) throw new Error('a request is seen on the line');
        if (of === 'notice') {
          day.fired.add(sent);
          day.minutesToRequest.push((sent.at - from.at) / MINUTE);
        } else {
          day.opened.add(from);
          day.askedBy.set(sent, from);
        }
        plan(after(10, 60), async () => {
          await discloseAll(town, crp, id);
          await line();
        });
      });

    const ask = (numbers: readonly string[], isList: boolean): void =>
      plan(anyTime(), async () => {
        const found = await askForHits(town, jpn, numbers.join('; '));
        const seen = (await line()).find(({ kind }) => kind === 'match-query')?.seen;
        if (seen === undefined) throw new Error('a question is seen on the line');
        if (isList) day.lists.add(seen);
        if (found.length > 0 && !isList) day.hit.add(seen);
        // One in four hits is set aside without being opened.
        const [hit] = found;
        if (hit !== undefined && !isList && random() < 0.75) open(hit.id, seen, 'question');
      });
    for (let at = 0; at < QUESTIONS; at += 1) {
      const number = at % 3 === 0 ? hits[at / 3] : undefined;
      ask([number ?? newNumber()], false);
    }
    // Lists of ten rows and of many; and an officer who types twenty numbers of one handset.
    for (const length of [10, 25, 40, 60]) ask(Array.from({ length }, newNumber), true);
    ask(Array.from({ length: 20 }, newNumber), false);

    const publish = async (): Promise<Seen | null> => {
      await town.publish();
      const notice = (await line()).find(({ seen, kind }) => kind === 'index-notice' && seen.from === 'crp');
      for (const alert of await listAlerts(jpn.database, 200)) {
        if (alertsBefore.has(alert.id) || notice === undefined) continue;
        alertsBefore.add(alert.id);
        open(alert.hitId, notice.seen, 'notice');
      }
      return notice?.seen ?? null;
    };
    for (let at = 0; at < INTAKES; at += 1) {
      const taken = anyTime();
      const beat = habit.beatSeconds * 1_000;
      plan(taken, async () => {
        rows.push(held(newNumber()), ...(at < FIRING ? [held(watched[at] ?? '')] : []));
        await crp.load([...rows]);
        // On its next beat it is announced, with what else came meanwhile.
        plan(Math.floor(taken / beat + 1) * beat, async () => {
          day.intakes.push({ at: taken, notice: await publish() });
        });
      });
    }
    // Copies are looked at by the hour, as a server does of itself.
    for (let hour = 0; hour < 20; hour += 1)
      plan(begin + hour * HOUR, async () => {
        await jpn.agency.exchange.refreshPartners();
        await crp.agency.exchange.refreshPartners();
      });

    for (let next = take(todo); next !== undefined; next = take(todo)) {
      town.clock.advance(Math.max(0, next.at - town.clock.now().getTime()));
      await next.work();
    }
    return day;
  }

  it('tells by size alone what nearly every envelope is', () => {
    for (const [{ name }, day] of days) {
      const told = day.seen.filter((seen) => KINDS[tellKind(seen, 'jpn', sizes)] === day.kinds.get(seen));
      figure(`${name}: ${told.length} of ${day.seen.length} envelopes told by size`);
      expect(told.length / day.seen.length).toBeGreaterThan(0.9);
    }
  });

  it('cannot tell a hit that nobody opens from a miss', () => {
    const told: number[] = [];
    for (const day of days.values()) {
      const questions = day.seen.filter((seen) => tellKind(seen, 'jpn', sizes) === 'question');
      const quiet = questions.filter((seen) => day.hit.has(seen) && !day.opened.has(seen));
      const missed = questions.filter((seen) => !day.hit.has(seen));
      expect(quiet.length).toBeGreaterThan(0);
      // A byte more or less is the number of the manifest, which everybody's questions of that hour have.
      const shapes = new Set(missed.map(({ size, answerSize }) => `${size} ${answerSize}`));
      expect(quiet.filter(({ size, answerSize }) => !shapes.has(`${size} ${answerSize}`))).toEqual([]);
      const guessed = new Set(guessRequests(day.seen, 'jpn', sizes).map(({ of }) => of));
      told.push(quiet.filter((seen) => guessed.has(seen)).length / quiet.length);
    }
    figure(
      `hits that nobody opened and that were guessed all the same, a day: ${told.map((share) => `${Math.round(100 * share)} %`).join(', ')}`,
    );
  });

  it('guesses by time which questions hit, as far as they are opened soon', () => {
    for (const [{ name }, day] of days) {
      const guesses = guessRequests(day.seen, 'jpn', sizes).filter(({ because }) => because === 'question');
      const hits = qualityOf(new Set(guesses.map(({ of }) => of)), day.hit);
      const right = guesses.filter(({ request, of }) => day.askedBy.get(request) === of).length;
      figure(`${name}: which questions hit: ${inWords(hits)}; ${right} laid to the very question`);
      expect(hits.guessed).toBeGreaterThan(0);
    }
  });

  it('guesses by time which request a question that stands brought about, and how long the officer took', () => {
    for (const [{ name }, day] of days) {
      const guesses = guessRequests(day.seen, 'jpn', sizes).filter(({ because }) => because === 'notice');
      const fired = qualityOf(new Set(guesses.map(({ request }) => request)), day.fired);
      const minutes = day.minutesToRequest.toSorted((left, right) => left - right);
      figure(
        `${name}: which requests a standing question brought about: ${inWords(fired)}; from the notice to the request ${Math.round(minutes[0] ?? 0)} to ${Math.round(minutes.at(-1) ?? 0)} minutes`,
      );
      expect(day.fired.size).toBe(FIRING);
      expect(fired.guessed).toBeGreaterThan(0);
    }
  });

  it('takes for a list what has more than sixteen keys: a short list hides, and so does nobody who types many numbers', () => {
    for (const [{ name }, day] of days) {
      const large = day.seen.filter((seen) => tellKind(seen, 'jpn', sizes) === 'large-question');
      const lists: Quality = qualityOf(new Set(large), day.lists);
      figure(`${name}: which questions are lists: ${inWords(lists)}`);
      expect(lists).toMatchObject({ right: 3, there: 4, guessed: 4 });
    }
  });

  it('knows of each intake in which beat it was, and no better', () => {
    for (const [{ name, beatSeconds }, day] of days) {
      const notices = new Set(
        day.seen.filter((seen) => tellKind(seen, 'jpn', sizes) === 'notice' && seen.from === 'crp'),
      );
      const off = day.intakes.flatMap(({ at, notice }) =>
        notice === null ? [] : [(notice.at - at) / 1_000],
      );
      const mean = off.reduce((sum, one) => sum + one, 0) / off.length;
      figure(
        `${name}: ${day.intakes.length} intakes in ${notices.size} notices; guessed at the beat it is ${Math.round(10 * mean) / 10} s late on average, ${Math.round(Math.max(...off))} s at most`,
      );
      expect(Math.max(...off)).toBeLessThanOrEqual(beatSeconds + MINUTE / 1_000);
      if (beatSeconds === 3_600) expect(notices.size).toBeLessThan(day.intakes.length);
    }
  });
});

/** Somebody with a number; names that nobody bears. */
let people = 0;
function held(number: string) {
  people += 1;
  const name = `${'bdfglmnprst'[people % 11]}${'aeiou'[people % 5]}${'kvzxqwjl'[people % 8]}orin Velhane${'aeiou'[(people >> 3) % 5]}k`;
  return row(
    `row ${people}`,
    [
      person(`person ${people}`, 'suspect', [
        ['name', name],
        ['birth-date', `19${50 + (people % 50)}-0${1 + (people % 9)}-${10 + (people % 18)}`],
      ]),
      thing(`phone ${people}`, 'phone', [['number', number]]),
    ],
    [link(`person ${people}`, 'uses', `phone ${people}`)],
  );
}

/** What comes next by the clock; undefined when the day is over. */
function take<Work extends { readonly at: number }>(todo: Work[]): Work | undefined {
  todo.sort((left, right) => left.at - right.at);
  return todo.shift();
}

const KINDS: Readonly<Record<Told, string>> = {
  question: 'match-query',
  'large-question': 'match-query',
  notice: 'index-notice',
  checkpoint: 'checkpoint',
  request: 'follow-up-request',
  decision: 'disclosure',
};
