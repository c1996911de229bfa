import { describe, expect, it } from 'vitest';
import { measureHolding } from './holding-measure.ts';
import { prepareSubject } from './prepared-subject.ts';
import { createResolver } from './resolver.ts';
import { emptySubject, type Subject } from './subject.ts';
import { SHIPPED_WEIGHTS } from './weights.ts';

const SYLLABLES = [
  'bra',
  'kes',
  'tor',
  'vel',
  'mun',
  'dri',
  'oph',
  'lan',
  'gus',
  'wen',
  'zal',
  'quir',
  'mar',
  'sel',
];
const syllable = (at: number): string => SYLLABLES[at % SYLLABLES.length] ?? '';

/** So many invented people, of whom every second lives in the one town that all the holding is about. */
function people(count: number): { readonly id: string; readonly subject: Subject }[] {
  return Array.from({ length: count }, (_, at) => {
    const [one, other] = [at * 13 + (at >> 4), at * 29 + (at >> 2)];
    const given = `${syllable(one)}${syllable(one >> 2)}n`;
    const name = `${given} ${syllable(other)}${syllable(other >> 3)}${syllable(other >> 5)}ck`;
    return {
      id: `p${at}`,
      subject: {
        ...emptySubject('person'),
        names: [name],
        birthDates: [`${1940 + ((at * 37) % 60)}-${10 + (at % 3)}-${10 + ((at * 11) % 17)}`],
        birthPlaces: [at % 2 === 0 ? 'Oostvaart' : `Dorp ${at}`],
      },
    };
  });
}

describe('what a holding says of itself', () => {
  it('is that a place where half of it was born tells little, and one that stands once tells much', () => {
    const subjects = people(4_000).map(({ subject }) => prepareSubject(subject));
    const { frequencies, weights } = measureHolding(subjects, { refines: false });
    expect(frequencies?.shareOf('place', 'oostvaart', 1 / 150)).toBeGreaterThan(0.3);
    expect(frequencies?.shareOf('place', 'dorp 1', 1 / 150)).toBeLessThan(1 / 150);
    expect(weights).toBeUndefined();
  });

  it('learns, where it is asked to, that its clerks mistype dates, and brings more of them together', () => {
    const once = people(900);
    const again = once.map(({ id, subject }, at) => {
      const [date = ''] = subject.birthDates;
      const slipped =
        at % 2 === 0 ? date : `${date.slice(0, 8)}${date.slice(8, 9)}${(Number(date.slice(9)) + 1) % 10}`;
      return { id: `${id}-2`, subject: { ...subject, birthDates: [slipped] } };
    });
    const records = [...once, ...again];
    const subjects = records.map(({ subject }) => prepareSubject(subject));
    const measure = measureHolding(subjects, { refines: true });
    expect(measure.weights?.dateOneDigit).toBeGreaterThan(SHIPPED_WEIGHTS.dateOneDigit);
    expect(measureHolding(subjects, { refines: true }).weights).toEqual(measure.weights);
    const together = (given: Partial<typeof measure>): number => {
      const resolver = createResolver({ measure: given });
      resolver.insertAll(records);
      return once.filter(({ id }) => resolver.clusterOf(id) === resolver.clusterOf(`${id}-2`)).length;
    };
    expect(together(measure)).toBeGreaterThanOrEqual(together({}));
  });

  it('is nothing of an empty one, and finite of one record', () => {
    for (const refines of [false, true]) {
      const empty = measureHolding([], { refines });
      expect(empty.frequencies?.shareOf('place', 'oostvaart', 0.01)).toBeCloseTo(0.01, 9);
      const one = measureHolding([prepareSubject(emptySubject('person'))], { refines });
      expect(Object.values(one.weights ?? {}).every((weight) => Number.isFinite(weight))).toBe(true);
    }
  });
});
