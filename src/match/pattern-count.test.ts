import { describe, expect, it } from 'vitest';
import {
  inventedRegister,
  type RegisterPlan,
  type RegisterRecord,
} from '../../bench/matching/invented-register.ts';
import { compare } from './compare.ts';
import type { Measure } from './findings.ts';
import { measureHolding } from './holding-measure.ts';
import { SHIPPED_MEASURE, subjectWeight } from './pair-weight.ts';
import { patternNote } from './pattern-note.ts';
import { prepareSubject } from './prepared-subject.ts';
import { createResolver } from './resolver.ts';

const SLIPS = { given: 0.08, surname: 0.05, date: 0.05, number: 0.06 };
const ALONE: RegisterPlan = { seed: 7, single: 900, copies: 3, slips: SLIPS };

function measured(records: readonly RegisterRecord[]): Partial<Measure> {
  const subjects = records.map(({ subject }) => prepareSubject(subject, { defaultCountry: 'AU' }));
  return measureHolding(subjects, { refines: false });
}

/** Pairs of records that are in one cluster, as they are of one person or of two. */
function resolved(records: readonly RegisterRecord[], measure: Partial<Measure>) {
  const resolver = createResolver({ defaultCountry: 'AU', measure });
  resolver.insertAll(records);
  const truths = new Map(records.map(({ id, truth }) => [id, truth]));
  let [right, wrong] = [0, 0];
  for (const { members } of resolver.clusters())
    members.forEach((one, at) => {
      for (const other of members.slice(at + 1))
        if (truths.get(one) === truths.get(other)) right += 1;
        else wrong += 1;
    });
  return { right, wrong, clusters: resolver.clusters().map(({ members }) => members.toSorted().join(' ')) };
}

/** The same file as it was resolved before it was counted. */
function uncounted({ frequencies }: Partial<Measure>): Partial<Measure> {
  return frequencies === undefined ? {} : { frequencies };
}

describe('a file in which nobody has relatives, and clerks slip', () => {
  const records = inventedRegister(ALONE);
  const measure = measured(records);

  it('has those joined who slipped in the name and the number, and nobody else', () => {
    const [before, now] = [resolved(records, uncounted(measure)), resolved(records, measure)];
    expect(now.right).toBeGreaterThan(before.right);
    expect(now.wrong).toBe(0);
  });

  it('says what was counted, and no value', () => {
    const note = patternNote(measure.patterns ?? expect.fail('nothing was counted'));
    expect(note).toMatch(
      /^counted in this file: \d+ pairs .* slips alone explain about \d+, at most 1 is a pair of twins/,
    );
    for (const { subject } of records.slice(0, 50)) expect(note).not.toContain(subject.names[0]);
  });

  it('keeps two people apart whose numbers each stand twice', () => {
    const home = { addresses: [{ text: 'Averelstraat 14', city: 'Oostvaart', postcode: '8400' }] };
    const twin = (id: string, name: string, number: string): RegisterRecord => ({
      id,
      truth: number,
      subject: {
        ...(records[0]?.subject ?? expect.fail()),
        ...home,
        names: [name],
        birthDates: ['1972-02-12'],
        nationalNumbers: [{ country: 'AU', number }],
      },
    });
    const twins = [
      twin('t1', 'Odile Averinck', '2401777'),
      twin('t2', 'Odile Averinck', '2401777'),
      twin('t3', 'Maarten Averinck', '9855318'),
      twin('t4', 'Maarten Averinck', '9855318'),
    ];
    const all = [...records, ...twins];
    const { wrong, clusters } = resolved(all, measured(all));
    expect(wrong).toBe(0);
    expect(clusters).toContain('t1 t2');
    expect(clusters).toContain('t3 t4');
  });

  it('never calls such a pair confirmed or likely, and gives the reason', () => {
    const pair = slippedTwice(records);
    const compared = compare(pair[0].subject, pair[1].subject, {
      defaultCountry: 'AU',
      measure,
      sizeClass: 1000,
    });
    expect(compared.band).toBe('possible');
    expect(compared.levels.at(-1)).toMatchObject({
      attribute: 'file',
      because: 'counted in this file: slips explain such pairs, and hardly any relatives live in one home',
    });
    const [left, right] = pair.map(({ subject }) => prepareSubject(subject, { defaultCountry: 'AU' }));
    if (left === undefined || right === undefined) expect.fail();
    const quick = subjectWeight(left, right, { ...SHIPPED_MEASURE, ...measure, sizeClass: 1000 });
    expect(compared.weight - compared.prior).toBeCloseTo(quick, 6);
  });
});

