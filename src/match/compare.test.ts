import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { probabilityOf } from './compare.ts';
import { compare, emptySubject, searchTokens, type Subject } from './index.ts';

function person(names: string[], birthDates: string[], more: Partial<Subject> = {}): Subject {
  return { ...emptySubject('person'), names, birthDates, ...more };
}

const IDRIS = person(['Idris Velhane'], ['1991-11-03'], { phones: [{ number: '+32 479 12 34 56' }] });

describe('a comparison in the clear', () => {
  it('gives each level its reason and adds up', () => {
    const answer = compare(
      IDRIS,
      person(['Идрис Вельхане'], ['11/03/1991'], { phones: [{ number: '0479123456' }] }),
    );
    expect(answer.levels.map((level) => level.because)).toEqual([
      'all names agree in sound, 1 of them in another spelling',
      'day and month swapped',
      'the phone number agrees exactly',
      'relatives of one household would share as much',
    ]);
    expect(answer.weight).toBeCloseTo(answer.levels.reduce((sum, level) => sum + level.weight, answer.prior));
    expect(answer.probability).toBeGreaterThan(0.99);
    // One in a million before comparing: −log2(10⁶) = −19.93.
    expect(answer.prior).toBeCloseTo(-19.93, 2);
  });

  it('finds a person in himself, however long and rare his name is', () => {
    const long = person(['VELHANE ORVANE, Idris Josué Thaddeon'], ['1991-11-13']);
    expect(compare(long, long, { sizeClass: 9_000 }).probability).toBeGreaterThan(0.99);
  });

  it('weighs a rare name above a common one', () => {
    const rare = compare(person(['Idris Velhane'], []), person(['Idris Velhane'], [])).levels[0]?.weight ?? 0;
    const common = compare(person(['Mohammed Ali'], []), person(['Mohammed Ali'], [])).levels[0]?.weight ?? 0;
    expect(rare).toBeGreaterThan(common);
  });

  it('ranks the agreements of a date', () => {
    const weight = (date: string): number =>
      compare(person([], ['1991-11-03']), person([], [date])).levels[0]?.weight ?? 0;
    const ranked = ['1991-11-03', '1991-03-11', '1991-11-04', '1991-07-25', '1972-05-30'].map(weight);
    expect(ranked).toEqual([...ranked].sort((left, right) => right - left));
    expect(ranked.at(-1)).toBeLessThan(0);
  });

  it('says when there is nothing, or nothing else, to compare', () => {
    expect(compare(emptySubject('person'), emptySubject('person')).summary).toBe('nothing to compare');
    expect(compare(person(['Idris'], []), person(['Idris'], [])).summary).toBe(
      'name compared; nothing else to compare',
    );
    expect(compare(IDRIS, person(['Idris Velhane'], [])).levels.map((level) => level.level)).toEqual([
      'exact',
      'not-given',
      'not-given',
    ]);
  });

  it('says how much there was to compare, and never confirms a name alone', () => {
    const namesake = compare(person(['Idris Velhane'], []), person(['Idris Velhane'], []));
    expect(namesake.band).toBe('same-name-only');
    const known = compare(
      IDRIS,
      person(['Velhane Idris'], ['1991-11-03'], { phones: [{ number: '0479123456' }] }),
    );
    expect(known.band).toBe('confirmed');
    expect(known.evidence).toBeGreaterThan(namesake.evidence);
    expect(compare(person([], []), person([], [])).band).toBe('nothing-to-compare');
    expect(compare(IDRIS, person(['Odile Averinck'], ['1972-05-30'])).band).toBe('different');
  });

  it('never confirms relatives, however much of a household they share', () => {
    const home = { ...IDRIS, addresses: [{ text: 'Averelstraat 14', city: 'Oostvaart' }] };
    const brother = { ...home, names: ['Jonas Velhane'], birthDates: ['1993-05-19'] };
    const twin = { ...home, names: ['Jonas Velhane'] };
    const father = { ...home, birthDates: ['1962-04-18'] };
    const bands = [brother, twin, father].map((relative) => compare(home, relative).band);
    expect(bands).not.toContain('confirmed');
    expect(bands).not.toContain('likely');
  });

  it('gives a probability that ranks and is never certainty', () => {
    expect(probabilityOf(0)).toBe(0.5);
    const ranked = [-80, -20, -1, 0, 1, 20, 60, 80].map(probabilityOf);
    expect(ranked).toEqual([...new Set(ranked)].sort((left, right) => left - right));
    expect(ranked.at(-1)).toBeLessThan(1);
  });

  it('is the same both ways in its sum', () => {
    const other = person(['Velhane Driss'], ['1991-03-11']);
    expect(compare(IDRIS, other).weight).toBeCloseTo(compare(other, IDRIS).weight);
  });
});

describe('own search', () => {
  const meets = (stored: string[], query: string[]): boolean => query.some((token) => stored.includes(token));

  it('finds a value in any script and format by the same tokens', () => {
    expect(meets(searchTokens('name', 'Вельхане Идрис'), searchTokens('text', 'velhane'))).toBe(true);
    expect(meets(searchTokens('name', 'إدريس فلهان'), searchTokens('text', 'Idriss'))).toBe(true);
    expect(meets(searchTokens('phone', '+32479123456'), searchTokens('text', '0479 12 34 56', 'BE'))).toBe(
      true,
    );
    expect(meets(searchTokens('phone', '+33639984711'), searchTokens('text', '639984711', 'DE'))).toBe(true);
    expect(meets(searchTokens('number', '9-ZZY-417'), searchTokens('text', '9zzy417'))).toBe(true);
    expect(meets(searchTokens('date', '1991-11-03'), searchTokens('text', '3/11/1991'))).toBe(true);
    expect(meets(searchTokens('address', 'Averelstraat 14'), searchTokens('address', 'rue Averel 14'))).toBe(
      true,
    );
    expect(meets(searchTokens('name', 'Odile Averinck'), searchTokens('text', 'velhane'))).toBe(false);
  });

  it('gives a bounded, sorted list for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const tokens = searchTokens('text', text);
        expect(tokens.length).toBeLessThanOrEqual(40);
        expect(searchTokens('text', text)).toEqual(tokens);
      }),
      { numRuns: 5000 },
    );
  }, 240_000);
});
