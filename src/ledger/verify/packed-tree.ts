import { concatBytes } from '../../base/index.ts';
import { emptyRoot, hashChildren } from './merkle.ts';
import { LedgerError } from './errors.ts';

/** Bytes of a hash; the leaves of a packed tree stand one after the other. */
const HASH_BYTES = 32;
/** So many hashes are made at a stretch (a few milliseconds); then the caller may let others have a turn. */
const STRETCH = 2_048;

/**
 * The tree over leaf hashes that stand one after the other, level by level from the leaves up to the root alone. A last node without a
 * sibling goes up as it is: that is the tree of RFC 9162 §2.1.1, whose left side is always full. Pauses so that a million leaves hold nobody up.
 */
export function* treeSteps(leaves: Uint8Array): Generator<void, readonly Uint8Array[], void> {
  const levels = [leaves];
  for (let below = leaves; below.length > HASH_BYTES; ) {
    const count = below.length / HASH_BYTES;
    const above = new Uint8Array(Math.ceil(count / 2) * HASH_BYTES);
    for (let at = 0; at < count; at += 2) {
      const [left, right] = [hashAt(below, at), hashAt(below, at + 1)];
      above.set(right.length === 0 ? left : hashChildren(left, right), (at / 2) * HASH_BYTES);
      if ((at / 2) % STRETCH === STRETCH - 1) yield;
    }
    levels.push(above);
    below = above;
  }
  return levels;
}

/** The root of a tree whose levels `treeSteps` gave. */
export function rootOf(levels: readonly Uint8Array[]): Uint8Array {
  const root = levels.at(-1);
  return root === undefined || root.length === 0 ? emptyRoot() : concatBytes(root);
}

/** RFC 9162 §2.1.3.1: the sibling hashes from leaf `index` up to the root, nearest first. Throws `range-invalid`. */
export function pathIn(levels: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < (levels[0]?.length ?? 0) / HASH_BYTES))
    throw new LedgerError('range-invalid', `the place ${index} is not inside the tree`);
  return levels.flatMap((level, height) => {
    const sibling = hashAt(level, Math.floor(index / 2 ** height) ^ 1);
    return sibling.length === 0 ? [] : [concatBytes(sibling)];
  });
}

function hashAt(level: Uint8Array, at: number): Uint8Array {
  return level.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
}
