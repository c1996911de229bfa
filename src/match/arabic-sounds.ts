import type { Segment } from './sounds.ts';

const one = (latin: string, sound: string): Segment => [{ latin, sound }];

/** A consonant is followed by a break, because Arabic writes no short vowels and writes a doubled letter once. */
const consonant = (...readings: readonly (readonly [latin: string, sound: string])[]): Segment =>
  readings.map(([latin, sound]) => ({ latin, sound: sound === '' ? '' : `${sound}-` }));

/** Arabic, and the letters Persian, Kurdish and Urdu added. و and ي are read by their neighbours, below. */
const LETTERS: Readonly<Record<string, Segment>> = {
  ا: one('a', 'a'),
  أ: one('a', 'a'),
  إ: one('i', 'a'),
  آ: one('a', 'a'),
  ٱ: one('a', 'a'),
  ؤ: one('u', 'a'),
  ئ: one('i', 'a'),
  ى: one('a', 'a'),
  ع: one('a', 'a'),
  ء: one('', ''),
  ب: consonant(['b', 'P']),
  پ: consonant(['p', 'P']),
  ت: consonant(['t', 'T']),
  ث: consonant(['th', 'T'], ['s', 'S']),
  ج: consonant(['j', 'X'], ['g', 'K']),
  چ: consonant(['ch', 'X']),
  ح: consonant(['h', 'H'], ['', '']),
  خ: consonant(['kh', 'H'], ['k', 'K'], ['ch', 'X']),
  د: consonant(['d', 'T']),
  ذ: consonant(['dh', 'T'], ['z', 'S']),
  ر: consonant(['r', 'R']),
  ز: consonant(['z', 'S']),
  ژ: consonant(['zh', 'X']),
  س: consonant(['s', 'S']),
  ش: consonant(['sh', 'X']),
  ص: consonant(['s', 'S']),
  ض: consonant(['d', 'T'], ['z', 'S']),
  ط: consonant(['t', 'T']),
  ظ: consonant(['z', 'S'], ['dh', 'T']),
  غ: consonant(['gh', 'K']),
  ف: consonant(['f', 'F']),
  ڤ: consonant(['v', 'F']),
  ق: consonant(['q', 'K']),
  ك: consonant(['k', 'K']),
  ک: consonant(['k', 'K']),
  گ: consonant(['g', 'K']),
  ل: consonant(['l', 'L']),
  م: consonant(['m', 'M']),
  ن: consonant(['n', 'N']),
  ه: consonant(['h', 'H'], ['', '']),
  ھ: consonant(['h', 'H'], ['', '']),
};

const LONG = 'اآأىيیةو';

/** Arabic letters in one form: presentation forms, vowel signs, the lengthening stroke and Persian twins resolved. */
export function plainArabic(text: string): string {
  return text
    .replace(/[\u064b-\u065f\u0670\u0640\u06d6-\u06ed]/g, '')
    .replace(/ی/g, 'ي')
    .replace(/ہ|ە|ۀ/g, 'ه');
}

/** The segments of a token of Arabic letters; the article ال goes when three letters remain. */
export function arabicSegments(token: string): Segment[] {
  const servant = /^عبد(?:ال(?=..)|(?=...))/.exec(token)?.[0];
  if (servant !== undefined)
    return [one('abd', 'aPT'), ...lettersOf(lightName(token.slice(servant.length)), false)];
  return lettersOf(token.replace(/^[اأ]ل(?=...)/, ''), true);
}

/** الله inside a name is heard as 'lah'. */
function lightName(rest: string): string {
  return rest === 'له' || rest === 'لله' ? 'لاه' : rest;
}

function lettersOf(letters: string, fromStart: boolean): Segment[] {
  const segments: Segment[] = [];
  for (let at = 0; at < letters.length; at++) {
    const segment = letterAt(letters, at, fromStart && at === 0);
    if (segment !== undefined) segments.push(segment);
  }
  return segments;
}

function letterAt(letters: string, at: number, first: boolean): Segment | undefined {
  const letter = letters.charAt(at);
  const before = letters.charAt(at - 1);
  const after = letters.charAt(at + 1);
  if (letter === 'و') return waw(before, after, first);
  if (letter === 'ي')
    return first
      ? [
          { latin: 'y', sound: 'a' },
          { latin: 'j', sound: 'X' },
        ]
      : one('i', 'a');
  if (letter === 'ة')
    return [
      { latin: 'a', sound: 'a' },
      { latin: 'at', sound: 'aT' },
    ];
  if ((letter === 'ه' || letter === 'ھ') && after === '')
    return [
      { latin: 'h', sound: 'a' },
      { latin: 'h', sound: 'H' },
    ];
  return LETTERS[letter];
}

/** و is a consonant at the start and before a long vowel, doubtful after one or after ع, else the vowel u, ou, o. */
function waw(before: string, after: string, first: boolean): Segment {
  const asConsonant = { latin: 'w', sound: 'F-' };
  const asVowel = { latin: 'u', sound: 'a' };
  if (first) return [asConsonant];
  if (after !== '' && LONG.includes(after)) return [asConsonant, asVowel];
  return [asVowel, asConsonant].slice(0, before !== '' && after !== '' ? 2 : 1);
}
