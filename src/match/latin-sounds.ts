import { segment, type Segment } from './sounds.ts';

/**
 * How clerks write sounds in Latin letters: French (ch, dj, ou, tch, silent ends), German (sch, tsch, w, z), Dutch (sj, tsj,
 * oe, ij), English (sh, ch, kh, zh, oo), Polish (cz, sz, rz, ż, w), Czech and Serbian marks, Hungarian (cs, zs, dzs, gy), Italian
 * (gli, gn, sc, ch), Portuguese (lh, nh), Turkish (c, ç, ş, ğ). First matching rule wins; longer ones stand first.
 * Two letters may be two sounds: Ishaq, Azhar, Subhi and Farhad have an h of their own.
 * What stands after '/' is heard when two names are compared in the clear, but no key is spent on it.
 */
type When = (before: string, after: string, whole: string) => boolean;
type Row = readonly [letters: string, readings: string, when?: When];

const isVowel = (letter: string): boolean => letter !== '' && 'aeiouy'.includes(letter);
const isConsonant = (letter: string): boolean => letter !== '' && !isVowel(letter);
const beforeOneOf =
  (letters: string): When =>
  (_, after) =>
    after !== '' && letters.includes(after);
const beforeFront = beforeOneOf('eiy');
const atStart: When = (before) => before === '';
const atEnd: When = (_, after) => after === '';

const SIBILANTS: readonly Row[] = [
  ['schtsch', 'C'],
  ['shtch', 'C'],
  ['chtch', 'C'],
  ['tschch', 'Cx=chkh'],
  ['tsjch', 'Cx=chkh'],
  ['sjtsj', 'C'],
  ['scs', 'C', atStart],
  ['shch', 'C'],
  ['tsch', 'C'],
  ['dsch', 'J'],
  ['sch', 'S sk / sx'],
  ['tch', 'C'],
  ['tsj', 'C'],
  ['tsh', 'C'],
  ['dzh', 'J'],
  ['dzs', 'J'],
  ['dż', 'J'],
  ['dž', 'J'],
  ['dzj', 'J'],
  ['czch', 'Cx=chkh'],
  ['čch', 'Cx=chkh'],
  ['dj', 'dy J', (before, _, whole) => isVowel(before) && whole.endsWith('djan')],
  ['dj', 'J dy g'],
  ['jj', 'J'],
  ['sh', 'S sh'],
  ['dz', 'dz z / J'],
  ['zh', 'Z zh'],
  ['sj', 'S'],
  ['zj', 'Z'],
  ['cz', 'C c / k'],
  ['cs', 'C ks', (before, _, whole) => before !== 'm' || !whole.startsWith('mcs')],
  ['zs', 'Z z / s'],
  ['rz', 'Z r', (before) => before === '' || 'bcdghkptw'.includes(before)],
  ['rz', 'rz / Z', (before) => isVowel(before)],
  ['sz', 'S s'],
  ['ssc', 'S s', beforeFront],
  ['sc', 'S s', beforeOneOf('ei')],
];

const THROATS: readonly Row[] = [
  ['ch', 'k / x C S', beforeOneOf('rl')],
  ['ch', 'C x k / S'],
  ['kh', 'x k S'],
  ['gh', 'G / - f'],
  ['ph', 'f'],
  ['th', 't s th / T'],
  ['dh', 'd z dh / D'],
  ['rh', 'r', atStart],
  ['rh', 'rh r'],
  ['wh', 'w'],
  ['bh', 'b bh / v'],
  ['ck', 'k / c'],
  ['nt', 'nt d', atStart],
  ['mp', 'mp b', atStart],
  ['gk', 'g', atStart],
  ['cq', 'k'],
  ['gu', 'g / gw gu', beforeFront],
  ['qu', 'k / kw', (_, after) => isVowel(after)],
  ['ts', 'c'],
  ['tz', 'c'],
  ['gn', 'gn / n', beforeOneOf('aeio')],
];

