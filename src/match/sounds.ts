/**
 * A name token as a row of segments: each segment has one or more readings, the first being the canonical one. A reading
 * says what a clerk might write in Latin letters and which sounds that stands for.
 *
 * Sounds, one letter each: vowels a e i o u and the glide y; w f v; p b; t d T(th) D(dh); s z c(ts); S(sh) Z(zh) C(ch)
 * J(dj); k g q G(gh); x(kh) h; l m n r. They fall into the classes of the skeleton:
 *   P b p · F f v w · T d t th dh · S s z ts · X sh ch zh j · K k q g gh · H h kh · L · M · N · R · 'a' a vowel ·
 *   '' silent · '-' a break that keeps equal neighbours apart (Arabic and Hebrew write no short vowels).
 */
export interface Reading {
  readonly latin: string;
  readonly sounds: string;
  /** The same in classes. */
  readonly sound: string;
  /** Heard when names are compared in the clear; no key is spent on it. */
  readonly isFar?: boolean;
}
export type Segment = readonly Reading[];

/** One way to write a token, and the consonant skeleton it leads to. */
export interface Spelling {
  readonly latin: string;
  readonly skeleton: string;
}

/** Fuzziness is spent by the asker: at most this many spellings a token. */
export const SPELLINGS_MAX = 4;

const CLASS_ROWS = ['aeiouy a', 'pb P', 'fvw F', 'tdTD T', 'szc S', 'SZCJ X', 'kgqG K', 'xh H'];
const CLASSES: ReadonlyMap<string, string> = new Map([
  ...CLASS_ROWS.flatMap((row) => {
    const [sounds = '', name = ''] = row.split(' ');
    return sounds.split('').map((sound) => [sound, name] as const);
  }),
  ...'lmnr'.split('').map((sound) => [sound, sound.toUpperCase()] as const),
]);

/** The class of each sound; unknown letters have none. */
export function classesOf(sounds: string): string {
  let classes = '';
  for (const sound of sounds) classes += CLASSES.get(sound) ?? '';
  return classes;
}

/** What a sound looks like when a clerk of an international desk writes it in Latin letters. */
const WRITTEN: Readonly<Record<string, string>> = {
  T: 'th',
  D: 'dh',
  c: 'ts',
  S: 'sh',
  Z: 'zh',
  C: 'ch',
  J: 'j',
  G: 'gh',
  x: 'kh',
};

/** A reading from its sounds, written the common way unless said otherwise. */
export function reading(sounds: string, latin?: string): Reading {
  const written =
    latin ??
    sounds
      .split('')
      .map((sound) => WRITTEN[sound] ?? sound)
      .join('');
  return { latin: written, sounds, sound: classesOf(sounds) };
}

/**
 * A segment from its readings parted by blanks: '-' is silence, 'sounds=latin' says how it is written, and those after a '/'
 * are heard when names are compared in the clear, but no key is spent on them.
 */
export function segment(readings: string): Segment {
  const [near = '', far = ''] = readings.split(' / ');
  const read = (one: string): Reading => {
    const [sounds = '', latin] = one.split('=');
    return reading(sounds === '-' ? '' : sounds, latin);
  };
  const farther = far.split(' ').filter((one) => one !== '');
  return [...near.split(' ').map(read), ...farther.map((one) => ({ ...read(one), isFar: true }))];
}

/** A consonant of a script without short vowels: a break follows, so that two in a row are two. */
export function abjadSegment(readings: string): Segment {
  return segment(readings).map((one) => ({ ...one, sound: one.sound === '' ? '' : `${one.sound}-` }));
}

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
  for (const [at, choice] of single) if (take(new Map([[at, choice]]))) return found;
  for (const [at, choice] of single.slice(0, 4)) {
    for (const [otherAt, otherChoice] of single.slice(0, 4)) {
      if (otherAt <= at) continue;
      const both = new Map([
        [at, choice],
        [otherAt, otherChoice],
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
  for (let choice = 1; choice < 4; choice++) {
    segments.forEach((one, at) => {
      const chosen = one[choice];
      if (chosen !== undefined && chosen.isFar !== true) changes.push([at, choice]);
    });
  }
  return changes;
}

function spell(segments: readonly Segment[], changes: ReadonlyMap<number, number>): Spelling {
  let latin = '';
  let sounds = '';
  segments.forEach((one, at) => {
    const chosen = one[changes.get(at) ?? 0];
    latin += chosen?.latin ?? '';
    sounds += chosen?.sound ?? '';
  });
  return { latin, skeleton: skeletonOf(sounds) };
}
