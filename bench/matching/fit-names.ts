import { NAME_WEIGHTS, nameWeight } from '../../src/match/index.ts';
import { hardNegatives, type NamePair, pick, readPersons, readPositives } from './names-data.ts';
import { seeded } from './random.ts';

/** Random pairs from which the tail is kept, and the share of them that is. */
const RANDOM_PAIRS = 2_000_000;
const TAIL = 4e-3;
const ROUNDS = [1, 0.5, 0.25];
/** These set the scale, or are judged by hand: the search would trade them for a few label errors. */
const FIXED = new Set(['rarity', 'none', 'contraryMax', 'contraryInitial', 'unvowelled', 'brief', 'small']);

interface Material {
  readonly positives: readonly NamePair[];
  readonly hard: readonly NamePair[];
  readonly tail: readonly NamePair[];
}

/**
 * Prints the figures of name-weights.ts again, from one half of the development data: one figure is moved after the other,
 * in smaller and smaller steps, as long as twice F1 against hard negatives plus recall at 10^-4, 3·10^-5 and 10^-5 rises.
 */
function fitNames(folder: string): Record<string, number> {
  const material = gather(folder);
  const weights: Record<string, number> = NAME_WEIGHTS;
  let best = worth(material);
  for (const step of ROUNDS) {
    for (const name of Object.keys(weights).filter((key) => !FIXED.has(key))) {
      for (const direction of [1, -1]) {
        const before = weights[name] ?? 0;
        weights[name] = before + direction * step * Math.max(0.4, Math.abs(before) * 0.4);
        const now = worth(material);
        if (now > best) best = now;
        else weights[name] = before;
      }
    }
  }
  return { ...weights, worth: best };
}

function gather(folder: string): Material {
  const persons = readPersons(folder, 0);
  const positives = readPositives(folder, 0);
  const random = seeded(11);
  const drawn: { weight: number; pair: NamePair }[] = [];
  for (let at = 0; at < RANDOM_PAIRS; at++) {
    const [one, other] = [pick(persons, random), pick(persons, random)];
    if (one.id === other.id) continue;
    const weight = nameWeight(one.name, other.name);
    const pair = { left: one.name, right: other.name, isMatch: false, scripts: 'random' };
    if (weight > NAME_WEIGHTS.none / 2) drawn.push({ weight, pair });
  }
  const tail = drawn.sort((one, other) => other.weight - one.weight).slice(0, RANDOM_PAIRS * TAIL);
  return {
    positives,
    hard: hardNegatives(persons, positives.length, seeded(7)),
    tail: tail.map(({ pair }) => pair),
  };
}

function worth({ positives, hard, tail }: Material): number {
  const found = sorted(positives);
  const chance = sorted(tail);
  const recall = (rate: number): number =>
    found.filter((weight) => weight > (chance[Math.floor(RANDOM_PAIRS * rate)] ?? 0)).length / found.length;
  return 2 * bestF1(found, sorted(hard)) + recall(1e-4) + recall(3e-5) / 2 + recall(1e-5);
}

function bestF1(found: readonly number[], strangers: readonly number[]): number {
  let [best, called] = [0, 0];
  found.forEach((weight, at) => {
    while ((strangers[called] ?? Number.NEGATIVE_INFINITY) >= weight) called += 1;
    best = Math.max(best, (2 * (at + 1)) / (at + 1 + called + found.length));
  });
  return best;
}

function sorted(pairs: readonly NamePair[]): number[] {
  return pairs.map(({ left, right }) => nameWeight(left, right)).sort((one, other) => other - one);
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('say where the development data is');
process.stdout.write(`${JSON.stringify(fitNames(folder), null, 2)}\n`);
