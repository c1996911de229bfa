import { compareAttributes, SHIPPED_MEASURE } from './pair-weight.ts';
import { weighNames } from './alias-weight.ts';
import type { PreparedSubject } from './prepared-subject.ts';
import type { Measure } from './findings.ts';
import { LEVELS, type Level, SHIPPED_WEIGHTS, type Weights } from './weights.ts';

/** Levels of one attribute exclude each other; dates without a day have levels of their own. */
const FAMILIES = [
  /^date(?!YearOnly|YearDigit)/,
  /^dateYear(?:Only|Digit)/,
  /^sex/,
  /^place/,
  /^occupation/,
  /^(?:address|postcode)/,
];
const ROUNDS_MAX = 25;
const SETTLED = 1e-4;
/**
 * What is learned moves a weight at most so far, and never past nothing: in a file of namesakes alone a date that differs
 * still speaks against, and where all dates agree one that is a digit off still speaks for.
 */
const LEARNED_MAX = 3;
/** What ships counts as much as this many pairs, so that a handful of pairs cannot turn the weights. */
const SHIPPED_PAIRS = 50;

/**
 * The weights adjusted to a holding, without labelled pairs, by expectation–maximisation: which pairs are one person is
 * guessed with the weights, then the weights are counted anew from the guess. How often two strangers reach a level stays as
 * shipped; how often one person's records do is learned, within a reach of three powers of two around what ships. Pure and deterministic, at most 25 rounds. `pairs`: candidate
 * pairs, several hundred at least; fewer change little.
 */
export function refineWeights(
  pairs: readonly (readonly [PreparedSubject, PreparedSubject])[],
  measure: Measure = SHIPPED_MEASURE,
): Weights {
  const observed = pairs.map(([left, right]) => observe(left, right, measure));
  let weights = measure.weights;
  let share = 0.1;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const odds = Math.log2(share / (1 - share));
    const same = observed.map(({ fixed, levels }) => {
      const weight = levels.reduce((sum, { level, extra }) => sum + weights[level] + extra, fixed + odds);
      return 1 / (1 + 2 ** -weight);
    });
    const next = countAnew(observed, same);
    const moved = levelNames().reduce(
      (most, level) => Math.max(most, Math.abs(next[level] - weights[level])),
      0,
    );
    weights = next;
    const sum = same.reduce((total, one) => total + one, 0);
    share = Math.min(0.9, Math.max(1e-4, sum / Math.max(1, pairs.length)));
    if (moved < SETTLED) break;
  }
  return weights;
}

interface Observed {
  /** What the names and identifiers say: not learned. */
  readonly fixed: number;
  /** `extra`: what the value's share adds to the level's weight. */
  readonly levels: readonly { readonly level: Level; readonly extra: number }[];
}

function observe(left: PreparedSubject, right: PreparedSubject, measure: Measure): Observed {
  let fixed = weighNames(left.names, right.names, measure)?.weight ?? 0;
  const levels: { level: Level; extra: number }[] = [];
  for (const { level, weight } of compareAttributes(left, right, measure)) {
    if (isLevel(level)) levels.push({ level, extra: weight - measure.weights[level] });
    else fixed += weight;
  }
  return { fixed, levels };
}

function isLevel(level: string): level is Level {
  return level in LEVELS;
}

function levelNames(): Level[] {
  return Object.keys(LEVELS).filter(isLevel);
}

function countAnew(observed: readonly Observed[], same: readonly number[]): Weights {
  const counts = new Map<Level, number>();
  observed.forEach(({ levels }, at) => {
    for (const { level } of levels) counts.set(level, (counts.get(level) ?? 0) + (same[at] ?? 0));
  });
  const weights: Partial<Record<Level, number>> = {};
  for (const family of FAMILIES) {
    const members = levelNames().filter((level) => family.test(level));
    const shipped = members.reduce((sum, level) => sum + LEVELS[level].same, 0);
    const total = members.reduce((sum, level) => sum + (counts.get(level) ?? 0), 0);
    for (const level of members) {
      const prior = SHIPPED_PAIRS * LEVELS[level].same;
      const learned = ((counts.get(level) ?? 0) + prior) / (total + SHIPPED_PAIRS * shipped);
      weights[level] = withinReach(
        Math.log2((learned * shipped) / LEVELS[level].chance),
        SHIPPED_WEIGHTS[level],
      );
    }
  }
  return weights as Weights;
}

function withinReach(weight: number, shipped: number): number {
  const near = Math.max(shipped - LEARNED_MAX, Math.min(shipped + LEARNED_MAX, weight));
  return shipped > 0 ? Math.max(0, near) : Math.min(0, near);
}
