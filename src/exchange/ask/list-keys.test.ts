import { describe, expect, it } from 'vitest';
import { emptySubject, type Subject } from '../../match/index.ts';
import { type AskedAs, hasHalves, listedKeys, pairChanceOfList } from './list-keys.ts';

const TEN_MILLION: AskedAs = { sizeClass: 10_000_000, joined: false, halves: true };
const subject = (part: Partial<Subject>): Subject => ({ ...emptySubject('person'), ...part });
const IN_FIRM = subject({
  names: ['Ali Hassan'],
  birthDates: ['1990'],
  organisations: [{ name: 'Falohan', country: 'BE' }],
});
const listed = (asked: AskedAs, subjects: number) =>
  listedKeys(IN_FIRM, { asked, defaultCountry: 'BE', pairChanceMax: pairChanceOfList(subjects) });
const halvesOf = (asked: AskedAs, subjects: number): number =>
  listed(asked, subjects).keys.filter(({ halfOf }) => halfOf !== undefined).length;

describe('a list and its half keys', () => {
  it('may fit one stranger at a partner, however long it is: up to 50 rows each may as much as a question', () => {
    expect(pairChanceOfList(0)).toBe(0.02);
    expect(pairChanceOfList(50)).toBe(0.02);
    expect(pairChanceOfList(10_000)).toBe(0.0001);
    for (const rows of [1, 50, 51, 1_000, 10_000])
      expect(rows * listed(TEN_MILLION, rows).strangers).toBeLessThanOrEqual(1);
  });

  it('spends fewer of them the longer it is, the most telling last, and always those of a small holding', () => {
    const many = halvesOf(TEN_MILLION, 10);
    const fewer = halvesOf(TEN_MILLION, 1_000);
    expect(fewer).toBeGreaterThan(1);
    expect(fewer).toBeLessThan(many);
    const small = { ...TEN_MILLION, sizeClass: 10_000 };
    expect(halvesOf(small, 10_000)).toBe(halvesOf(small, 1));
  });

  it('spends none where the partner publishes no pairs, or the row names no firm', () => {
    expect(halvesOf({ ...TEN_MILLION, halves: false }, 1)).toBe(0);
    expect(hasHalves(IN_FIRM, 10_000)).toBe(true);
    expect(hasHalves(subject({ names: ['Ali Hassan'] }), 10_000)).toBe(false);
    expect(hasHalves(subject({ organisations: [{ name: 'Falohan' }] }), 10_000)).toBe(false);
    // Among a hundred million a telephone is a half key too.
    expect(hasHalves(subject({ names: ['Ali Hassan'] }), 100_000_000)).toBe(true);
  });

  it('says under which words a hit of them may come', () => {
    expect(listed(TEN_MILLION, 1).aboutPairs).toEqual(
      expect.arrayContaining([expect.stringMatching(/^.+ with organisation .*falohan/i)]),
    );
  });
});
