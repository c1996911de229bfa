import type { Segment } from './sounds.ts';

/**
 * How clerks write sounds in Latin letters: French (ch, dj, ou, tch), German (sch, tsch, w, j), Dutch (sj, tsj, oe, ch),
 * English (sh, ch, kh, zh, oo), Slavic and Turkish letters. First matching rule wins; longer ones stand first.
 */
interface Rule {
  readonly letters: string;
  /** Classes of the readings, canonical first. */
  readonly sounds: readonly string[];
  /** Where it applies: what stands before and after ('' at the edges of the token). */
  readonly when?: (before: string, after: string, whole: string) => boolean;
}

const isVowel = (letter: string): boolean => letter !== '' && 'aeiouy'.includes(letter);
const isFront = (letter: string): boolean => letter !== '' && 'eiy'.includes(letter);
const atStart = (before: string): boolean => before === '';
const isConsonant = (letter: string): boolean => letter !== '' && !isVowel(letter);

const RULES: readonly Rule[] = [
  { letters: 'schtsch', sounds: ['X'] },
  { letters: 'shtch', sounds: ['X'] },
  { letters: 'chtch', sounds: ['X'] },
  { letters: 'sjtsj', sounds: ['X'] },
  { letters: 'shch', sounds: ['X'] },
  { letters: 'tsch', sounds: ['X'] },
  { letters: 'dsch', sounds: ['X'] },
  { letters: 'sch', sounds: ['X', 'SK'] },
  { letters: 'tch', sounds: ['X'] },
  { letters: 'tsj', sounds: ['X'] },
  { letters: 'tsh', sounds: ['X'] },
  { letters: 'dzh', sounds: ['X'] },
  { letters: 'dzj', sounds: ['X'] },
  { letters: 'dj', sounds: ['X', 'Ta', 'K'] },
  { letters: 'jj', sounds: ['X'] },
  { letters: 'sh', sounds: ['X'] },
  { letters: 'zh', sounds: ['X'] },
  { letters: 'sj', sounds: ['X'] },
  { letters: 'zj', sounds: ['X'] },
  { letters: 'cz', sounds: ['X', 'S'] },
  { letters: 'sz', sounds: ['X', 'S'] },
  { letters: 'ch', sounds: ['K'], when: (_, after) => after === 'r' || after === 'l' },
  { letters: 'ch', sounds: ['X', 'H', 'K'] },
  { letters: 'kh', sounds: ['H', 'K', 'X'] },
  { letters: 'gh', sounds: ['K'] },
  { letters: 'ph', sounds: ['F'] },
  { letters: 'th', sounds: ['T', 'S'] },
  { letters: 'dh', sounds: ['T', 'S'] },
  { letters: 'rh', sounds: ['R'] },
  { letters: 'wh', sounds: ['F'] },
  { letters: 'bh', sounds: ['P'] },
  { letters: 'ck', sounds: ['K'] },
  { letters: 'cq', sounds: ['K'] },
  { letters: 'qu', sounds: ['K'], when: (_, after) => isVowel(after) },
  { letters: 'ts', sounds: ['S'] },
  { letters: 'tz', sounds: ['S'] },
  { letters: 'oua', sounds: ['Fa'], when: atStart },
  { letters: 'oui', sounds: ['Fa'], when: atStart },
  { letters: 'oue', sounds: ['Fa'], when: atStart },
  { letters: 'ou', sounds: ['a', 'F'], when: (before) => isVowel(before) },
  { letters: 'ou', sounds: ['a', 'F'], when: (_, after) => isVowel(after) },
  { letters: 'ij', sounds: ['a'], when: (_, after) => after === '' },
  { letters: 'x', sounds: ['S', 'KS'], when: atStart },
  { letters: 'x', sounds: ['KS'] },
  { letters: 'c', sounds: ['X', 'K'], when: (_, after, whole) => after === '' && whole.endsWith('vic') },
  { letters: 'c', sounds: ['S', 'X', 'K'], when: (_, after) => isFront(after) },
  { letters: 'c', sounds: ['K'] },
  { letters: 'ç', sounds: ['S', 'X'] },
  { letters: 'č', sounds: ['X'] },
  { letters: 'ć', sounds: ['X'] },
  { letters: 'š', sounds: ['X', 'S'] },
  { letters: 'ş', sounds: ['X', 'S'] },
  { letters: 'ș', sounds: ['X', 'S'] },
  { letters: 'ž', sounds: ['X', 'S'] },
  { letters: 'đ', sounds: ['X', 'T'] },
  { letters: 'ğ', sounds: ['K', ''] },
  {
    letters: 'j',
    sounds: ['a', 'X'],
    when: (before, _, whole) => before === '' && /^je[wvlkfg]/.test(whole),
  },
  { letters: 'j', sounds: ['X', 'a', 'K'], when: atStart },
  { letters: 'j', sounds: ['a'], when: (before, after) => after === '' && 'eioy'.includes(before) },
  { letters: 'j', sounds: ['a', 'X'], when: (before, after) => isConsonant(before) && isVowel(after) },
  { letters: 'j', sounds: ['a', 'X'], when: (before) => before === 'i' },
  { letters: 'j', sounds: ['X', 'a'] },
  { letters: 'g', sounds: ['K', 'X'], when: (before, after) => before === '' || isFront(after) },
  { letters: 'g', sounds: ['K'] },
  { letters: 'h', sounds: [''], when: (before, after) => after === '' && isVowel(before) },
  { letters: 'h', sounds: ['H', 'K', ''], when: atStart },
  { letters: 'h', sounds: ['H', ''] },
  { letters: 'w', sounds: ['F'], when: (before, after) => before === '' || after === '' },
  { letters: 'w', sounds: ['F', 'a'] },
  { letters: 'y', sounds: ['a', 'X'], when: (before, after) => before === '' && isVowel(after) },
  ...'bp'.split('').map((letters) => ({ letters, sounds: ['P'] })),
  ...'fv'.split('').map((letters) => ({ letters, sounds: ['F'] })),
  ...'dt'.split('').map((letters) => ({ letters, sounds: ['T'] })),
  ...'sz'.split('').map((letters) => ({ letters, sounds: ['S'] })),
  ...'kq'.split('').map((letters) => ({ letters, sounds: ['K'] })),
  ...'lmnr'.split('').map((letters) => ({ letters, sounds: [letters.toUpperCase()] })),
  ...'aeiouy'.split('').map((letters) => ({ letters, sounds: ['a'] })),
];

