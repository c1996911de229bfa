import { describe, expect, it } from 'vitest';
import { SEGMENT_KEYS_MAX } from '../../sealed/index.ts';
import { shardsOf } from './build-class.ts';

describe('the shards of a build', () => {
  it('are as few as segments are needed, of nearly equal size, and leave nothing out', () => {
    expect(shardsOf(0, SEGMENT_KEYS_MAX)).toEqual([]);
    expect(shardsOf(SEGMENT_KEYS_MAX, SEGMENT_KEYS_MAX)).toEqual([[0, SEGMENT_KEYS_MAX]]);
    expect(shardsOf(10, 4)).toEqual([
      [0, 3],
      [3, 6],
      [6, 10],
    ]);
    // Ten million keys: ten segments of a million, of the sixteen that may be live.
    const shards = shardsOf(10_000_000, SEGMENT_KEYS_MAX);
    expect(shards).toHaveLength(10);
    for (const [from, until] of shards) expect(until - from).toBe(1_000_000);
    expect(shards.at(-1)?.[1]).toBe(10_000_000);
  });
});
