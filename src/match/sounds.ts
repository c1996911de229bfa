/**
 * A name token as a row of segments: each segment has one or more readings, the first being the canonical one. A reading
 * is what a clerk might write in Latin letters and the class of its sound:
 *   P b p · F f v w · T d t th dh · S s z ts · X sh ch zh j · K k q g gh · H h kh · L · M · N · R · 'a' a vowel ·
 *   '' silent · '-' a break that keeps equal neighbours apart (Arabic writes no short vowels).
 */
export interface Reading {
  readonly latin: string;
  readonly sound: string;
}
export type Segment = readonly Reading[];

/** One way to write a token, and the consonant skeleton it leads to. */
export interface Spelling {
  readonly latin: string;
  readonly skeleton: string;
}

/** Fuzziness is spent by the asker: at most this many spellings a token. */
export const SPELLINGS_MAX = 4;

/**
 * The consonants in their classes, doubled ones once. Of a name with two consonants or fewer a leading vowel is kept as
 * 'A', so that Omar and Mara stay apart while Idris and Driss meet.
 */
export function skeletonOf(sounds: string): string {
  let skeleton = '';
  let last = '';
  for (const sound of sounds) {
    if (sound !== 'a' && sound !== '-' && sound !== last) skeleton += sound;
    last = sound;
  }
  return skeleton.length <= 2 && sounds.startsWith('a') ? `A${skeleton}` : skeleton;
}

/** The canonical spelling first, then those that change one segment, then two; at most four different skeletons. */
export function spellingsOf(segments: readonly Segment[]): Spelling[] {
  const found: Spelling[] = [];
  const take = (changes: ReadonlyMap<number, number>): boolean => {
    const spelling = spell(segments, changes);
    if (!found.some((other) => other.skeleton === spelling.skeleton)) found.push(spelling);
    return found.length >= SPELLINGS_MAX;
  };
  if (take(new Map())) return found;
  const single = singleChanges(segments);
  for (const [at, reading] of single) if (take(new Map([[at, reading]]))) return found;
  for (const [at, reading] of single.slice(0, 4)) {
    for (const [otherAt, otherReading] of single.slice(0, 4)) {
      if (otherAt <= at) continue;
      const both = new Map([
        [at, reading],
        [otherAt, otherReading],
      ]);
      if (take(both)) return found;
    }
  }
  return found;
}

/** The canonical spelling alone: what a record publishes. */
export function canonicalSpelling(segments: readonly Segment[]): Spelling {
  return spell(segments, new Map());
}

function singleChanges(segments: readonly Segment[]): [number, number][] {
  const changes: [number, number][] = [];
  for (let reading = 1; reading < 4; reading++) {
    segments.forEach((segment, at) => {
      if (segment.length > reading) changes.push([at, reading]);
    });
  }
  return changes;
}

function spell(segments: readonly Segment[], changes: ReadonlyMap<number, number>): Spelling {
  let latin = '';
  let sounds = '';
  segments.forEach((segment, at) => {
    const reading = segment[changes.get(at) ?? 0];
    latin += reading?.latin ?? '';
    sounds += reading?.sound ?? '';
  });
  return { latin, skeleton: skeletonOf(sounds) };
}
