import { JOINED_MAX, joinedWeight, NONE, wordWeight } from './name-weight.ts';
import { NAME_WEIGHTS } from './name-weights.ts';
import { joinedWord, type PreparedName } from './prepared-name.ts';
import type { PreparedWord } from './prepared-word.ts';
import { areForeign } from './sound-sketch.ts';
import { DISTANCE_MAX, wordDistance } from './word-distance.ts';

/** How one word of a name stands to the other name. */
export interface WordComparison {
  /** As the left name has it, in plain Latin; empty where only the right one has it. */
  readonly left: string;
  readonly right: string;
  readonly level:
    | 'exact'
    | 'spelling'
    | 'close'
    | 'typed'
    | 'initial'
    | 'other form'
    | 'joined'
    | 'missing'
    | 'contrary';
  /** One sentence for the reader. */
  readonly because: string;
  readonly weight: number;
}

/** Sounds that differ no more than this are one word in another spelling. */
const SPELLING_MAX = 1.2;

interface Pairing {
  readonly left: number;
  readonly right: number;
  readonly weight: number;
}

/**
 * The words of two names side by side, each with its weight and reason: what nameWeight adds up, for the desk's waterfall.
 * The last steps (one name contrary, order, single match) stand in `rest`, so that all weights add up to nameWeight.
 */
export function alignNames(
  left: PreparedName,
  right: PreparedName,
  whole: number,
): { readonly words: readonly WordComparison[]; readonly rest: number } {
  const takenLeft = new Set<number>();
  const takenRight = new Set<number>();
  const words: WordComparison[] = [
    ...joinedWords(left, right, takenLeft, takenRight, false),
    ...joinedWords(right, left, takenRight, takenLeft, true),
  ];
  for (const pairing of bestPairings(left, right, takenLeft, takenRight)) {
    const [one, other] = [left.words[pairing.left], right.words[pairing.right]];
    if (one !== undefined && other !== undefined) words.push(describe(one, other, pairing.weight));
  }
  words.push(...unmatchedWords(left, right, takenLeft, takenRight));
  const rest = whole - words.reduce((sum, word) => sum + word.weight, 0);
  return { words, rest };
}

function bestPairings(
  left: PreparedName,
  right: PreparedName,
  takenLeft: Set<number>,
  takenRight: Set<number>,
): Pairing[] {
  const found = left.words.flatMap((one, i) =>
    right.words.map((other, j) => ({ left: i, right: j, weight: wordWeight(one, other) })),
  );
  const pairings: Pairing[] = [];
  for (const pairing of found.toSorted((one, other) => other.weight - one.weight)) {
    if (pairing.weight <= NONE || takenLeft.has(pairing.left) || takenRight.has(pairing.right)) continue;
    takenLeft.add(pairing.left);
    takenRight.add(pairing.right);
    pairings.push(pairing);
  }
  return pairings;
}

function joinedWords(
  whole: PreparedName,
  parted: PreparedName,
  takenWhole: Set<number>,
  takenParted: Set<number>,
  isTurned: boolean,
): WordComparison[] {
  const found: WordComparison[] = [];
  parted.joined.forEach((_, j) => {
    if (takenParted.has(j) || takenParted.has(j + 1)) return;
    const i = whole.words.findIndex(
      (one, at) => !takenWhole.has(at) && !one.isInitial && isJoined(one, joinedWord(parted, j, one)),
    );
    const word = whole.words[i];
    const joined = word === undefined ? null : joinedWord(parted, j, word);
    if (word === undefined || joined === null) return;
    takenWhole.add(i);
    takenParted.add(j).add(j + 1);
    const halves = `${parted.words[j]?.latin ?? ''} ${parted.words[j + 1]?.latin ?? ''}`;
    const weight = joinedWeight(word, joined);
    found.push({
      left: isTurned ? halves : word.latin,
      right: isTurned ? word.latin : halves,
      level: 'joined',
      because: 'one word here, two words there',
      weight,
    });
  });
  return found;
}

function isJoined(word: PreparedWord, joined: PreparedWord | null): boolean {
  return joined !== null && !areForeign(word, joined) && wordDistance(word, joined) <= JOINED_MAX;
}

function describe(left: PreparedWord, right: PreparedWord, weight: number): WordComparison {
  const names = { left: left.latin, right: right.latin, weight };
  if (left.isInitial || right.isInitial)
    return { ...names, level: 'initial', because: 'an initial that fits' };
  if (left.isSmall && right.isSmall) return { ...names, level: 'exact', because: 'the particle agrees' };
  const rarity = `${rare(Math.min(left.rarity, right.rarity))}`;
  if (left.latin === right.latin)
    return { ...names, level: 'exact', because: `the word agrees exactly; ${rarity}` };
  const distance = areForeign(left, right) ? Number.POSITIVE_INFINITY : wordDistance(left, right);
  if (distance <= SPELLING_MAX)
    return { ...names, level: 'spelling', because: `the same word in another spelling; ${rarity}` };
  if (left.forms.some((row) => right.forms.includes(row)))
    return { ...names, level: 'other form', because: 'another form of the same given name' };
  if (distance >= DISTANCE_MAX) return { ...names, level: 'typed', because: `one letter apart; ${rarity}` };
  return {
    ...names,
    level: 'close',
    because: weight > 0 ? `close in sound; ${rarity}` : 'a little alike, which says less than it takes away',
  };
}

function rare(rarity: number): string {
  const oneIn = 10 ** Math.round(Math.log10(2 ** rarity));
  return oneIn <= 100 ? 'a common word' : `about one person in ${oneIn} bears it`;
}

function unmatchedWords(
  left: PreparedName,
  right: PreparedName,
  takenLeft: ReadonlySet<number>,
  takenRight: ReadonlySet<number>,
): WordComparison[] {
  const open = (name: PreparedName, taken: ReadonlySet<number>): PreparedWord[] =>
    name.words.filter((word, at) => !taken.has(at) && name.spare[at] !== true && !word.isInitial);
  const [mine, theirs] = [open(left, takenLeft), open(right, takenRight)];
  const both = Math.min(mine.length, theirs.length);
  const contrary = mine.slice(0, both).map(
    (word, at): WordComparison => ({
      left: word.latin,
      right: theirs[at]?.latin ?? '',
      level: 'contrary',
      because: 'each name has a word the other has not',
      weight: NAME_WEIGHTS.bothUnmatched,
    }),
  );
  const missing = (word: PreparedWord, isLeft: boolean): WordComparison => ({
    left: isLeft ? word.latin : '',
    right: isLeft ? '' : word.latin,
    level: 'missing',
    because: 'the other name is shorter and lacks this word',
    weight: NAME_WEIGHTS.extra,
  });
  return [
    ...contrary,
    ...mine.slice(both).map((word) => missing(word, true)),
    ...theirs.slice(both).map((word) => missing(word, false)),
  ];
}
