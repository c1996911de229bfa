/** Keys of all askers joined with the keys of all records: every pair that shares one is found, none is sampled. */
import {
  expectedChanceMatches,
  type MatchKey,
  questionKeys,
  recordKeys,
  standardiseName,
} from '../../src/match/index.ts';
import { type DateNoise, type KeyPerson, subjectOf } from './key-people.ts';
import { pairOf, scriptOf } from './scripts.ts';

export interface Joined {
  /** Of two-sided people, those whose own record is met. */
  readonly recall: Rates;
  /** Of all pairs of an asker and somebody else's record, those that meet. */
  readonly falseRate: Rates;
  readonly byScripts: Readonly<Record<string, { readonly people: number } & Rates>>;
  /** The same pairs, by the scripts of the two: 'Arabic–Latin' is an asker of one and a record of the other, either way. */
  readonly falseByScripts: Readonly<Record<string, FalsePairs>>;
  readonly losses: Readonly<Record<string, number>>;
  readonly keysARecord: number;
  readonly keysAQuestion: number;
}

/** Pairs of an asker and somebody else's record. */
export interface FalsePairs {
  readonly pairs: number;
  readonly met: Rates;
  /** Strangers that the full keys of one such asker's name fit in a holding of the size, as room match works it out beforehand. */
  readonly computed: number;
}

/** By full keys of the name alone; with two agreeing half keys; by any key of the name, full or half. */
export interface Rates {
  readonly full: number;
  readonly withHalves: number;
  readonly any: number;
}

type Tally = { -readonly [Key in keyof Rates]: number };
const noTally = (): Tally => ({ full: 0, withHalves: 0, any: 0 });

interface How {
  readonly sizeClass: number;
  readonly noise: DateNoise;
  /** Everybody asks, or those with names for both sides and a quarter of the others. */
  readonly everybodyAsks: boolean;
}

const COUNTRY = { defaultCountry: 'BE', withHalves: true };

/** One pass over all people: their keys are joined, and every pair that meets is counted. */
export function joinKeys(people: readonly KeyPerson[], { sizeClass, noise, everybodyAsks }: How): Joined {
  const how = { ...COUNTRY, sizeClass };
  const { index, count } = heldKeys(people, noise, how);
  const counts = new Counts();
  const others = noTally();
  const strangers = new Strangers(people);
  let [askers, keysAsked] = [0, 0];
  people.forEach((person, at) => {
    if (!everybodyAsks && !person.isTwoSided && at % 4 !== 0) return;
    askers += 1;
    const asked = questionKeys(subjectOf(person, 'asked', noise), how);
    keysAsked += asked.keys.length;
    const met = meet(asked.keys, index);
    strangers.asks(person, chanceOf(asked.keys, sizeClass));
    for (const [other, found] of met) {
      if (other === at) continue;
      note(others, found);
      strangers.add(person, people[other], found);
    }
    if (!person.isTwoSided) return;
    const own = met.get(at) ?? { full: false, half: false, organisation: false };
    counts.add(
      pairOf(scriptOf(person.heldNames), scriptOf(person.askedNames)),
      own,
      own.full ? null : lossOf(person, noise, how),
    );
  });
  return {
    ...counts.close(),
    falseByScripts: strangers.close(),
    falseRate: shares(others, askers * (people.length - 1)),
    keysARecord: count / people.length,
    keysAQuestion: keysAsked / askers,
  };
}

function heldKeys(
  people: readonly KeyPerson[],
  noise: DateNoise,
  how: Parameters<typeof recordKeys>[1],
): { index: ReadonlyMap<string, readonly number[]>; count: number } {
  const index = new Map<string, number[]>();
  let count = 0;
  people.forEach((person, at) => {
    for (const { rule, value } of recordKeys(subjectOf(person, 'held', noise), how).keys) {
      count += 1;
      const id = `${rule} ${value}`;
      const list = index.get(id);
      if (list === undefined) index.set(id, [at]);
      else list.push(at);
    }
  });
  return { index, count };
}

/** What becomes of the people whose own record should be met. */
class Counts {
  readonly #all = noTally();
  readonly #byScripts = new Map<string, { people: number } & Tally>();
  readonly #losses = new Map<string, number>();
  #people = 0;

