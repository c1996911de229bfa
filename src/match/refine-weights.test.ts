import { describe, expect, it } from 'vitest';
import { prepareSubject, type PreparedSubject } from './prepared-subject.ts';
import { refineWeights } from './refine-weights.ts';
import { emptySubject } from './subject.ts';
import { LEVELS, SHIPPED_WEIGHTS } from './weights.ts';

const GIVEN = ['Idris', 'Odile', 'Marek', 'Samira', 'Jonas', 'Viktor'];
const SURNAMES = ['Velhane', 'Averinck', 'Torsvik', 'Marandel', 'Sorokhin'];

function person(at: number, birthDate: string): PreparedSubject {
  const name = `${GIVEN[at % GIVEN.length]} ${SURNAMES[(at >> 2) % SURNAMES.length]}`;
  return prepareSubject({ ...emptySubject('person'), names: [name], birthDates: [birthDate] });
}

function date(at: number, day: number): string {
  return `${1950 + (at % 40)}-0${2 + (at % 8)}-${day}`;
}

describe('refining the weights', () => {
  it('learns that a holding often mistypes a digit', () => {
    const pairs = Array.from(
      { length: 600 },
      (_, at) => [person(at, date(at, 13)), person(at, date(at, at % 2 === 0 ? 13 : 14))] as const,
    );
    const strangers = Array.from(
      { length: 600 },
      (_, at) => [person(at, date(at, 13)), person(at + 7, date(at + 3, 25))] as const,
    );
    const refined = refineWeights([...pairs, ...strangers]);
    expect(refined.dateOneDigit).toBeGreaterThan(SHIPPED_WEIGHTS.dateOneDigit);
    expect(refined.dateExact).toBeLessThan(SHIPPED_WEIGHTS.dateExact);
  });

  it('changes nothing without pairs', () => {
    const refined = refineWeights([]);
    for (const [level, weight] of Object.entries(SHIPPED_WEIGHTS))
      expect(refined[level as keyof typeof refined]).toBeCloseTo(weight, 9);
  });

  /** A holding in which one of so many birth dates of one person has a wrong digit, the rest are the same. */
  function slippingHolding(oneIn: number): (readonly [PreparedSubject, PreparedSubject])[] {
    const same = Array.from(
      { length: 800 },
      (_, at) => [person(at, date(at, 13)), person(at, date(at, at % oneIn === 0 ? 14 : 13))] as const,
    );
    const strangers = Array.from(
      { length: 800 },
      (_, at) => [person(at, date(at, 13)), person(at + 7, date(at + 3, 25))] as const,
    );
    return [...same, ...strangers];
  }

  it('moves towards the truth of the holding, from either side', () => {
    for (const oneIn of [3, 20]) {
      // What is true there: one of so many pairs of one person has a digit wrong; by chance it is as shipped.
      const truth = Math.log2(1 / oneIn / LEVELS.dateOneDigit.chance);
      const { dateOneDigit } = refineWeights(slippingHolding(oneIn));
      const [before, after] = [SHIPPED_WEIGHTS.dateOneDigit, dateOneDigit].map((weight) =>
        Math.abs(weight - truth),
      );
      expect(after, `one in ${oneIn}`).toBeLessThan(before ?? 0);
    }
  });

  it('is hardly moved by a handful of pairs', () => {
    const refined = refineWeights(slippingHolding(2).slice(0, 4));
    for (const [level, weight] of Object.entries(SHIPPED_WEIGHTS))
      expect(Math.abs(refined[level as keyof typeof refined] - weight), level).toBeLessThan(0.5);
  });

  it('does not depend on which record of a pair stands left', () => {
    const pairs = slippingHolding(5);
    const turned = refineWeights(pairs.map(([left, right]) => [right, left]));
    for (const [level, weight] of Object.entries(refineWeights(pairs)))
      expect(turned[level as keyof typeof turned]).toBeCloseTo(weight, 9);
  });

  it('keeps what speaks against against, and what speaks for for, in a file of one kind of pair alone', () => {
    const sexed = (at: number, sex: string): PreparedSubject =>
      prepareSubject({ ...emptySubject('person'), names: [`${GIVEN[at % 6]} Velhane`], sexes: [sex] });
    const holdings = {
      namesakes: Array.from(
        { length: 600 },
        (_, at) => [person(at, date(at, 13)), person(at, date(at + 17, 25))] as const,
      ),
      'the same': Array.from(
        { length: 600 },
        (_, at) => [person(at, date(at, 13)), person(at, date(at, 13))] as const,
      ),
      strangers: Array.from(
        { length: 600 },
        (_, at) => [person(at, date(at, 13)), person(at + 9, date(at + 5, 27))] as const,
      ),
      'another sex': Array.from({ length: 600 }, (_, at) => [sexed(at, 'm'), sexed(at, 'f')] as const),
      'without a word': Array.from(
        { length: 600 },
        () => [prepareSubject(emptySubject('person')), prepareSubject(emptySubject('person'))] as const,
      ),
    };
    for (const [holding, pairs] of Object.entries(holdings)) {
      for (const [level, weight] of Object.entries(refineWeights(pairs))) {
        const shipped = SHIPPED_WEIGHTS[level as keyof typeof SHIPPED_WEIGHTS];
        expect(Number.isFinite(weight), `${holding}: ${level}`).toBe(true);
        expect(Math.sign(weight) * Math.sign(shipped), `${holding}: ${level}`).toBeGreaterThanOrEqual(0);
        expect(Math.abs(weight - shipped), `${holding}: ${level}`).toBeLessThanOrEqual(3);
      }
      expect(refineWeights(pairs).dateDiffers, holding).toBeLessThan(-3);
    }
  });
});
