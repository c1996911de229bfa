import { describe, expect, it } from 'vitest';
import {
  emptySubject,
  FULL_KEY_MAX,
  HALF_KEY_CHANCE_MAX,
  type HalfKey,
  halfPairs,
  pairsToSpend,
  QUESTION_KEYS_MAX,
  questionKeys,
  recordKeys,
  spendableHalves,
} from './index.ts';

const key = (rule: HalfKey['rule'], value: string, family: HalfKey['family']): HalfKey => ({
  rule,
  value,
  family,
});
const MILLION = 1_000_000;

describe('two half keys', () => {
  it('are a pair when they are of different families, and never within one', () => {
    const keys = [
      key('names+birthyear', 'HSN|BRLF|1991', 'person-name'),
      key('rare-names', 'HSN|BRLF', 'person-name'),
      key('organisation', 'FLHN|BE', 'organisation'),
    ];
    const pairs = halfPairs(keys, MILLION);
    expect(pairs.map(({ first, second }) => [first.rule, second.rule])).toEqual([
      ['organisation', 'names+birthyear'],
      ['organisation', 'rare-names'],
    ]);
  });

  it('are the same pair whoever derives it: asker and owner meet by a name and an employer', () => {
    const person = {
      ...emptySubject('person'),
      names: ['Hassan Petrov'],
      birthDates: ['1991'],
      organisations: [{ name: 'Falohan', country: 'BE' }],
    };
    const how = { sizeClass: MILLION, defaultCountry: 'BE', withHalves: true };
    const halves = (keys: ReturnType<typeof recordKeys>['keys']) =>
      keys.filter(({ strength }) => strength === 'half');
    const published = halfPairs(halves(recordKeys(person, how).keys), MILLION);
    const asked = pairsToSpend(halves(questionKeys(person, how).keys), MILLION);
    const names = (pairs: readonly { first: HalfKey; second: HalfKey }[]) =>
      pairs.map(({ first, second }) => `${first.rule} ${first.value} ${second.rule} ${second.value}`);
    expect(names(asked).some((name) => names(published).includes(name))).toBe(true);
  });

  it('spent by one subject fit a stranger with a chance of at most 0.02 all together, in a holding of any size', () => {
    // Sixty-four common values, thirty-two a family.
    const many = Array.from({ length: QUESTION_KEYS_MAX }, (_, at) =>
      at % 2 === 0
        ? key('names+birthyear', `HSN|MHMT|19${10 + at}`, 'person-name')
        : key('organisation', `FLHN${at}|BE`, 'organisation'),
    );
    for (const sizeClass of [1e4, 1e6, 1e7, 1e8]) {
      const spent = pairsToSpend(many, sizeClass);
      expect(spent.reduce((sum, { chance }) => sum + chance, 0)).toBeLessThanOrEqual(FULL_KEY_MAX);
      expect(spendableHalves(many, sizeClass).size).toBeLessThanOrEqual(QUESTION_KEYS_MAX);
    }
    // Without that limit: 10⁶ · (32 · 1.2 · 10⁻⁵)² = 0.15 strangers, at 10⁷ 1.5; eight slots and 1,024 pairs of 64 check bits add 4.4 · 10⁻¹⁶.
    expect(1e6 * (32 * HALF_KEY_CHANCE_MAX) ** 2).toBeCloseTo(0.147, 3);
    expect((1_024 * 8) / 2 ** 64).toBeLessThan(5e-16);
  });

  it('that are spent are found again among the keys that were asked', () => {
    const keys = Array.from({ length: 40 }, (_, at) =>
      at % 2 === 0
        ? key('names+birthyear', `HSN|BRLF${at}|1991`, 'person-name')
        : key('organisation', `FLHN${at}|BE`, 'organisation'),
    );
    const first = pairsToSpend(keys, 1e8);
    const again = pairsToSpend([...spendableHalves(keys, 1e8)].reverse(), 1e8);
    expect(again).toEqual(first);
  });
});
