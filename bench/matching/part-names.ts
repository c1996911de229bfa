import { nameWeight, type PreparedName, prepareName } from '../../src/match/index.ts';
import { originOf } from './name-origins.ts';
import {
  hardNegatives,
  type NamedPerson,
  type NamePair,
  pick,
  readCases,
  readPersons,
  readPositives,
} from './names-data.ts';
import { seeded } from './random.ts';

const RANDOM_PAIRS = 10_000_000;
const FALSE_RATES = [1e-4, 1e-5] as const;
/** Pairs per origin are drawn apart, so that a small group is measured as well as a large one. */
const ORIGIN_PAIRS = 1_500_000;

/**
 * Names alone, compared in the clear. Thresholds come from the persons of one part and are scored on those of the other;
 * positives are pairs of names of one person, negatives random pairs of persons (10^7 a part) and hard ones.
 */
export async function measureNames(dataFolder: string): Promise<Record<string, unknown>> {
  const [fitPersons, persons] = [readPersons(dataFolder, 0), readPersons(dataFolder, 1)];
  const [fitPositives, positives] = [readPositives(dataFolder, 0), readPositives(dataFolder, 1)];
  const fitHard = hardNegatives(fitPersons, fitPositives.length, seeded(7));
  const hard = hardNegatives(persons, positives.length, seeded(8));
  const decision = bestThreshold([...fitPositives, ...fitHard]);
  const [at4, at5] = thresholdsOf(fitPersons, seeded(11));
  const recallOf = (threshold: number, scripts?: string): number =>
    recall(
      positives.filter((pair) => scripts === undefined || pair.scripts === scripts),
      threshold,
    );
  return {
    ep_f1_hard: f1(weighed([...positives, ...hard]), decision),
    ep_recall_1e4: recallOf(at4),
    ep_recall_1e5: recallOf(at5),
    ep_recall_1e4_arabic: recallOf(at4, 'Arabic-Latin'),
    ep_recall_1e4_greek: recallOf(at4, 'Greek-Latin'),
    ep_recall_1e4_hebrew: recallOf(at4, 'Hebrew-Latin'),
    ep_recall_1e4_cyrillic: recallOf(at4, 'Cyrillic-Latin'),
    ep_recall_1e4_latin: recallOf(at4, 'Latin-Latin'),
    nk_person_f1: f1(weighed(readCases(dataFolder)), decision),
    thresholds: { decision, at_1e4: at4, at_1e5: at5 },
    fpr_by_origin: byOrigin(persons, at4, seeded(13)),
    pairs_per_second: pairsPerSecond(persons),
    screen_ms: screenMs(persons),
  };
}

interface Weighed {
  readonly weight: number;
  readonly isMatch: boolean;
}

function weighed(pairs: readonly NamePair[]): Weighed[] {
  return pairs.map(({ left, right, isMatch }) => ({ weight: nameWeight(left, right), isMatch }));
}

/** The weight from which on calling a pair one person gives the best F1. */
function bestThreshold(pairs: readonly NamePair[]): number {
  const sorted = weighed(pairs).sort((one, other) => other.weight - one.weight);
  const truth = sorted.filter(({ isMatch }) => isMatch).length;
  let [found, best, threshold] = [0, 0, 0];
  sorted.forEach(({ weight, isMatch }, at) => {
    if (isMatch) found += 1;
    const score = (2 * found) / (at + 1 + truth);
    if (score > best && sorted[at + 1]?.weight !== weight) [best, threshold] = [score, weight];
  });
  return threshold;
}

function f1(pairs: readonly Weighed[], threshold: number): number {
  const called = pairs.filter(({ weight }) => weight >= threshold);
  const right = called.filter(({ isMatch }) => isMatch).length;
  return (2 * right) / (called.length + pairs.filter(({ isMatch }) => isMatch).length);
}

function recall(positives: readonly NamePair[], threshold: number): number {
  return weighed(positives).filter(({ weight }) => weight > threshold).length / positives.length;
}

