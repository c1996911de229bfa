import type { ComparisonLevel } from './comparison-level.ts';
import { alignNames, type WordComparison } from './name-alignment.ts';
import { nameWeight } from './name-weight.ts';
import { prepareName, type PreparedName } from './prepared-name.ts';

/** Names compared, with the best pair of them word by word. */
export interface NameComparison extends ComparisonLevel {
  readonly words: readonly WordComparison[];
  /** What the words together say beyond each alone: order, a single word only, a contrary word. */
  readonly rest: number;
  /** log2 of the pairs tried beyond the first: the best of many agrees more by chance, so this is taken off. */
  readonly forAliases: number;
}

/** Below this the names differ; the decision with the best F1 between one person and two who share a rare word. */
export const NAME_AGREES = 4;

/** The best agreement between any name of one and any name of the other. */
export function compareNames(left: readonly string[], right: readonly string[]): NameComparison {
  return comparePreparedNames(prepareNames(left), prepareNames(right));
}

/** The names of one side, ready to be compared; those without a word that says anything are left out, repeated ones once. */
export function prepareNames(texts: readonly string[]): PreparedName[] {
  return [...new Set(texts)].map((text) => prepareName(text)).filter((name) => name !== null);
}

/** The weight of the best pair alone, without sentences: what a list is ranked by. 0 when a side has no name. */
export function bestNameWeight(left: readonly PreparedName[], right: readonly PreparedName[]): number {
  let best = Number.NEGATIVE_INFINITY;
  for (const one of left) for (const other of right) best = Math.max(best, nameWeight(one, other));
  return best === Number.NEGATIVE_INFINITY ? 0 : best - aliasCorrection(left.length, right.length, best);
}

/** Names prepared before, compared with reasons. */
export function comparePreparedNames(
  left: readonly PreparedName[],
  right: readonly PreparedName[],
): NameComparison {
  let best: { one: PreparedName; other: PreparedName; weight: number } | null = null;
  for (const one of left) {
    for (const other of right) {
      const weight = nameWeight(one, other);
      if (best === null || weight > best.weight) best = { one, other, weight };
    }
  }
  if (best === null) {
    const because = 'nothing to compare: a name is missing';
    return { attribute: 'name', level: 'not-given', because, weight: 0, words: [], rest: 0, forAliases: 0 };
  }
  const { words, rest } = alignNames(best.one, best.other, best.weight);
  const forAliases = aliasCorrection(left.length, right.length, best.weight);
  return {
    attribute: 'name',
    level: levelOf(best.weight, words),
    because: sentence(best.weight, words),
    weight: best.weight - forAliases,
    words,
    rest,
    forAliases,
  };
}

/**
 * The best of n × m pairs exceeds a weight by chance up to n × m times as often as one pair does. Pairs of one person's names
 * are alike, so it is no more than that; and it makes no disagreement worse.
 */
function aliasCorrection(left: number, right: number, weight: number): number {
  return Math.max(0, Math.min(Math.log2(Math.max(1, left * right)), weight));
}

function levelOf(weight: number, words: readonly WordComparison[]): ComparisonLevel['level'] {
  if (weight < 0) return 'differs';
  const telling = words.filter(({ left, right }) => left !== '' || right !== '');
  if (telling.every(({ level }) => level === 'exact')) return 'exact';
  if (weight < NAME_AGREES) return 'partial';
  return telling.some(({ level }) => level === 'contrary') ? 'partial' : 'close';
}

function sentence(weight: number, words: readonly WordComparison[]): string {
  const count = (...levels: readonly WordComparison['level'][]): number =>
    words.filter(({ level }) => levels.includes(level)).length;
  const agreed = count('exact', 'spelling', 'close', 'typed', 'other form', 'joined', 'initial');
  if (weight < 0 && agreed === 0) return 'no name agrees in any spelling';
  if (agreed === words.length && count('exact') === agreed) return 'the names agree exactly';
  const parts = [
    phrase(count('spelling'), 'in another spelling'),
    phrase(count('close'), 'close in sound'),
    phrase(count('typed'), 'one letter apart'),
    phrase(count('other form'), 'in another form'),
    phrase(count('joined'), 'written as one word or two'),
    phrase(count('initial'), 'by its initial'),
    phrase(count('missing'), 'on one side only'),
    phrase(count('contrary'), 'different on each side'),
  ].filter((part) => part !== '');
  const total = words.filter(({ level }) => level !== 'missing').length;
  const how = count('typed') > 0 ? '' : ' in sound';
  const head = agreed === total ? allAgree(total, how) : `${agreed} of ${total} names agree${how}`;
  return [head, ...parts].join(', ');
}

function allAgree(total: number, how: string): string {
  return total === 1 ? 'the one name given agrees' : `all names agree${how}`;
}

function phrase(count: number, words: string): string {
  return count === 0 ? '' : `${count} ${words}`;
}
