import { abjadSegment, segment, type Segment } from './sounds.ts';

/** Stands for the stroke that makes ג into j, צ into ch, ז into zh and ת into th; a mark, so that a word stays one word. */
const GERESH = '\u05bf';

/** Hebrew without vowel points, with final letters in their common form and the stroke (׳ or ') as a mark. */
export function plainHebrew(text: string): string {
  if (!/[\u05d0-\u05ea]/.test(text)) return text;
  return text
    .replace(/[\u0591-\u05c7]/g, '')
    .replace(/([גזצץתדטחסע])['’‘`´׳]/g, `$1${GERESH}`)
    .replace(/(?<=[\u05d0-\u05ea])["״״](?=[\u05d0-\u05ea])/g, '');
}

const LETTERS: Readonly<Record<string, Segment>> = {
  ...rows(segment, {
    א: 'a / e o u i -',
    ע: 'a / e o i u -',
  }),
  ...rows(abjadSegment, {
    ב: 'b v',
    ג: 'g / J',
    [`ג${GERESH}`]: 'J / Z',
    ד: 'd',
    [`ד${GERESH}`]: 'D / d',
    ז: 'z / s',
    [`ז${GERESH}`]: 'Z / J',
    ח: 'h x C=ch k',
    [`ח${GERESH}`]: 'x C=ch k',
    ט: 't',
    [`ט${GERESH}`]: 'C t',
    כ: 'k x / C',
    ך: 'x k / C',
    ל: 'l',
    מ: 'm',
    ם: 'm',
    נ: 'n',
    ן: 'n',
    ס: 's / c z',
    [`ס${GERESH}`]: 's',
    [`ע${GERESH}`]: 'G g r',
    פ: 'p f',
    ף: 'f / p',
    צ: 'c / C s z',
    ץ: 'c / s z',
    [`צ${GERESH}`]: 'C',
    [`ץ${GERESH}`]: 'C',
    ק: 'k / q g',
    ר: 'r',
    ש: 'S s',
    ת: 't / T',
    [`ת${GERESH}`]: 'T / t s',
  }),
};

const STARTING: Readonly<Record<string, Segment>> = {
  א: segment('a / e o u i'),
  ב: abjadSegment('b / v'),
  ה: abjadSegment('h -'),
  ו: abjadSegment('v w / u o'),
  י: segment('y J / i e'),
  פ: abjadSegment('p f'),
  כ: abjadSegment('k x / C'),
};
const ENDING: Readonly<Record<string, Segment>> = {
  ה: segment('a=ah / e o h -'),
  ב: abjadSegment('v b'),
  י: segment('i / y e ai'),
  ו: segment('u / o v w'),
};
const INNER: Readonly<Record<string, Segment>> = {
  ה: abjadSegment('h -'),
  ו: segment('u v / o w -'),
  י: segment('i / y e a -'),
};
const DOUBLES: Readonly<Record<string, Segment>> = {
  וו: abjadSegment('v w / u'),
  יי: segment('ay / y i ey e'),
  או: segment('o / u au av'),
  אי: segment('i / e ay ey'),
};

/** The segments of a token of Hebrew letters (plainHebrew first). */
export function hebrewSegments(token: string): Segment[] {
  const letters = token.match(new RegExp(`[\\u05d0-\\u05ea]${GERESH}?`, 'g')) ?? [];
  const segments: Segment[] = [];
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? '';
    const double = at + 1 < letters.length ? DOUBLES[letter + (letters[at + 1] ?? '')] : undefined;
    if (double !== undefined && (at > 0 || letter !== 'י')) {
      segments.push(double);
      at += 1;
      continue;
    }
    const byPlace = at === 0 ? STARTING[letter] : at === letters.length - 1 ? ENDING[letter] : undefined;
    const found = byPlace ?? INNER[letter] ?? LETTERS[letter];
    if (found !== undefined) segments.push(found);
  }
  return segments;
}

function rows(
  read: (readings: string) => Segment,
  table: Readonly<Record<string, string>>,
): Record<string, Segment> {
  return Object.fromEntries(Object.entries(table).map(([letter, readings]) => [letter, read(readings)]));
}
