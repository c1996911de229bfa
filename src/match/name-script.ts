import anyAscii from 'any-ascii';
import { arabicSegments } from './arabic-sounds.ts';
import { armenianSegments, georgianSegments } from './caucasian-sounds.ts';
import { cyrillicSegments } from './cyrillic-sounds.ts';
import { greekSegments } from './greek-sounds.ts';
import { hebrewSegments } from './hebrew-sounds.ts';
import { latinSegments } from './latin-sounds.ts';
import type { Segment } from './sounds.ts';

/** Whether the word is in Latin letters, those marks kept that change a sound. */
export function isLatin(word: string): boolean {
  return /^[a-zšşșțžżčćçđğęą]+$/.test(word);
}

/** The segments of a word by the table of its script; any-ascii reads the scripts that have none. */
export function segmentsOf(word: string): Segment[] {
  if (isLatin(word)) return latinSegments(word);
  if (/^[\u0400-\u04ff]+$/.test(word)) return cyrillicSegments(word);
  if (/^[\u0600-\u06ff]+$/.test(word)) return arabicSegments(word);
  if (/^[\u0370-\u03ff]+$/.test(word)) return greekSegments(word);
  if (/^[\u0591-\u05ea]+$/.test(word)) return hebrewSegments(word);
  if (/^[\u0531-\u058f]+$/.test(word)) return armenianSegments(word);
  if (/^[\u10d0-\u10ff]+$/.test(word)) return georgianSegments(word);
  return latinSegments(
    anyAscii(word)
      .toLowerCase()
      .replace(/[^a-z]/g, '')
      .slice(0, 60),
  );
}
