import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { padTags, paddedKeys } from './key-padding.ts';
import { SEGMENT_KEYS_MAX } from './segment-header.ts';
import { drawn } from './vectors.test-kit.ts';

describe('the number of keys that a segment shows', () => {
  it('is the next of 16 · 4^k in a delta and a tombstone', () => {
    for (const kind of ['delta', 'tombstone'] as const)
      expect([1, 16, 17, 64, 65, 300, 1_025, 65_536].map((count) => paddedKeys(kind, count, 16))).toEqual([
        16, 16, 64, 64, 256, 1_024, 4_096, 65_536,
      ]);
  });

  it('grows by steps in a base, never by more than one in 256 of a large one', () => {
    expect([1, 64, 65, 1_000].map((count) => paddedKeys('base', count, 16))).toEqual([64, 64, 128, 1_024]);
    // 2^18 / 256 = 1,024: 500,000 = 488.3 steps.
    expect(paddedKeys('base', 500_000, 16)).toBe(489 * 1_024);
    for (let count = 20_000; count <= SEGMENT_KEYS_MAX; count = Math.ceil(count * 1.37))
      expect(paddedKeys('base', count, 16) / count).toBeLessThanOrEqual(1 + 1 / 256);
  });

  it('is never below what there is nor above what a segment takes, and nothing is added where nothing is or is wanted', () => {
    for (const kind of ['base', 'delta', 'tombstone'] as const)
      for (const count of [1, 2_000, 70_000, SEGMENT_KEYS_MAX - 1, SEGMENT_KEYS_MAX])
        for (const smallest of [1, 2, 16, 4_096]) {
          const padded = paddedKeys(kind, count, smallest);
          expect(padded).toBeGreaterThanOrEqual(count);
          expect(padded).toBeLessThanOrEqual(SEGMENT_KEYS_MAX);
          if (smallest === 1) expect(padded).toBe(count);
        }
    expect(paddedKeys('delta', 0, 16)).toBe(0);
  });

  it('is reached with random tags behind the real ones', () => {
    const tags = drawn('tags', 16 * 3);
    const [once, again] = [padTags(tags, 16, randomBytes), padTags(tags, 16, randomBytes)];
    expect(once).toHaveLength(16 * 16);
    expect(once.subarray(0, 48)).toEqual(tags);
    expect(Buffer.from(once).equals(again)).toBe(false);
    expect(padTags(tags, 3, randomBytes)).toBe(tags);
  });
});
