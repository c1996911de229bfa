import { sha256 } from '../../base/index.ts';

const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);

/** The hash of one entry. RFC 9162 §2.1.1: HASH(0x00 || d). */
export function hashLeaf(bytes: Uint8Array): Uint8Array {
  return sha256(LEAF_PREFIX, bytes);
}

/** The hash of an inner node. RFC 9162 §2.1.1: HASH(0x01 || left || right). */
export function hashChildren(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE_PREFIX, left, right);
}

/** The root of a tree without leaves. RFC 9162 §2.1.1: HASH(). */
export function emptyRoot(): Uint8Array {
  return sha256();
}

/** The largest power of two below `size`: where RFC 9162 §2.1.1 splits a tree of two leaves or more. */
export function splitPoint(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** A complete subtree: the `index`-th one of 2^level leaves, counted from the left. */
export interface Node {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/**
 * The right edge of a growing tree: one hash for each binary digit of its size, so that a million leaves are folded in
 * constant memory. RFC 9162 §2.1.2 (the stack of the "merge" steps).
 */
export class TreeEdge {
  readonly #peaks: Node[];
  #size: number;

  constructor(size = 0, peaks: readonly Node[] = []) {
    this.#size = size;
    this.#peaks = [...peaks];
  }

  get size(): number {
    return this.#size;
  }

  /** Adds one leaf; gives back every subtree that it completed, the smallest (the leaf itself) first. */
  append(leafHash: Uint8Array): readonly Node[] {
    let node: Node = { level: 0, index: this.#size, hash: leafHash };
    const completed = [node];
    while (node.index % 2 === 1) {
      const left = this.#peaks.pop();
      if (left === undefined) throw new Error('assertion failed: an odd node has a left sibling on the edge');
      node = { level: node.level + 1, index: (node.index - 1) / 2, hash: hashChildren(left.hash, node.hash) };
      completed.push(node);
    }
    this.#peaks.push(node);
    this.#size += 1;
    return completed;
  }

  /** The root over all leaves so far. */
  root(): Uint8Array {
    let root: Uint8Array | undefined;
    for (const peak of this.#peaks.toReversed()) {
      root = root === undefined ? peak.hash : hashChildren(peak.hash, root);
    }
    return root ?? emptyRoot();
  }
}

/** The complete subtrees that a tree of `size` leaves consists of, largest first: the places on its edge. */
export function edgePlaces(size: number): readonly { level: number; index: number }[] {
  const places: { level: number; index: number }[] = [];
  let start = 0;
  let rest = size;
  while (rest > 0) {
    const level = Math.floor(Math.log2(rest));
    const width = 2 ** level;
    places.push({ level, index: start / width });
    start += width;
    rest -= width;
  }
  return places;
}
