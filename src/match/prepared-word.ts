import { type SoundSketch, sketchOf } from './sound-sketch.ts';
import { unitsOf } from './sound-units.ts';
import type { Segment } from './sounds.ts';

/** A word of a name, ready to be compared: built once a spelling, shared by all names that have it. */
export interface PreparedWord extends SoundSketch {
  /** Different for every word that was ever prepared in this process; names a pair in the memory of distances. */
  readonly serial: number;
  readonly latin: string;
  readonly units: Uint16Array;
  /** Written without short vowels (Arabic, Hebrew). */
  readonly isShort: boolean;
  /** Groups of vowels in it. */
  readonly syllables: number;
  /** A letter that stands for a name. */
  readonly isInitial: boolean;
  /** A particle: worth little when it agrees, nothing when it does not. */
  readonly isSmall: boolean;
  /** log2 of one in so many people who carry it. */
  readonly rarity: number;
  /** Rows of the table of everyday forms that it stands in. */
  readonly forms: readonly number[];
}

let serials = 0;

export function prepareWord(
  latin: string,
  segments: readonly Segment[],
  facts: Pick<PreparedWord, 'isShort' | 'syllables' | 'isInitial' | 'isSmall' | 'rarity' | 'forms'>,
): PreparedWord {
  const units = unitsOf(segments).slice(0, UNITS_MAX);
  serials += 1;
  return { serial: serials, latin, units, ...sketchOf(units), ...facts };
}

/** Longer words are cut: no name has so many sounds. */
export const UNITS_MAX = 30;
