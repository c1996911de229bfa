import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CutRow, cutIntoQuestions, fitting, type Left, type Room, takeFrom } from './screening-cut.ts';

const room = (budget: number, ...grants: number[]): Room => ({ budget, grants });
const PLENTY: Left = () => room(1_000_000);
const row = (person: number, ...marks: number[]): CutRow => ({ counts: { person }, marks });
const shape = (rows: readonly CutRow[], left = PLENTY): readonly (readonly [number, number])[] =>
  cutIntoQuestions(rows, left).map(({ rows: taken, padded }) => [taken.length, padded.person ?? 0]);

describe('a list cut into questions', () => {
  it('fills sizes that padding does not waste: 300 keys travel as 256 and 64, not as 1,024', () => {
    // 30 rows of 10 keys: 25 rows are 250 of 256, the 50 keys left are padded to 64.
    expect(shape(Array.from({ length: 30 }, () => row(10)))).toEqual([
      [25, 256],
      [5, 64],
    ]);
    // 200 keys are more than half of 256, so they go at once.
    expect(shape(Array.from({ length: 20 }, () => row(10)))).toEqual([[20, 256]]);
  });

  it('puts at most 1,024 keys of a class into one question', () => {
    expect(shape(Array.from({ length: 300 }, () => row(10)))).toEqual([
      [102, 1024],
      [102, 1024],
      [96, 1024],
    ]);
  });

  it('parts rows that a hit could not tell apart', () => {
    const [first, second] = cutIntoQuestions([row(12, 1), row(12, 1), row(12, 2)], PLENTY);
    expect(first?.rows).toHaveLength(2);
    expect(second?.rows).toEqual([row(12, 1)]);
  });

  it('puts every row into exactly one question, whatever the rows are like', () => {
    const rows = fc.array(
      fc.record({
        counts: fc.record({ person: fc.integer({ min: 1, max: 64 }), place: fc.integer({ min: 1, max: 9 }) }),
        marks: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 4 }),
      }),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(rows, fc.nat(3_000), (list, budget) => {
        const cuts = cutIntoQuestions(list, () => room(budget));
        const all = cuts.flatMap((cut) => cut.rows);
        expect(all).toHaveLength(list.length);
        expect(new Set(all)).toEqual(new Set(list));
        for (const cut of cuts) {
          const marks = cut.rows.flatMap((one) => [...new Set(one.marks)]);
          expect(new Set(marks).size).toBe(marks.length);
          expect(cut.counts.person).toBeLessThanOrEqual(cut.padded.person ?? 0);
          expect(cut.padded.person).toBeLessThanOrEqual(1024);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('becomes smaller questions where a budget ends, so that none of it is missed by one question', () => {
    // 1,024 are left: one question of 1,024 would do; with 900 left it is 256 + 256 + 256 + 64 + 64, and then nothing.
    const list = Array.from({ length: 300 }, () => row(10));
    const sizes = shape(list, () => room(900)).map(([, padded]) => padded);
    expect(sizes.slice(0, 5)).toEqual([256, 256, 256, 64, 64]);
    expect(
      fitting(
        cutIntoQuestions(list, () => room(900)),
        () => room(900),
      ),
    ).toBe(5);
  });

  it('is asked as far as the budget of the day reaches, question by question', () => {
    const cuts = cutIntoQuestions(
      Array.from({ length: 300 }, () => row(10)),
      PLENTY,
    );
    expect(fitting(cuts, () => room(2_048))).toBe(2);
    expect(fitting(cuts, () => room(2_047))).toBe(1);
    expect(fitting(cuts, () => room(0))).toBe(0);
    expect(fitting(cuts, () => room(20_000))).toBe(3);
  });

  it('spends a grant where the budget ends, a question whole from one of them', () => {
    const cuts = cutIntoQuestions(
      Array.from({ length: 300 }, () => row(10)),
      PLENTY,
    );
    // Three of 1,024: one in the budget; the next in the grant that has as much; 600 and 600 more are no 1,024.
    expect(fitting(cuts, () => room(1_100))).toBe(1);
    expect(fitting(cuts, () => room(1_100, 1_500))).toBe(2);
    expect(fitting(cuts, () => room(1_100, 600, 600))).toBe(1);
    expect(fitting(cuts, () => room(1_100, 600, 2_048))).toBe(3);
    // The counters count what a grant gave: after it nothing is left of the budget.
    expect(takeFrom(room(100, 256), 256)).toEqual(room(-156, 0));
    // Cut to what a grant leaves: three of 64, and what is over is asked of nobody today.
    const small = shape(
      Array.from({ length: 40 }, () => row(10)),
      () => room(0, 200),
    );
    expect(small.slice(0, 3).map(([, padded]) => padded)).toEqual([64, 64, 64]);
  });
});
