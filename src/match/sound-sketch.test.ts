import { describe, expect, it } from 'vitest';
import { prepareName } from './prepared-name.ts';
import { areForeign } from './sound-sketch.ts';

function foreign(one: string, other: string): boolean {
  const [left, right] = [prepareName(one)?.words[0], prepareName(other)?.words[0]];
  if (left === undefined || right === undefined) throw new Error('a word was not read');
  expect(areForeign(left, right)).toBe(areForeign(right, left));
  return areForeign(left, right);
}

describe('sketches of words', () => {
  it('tell two words with two consonants that are not in the other', () => {
    // t and m against v and l.
    expect(foreign('Tomas', 'Velas')).toBe(true);
    expect(foreign('Idris', 'Averinck')).toBe(true);
  });

  it('let spellings of one word through, and one consonant more or less', () => {
    expect(foreign('Velhane', 'Wellhane')).toBe(false);
    expect(foreign('Khadidja', 'خديجة')).toBe(false);
    expect(foreign('Torsvik', 'Torsvi')).toBe(false);
  });

  it('leave the second of two like consonants to the distance', () => {
    // Two l against none more than one: the table of the distance decides, not the sketch.
    expect(foreign('Lilan', 'Lian')).toBe(false);
  });
});
