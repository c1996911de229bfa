import { describe, expect, it } from 'vitest';
import { chanceOfAtLeast, isTooOften } from './not-held-rate.ts';

describe('chanceOfAtLeast', () => {
  it('is the upper tail of the binomial distribution', () => {
    // Two coins: 1, 3/4, 1/4, and three heads never.
    expect([0, 1, 2, 3].map((least) => chanceOfAtLeast(least, 2, 0.5))).toEqual([1, 0.75, 0.25, 0]);
    // 1 − 0.99^100 − 100 · 0.01 · 0.99^99
    expect(chanceOfAtLeast(2, 100, 0.01)).toBeCloseTo(1 - 0.99 ** 100 - 0.99 ** 99, 12);
  });
});

describe('isTooOften', () => {
  /** The longest row of answers in which so many cases are an alarm. */
  const longest = (notHeld: number): number => {
    let answered = notHeld;
    while (isTooOften({ answered: answered + 1, notHeld })) answered += 1;
    return isTooOften({ answered, notHeld }) ? answered : 0;
  };

  it('never cries at one single case, and at two only among few', () => {
    // 1 − 0.99^15 − 15 · 0.01 · 0.99^14 = 0.0096; with 16 it is 0.0109.
    expect([0, 1, 2, 3, 4, 5].map(longest)).toEqual([0, 0, 15, 44, 83, 129]);
  });

  it('comes down to one in a hundred where there is much to judge by', () => {
    expect(isTooOften({ answered: 1_000, notHeld: 10 })).toBe(false);
    expect(isTooOften({ answered: 1_000, notHeld: 19 })).toBe(true);
    expect(isTooOften({ answered: 100_000, notHeld: 1_000 })).toBe(false);
    expect(isTooOften({ answered: 100_000, notHeld: 1_080 })).toBe(true);
  });
});
