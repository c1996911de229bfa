import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compare,
  type Comparison,
  emptySubject,
  prepareSubject,
  type Subject,
  subjectWeight,
} from './index.ts';

/** Values as they come: plain, mistyped, in other scripts, and anything at all. */
const anything = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
);
const oneOf = (...values: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: anything });

const name = oneOf(
  'Idris Velhane',
  'Velhane Idriss',
  'Идрис Вельхане',
  'إدريس فلهان',
  'Jonas Velhane',
  'I. Velhane',
  'Odile van den Averinck',
  'Averinck-Torsvik Odile',
  'Bob Torsvik',
  'Robert Torsvik (politician)',
  'Abd al-Rahman Zolfi',
  'Abdelrahman Zolfi',
);
const date = oneOf(
  '1991-11-03',
  '03/11/1991',
  '1991-11',
  '1991',
  'about 1990',
  '1989–1992',
  'before 1990',
  '1991-81-03',
  '1972-05-30',
);
const place = oneOf('Oostvaart', 'Oostvart', 'Lisseville', 'Гент');
const phone = oneOf('+32 470 12 34 06', '0470123406', '0470/12.34.07', '112');
const number = fc.record({
  country: oneOf('BE', 'NL', ''),
  number: oneOf('85.07.30-033.28', '85073003329', '85073003328', '111222333'),
});
const document = fc.record({
  kind: oneOf('passport', 'id-card', ''),
  issuer: oneOf('BE', 'FR', ''),
  number: oneOf('EM 123406', 'EM123407', '12AB34567'),
});
const address = fc.record({
  text: oneOf('Averelstraat 14', 'rue Averel 14 bte 3', 'Quay Lane 9'),
  city: oneOf('Gent', 'Ghent'),
});
const many = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { maxLength: 3 });

const subject: fc.Arbitrary<Subject> = fc
  .record({
    kind: fc.constantFrom(
      'person' as const,
      'person' as const,
      'person' as const,
      'organisation' as const,
      'thing' as const,
    ),
    names: many(name),
    birthDates: many(date),
    birthPlaces: many(place),
    nationalNumbers: many(number),
    phones: many(phone.map((text) => ({ number: text }))),
    documents: many(document),
    addresses: many(address),
    vehicles: many(fc.record({ plate: oneOf('1-ABC-234', 'AB-123-CD'), country: oneOf('BE', 'FR') })),
    accounts: many(fc.record({ email: oneOf('idris@example.org', 'quay@example.org') })),
    organisations: many(fc.record({ name: oneOf('Velhane Transport NV', 'Oostkaai Kranen BV') })),
    sexes: many(oneOf('male', 'F', 'vrouw')),
    occupations: many(oneOf('driver', 'smith')),
  })
  .map((values) => ({ ...emptySubject(values.kind), ...values }));

function plain({ levels, weight, probability, evidence, band }: Comparison) {
  return {
    levels: levels.map(({ attribute, level, weight: part }) => [attribute, level, part]),
    weight,
    probability,
    evidence,
    band,
  };
}

function reversed(value: Subject): Subject {
  const turned = Object.entries(value).map(([key, held]) => [
    key,
    Array.isArray(held) ? held.toReversed() : held,
  ]);
  return Object.fromEntries(turned) as Subject;
}

describe('comparing any two subjects', () => {
  it('gives exactly the same both ways', () => {
    fc.assert(
      fc.property(subject, subject, (one, other) => {
        const twin = { ...other, kind: one.kind };
        expect(plain(compare(one, twin))).toEqual(plain(compare(twin, one)));
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  it('is made of parts that are numbers and add up to the whole', () => {
    fc.assert(
      fc.property(subject, subject, (one, other) => {
        const { levels, prior, weight, probability, evidence } = compare(one, { ...other, kind: one.kind });
        for (const level of levels) expect(Number.isFinite(level.weight), level.because).toBe(true);
        expect(levels.reduce((sum, level) => sum + level.weight, prior)).toBeCloseTo(weight, 9);
        expect(probability > 0 && probability < 1 && evidence >= 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  it('does not depend on the order of a record’s values', () => {
    fc.assert(
      fc.property(subject, subject, (one, other) => {
        const twin = { ...other, kind: one.kind };
        expect(compare(one, reversed(twin)).weight).toBe(compare(one, twin).weight);
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  it('weighs as the quick way does that sorts thousands', () => {
    fc.assert(
      fc.property(subject, subject, (one, other) => {
        const [left, right] = [prepareSubject(one), prepareSubject({ ...other, kind: one.kind })];
        const quick = subjectWeight(left, right);
        const { weight, prior } = compare(one, { ...other, kind: one.kind }, { sizeClass: 100_000 });
        // Below nothing the quick way stops counting, and what is no more than half a bit of kin has no sentence.
        if (quick > 0) expect(Math.abs(weight - prior - quick)).toBeLessThanOrEqual(0.5);
        else expect(weight - prior).toBeLessThanOrEqual(0.5);
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});
