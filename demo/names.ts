import type { Language } from './agencies.ts';
import { ARABIC_FAMILY, ARABIC_FEMALE, ARABIC_MALE, arabicSpelling, writeArabic } from './names-arabic.ts';
import {
  CYRILLIC_FAMILY,
  CYRILLIC_FEMALE,
  CYRILLIC_MALE,
  feminine,
  writeCyrillic,
} from './names-cyrillic.ts';
import { LATIN_POOLS, type LatinOrigin } from './names-latin.ts';
import type { Random } from './random.ts';

export type Origin = LatinOrigin | 'arabic' | 'cyrillic';

/** One part of a true name. `spelling` is its own script's; `sound` what an Arabic name sounds like (the clerk hears that). */
export interface NamePart {
  readonly script: 'latin' | 'arabic' | 'cyrillic';
  readonly spelling: string;
  readonly sound?: string;
}

export function latin(spelling: string): NamePart {
  return { script: 'latin', spelling };
}

function arabic(sound: string): NamePart {
  return { script: 'arabic', spelling: arabicSpelling(sound), sound };
}

function cyrillic(spelling: string): NamePart {
  return { script: 'cyrillic', spelling };
}

export function drawFamilyName(origin: Origin, random: Random): NamePart {
  if (origin === 'arabic') return arabic(random.pickSkewed(ARABIC_FAMILY));
  if (origin === 'cyrillic') return cyrillic(random.pickSkewed(CYRILLIC_FAMILY));
  const pool = LATIN_POOLS[origin];
  if (random.chance(0.45)) return latin(random.pickSkewed(pool.family));
  return latin(composed(random.pick(pool.stems), random.pick(pool.endings)));
}

function composed(stem: string, ending: string): string {
  if (!stem.includes(' ') && stem !== 'De') return stem + ending;
  return `${stem} ${ending.charAt(0).toUpperCase()}${ending.slice(1)}`;
}

export function drawGivenName(origin: Origin, sex: 'M' | 'F', random: Random): NamePart {
  if (origin === 'arabic') return arabic(random.pickSkewed(sex === 'M' ? ARABIC_MALE : ARABIC_FEMALE));
  if (origin === 'cyrillic')
    return cyrillic(random.pickSkewed(sex === 'M' ? CYRILLIC_MALE : CYRILLIC_FEMALE));
  const pool = LATIN_POOLS[origin];
  return latin(random.pickSkewed(sex === 'M' ? pool.male : pool.female));
}

/** The family name as this person bears it: Slavic families have a feminine form. */
export function familyNameFor(family: NamePart, sex: 'M' | 'F'): NamePart {
  return family.script === 'cyrillic' && sex === 'F' ? cyrillic(feminine(family.spelling)) : family;
}

/** What a clerk of the given country writes down in Latin letters on hearing, or seeing, the name. */
export function writeInLatin(part: NamePart, language: Language, random: Random): string {
  if (part.script === 'arabic') return writeArabic(part.sound ?? '', language, random);
  if (part.script === 'cyrillic')
    return part.spelling
      .split(' ')
      .map((word) => writeCyrillic(word, language, random))
      .join(' ');
  return part.spelling;
}