/** The weights that one in 10^4 and one in 10^5 random pairs of different persons exceed. */
function thresholdsOf(persons: readonly NamedPerson[], random: () => number): [number, number] {
  const weights = new Float64Array(RANDOM_PAIRS);
  for (let at = 0; at < RANDOM_PAIRS; at++) weights[at] = randomWeight(persons, persons, random);
  weights.sort();
  const [at4 = 0, at5 = 0] = FALSE_RATES.map(
    (rate) => weights[RANDOM_PAIRS - 1 - Math.floor(RANDOM_PAIRS * rate)] ?? 0,
  );
  return [at4, at5];
}

function randomWeight(
  some: readonly NamedPerson[],
  others: readonly NamedPerson[],
  random: () => number,
): number {
  const one = pick(some, random);
  let other = pick(others, random);
  while (other.id === one.id) other = pick(others, random);
  return nameWeight(one.name, other.name);
}

/** How often a person of each origin is taken for somebody in a holding of everybody, against how often anybody is. */
function byOrigin(
  persons: readonly NamedPerson[],
  threshold: number,
  random: () => number,
): Record<string, unknown> {
  const groups = grouped(persons);
  const rates: Record<string, number> = {};
  let [sum, count] = [0, 0];
  for (const [origin, members] of groups) {
    let hits = 0;
    for (let at = 0; at < ORIGIN_PAIRS; at++)
      if (randomWeight(members, persons, random) > threshold) hits += 1;
    rates[origin] = hits / ORIGIN_PAIRS;
    sum += (hits / ORIGIN_PAIRS) * members.length;
    count += members.length;
  }
  const overall = sum / count;
  const worst = Object.entries(rates).sort(([, one], [, other]) => other - one)[0];
  return { overall, rates, worst: worst?.[0], worst_ratio: (worst?.[1] ?? 0) / overall };
}

function originOfPerson({ country }: NamedPerson): string {
  return originOf(country);
}

function grouped(persons: readonly NamedPerson[]): Map<string, NamedPerson[]> {
  const groups = new Map<string, NamedPerson[]>();
  for (const person of persons) {
    const origin = originOfPerson(person);
    groups.set(origin, [...(groups.get(origin) ?? []), person]);
  }
  return groups;
}

/** A list against a list, 1,500 names against 2,000, one core, processor time; everything prepared beforehand. */
function pairsPerSecond(persons: readonly NamedPerson[]): number {
  const random = seeded(17);
  const left = Array.from({ length: 1_500 }, () => pick(persons, random).name);
  const right = Array.from({ length: 2_000 }, () => pick(persons, random).name);
  let sum = 0;
  const run = (): void => {
    for (const one of left) for (const other of right) sum += nameWeight(one, other);
  };
  run();
  const micros = cpuMicros(run);
  if (!Number.isFinite(sum)) throw new Error('a weight is not finite');
  return Math.round((left.length * right.length) / (micros / 1e6));
}

/** A person with three names against fifty candidates with one, as they come off the wire: preparing is in it. */
function screenMs(persons: readonly NamedPerson[]): number {
  const random = seeded(19);
  const texts = (count: number): string[] =>
    Array.from({ length: count }, () => pick(persons, random).name.text);
  const rounds = Array.from({ length: 40 }, () => ({ asked: texts(3), held: texts(50) }));
  const prepare = (list: readonly string[]): PreparedName[] =>
    list.map((text) => prepareName(text)).filter((name) => name !== null);
  const run = (): void => {
    for (const { asked, held } of rounds) {
      const [mine, theirs] = [prepare(asked), prepare(held)];
      for (const other of theirs) for (const one of mine) nameWeight(one, other);
    }
  };
  run();
  return cpuMicros(run) / 1_000 / rounds.length;
}

function cpuMicros(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const used = process.cpuUsage(before);
  return used.user + used.system;
}
