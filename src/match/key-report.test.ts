import { describe, expect, it } from 'vitest';
import {
  emptySubject,
  reportDensity,
  type ReportedRecord,
  reportKeys,
  densityQuota,
  type Subject,
} from './index.ts';

const AT = { sizeClass: 1_000_000, defaultCountry: 'BE' };
const person = (recordId: string, names: string[], birthDates: string[]): ReportedRecord => ({
  recordId,
  subject: { ...emptySubject('person'), names, birthDates },
});
const phone = (recordId: string, number: string): ReportedRecord => ({
  recordId,
  subject: { ...emptySubject('thing'), phones: [{ number }] } satisfies Subject,
});

describe('the report of what goes out', () => {
  const report = reportKeys(
    [
      person('r1', ['Idris Velhane'], ['1991-11-03']),
      person('r2', ['Mohammed'], ['1991-11-25']),
      phone('r3', '+32479123456'),
      phone('r4', '112'),
      { ...phone('r5', '+32479123457'), shareable: { shareable: false, because: 'past its review date' } },
    ],
    AT,
  );

  it('counts records, and names those that nobody can find by their id', () => {
    expect(report.records).toBe(5);
    expect(report.recordsWithKeys).toBe(2);
    expect(report.recordsWithoutKeys).toEqual({ count: 2, examples: ['r2', 'r4'] });
    expect(report.recordsKeptIn).toEqual([{ because: 'past its review date', count: 1, examples: ['r5'] }]);
  });

  it('counts full and half keys per rule, and what is withheld per reason', () => {
    const counts = Object.fromEntries(report.rules.map(({ rule, full, half }) => [rule, [full, half]]));
    expect(counts.phone).toEqual([1, 0]);
    expect(counts['names+birthdate']?.[0]).toBe(1);
    // One common name with its date fits about twenty of a million people: half of a hit at most.
    expect(counts['name+birthdate']?.[0]).toBe(0);
    expect(report.withheld).toContainEqual({
      rule: 'phone',
      because: 'a service or filler number',
      count: 1,
      examples: ['r4'],
    });
  });

  it('never shows a value', () => {
    expect(JSON.stringify(report)).not.toMatch(/velhane|479123|1991/i);
  });

  it('says of each block how much goes out bare, and why', () => {
    const decisions = densityQuota([
      { rule: 'phone', value: '+32479123456', ground: 'seized' },
      { rule: 'phone', value: '+32479123457', ground: 'other' },
    ]);
    expect(reportDensity(decisions)).toEqual([
      {
        rule: 'phone',
        block: '+3247',
        bare: 1,
        joined: 1,
        reasons: {
          'from a seized item or exhibit': 1,
          'of a subscriber list: only joined': 1,
        },
      },
    ]);
  });
});