/** What a second reading of a class looks like when written out. */
const WRITTEN: Readonly<Record<string, string>> = {
  X: 'sh',
  K: 'k',
  H: 'kh',
  F: 'w',
  S: 's',
  T: 'd',
  a: 'y',
  Ta: 'dy',
  SK: 'sk',
  KS: 'ks',
  '': '',
};

function written(letters: string, sound: string): string {
  return letters === 'g' && sound === 'X' ? 'j' : (WRITTEN[sound] ?? letters);
}

interface ReadyRule extends Rule {
  readonly segment: Segment;
}

const BY_FIRST = new Map<string, ReadyRule[]>();
for (const rule of RULES) {
  const segment = rule.sounds.map((sound, index) => ({
    sound,
    latin: index === 0 ? rule.letters : written(rule.letters, sound),
  }));
  const first = rule.letters.charAt(0);
  BY_FIRST.set(first, [...(BY_FIRST.get(first) ?? []), { ...rule, segment }]);
}

/** The segments of a token of Latin letters (lower case; š č ş ç ž đ ğ may still wear their marks). */
export function latinSegments(token: string): Segment[] {
  const letters = withoutArticle(token);
  const segments: Segment[] = [];
  let at = 0;
  while (at < letters.length) {
    const rule = ruleAt(letters, at);
    if (rule === undefined) {
      at += 1;
      continue;
    }
    segments.push(rule.segment);
    at += rule.letters.length;
  }
  return segments;
}

function ruleAt(letters: string, at: number): ReadyRule | undefined {
  const before = at === 0 ? '' : letters.charAt(at - 1);
  return BY_FIRST.get(letters.charAt(at))?.find(
    (rule) =>
      letters.startsWith(rule.letters, at) &&
      (rule.when === undefined || rule.when(before, letters.charAt(at + rule.letters.length), letters)),
  );
}

/**
 * The Arabic article inside one word goes: Abdelkader, Abdulkadir and Abd al-Qadir meet, Elkhatib and Khatib, Nuraldin and
 * Noureddine. It is done to every name alike (Albert becomes bert on both sides), so it never parts what would have met.
 */
function withoutArticle(token: string): string {
  const servant = /^abd[aeiou]+(?:l(?=.{2})|(?=([rsztdn])\1))(.+)$/.exec(token);
  if (servant !== null) return `abd${servant[2] ?? ''}`;
  const light = token.replace(/[aeu]l(?=d+(?:i|ee)ne?$)/, 'e');
  return /^[ae]l[^aeiouyl].{3,}$/.test(light) ? light.slice(2) : light;
}
