import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { BARE_ONE_IN_MIN, blockOf, type DenseValue, densityQuota } from './index.ts';

const phone = (value: string, ground: DenseValue['ground']): DenseValue => ({ rule: 'phone', value, ground });
/** '+32 47' and seven more digits: ten million numbers, of which ten thousand may go out bare. */
const numbered = (at: number): string => `+3247${String(at).padStart(7, '0')}`;

describe('the density quota', () => {
  it('knows how many values a block has', () => {
    expect(blockOf('phone', '+32479123456')).toEqual({ block: '+3247', values: 1e7 });
    expect(blockOf('phone', '+352621123456')).toEqual({ block: '+35262', values: 1e7 });
    expect(blockOf('imei', '49015420323751')).toEqual({ block: '49015420', values: 1e6 });
    expect(blockOf('iccid', '893201000000123456')).toEqual({ block: '8932010', values: 1e11 });
    expect(blockOf('imsi', '206011234567890')).toEqual({ block: '20601', values: 1e10 });
    expect(blockOf('document', 'passport|BE|EM123456')).toEqual({
      block: 'passport|BE|EM999999',
      values: 1e6,
    });
    expect(blockOf('phone+week', '+32479123456|2026-W03')).toEqual({ block: '+3247|2026-W03', values: 1e7 });
    expect(blockOf('plate', 'BE|9ABC123')).toEqual({ block: 'BE|9AAA999', values: 26 ** 2 * 1e3 });
    expect(blockOf('plate', 'LU|ZY1234')).toEqual({ block: 'LU|ZY9999', values: 1e4 });
    expect(blockOf('vin', 'XX0ABCDE0AB123456')).toEqual({ block: 'XX0ABCDE0AB', values: 1e6 });
    // Bank code 539, seven digits of account, two of check.
    expect(blockOf('iban', 'BE68539007547034')).toEqual({ block: 'BE|539', values: 1e7 });
    expect(blockOf('document', 'passport|BE|1ABCDEFGHIJKLMNOPQRS')?.values).toBe(1e12);
    expect(blockOf('email', 'quay@example.org')).toBeNull();
  });

  it('lets a small holding go out bare, except what is only a subscriber’s', () => {
    const decisions = densityQuota([
      phone(numbered(1), 'suspect'),
      phone(numbered(2), 'other'),
      { rule: 'email', value: 'quay@example.org', ground: 'other' },
    ]);
    expect(decisions.map(({ value, bare }) => [value, bare])).toEqual([
      [numbered(1), true],
      [numbered(2), false],
      ['quay@example.org', true],
    ]);
    expect(decisions.every(({ because }) => because !== '')).toBe(true);
  });

  it('fills a block with exhibits, then numbers without a subscriber, then those of suspects', () => {
    const held = [
      ...Array.from({ length: 9_000 }, (_, at) => phone(numbered(at), 'suspect')),
      ...Array.from({ length: 4_000 }, (_, at) => phone(numbered(20_000 + at), 'no-subscriber')),
      ...Array.from({ length: 3_000 }, (_, at) => phone(numbered(40_000 + at), 'seized')),
    ];
    const bare = densityQuota(held).filter((decision) => decision.bare);
    const count = (ground: string): number => bare.filter((decision) => decision.ground === ground).length;
    // One in a thousand of 10^7 is 10,000: 3,000 + 4,000 + 3,000 of the 9,000.
    expect([count('seized'), count('no-subscriber'), count('suspect')]).toEqual([3_000, 4_000, 3_000]);
  });

  it('never lets out more than its share of a block, and does not depend on the order', () => {
    const ground = fc.constantFrom('seized', 'no-subscriber', 'suspect', 'other');
    // Handsets of two types: a million each, of which a thousand may go out.
    const value = fc.record({
      rule: fc.constant('imei' as const),
      value: fc
        .tuple(fc.constantFrom('49015420', '35693803'), fc.nat(1_500))
        .map(([type, at]) => `${type}${at + 100_000}`),
      ground,
    });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3_000 }), (values) => {
        const decisions = densityQuota(values);
        const bare = decisions.filter((decision) => decision.bare);
        for (const block of ['49015420', '35693803'])
          expect(bare.filter((decision) => decision.block === block).length).toBeLessThanOrEqual(
            1e6 / BARE_ONE_IN_MIN,
          );
        const texts = (all: typeof decisions): string[] =>
          all.map((one) => `${one.value} ${one.bare}`).sort();
        expect(texts(densityQuota([...values].reverse()))).toEqual(texts(decisions));
      }),
      { numRuns: 30 },
    );
  });
});
