import { unitMay, unitMust } from './sound-units.ts';

/**
 * A word's consonants in 32 bits, twice: one sketch of one word AND the turned sketch of another gives a bit for every
 * class that the one must hold and the other cannot, whichever way round. Bits 0-10 and 11-21 are for the eleven classes,
 * 22-26 and 27-31 for a second consonant of the five classes that repeat most within a word.
 */
export interface SoundSketch {
  readonly sketch: number;
  readonly turned: number;
}

/** Of 'PFTSXKHLMNR' (sound-units.ts): T, S, L, N and R. */
const REPEATED = [2, 3, 7, 9, 10];
const ONCE = 0x7ff;
const TWICE = 0x1f;

export function sketchOf(units: Uint16Array): SoundSketch {
  const [may, mayAgain] = classesHeld(units, unitMay);
  const [must, mustAgain] = classesHeld(units, unitMust);
  const [lacks, lacksAgain] = [~may & ONCE, ~mayAgain & TWICE];
  return {
    sketch: must | (lacks << 11) | (mustAgain << 22) | (lacksAgain << 27),
    turned: lacks | (must << 11) | (lacksAgain << 22) | (mustAgain << 27),
  };
}

/** Bits of the classes held at least once, and of the repeated ones held at least twice. */
function classesHeld(units: Uint16Array, classesOfUnit: Int32Array): readonly [number, number] {
  let [once, twice] = [0, 0];
  for (const unit of units) {
    const classes = classesOfUnit[unit] ?? 0;
    twice |= once & classes;
    once |= classes;
  }
  return [once, REPEATED.reduce((bits, at, bit) => bits | (((twice >> at) & 1) << bit), 0)];
}

/** Whether one word holds two consonants that the other cannot: then they are two words, and no table is filled. */
export function areForeign(left: SoundSketch, right: SoundSketch): boolean {
  const missing = left.sketch & right.turned & 0x3fffff;
  return (missing & (missing - 1)) !== 0;
}
