import { reading, segment, type Segment } from './sounds.ts';

/** Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian and the letters Central Asia added. */
const LETTERS: Readonly<Record<string, Segment>> = Object.fromEntries(
  Object.entries({
    а: 'a / o',
    б: 'b',
    в: 'v / w f u',
    г: 'g h / G',
    д: 'd',
    е: 'e / ye o',
    ё: 'yo / o e ye',
    ж: 'Z / J',
    з: 'z / s c',
    и: 'i / e y',
    й: 'y / i -',
    к: 'k / q g',
    л: 'l',
    м: 'm',
    н: 'n',
    о: 'o / a',
    п: 'p',
    р: 'r',
    с: 's / z',
    т: 't / T',
    у: 'u / w o v',
    ф: 'f / T v',
    х: 'x C=ch k / h',
    ц: 'c / z s',
    ч: 'C / c',
    ш: 'S',
    щ: 'C=shch / St Sy',
    ъ: '- / a u',
    ы: 'i=y / e',
    ь: '- / y i o',
    э: 'e / a',
    ю: 'yu / u i',
    я: 'ya / a ia e',
    і: 'i',
    ї: 'yi / i',
    є: 'ye / e',
    ґ: 'g',
    ђ: 'J=dj / d',
    ј: 'y=j',
    љ: 'l=lj',
    њ: 'n=nj',
    ћ: 'C=c / t',
    џ: 'J=dz',
    ѓ: 'g=gj / J',
    ќ: 'k=kj / C',
    ѕ: 'z=dz / c',
    ў: 'w u / v',
    қ: 'q / k',
    ғ: 'G / g',
    ң: 'n=ng',
    ә: 'a / e',
    ө: 'o / u',
    ү: 'u / i',
    ұ: 'u',
    һ: 'h',
    ҷ: 'J / C',
    ҳ: 'h / x',
    ӣ: 'i',
    ӯ: 'u / o',
  }).map(([letter, readings]) => [letter, segment(readings)]),
);

const VOWELS = 'аеёиоуыэюяіїє';
/** Vowels that begin with a y, which German and Dutch clerks write as j. */
const WITH_Y = 'еёюяєйј';
const STARTING: Readonly<Record<string, Segment>> = Object.fromEntries(
  WITH_Y.split('').map((letter) => {
    const own = LETTERS[letter] ?? [];
    const vowel = (own[0]?.sounds ?? '').replace(/^y/, '');
    const near = own.filter((one) => one.isFar !== true);
    const far = own.filter((one) => one.isFar === true);
    return [letter, [...near, reading(`J${vowel}`), ...far]];
  }),
);
/**
 * Two letters that are one sound: дж, and the дз and тц of Georgian and Yiddish names. Two sounds (Исхак, Азхар) that a clerk
 * with Latin letters writes sh and zh, as if they were one.
 */
const DIGRAPHS: Readonly<Record<string, Segment>> = {
  дж: segment('J=j / dZ'),
  дз: segment('dz z / J'),
  тц: segment('c'),
  сх: segment('sx S=sh'),
  зх: segment('zx Z=zh'),
};
const WAW = segment('w / u v');

/** The segments of a token of Cyrillic letters. */
export function cyrillicSegments(token: string): Segment[] {
  const segments: Segment[] = [];
  const article = /^(?:аль|эль)(?=[^аеёиоуыэюял].{2})/.exec(token)?.[0] ?? '';
  for (let at = article.length; at < token.length; at++) {
    const letter = token.charAt(at);
    const digraph = DIGRAPHS[token.slice(at, at + 2)];
    if (digraph !== undefined) {
      segments.push(digraph);
      at += 1;
    } else if (at === 0 && letter === 'у' && VOWELS.includes(token.charAt(1) || '-')) {
      segments.push(WAW);
    } else if (at === 0 && WITH_Y.includes(letter)) {
      segments.push(STARTING[letter] ?? []);
    } else {
      const known = LETTERS[letter];
      if (known !== undefined) segments.push(known);
    }
  }
  return shortServant(segments, token);
}

/** Абдул-, Абдель-, Абдур-: as in Latin, the article inside the word goes. */
function shortServant(segments: Segment[], token: string): Segment[] {
  const servant = /^абд[уеэа](?:ль?(?=.{2})|(?=([рсзтдн])\1))/.exec(token)?.[0];
  if (servant === undefined) return segments;
  return [...segments.slice(0, 3), ...segments.slice(servant.length)];
}
