import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { misspeltSkeletons } from './misspelt.ts';
import { standardiseName } from './name.ts';

const skeletonOf = (word: string): string => standardiseName(word)?.spellings[0]?.[0]?.skeleton ?? '';

describe('a misspelt word', () => {
  it.each([
    ['Averinck', 'Averimck'],
    ['Torsvik', 'Tosrvik'],
    ['Okerlind', 'Okerlin'],
    ['Telvik', 'Teklvik'],
    ['Odile', 'Dodile'],
  ])('%s is one slip from %s', (right, wrong) => {
    expect(skeletonOf(right)).not.toBe(skeletonOf(wrong));
    expect(misspeltSkeletons(skeletonOf(wrong))).toContain(skeletonOf(right));
  });

  it('is not its own neighbour, and neighbours are neighbours of each other', () => {
    const skeleton = fc.string({
      unit: fc.constantFrom(...'PFTSXKHLMNR'.split('')),
      minLength: 1,
      maxLength: 7,
    });
    fc.assert(
      fc.property(skeleton, (one) => {
        const around = misspeltSkeletons(one);
        expect(around).not.toContain(one);
        expect(around.length).toBeLessThanOrEqual(27 * (one.length + 1));
        for (const other of around) expect(misspeltSkeletons(other)).toContain(one);
      }),
      { numRuns: 30 },
    );
  });

  it('is not varied when it is longer than any name', () => {
    expect(misspeltSkeletons('T'.repeat(17))).toEqual([]);
  });
});
