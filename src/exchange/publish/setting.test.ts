import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPECTED_RECORDS_MAX } from '../../oversight/index.ts';
import { agreedSettings, bareOneIn, requireSetting } from './setting.ts';

const budgets = (perEpoch: number) => ({
  communication: { perEpoch },
  document: { perEpoch },
  vehicle: { perEpoch },
  person: { perEpoch },
});

describe('the setting rule of an agreement', () => {
  it('lets out one in a thousand up to 10,000 elements an epoch, and the fewer the more there are', () => {
    for (const [perEpoch, oneIn] of [
      [0, 1_000],
      [10_000, 1_000],
      [10_001, 1_001],
      [400_000, 40_000],
      [1_000_000, 100_000],
    ] as const)
      expect(bareOneIn(budgets(perEpoch), 'communication')).toBe(oneIn);
    expect(bareOneIn({}, 'vehicle')).toBe(1_000);
  });

  it('is kept by every budget up to a million, and by none above', () => {
    fc.assert(
      fc.property(fc.nat(3_000_000), (perEpoch) => {
        const settings = agreedSettings(budgets(perEpoch));
        expect(settings.map(({ keyClass }) => keyClass)).toEqual(['communication', 'document', 'vehicle']);
        for (const { keyClass, answer } of settings) {
          expect(answer.ok).toBe(perEpoch <= 1_000_000);
          expect(answer.expectedRecords <= EXPECTED_RECORDS_MAX).toBe(answer.ok);
          // What goes out of a block of any size keeps it too.
          const quota = Math.floor(1e7 / bareOneIn(budgets(perEpoch), keyClass));
          expect((perEpoch * quota) / 1e7 <= EXPECTED_RECORDS_MAX + 1e-9).toBe(perEpoch <= 1_000_000);
        }
      }),
    );
  });

  it('names class and number where it is broken', () => {
    expect(() => requireSetting(budgets(2_000_000))).toThrow(
      'class communication: a budget of 2000000 at a density of 0.00001 would let guessing find about 20 records; at most 10 are allowed',
    );
  });
});
