import type { NameWord } from './person-parts.ts';
import type { Spelling } from './sounds.ts';

/** Two or three words of one name, each in one spelling, in the order of their skeletons. */
export interface NameGroup {
  readonly ways: readonly Spelling[];
  /** How many steps away from the canonical spellings. */
  readonly depth: number;
}

/** Beyond this many steps a spelling is hardly met, and costs as much. */
const DEPTH_MAX = 3;

/** All pairs of words whose skeletons differ, every spelling with every other. */
export function pairsOf(words: readonly NameWord[]): NameGroup[] {
  const groups = words.flatMap((word, at) =>
    words.slice(at + 1).flatMap((other) => cross(groupsOf(word), groupsOf(other))),
  );
  return nearestFirst(groups);
}

/** All threes of words. */
export function triplesOf(words: readonly NameWord[]): NameGroup[] {
  const groups = words.flatMap((word, at) =>
    words
      .slice(at + 1)
      .flatMap((other, otherAt) =>
        words
          .slice(at + otherAt + 2)
          .flatMap((third) => cross(cross(groupsOf(word), groupsOf(other)), groupsOf(third))),
      ),
  );
  return nearestFirst(groups);
}

function groupsOf(word: NameWord): NameGroup[] {
  return word.spellings.map((way, depth) => ({ ways: [way], depth }));
}

function cross(left: readonly NameGroup[], right: readonly NameGroup[]): NameGroup[] {
  const groups: NameGroup[] = [];
  for (const one of left) {
    for (const other of right) {
      const depth = one.depth + other.depth;
      const added = other.ways[0];
      if (depth > DEPTH_MAX || added === undefined) continue;
      if (one.ways.some((way) => way.skeleton === added.skeleton)) continue;
      groups.push({ ways: [...one.ways, added], depth });
    }
  }
  return groups;
}

function nearestFirst(groups: readonly NameGroup[]): NameGroup[] {
  return groups
    .map(({ ways, depth }) => ({
      ways: ways.toSorted((left, right) => (left.skeleton < right.skeleton ? -1 : 1)),
      depth,
    }))
    .sort((left, right) => left.depth - right.depth);
}

/** The skeletons as they stand in a key. */
export function groupValue({ ways }: NameGroup): string {
  return ways.map((way) => way.skeleton).join('|');
}

/** The same with the vowels as they are written, in three classes: 'TRS:ii' for Idris, which is not 'TRS:au' of Tarous. */
export function spelledValue({ ways }: NameGroup): string {
  return ways
    .map((way) => `${way.skeleton}:${vowelsOf(way.latin)}`)
    .sort()
    .join('|');
}

function vowelsOf(latin: string): string {
  const runs = latin.match(/[aeiouy]+/g) ?? [];
  return runs.map((run) => (/[ou]/.test(run) ? 'u' : /a/.test(run) ? 'a' : 'i')).join('');
}

/** The words as a person reads them. */
export function groupWords({ ways }: NameGroup): string {
  return ways.map((way) => way.latin).join(' and ');
}
