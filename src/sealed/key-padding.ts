import { concatBytes } from '../base/index.ts';
import { SEGMENT_KEYS_MAX, type SegmentKind } from './segment-header.ts';
import { TAG_BYTES } from './tags.ts';

/** Deltas above this are padded as bases are. */
const LADDER_MAX = 65_536;
const LADDER_STEP = 4;
/** A base grows by steps of this share of its size at most, and of so many of the smallest deltas at least. */
const BASE_STEP_SHARE = 256;
const BASE_STEP_DELTAS = 4;

/**
 * How many keys a segment of so many shows: a delta or tombstone the next of smallest · 4^k, a base the next of a finer grid (at
 * most 1 in 256 more), so that a partner does not read from sizes how much came. A smallest of 1: as many as there are.
 */
export function paddedKeys(kind: SegmentKind, count: number, smallest: number): number {
  if (smallest <= 1 || count === 0) return count;
  if (kind !== 'base' && count <= LADDER_MAX) {
    let rung = smallest;
    while (rung < count) rung *= LADDER_STEP;
    return Math.min(rung, SEGMENT_KEYS_MAX);
  }
  const step = Math.max(BASE_STEP_DELTAS * smallest, 2 ** Math.floor(Math.log2(count)) / BASE_STEP_SHARE);
  return Math.max(count, Math.min(Math.ceil(count / step) * step, SEGMENT_KEYS_MAX));
}

/** The tags and so many random ones beside them. A tag is a hash: nobody can tell the two apart, and nobody can ask for a random one. */
export function padTags(tags: Uint8Array, count: number, random: (length: number) => Uint8Array): Uint8Array {
  const more = count * TAG_BYTES - tags.length;
  return more === 0 ? tags : concatBytes(tags, random(more));
}
