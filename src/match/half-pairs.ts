import { chanceOf, checkSizeClass, FULL_KEY_MAX } from './chance.ts';
import type { MatchKey } from './key-drawer.ts';

/** What of a key decides with which others it is a hit. */
export type HalfKey = Pick<MatchKey, 'rule' | 'value' | 'family'>;

/** Two half keys of different families; the family that comes first by name stands first. */
export interface HalfPair<Key extends HalfKey = HalfKey> {
  readonly first: Key;
  readonly second: Key;
  /** Records that would match both by chance at the given size. */
  readonly chance: number;
}

/** Every two half keys of different families: together a full key, whatever the size of the holding. */
export function halfPairs<Key extends HalfKey>(keys: readonly Key[], sizeClass: number): HalfPair<Key>[] {
  const size = checkSizeClass(sizeClass);
  const chances = keys.map((key) => chanceOf(key.rule, key.value));
  return keys.flatMap((first, at) =>
    keys.flatMap((second, to) =>
      first.family < second.family
        ? [{ first, second, chance: size * (chances[at] ?? 1) * (chances[to] ?? 1) }]
        : [],
    ),
  );
}

/**
 * The pairs that one subject may spend: the most telling first, as many as a stranger matches with a chance of at most `chanceMax`
 * all together. So many spellings do not make of two ordinary values a hit that anybody might be.
 */
export function pairsToSpend<Key extends HalfKey>(
  keys: readonly Key[],
  sizeClass: number,
  chanceMax: number = FULL_KEY_MAX,
): readonly HalfPair<Key>[] {
  let together = 0;
  const ordered = halfPairs(keys, sizeClass).sort(
    (left, right) => left.chance - right.chance || (pairName(left) < pairName(right) ? -1 : 1),
  );
  const end = ordered.findIndex(({ chance }) => (together += chance) > chanceMax);
  return end === -1 ? ordered : ordered.slice(0, end);
}

function pairName({ first, second }: HalfPair): string {
  return `${first.rule}\n${first.value}\n${second.rule}\n${second.value}`;
}

/** The half keys among a subject's keys that are in a pair it may spend; the others would be asked for nothing. */
export function spendableHalves<Key extends HalfKey>(
  keys: readonly Key[],
  sizeClass: number,
  chanceMax: number = FULL_KEY_MAX,
): ReadonlySet<Key> {
  return new Set(pairsToSpend(keys, sizeClass, chanceMax).flatMap(({ first, second }) => [first, second]));
}