/** Two records of one person, another given name and another number in one of them. */
function slippedTwice(records: readonly RegisterRecord[]): readonly [RegisterRecord, RegisterRecord] {
  for (const left of records)
    for (const right of records) {
      if (left.truth !== right.truth || left.id === right.id) continue;
      const [mine, theirs] = [left.subject, right.subject];
      const isOther = mine.nationalNumbers[0]?.number !== theirs.nationalNumbers[0]?.number;
      const [given, surname] = mine.names[0]?.split(' ') ?? [];
      const [otherGiven, otherSurname] = theirs.names[0]?.split(' ') ?? [];
      if (
        isOther &&
        given !== otherGiven &&
        surname === otherSurname &&
        mine.birthDates[0] === theirs.birthDates[0]
      )
        return [left, right];
    }
  return expect.fail('no such pair was invented');
}

describe('a register of families', () => {
  it.each([
    ['one birth in forty is of twins, and clerks slip', 40, SLIPS],
    ['one birth in four is of twins, and clerks slip', 4, SLIPS],
    ['one birth in four is of twins, and numbers are clean', 4, { ...SLIPS, number: 0 }],
  ])('keeps its twins apart as before: %s', (_, twinsIn, slips) => {
    const records = inventedRegister({ seed: 11, single: 0, families: 350, twinsIn, copies: 2, slips });
    const measure = measured(records);
    const [before, now] = [resolved(records, uncounted(measure)), resolved(records, measure)];
    expect(now.wrong).toBeLessThanOrEqual(before.wrong);
    const odds =
      measure.patterns?.atHome({ name: 'half', date: 'same', place: 'home', number: 'other' }) ?? null;
    if (odds !== null) expect(odds).toBeLessThan(-2);
  });
});

describe('twins among people who have no other relatives in the file', () => {
  it.each([
    ['few', 15, 3, SLIPS],
    ['many', 100, 3, SLIPS],
    ['many, each of whom stands in it once or twice', 100, 1, SLIPS],
    ['many, with clean numbers', 100, 3, { ...SLIPS, number: 0 }],
  ])('stay apart: %s', (_, twins, copies, slips) => {
    const records = inventedRegister({ ...ALONE, twins, copies, slips });
    const measure = measured(records);
    expect(resolved(records, measure).wrong).toBeLessThanOrEqual(resolved(records, uncounted(measure)).wrong);
  });
});

describe('namesakes', () => {
  it('with two numbers and nothing in common but the name are two, once a file shows how many they are', () => {
    const records = inventedRegister({ ...ALONE, copies: 1 });
    const namesakes = Array.from({ length: 30 }, (_, at): RegisterRecord[] =>
      inventedRegister({ seed: 500 + at, single: 2, copies: 0, slips: SLIPS }).map((record, which) => ({
        id: `n${at}-${which}`,
        truth: `n${at}-${which}`,
        subject: {
          ...record.subject,
          names: [`Odile${at % 5} Averinck`.replace(/\d/, 'aeiou'.charAt(at % 5))],
          birthDates: [],
        },
      })),
    ).flat();
    const all = [...records, ...namesakes];
    const measure = measured(all);
    expect(resolved(all, measure).wrong).toBeLessThan(resolved(all, uncounted(measure)).wrong);
  });
});

describe('a small file', () => {
  it('is resolved as if nothing had been counted', () => {
    for (const twins of [0, 10]) {
      const records = inventedRegister({ ...ALONE, single: 60, twins });
      const measure = measured(records);
      expect(resolved(records, measure).clusters).toEqual(resolved(records, uncounted(measure)).clusters);
    }
  });
});
