import { abjadSegment, segment, type Segment } from './sounds.ts';

const AS_CONSONANT = abjadSegment('w v');

/** Arabic, and the letters Persian, Kurdish and Urdu added. و and ي are read by their neighbours, below. */
const LETTERS: Readonly<Record<string, Segment>> = {
  ...rows(segment, {
    ا: 'a / o u e i',
    أ: 'a / o u e',
    إ: 'i / e a',
    آ: 'a / o',
    ٱ: 'a',
    ؤ: 'u / o',
    ئ: 'i / y e -',
    ى: 'a / i',
    ع: 'a / - e i o u',
    ء: '-',
    // Uyghur and Kurdish write their vowels.
    ە: 'e / a',
    ۆ: 'o / u',
    ۇ: 'u / o',
    ۈ: 'u / o',
    ې: 'e / i',
    ێ: 'e / i',
    ۋ: 'v / w',
    ے: 'e / i',
  }),
  ...rows(abjadSegment, {
    ب: 'b / p v',
    پ: 'p',
    ت: 't',
    ث: 'T s / t',
    ج: 'J g / Z C',
    چ: 'C',
    ح: 'h -',
    خ: 'x k C=ch / h',
    د: 'd',
    ذ: 'D z',
    ر: 'r',
    ز: 'z',
    ژ: 'Z / J',
    س: 's / S',
    ش: 'S / C',
    ص: 's / c',
    ض: 'd z',
    ط: 't',
    ظ: 'z D',
    غ: 'G / g',
    ف: 'f / v p',
    ڤ: 'v',
    ق: 'q / g',
    ك: 'k / g C',
    ک: 'k / g',
    گ: 'g / J',
    ل: 'l',
    م: 'm',
    ن: 'n',
    ه: 'h -',
    ھ: 'h -',
    ٹ: 't',
    ڈ: 'd',
    ڑ: 'r',
    ں: 'n -',
    ڭ: 'n',
  }),
};

function rows(
  read: (readings: string) => Segment,
  table: Readonly<Record<string, string>>,
): Record<string, Segment> {
  return Object.fromEntries(Object.entries(table).map(([letter, readings]) => [letter, read(readings)]));
}

const SERVANT = [segment('a'), segment('b'), segment('d')];
const LONG = 'اآأىيیةو';

/** Arabic letters in one form: presentation forms, vowel signs, the lengthening stroke and Persian twins resolved. */
export function plainArabic(text: string): string {
  return text
    .replace(/[\u064b-\u065f\u0670\u0640\u06d6-\u06ed]/g, '')
    .replace(/ی/g, 'ي')
    .replace(/[ہۀ]/g, 'ه')
    .replace(/ە(?=[^\p{L}]|$)/gu, 'ه');
}

/** The segments of a token of Arabic letters; the article ال goes when three letters remain. */
export function arabicSegments(token: string): Segment[] {
  const servant = /^عبد(?:ال(?=..)|(?=...))/.exec(token)?.[0];
  if (servant !== undefined) return [...SERVANT, ...lettersOf(lightName(token.slice(servant.length)), false)];
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
    if (segment !== undefined && TWO_LETTERS.has(segment)) at += 1;
  }
  return segments;
}

function letterAt(letters: string, at: number, first: boolean): Segment | undefined {
  const letter = letters.charAt(at);
  const before = letters.charAt(at - 1);
  const after = letters.charAt(at + 1);
  if (letter === 'ت' && after === 'ش') return TSHIN;
  if (letter === 'ت' && after === 'س') return first ? FIRST_TS : TS;
  if (letter === 'س' && (after === 'ح' || after === 'ه')) return SIN_H;
  if (letter === 'ز' && (after === 'ح' || after === 'ه')) return ZAY_H;
  if (letter === 'و') return waw(before, after, first);
  if (letter === 'ي') return first ? FIRST_YA : after === '' ? LAST_YA : YA;
  if (letter === 'ة') return ROUND_TA;
  if ((letter === 'ه' || letter === 'ھ') && after === '') return LAST_HA;
  return LETTERS[letter];
}

const FIRST_YA = segment('y J / i e');
const YA = segment('i / e y a');
const LAST_YA = segment('i / e y a');
const ROUND_TA = segment('a at / e -');
const LAST_HA = segment('a=h h / e');
/** ch and ts of foreign names; a name may begin with t and s of its own (Tasnim). */
const TSHIN = abjadSegment('C tS=tsh');
const TS = abjadSegment('c ts');
const FIRST_TS = abjadSegment('ts c');
/** s and z with an h of their own (Ishaq, Azhar), which clerks write as if they were sh and zh. */
const SIN_H = abjadSegment('sh s S');
const ZAY_H = abjadSegment('zh z Z');
const TWO_LETTERS: ReadonlySet<Segment> = new Set([TSHIN, TS, FIRST_TS, SIN_H, ZAY_H]);
const WAW_VOWEL = segment('u / o w v');
const WAW_EITHER = segment('u w / o v');
const WAW_CONSONANT = [...AS_CONSONANT, ...segment('u')];

/** و is a consonant at the start and before a long vowel, doubtful after one or after ع, else the vowel u, ou, o. */
function waw(before: string, after: string, first: boolean): Segment {
  if (first) return FIRST_WAW;
  if (after !== '' && LONG.includes(after)) return WAW_CONSONANT;
  return before !== '' && after !== '' ? WAW_EITHER : WAW_VOWEL;
}

const FIRST_WAW = abjadSegment('w / v o u');
