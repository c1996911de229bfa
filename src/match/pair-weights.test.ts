import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PairWeights } from './pair-weights.ts';

const step = fc.record({
  one: fc.nat({ max: 9 }),
  other: fc.nat({ max: 9 }),
  weight: fc.double({ min: -40, max: 40, noNaN: true }),
  what: fc.constantFrom('add', 'add', 'delete', 'leave'),
});

describe('the evidence between pairs', () => {
  it('is what a table of pairs would hold, whatever is added, deleted and taken out', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const weights = new PairWeights();
        const table = new Map<string, number>();
        for (const { one, other, weight, what } of steps) {
          if (one === other) continue;
          const [pair, turned] = [`${one} ${other}`, `${other} ${one}`];
          if (what === 'leave') {
            weights.leave(one);
            for (const key of table.keys()) if (key.split(' ').includes(String(one))) table.delete(key);
          } else if (what === 'delete') {
            weights.delete(one, other);
            table.delete(pair);
            table.delete(turned);
          } else if (!weights.has(one, other)) {
            weights.add(one, other, weight);
            const kept = Math.round(Math.max(-12, Math.min(25, weight)) * 1024) / 1024;
            table.set(pair, kept).set(turned, kept);
          }
        }
        const held = new Map<string, number>();
        for (let one = 0; one < 10; one++)
          weights.each(one, (other, weight) => {
            held.set(`${one} ${other}`, weight);
          });
        expect(held).toEqual(new Map([...table].map(([key, weight]) => [key, weight + 0])));
      }),
    );
  });

  it('has room for thousands', () => {
    const weights = new PairWeights();
    for (let other = 1; other <= 3000; other++) weights.add(0, other, 1);
    let count = 0;
    weights.each(0, () => {
      count += 1;
    });
    expect(count).toBe(3000);
  });
});
