import { describe, expect, it } from 'vitest';
import { prepareSubject, type PreparedSubject } from './prepared-subject.ts';
import { refineWeights } from './refine-weights.ts';
import { emptySubject } from './subject.ts';
import { SHIPPED_WEIGHTS } from './weights.ts';

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
});
