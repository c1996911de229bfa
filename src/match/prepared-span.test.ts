import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, emptySubject } from './index.ts';

/** Everybody is invented. */
function dates(left: string, right: string) {
  const subject = (date: string) => ({
    ...emptySubject('person'),
    names: ['Tomas Averinck'],
    birthDates: [date],
  });
  const levels = compare(subject(left), subject(right)).levels;
  return levels.find(({ attribute }) => attribute === 'birth date');
}

describe('a birth date of which only bounds are known', () => {
  it('agrees with a date inside it, and says so', () => {
    for (const span of ['1978-1980', 'circa 1979', 'between 1978 and 1980', '1970s', 'before 1985'])
      expect(dates(span, '1979-05-17'), span).toMatchObject({
        level: 'partial',
        because: 'the dates can be one, as far as they are known',
      });
  });

  it('says more the narrower it is', () => {
    const weights = ['1979-1980', '1970s', 'after 1950'].map(
      (span) => dates(span, '1979-05-17')?.weight ?? 0,
    );
    expect(weights).toEqual(weights.toSorted((one, other) => other - one));
    // Two years of sixty: a stranger fits once in thirty.
    expect(weights[0]).toBeGreaterThan(4);
    expect(weights[2]).toBeLessThan(0.5);
  });

  it('differs from a date outside it', () => {
    for (const [span, date] of [
      ['1978-1980', '1985-02-01'],
      ['circa 1975', '1990'],
      ['before 1960', '1979-05-17'],
    ] as const)
      expect(dates(span, date), span).toMatchObject({ level: 'differs' });
    expect(dates('circa 1975', '1977-03-04')?.level).toBe('partial');
  });

  it('is compared with another span, and leaves whole dates as they are', () => {
    expect(dates('1978-1980', '1980-1985')?.level).toBe('partial');
    expect(dates('1978-1980', '1984-1985')?.level).toBe('differs');
    expect(dates('1979-05-17', '1979-05-17')?.level).toBe('exact');
  });

  it('gives the same whichever stands left', () => {
    const span = fc
      .tuple(fc.integer({ min: 1920, max: 2010 }), fc.nat(15))
      .map(([year, more]) => `${year}-${year + more + 1}`);
    const date = fc.integer({ min: 1920, max: 2010 }).map((year) => `${year}-06-15`);
    fc.assert(
      fc.property(span, date, (one, other) => {
        expect(dates(one, other)?.weight).toBe(dates(other, one)?.weight);
      }),
    );
  });
});