const VOWELS: readonly Row[] = [
  ['oua', 'wa', atStart],
  ['oui', 'wi', atStart],
  ['oue', 'we', atStart],
  ['ou', 'u w', (before, after) => isVowel(before) || isVowel(after)],
  ['ou', 'u / o au'],
  ['ij', 'i / e', atEnd],
  ['eau', 'o'],
  ['oo', 'u o'],
  ['oe', 'u / o e'],
  ['ee', 'i e'],
  ['ae', 'e a'],
  ['ea', 'i e / a'],
  ['ie', 'i / e'],
  ['ue', 'u / e'],
  ['ei', 'e i / a'],
  ['ey', 'e i'],
  ['ai', 'a e / i'],
  ['ay', 'a e / i'],
  ['au', 'a o / u av'],
  ['eu', 'e u / o ev'],
  ['yu', 'u'],
];

const CONSONANTS: readonly Row[] = [
  ['x', 's ks / S Z h -', atStart],
  ['x', 'ks / S -', atEnd],
  ['x', 'ks / S Z h'],
  ['c', 'C k / c J', (_, after, whole) => after === '' && whole.endsWith('vic')],
  ['c', 's C k / c J', beforeFront],
  ['c', 'k / J c C'],
  ['ç', 's C'],
  ['č', 'C'],
  ['ć', 'C'],
  ['š', 'S s'],
  ['ş', 'S s'],
  ['ș', 'S s'],
  ['ž', 'Z z'],
  ['ę', 'e en'],
  ['ą', 'a on'],
  ['ż', 'Z z'],
  ['ț', 't c'],
  ['đ', 'J d'],
  ['ğ', 'G - / y'],
  ['j', 'y J / h', (before, _, whole) => before === '' && /^je[wvlkfg]/.test(whole)],
  ['j', 'J y g / Z h', atStart],
  ['j', 'y', (before, after) => after === '' && before !== '' && 'eioy'.includes(before)],
  ['j', 'y J / Z h', (before, after) => isConsonant(before) && isVowel(after)],
  ['j', 'y J / Z h', (before) => before === 'i'],
  ['j', 'J y / Z h'],
  ['g', 'g J / Z x y', (before, after) => before === '' || beforeFront(before, after, '')],
  ['g', 'g / G h'],
  ['h', '- / h', (before, after) => after === '' && isVowel(before)],
  ['h', 'h k -', atStart],
  ['h', 'h -'],
  ['w', 'v / w f', (before, after) => before === '' || after === ''],
  ['w', 'v u / w'],
  ['y', 'y J', (before, after) => before === '' && isVowel(after)],
  ['y', 'y / u', (_, after) => isVowel(after)],
  ['v', 'v / f w b', atStart],
  ['v', 'v / f w b u'],
  ['z', 'z / c s Z'],
  ['t', 't / -', atEnd],
  ['d', 'd / t -', atEnd],
  ['s', 's / - S', atEnd],
  ['s', 's / z S'],
  ...'bpfdtkqlmnr'.split('').map((letter): Row => [letter, letter]),
  ['a', 'a'],
  ['e', 'e / -', atEnd],
  ['e', 'e'],
  ['i', 'i'],
  ['o', 'o'],
  ['u', 'u / w', (_, after) => isVowel(after)],
  ['u', 'u'],
  ['y', 'i / u'],
];

interface Rule {
  readonly letters: string;
  readonly segment: Segment;
  readonly when?: When;
}

const BY_FIRST = new Map<string, Rule[]>();
for (const [letters, readings, when] of [...SIBILANTS, ...THROATS, ...VOWELS, ...CONSONANTS]) {
  const [canonical, ...others] = segment(readings);
  if (canonical === undefined) continue;
  const rule = {
    letters,
    segment: [{ ...canonical, latin: letters }, ...others],
    ...(when === undefined ? {} : { when }),
  };
  const first = letters.charAt(0);
  BY_FIRST.set(first, [...(BY_FIRST.get(first) ?? []), rule]);
}

/** The segments of a token of Latin letters (lower case; š č ş ș ț ç ž ż đ ğ may still wear their marks). */
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

function ruleAt(letters: string, at: number): Rule | undefined {
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
