import { describe, expect, it } from 'vitest';
import { prepareName } from './prepared-name.ts';
import { exchangeCosts, omissionCosts, SOUNDS, UNIT_ROW, unitsOf } from './sound-units.ts';
import { classesOf, segment } from './sounds.ts';
import { DISTANCE_MAX, wordDistance } from './word-distance.ts';

const unitOf = (sound: string): number => unitsOf([segment(sound)])[0] ?? -1;

function distance(one: string, other: string): number {
  const [left, right] = [prepareName(one)?.words[0], prepareName(other)?.words[0]];
  return left === undefined || right === undefined ? Number.NaN : wordDistance(left, right);
}

describe('the costs of sounds', () => {
  it('know a class for every sound', () => {
    expect(classesOf(SOUNDS)).toHaveLength(SOUNDS.length);
  });

  it('are nothing for the same sound and the same both ways', () => {
    for (const sound of SOUNDS) {
      const one = unitOf(sound);
      expect(exchangeCosts[one * UNIT_ROW + one]).toBe(0);
      for (const to of SOUNDS) {
        const other = unitOf(to);
        expect(exchangeCosts[one * UNIT_ROW + other]).toBe(exchangeCosts[other * UNIT_ROW + one]);
      }
    }
  });

  it('let a vowel go more easily than a consonant', () => {
    for (const vowel of 'aeiou')
      expect(omissionCosts[unitOf(vowel)]).toBeLessThan(omissionCosts[unitOf('b')] ?? 0);
  });
});

describe('the distance of two words', () => {
  it('grows from another spelling over a typing slip to another name', () => {
    const spelled = distance('Velhane', 'Welhane');
    const slip = distance('Velhane', 'Vehlane');
    const stranger = distance('Velhane', 'Morvald');
    expect(distance('Velhane', 'Velhane')).toBe(0);
    expect(spelled).toBeLessThan(slip);
    expect(slip).toBeLessThan(stranger);
    expect(stranger).toBe(DISTANCE_MAX);
  });

  it('hardly counts vowels that the script does not write', () => {
    // Five short vowels and no consonant differ: at most 0.25 each.
    expect(distance('Barvelan', 'ברולן')).toBeLessThan(5 * 0.25 + 0.6);
  });

  it('is the same both ways', () => {
    for (const [one, other] of [
      ['Rodney', 'Rod'],
      ['Papavelis', 'Παπαβέλης'],
      ['Zolfi', 'زلفي'],
    ] as const) {
      expect(distance(one, other)).toBe(distance(other, one));
    }
  });
});
