import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEGMENT_KEYS_MAX, SEGMENTS_PER_CLASS_MAX, type SegmentKind } from '../../sealed/index.ts';
import { planMerge } from './merge-plan.ts';
import type { LiveSegment } from './own-segments.ts';

const NOW = new Date('2026-11-10T12:00:00Z');
const DAY = 86_400_000;

function live(...drafts: readonly [SegmentKind, number, number?][]): LiveSegment[] {
  return drafts.map(([kind, count, days = 0], at) => ({
    hash: `${at}`,
    keyClass: 'person',
    kind,
    bits: 64,
    count,
    bytes: 8 * count,
    sequence: at + 1,
    madeAt: new Date(NOW.getTime() - days * DAY),
  }));
}
const deltas = (count: number, keys = 24): [SegmentKind, number][] =>
  Array.from({ length: count }, () => ['delta', keys]);

describe('what is to be merged', () => {
  it('is nothing while there is little', () => {
    expect(planMerge(live(['base', 500_000], ...deltas(8)), NOW, 'soon')).toBeNull();
    expect(planMerge([], NOW, 'now')).toBeNull();
  });

  it('is the small ones, never the large base before them, once there are ten', () => {
    const all = live(['base', 500_000], ...deltas(9));
    expect(planMerge(all, NOW, 'soon')).toEqual({ merged: all.slice(1), isWhole: false });
    // A publication waits for a merge only where it would be the seventeenth.
    expect(planMerge(all, NOW, 'now')).toBeNull();
    const crowded = live(['base', 500_000], ...deltas(14));
    expect(planMerge(crowded, NOW, 'now')).toEqual({ merged: crowded.slice(1), isWhole: false });
  });

  it('takes an older one along that is not much larger than all newer ones together', () => {
    const all = live(['base', 500_000], ['base', 385], ...deltas(8, 24));
    // 385 is more than twice 8 · 24 = 192; 384 is not.
    expect(planMerge(all, NOW, 'soon')?.merged).toEqual(all.slice(2));
    const others = live(['base', 500_000], ['base', 384], ...deltas(8, 24));
    expect(planMerge(others, NOW, 'soon')?.merged).toEqual(others.slice(1));
  });

  it('is everything when a tombstone has stood for five days; a publication sees to it on the sixth', () => {
    const five = live(['base', 500_000], ['tombstone', 2, 5], ['delta', 24]);
    expect(planMerge(five, NOW, 'soon')).toEqual({ merged: five, isWhole: true });
    expect(planMerge(five, NOW, 'now')).toBeNull();
    const six = live(['base', 500_000], ['tombstone', 2, 6], ['delta', 24]);
    expect(planMerge(six, NOW, 'now')).toEqual({ merged: six, isWhole: true });
    expect(planMerge(live(['base', 500_000], ['tombstone', 2, 4.9]), NOW, 'soon')).toBeNull();
  });

  it('leaves room for a delta and a tombstone, whatever stands: up to twelve million keys in a class', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 15, maxLength: 16 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 11 }), counts, (full, small) => {
        const bases = Array.from({ length: full }, (): [SegmentKind, number] => ['base', SEGMENT_KEYS_MAX]);
        const rest = small.slice(full).map((count): [SegmentKind, number] => ['delta', count]);
        const all = live(...bases, ...rest);
        const plan = planMerge(all, NOW, 'now');
        const merged = plan?.merged ?? [];
        const keys = merged.reduce((sum, { count }) => sum + count, 0);
        const after = all.length - merged.length + Math.ceil(keys / SEGMENT_KEYS_MAX) + 1;
        expect(after + 2).toBeLessThanOrEqual(SEGMENTS_PER_CLASS_MAX);
      }),
    );
  });

  it('writes each key a few times in all, however many come one record at a time', () => {
    const records = 3_000;
    let all: LiveSegment[] = [];
    let written = 0;
    for (let record = 0; record < records; record += 1) {
      all = [...all, ...live(['delta', 24])];
      const plan = planMerge(all, NOW, 'soon');
      if (plan === null) continue;
      const keys = plan.merged.reduce((sum, { count }) => sum + count, 0);
      written += keys;
      all = [...all.slice(0, all.length - plan.merged.length), ...live(['base', keys])];
      expect(all.length).toBeLessThan(10);
    }
    // A key is written again when its segment has grown by half of what it was, or more: log₁.₅(3000 ÷ 4) = 16.3 at worst.
    expect(written / (records * 24)).toBeLessThan(16.3);
    expect(written / (records * 24)).toBeCloseTo(5.9, 1);
  });
});
