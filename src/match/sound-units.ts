import { classesOf, type Segment } from './sounds.ts';

/**
 * Segments as small integers, and what it costs to take one for another, so that two words are compared by looking up
 * figures. A unit is a segment with all that it may stand for; the cost of two units is that of their nearest readings.
 * Costs are in powers of two, roughly: how much rarer such a change is among spellings of one name than no change.
 */
const VOWELS = 'aeiouy';
const CONSONANTS = 'wfvpbtdTDszcSZCJkgqGxhlmnr';

/** Pairs of sounds clerks exchange, dearer ones to the right; any other pair of consonants is another name. */
const EXCHANGES: Readonly<Record<string, string>> = {
  0.25: 'Tt Dd kq gG sc zs fv vw xh wu yi CS JZ td',
  0.5: 'ei ou ae zc pb Ss Zz CJ ZS Dz Ts wo yJ gk ey',
  0.8: 'ao ai iu eo fw xk Gk qg Gq cC SJ vb vu wb ya JC Cs sC ZC',
  1.3: 'au eu io hk hg hG gx gJ yZ zJ zZ yg kC Tf pf pv bf yu yo Gx qx sZ sJ cZ Sc cS Jz',
  2: 'mn dz ds tc tC dJ dZ ks kc kS xS xC hS lr Gr wm bm vm vo kJ gZ qC tD tf sz dT',
};
const FOREIGN = 6;

/** A sound that one clerk hears and another leaves out. */
const OMITTED: Readonly<Record<string, number>> = {
  a: 1.2,
  e: 0.9,
  i: 1.1,
  o: 1.3,
  u: 1.3,
  y: 0.5,
  w: 1.6,
  h: 0.8,
  x: 3,
  G: 1.6,
  s: 3,
  t: 3,
  d: 3,
  n: 3.2,
  r: 3.2,
};
/** The same where the other word is written without short vowels. */
const OMITTED_SHORT: Readonly<Record<string, number>> = {
  a: 0.05,
  e: 0.05,
  i: 0.12,
  o: 0.25,
  u: 0.25,
  y: 0.3,
};
const OMITTED_ELSE = 4;
/** What a reading costs for not being the first one, per place, at most this much. */
const READING_STEP = 0.15;
const READING_MAX = 0.6;

const UNITS_MAX = 512;
const distances = new Map<string, number>();
for (const [cost, pairs] of Object.entries(EXCHANGES)) {
  for (const pair of pairs.split(' ')) {
    for (const both of [pair, `${pair.charAt(1)}${pair.charAt(0)}`]) {
      if (!distances.has(both)) distances.set(both, Number(cost));
    }
  }
}

interface Unit {
  readonly sounds: readonly string[];
}
const units: Unit[] = [];
const byReadings = new Map<string, number>();
/** Cost of unit a read as unit b, at a * UNITS_MAX + b. */
export const exchangeCosts = new Float32Array(UNITS_MAX * UNITS_MAX);
export const omissionCosts = new Float32Array(UNITS_MAX);
export const shortOmissionCosts = new Float32Array(UNITS_MAX);
export const UNIT_ROW = UNITS_MAX;
/** Bits of the consonant classes a unit may stand for, and of the one it must (0 if it may be silent or of two classes). */
export const unitMay = new Int32Array(UNITS_MAX);
export const unitMust = new Int32Array(UNITS_MAX);

/** The units of a word's segments, doubled consonants once. */
export function unitsOf(segments: readonly Segment[]): Uint16Array {
  const ids: number[] = [];
  for (const one of segments) {
    const longest = Math.max(...one.map((reading) => reading.sounds.length));
    for (let at = 0; at < Math.max(1, longest); at++) {
      const id = unitOf(one.map((reading) => reading.sounds.charAt(at)));
      if (id !== ids.at(-1) || isVowelUnit(id)) ids.push(id);
    }
  }
  return Uint16Array.from(ids.filter((id) => units[id]?.sounds.some((sound) => sound !== '')));
}

function isVowelUnit(id: number): boolean {
  const first = units[id]?.sounds[0] ?? '';
  return first === '' || VOWELS.includes(first);
}

function unitOf(readings: readonly string[]): number {
  const sounds = [...new Set(readings)];
  const name = sounds.join('|');
  const known = byReadings.get(name);
  if (known !== undefined) return known;
  if (units.length >= UNITS_MAX) return 0;
  const id = units.length;
  units.push({ sounds });
  byReadings.set(name, id);
  learn(id);
  return id;
}

function learn(id: number): void {
  const mine = units[id]?.sounds ?? [];
  omissionCosts[id] = nearest(mine, (sound) => omission(sound, OMITTED));
  shortOmissionCosts[id] = nearest(mine, (sound) =>
    Math.min(omission(sound, OMITTED), omission(sound, OMITTED_SHORT)),
  );
  const classes = new Set(mine.map(classesOf).map((name) => (name === 'a' ? '' : name)));
  for (const name of classes) unitMay[id] = (unitMay[id] ?? 0) | classBit(name);
  unitMust[id] = classes.size === 1 ? (unitMay[id] ?? 0) : 0;
  for (let other = 0; other <= id; other++) {
    const theirs = units[other]?.sounds ?? [];
    const cost = nearest(mine, (sound) => nearest(theirs, (to) => exchange(sound, to)));
    exchangeCosts[id * UNITS_MAX + other] = cost;
    exchangeCosts[other * UNITS_MAX + id] = cost;
  }
}

function nearest(sounds: readonly string[], cost: (sound: string) => number): number {
  let best = Number.POSITIVE_INFINITY;
  sounds.forEach((sound, at) => {
    best = Math.min(best, cost(sound) + Math.min(READING_MAX, READING_STEP * at));
  });
  return best;
}

function omission(sound: string, table: Readonly<Record<string, number>>): number {
  return sound === '' ? 0 : (table[sound] ?? OMITTED_ELSE);
}

function exchange(sound: string, to: string): number {
  if (sound === to) return 0;
  if (sound === '' || to === '') return omission(sound + to, OMITTED);
  const known = distances.get(sound + to);
  if (known !== undefined) return known;
  if (VOWELS.includes(sound) && VOWELS.includes(to)) return 1.2;
  return classesOf(sound) === classesOf(to) ? 1.3 : FOREIGN;
}

function classBit(name: string): number {
  return name === '' ? 0 : 1 << 'PFTSXKHLMNR'.indexOf(name);
}

/** All sounds there are, for the tests of the tables. */
export const SOUNDS = VOWELS + CONSONANTS;
