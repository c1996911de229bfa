import { concatBytes, equalBytes, sha256, utf8 } from '../base/index.ts';
import { ELEMENTS_MAX } from './batch.ts';
import { SealedError } from './errors.ts';
import { ELEMENT_BYTES } from './group.ts';
import { blind } from './suite.ts';

/**
 * Opening the blind: a question carries the Merkle root over its blinded elements; after a hit the asker shows one of
 * them with its path, its scalar and its input, and the owner sees that exactly this was asked. Tree as in RFC 9162 §2.1.
 */
export interface ElementProof {
  readonly root: Uint8Array;
  readonly count: number;
  readonly index: number;
  readonly element: Uint8Array;
  readonly path: readonly Uint8Array[];
}

const LEAF = concatBytes(Uint8Array.of(0), utf8('entente-element'));
const NODE = Uint8Array.of(1);
/** Five classes of 4,096 elements fit in one question. */
const LEAVES_MAX = 8 * ELEMENTS_MAX;
const PATH_MAX = 15;

/** The root over the blinded elements, in the order they travel; leaf = SHA-256(0x00 ‖ "entente-element" ‖ element). */
export function elementsRoot(blinded: readonly Uint8Array[]): Uint8Array {
  if (blinded.length < 1 || blinded.length > LEAVES_MAX)
    throw new SealedError(
      'batch-size',
      `a question holds 1 to ${LEAVES_MAX} elements, got ${blinded.length}`,
    );
  return levelsOver(blinded).at(-1)?.[0] ?? new Uint8Array();
}

/** RFC 9162 §2.1.3.1: the sibling hashes from element `index` up to the root. */
export function elementPath(blinded: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  return elementPaths(blinded, [index])[0] ?? [];
}

/** The paths of several elements of one question, for which its elements are hashed once. */
export function elementPaths(
  blinded: readonly Uint8Array[],
  indices: readonly number[],
): readonly (readonly Uint8Array[])[] {
  if (indices.some((index) => !(index >= 0 && index < blinded.length)))
    throw refused('no element stands at that place');
  const levels = levelsOver(blinded);
  return indices.map((index) => levels.flatMap((hashes, height) => hashes[(index >> height) ^ 1] ?? []));
}

/** RFC 9162 §2.1.3.2: throws `opening-invalid` unless the element stood at that place of that question. */
export function verifyElement({ root, count, index, element, path }: ElementProof): void {
  const whole = Number.isInteger(count) && Number.isInteger(index);
  if (!whole || count < 1 || count > LEAVES_MAX || index < 0 || index >= count)
    throw refused('no element stands at that place');
  if (path.length > PATH_MAX || root.length !== 32 || path.some((hash) => hash.length !== 32))
    throw refused('a path is a list of hashes of 32 bytes');
  let place = index;
  let last = count - 1;
  let hash = leafHash(element);
  for (const sibling of path) {
    if (last === 0) throw refused('the path is too long');
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(sibling, hash);
      while (place % 2 === 0 && place !== 0) {
        place >>= 1;
        last >>= 1;
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    place >>= 1;
    last >>= 1;
  }
  if (last !== 0 || !equalBytes(hash, root)) throw refused('the element was not in this question');
}

/** Throws `opening-invalid` unless element = scalar · H(input): the input shown now is the one blinded then. */
export function checkOpening(opening: { input: Uint8Array; scalar: Uint8Array; element: Uint8Array }): void {
  let blinded: Uint8Array;
  try {
    blinded = blind(opening.input, opening.scalar);
  } catch (cause) {
    throw new SealedError('opening-invalid', 'the input and the scalar shown make no element', { cause });
  }
  if (!equalBytes(blinded, opening.element)) throw refused('the input shown is not what was asked');
}

function leafHash(element: Uint8Array): Uint8Array {
  if (element.length !== ELEMENT_BYTES) throw refused(`an element has ${ELEMENT_BYTES} bytes`);
  return sha256(LEAF, element);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE, left, right);
}

/**
 * The tree from the leaves up to the root alone. A last node without a sibling goes up as it is: that is the tree of RFC 9162 §2.1.1,
 * whose left side is always full.
 */
function levelsOver(blinded: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const levels = [blinded.map(leafHash)];
  for (let below = levels[0] ?? []; below.length > 1; ) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < below.length; at += 2) {
      const [left, right] = [below[at], below[at + 1]];
      if (left !== undefined) above.push(right === undefined ? left : nodeHash(left, right));
    }
    levels.push(above);
    below = above;
  }
  return levels;
}

function refused(message: string): SealedError {
  return new SealedError('opening-invalid', message);
}