  add(scripts: string, own: Found, loss: string | null): void {
    this.#people += 1;
    note(this.#all, own);
    const line = this.#byScripts.get(scripts) ?? { people: 0, ...noTally() };
    line.people += 1;
    note(line, own);
    this.#byScripts.set(scripts, line);
    if (loss !== null) this.#losses.set(loss, (this.#losses.get(loss) ?? 0) + 1);
  }

  close(): Pick<Joined, 'recall' | 'byScripts' | 'losses'> {
    const telling = [...this.#byScripts].filter(([, line]) => line.people >= TELLING_PEOPLE);
    return {
      recall: shares(this.#all, this.#people),
      byScripts: Object.fromEntries(
        telling.map(([scripts, line]) => [scripts, { people: line.people, ...shares(line, line.people) }]),
      ),
      losses: Object.fromEntries(this.#losses),
    };
  }
}

/** Who met somebody else's record, by the scripts of both. */
class Strangers {
  readonly #records = new Map<string, number>();
  readonly #askers = new Map<string, { count: number; chance: number }>();
  readonly #met = new Map<string, Tally>();

  constructor(people: readonly KeyPerson[]) {
    for (const { heldNames } of people) {
      const script = scriptOf(heldNames);
      this.#records.set(script, (this.#records.get(script) ?? 0) + 1);
    }
  }

  asks({ askedNames }: KeyPerson, chance: number): void {
    const script = scriptOf(askedNames);
    const before = this.#askers.get(script) ?? { count: 0, chance: 0 };
    this.#askers.set(script, { count: before.count + 1, chance: before.chance + chance });
  }

  add(asker: KeyPerson, other: KeyPerson | undefined, found: Found): void {
    const pair = pairOf(scriptOf(asker.askedNames), scriptOf(other?.heldNames ?? []));
    const tally = this.#met.get(pair) ?? noTally();
    note(tally, found);
    this.#met.set(pair, tally);
  }

  close(): Record<string, FalsePairs> {
    const found = new Map<string, { pairs: number; chance: number; askers: number }>();
    for (const [asks, { count, chance }] of this.#askers) {
      for (const [holds, records] of this.#records) {
        const pair = pairOf(asks, holds);
        const before = found.get(pair) ?? { pairs: 0, chance: 0, askers: 0 };
        const pairs = before.pairs + count * records;
        found.set(pair, { pairs, chance: before.chance + chance, askers: before.askers + count });
      }
    }
    return Object.fromEntries(
      [...found].map(([pair, { pairs, chance, askers }]) => {
        const met = shares(this.#met.get(pair) ?? noTally(), Math.max(1, pairs));
        return [pair, { pairs, met, computed: chance / askers }];
      }),
    );
  }
}

/** What a stranger fits of the full keys of a name, at most: as if no two of them fitted the same one. */
function chanceOf(keys: readonly MatchKey[], sizeClass: number): number {
  return keys
    .filter(({ family, strength }) => family === 'person-name' && strength === 'full')
    .reduce((sum, { rule, value }) => sum + expectedChanceMatches(rule, sizeClass, value), 0);
}

/** Fewer people than this say nothing of a pair of scripts. */
const TELLING_PEOPLE = 20;

interface Found {
  full: boolean;
  half: boolean;
  organisation: boolean;
}

/** Employers alone are nobody's name: they count only beside a half key of the name. */
function meet(keys: readonly MatchKey[], index: ReadonlyMap<string, readonly number[]>): Map<number, Found> {
  const met = new Map<number, Found>();
  for (const { rule, value, strength, family } of keys) {
    for (const other of index.get(`${rule} ${value}`) ?? []) {
      const found = met.get(other) ?? { full: false, half: false, organisation: false };
      if (family === 'organisation') found.organisation = true;
      else if (strength === 'full') found.full = true;
      else found.half = true;
      met.set(other, found);
    }
  }
  return met;
}

function note(tally: Tally, { full, half, organisation }: Found): void {
  if (full) tally.full += 1;
  if (full || (half && organisation)) tally.withHalves += 1;
  if (full || half) tally.any += 1;
}

function shares({ full, withHalves, any }: Tally, of: number): Rates {
  return { full: full / of, withHalves: withHalves / of, any: any / of };
}

/** Why no full key of somebody met. */
function lossOf(
  person: KeyPerson,
  noise: DateNoise,
  how: { sizeClass: number; defaultCountry: string },
): string {
  const held = subjectOf(person, 'held', noise);
  const asked = subjectOf(person, 'asked', noise);
  const skeletons = new Set(
    held.names.flatMap((name) => standardiseName(name)?.tokens ?? []).map((one) => one.skeleton),
  );
  const spellings = asked.names.flatMap((name) => standardiseName(name)?.spellings.flat() ?? []);
  if (!spellings.some((one) => skeletons.has(one.skeleton))) return 'no word in the same skeleton';
  if (held.birthDates.length === 0 || asked.birthDates.length === 0) return 'no date on one side';
  const withheld = [...recordKeys(held, how).withheld, ...questionKeys(asked, how).withheld];
  if (withheld.some(({ because }) => /more than the \d+ keys/.test(because)))
    return 'cut by the limit of keys';
  const isYearOnly = [held, asked].some((side) => side.birthDates.every((date) => date.length === 4));
  return isYearOnly ? 'only the year, and the names too common' : 'too common';
}
