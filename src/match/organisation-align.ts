import { isMistyped, similarity } from './organisation-letters.ts';
import type { OrganisationCore, OrganisationWord, WordRun } from './organisation-prepare.ts';

/** The words of two names laid against each other. */
export interface Alignment {
  readonly weight: number;
  readonly because: string;
  readonly isExact: boolean;
  readonly left: { readonly mine: readonly OrganisationWord[]; readonly theirs: readonly OrganisationWord[] };
}

/** In powers of two: what it is worth that a word of this kind agrees. */
const AGREES = { activity: 3, shape: 1.5, country: 4, number: 2.5 } as const;
/** A mistyped word, one heard alike, one read from another script. */
const MISTYPED = 0.7;
const SOUNDS = 0.75;

interface Pair {
  readonly mine: readonly number[];
  readonly theirs: readonly number[];
  readonly weight: number;
  readonly how: 'exact' | 'mistyped' | 'sound' | 'joined';
}

/** Lays the words against each other, the strongest agreements first; each word serves once. */
export function alignWords(one: OrganisationCore, other: OrganisationCore): Alignment {
  const pairs: Pair[] = [];
  one.words.forEach((mine, at) => {
    other.words.forEach((theirs, otherAt) => {
      const agreed = agreement(mine, theirs);
      if (agreed !== null) pairs.push({ mine: [at], theirs: [otherAt], ...agreed });
    });
  });
  pairs.push(...joinedPairs(one.runs, other.words));
  for (const pair of joinedPairs(other.runs, one.words))
    pairs.push({ ...pair, mine: pair.theirs, theirs: pair.mine });
  pairs.sort((left, right) => right.weight - left.weight || place(left) - place(right));
  const taken = { mine: new Set<number>(), theirs: new Set<number>() };
  let weight = 0;
  const kept: Pair[] = [];
  for (const pair of pairs) {
    if (pair.mine.some((at) => taken.mine.has(at)) || pair.theirs.some((at) => taken.theirs.has(at)))
      continue;
    for (const at of pair.mine) taken.mine.add(at);
    for (const at of pair.theirs) taken.theirs.add(at);
    weight += pair.weight;
    kept.push(pair);
  }
  return {
    weight,
    because: sentence(kept),
    isExact: kept.every(({ how }) => how === 'exact'),
    left: {
      mine: one.words.filter((_, at) => !taken.mine.has(at)),
      theirs: other.words.filter((_, at) => !taken.theirs.has(at)),
    },
  };
}

/** Among equals those that stand first, and at like places, whichever side is asked first: the same answer from both sides. */
function place({ mine, theirs }: Pair): number {
  const [one, other] = [mine[0] ?? 0, theirs[0] ?? 0];
  return (mine.length + theirs.length) * 1e6 + (one + other) * 1e3 + Math.abs(one - other);
}

function sentence(pairs: readonly Pair[]): string {
  if (pairs.some(({ how }) => how === 'mistyped')) return 'the names agree but for a letter or two';
  if (pairs.some(({ how }) => how === 'sound')) return 'the names agree in sound';
  return pairs.some(({ how }) => how === 'joined')
    ? 'the names agree, written together or apart'
    : 'the words of the name agree';
}

function agreement(
  mine: OrganisationWord,
  theirs: OrganisationWord,
): { weight: number; how: Pair['how'] } | null {
  if (mine.kind !== 'core' || theirs.kind !== 'core') {
    if (mine.kind === theirs.kind && mine.kind !== 'core')
      return mine.text === theirs.text ? { weight: AGREES[mine.kind], how: 'exact' } : null;
    return mistypedConcept(mine, theirs);
  }
  const worth = coreWorth(mine, theirs);
  if (mine.text === theirs.text) return { weight: worth, how: 'exact' };
  if (isMistyped(mine, theirs)) return { weight: worth * MISTYPED, how: 'mistyped' };
  if (mine.skeletons.some((skeleton) => skeleton.length > 1 && theirs.skeletons.includes(skeleton))) {
    const isNear = !(mine.isLatin && theirs.isLatin) || similarity(mine.text, theirs.text) >= 0.6;
    if (isNear) return { weight: worth * SOUNDS, how: 'sound' };
  }
  return null;
}

/** 'Insitute', 'Bank of Chima', 'Labor': a known word mistyped still is that word, for less. */
function mistypedConcept(
  mine: OrganisationWord,
  theirs: OrganisationWord,
): { weight: number; how: Pair['how'] } | null {
  const [core, known] = mine.kind === 'core' ? [mine, theirs] : [theirs, mine];
  if (core.kind !== 'core' || known.kind === 'core' || known.kind === 'number') return null;
  if (known.written.length < 4) return null;
  if (!isMistyped({ text: core.run, letters: core.letters }, { text: known.run, letters: known.letters }))
    return null;
  return { weight: AGREES[known.kind] * MISTYPED, how: 'mistyped' };
}

/** How rare a firm's own word is, by its length: words of two letters are borne by many. */
function coreWorth(mine: OrganisationWord, theirs: OrganisationWord): number {
  const length = Math.min(mine.text.length, theirs.text.length);
  return length <= 1 ? 2 : Math.min(12, 4 + 1.1 * length);
}

/** 'Goodwill' and 'Good Will': two or three neighbours of one side are one word of the other. */
function joinedPairs(many: readonly WordRun[], single: readonly OrganisationWord[]): Pair[] {
  const pairs: Pair[] = [];
  for (const run of many) {
    for (let to = 0; to < single.length; to++) {
      const word = single[to];
      if (word === undefined || word.run.length < 3 || Math.abs(word.run.length - run.text.length) > 2)
        continue;
      const how = joinedHow(run, word);
      if (how === null) continue;
      const worth = Math.min(12, 4 + 1.1 * word.run.length) * (how === 'mistyped' ? MISTYPED : 1);
      pairs.push({ mine: places(run), theirs: [to], weight: worth, how });
    }
  }
  return pairs;
}

function joinedHow(run: WordRun, word: OrganisationWord): Pair['how'] | null {
  if (run.text === word.run) return 'joined';
  if (run.hasNumber || run.text.length < 7) return null;
  return isMistyped(run, { text: word.run, letters: word.letters }) ? 'mistyped' : null;
}

function places(run: WordRun): number[] {
  return Array.from({ length: run.count }, (_, offset) => run.from + offset);
}
