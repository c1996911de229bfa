import type { Reading, Segment } from './sounds.ts';

const one = (latin: string, sound: string): Segment => [{ latin, sound }];
const vowel = (latin: string): Segment => one(latin, 'a');

/** Russian, Ukrainian, Bulgarian, Serbian and the letters Central Asia added. */
const LETTERS: Readonly<Record<string, Segment>> = {
  а: vowel('a'),
  б: one('b', 'P'),
  в: one('v', 'F'),
  г: [
    { latin: 'g', sound: 'K' },
    { latin: 'h', sound: 'H' },
  ],
  д: one('d', 'T'),
  е: vowel('e'),
  ё: vowel('yo'),
  ж: one('zh', 'X'),
  з: one('z', 'S'),
  и: vowel('i'),
  й: vowel('y'),
  к: one('k', 'K'),
  л: one('l', 'L'),
  м: one('m', 'M'),
  н: one('n', 'N'),
  о: vowel('o'),
  п: one('p', 'P'),
  р: one('r', 'R'),
  с: one('s', 'S'),
  т: one('t', 'T'),
  у: vowel('u'),
  ф: one('f', 'F'),
  х: [
    { latin: 'kh', sound: 'H' },
    { latin: 'ch', sound: 'X' },
    { latin: 'k', sound: 'K' },
  ],
  ц: one('ts', 'S'),
  ч: one('ch', 'X'),
  ш: one('sh', 'X'),
  щ: one('shch', 'X'),
  ъ: one('', ''),
  ы: vowel('y'),
  ь: one('', ''),
  э: vowel('e'),
  ю: vowel('yu'),
  я: vowel('ya'),
  і: vowel('i'),
  ї: vowel('yi'),
  є: vowel('ye'),
  ґ: one('g', 'K'),
  ђ: one('dj', 'X'),
  ј: vowel('j'),
  љ: one('lj', 'L'),
  њ: one('nj', 'N'),
  ћ: one('c', 'X'),
  џ: one('dz', 'X'),
  ѓ: one('gj', 'K'),
  ќ: one('kj', 'K'),
  ѕ: one('dz', 'S'),
  ў: [
    { latin: 'w', sound: 'F' },
    { latin: 'u', sound: 'a' },
  ],
  қ: one('q', 'K'),
  ғ: one('gh', 'K'),
  ң: one('ng', 'N'),
  ә: vowel('a'),
  ө: vowel('o'),
  ү: vowel('u'),
  ұ: vowel('u'),
  һ: one('h', 'H'),
};

const VOWELS = 'аеёиоуыэюяіїє';
/** Vowels that begin with a y, which German and Dutch clerks write as j. */
const WITH_Y = 'еёюяєйј';

/** The segments of a token of Cyrillic letters. */
export function cyrillicSegments(token: string): Segment[] {
  const segments: Segment[] = [];
  const article = /^(?:аль|эль)(?=[^аеёиоуыэюял].{2})/.exec(token)?.[0] ?? '';
  for (let at = article.length; at < token.length; at++) {
    const letter = token.charAt(at);
    if (token.startsWith('дж', at)) {
      segments.push(one('j', 'X'));
      at += 1;
    } else if (at === 0 && letter === 'у' && VOWELS.includes(token.charAt(1) || '-')) {
      segments.push(one('w', 'F'));
    } else if (at === 0 && WITH_Y.includes(letter)) {
      segments.push([...(LETTERS[letter] ?? []), alternativeJ(letter)]);
    } else {
      const known = LETTERS[letter];
      if (known !== undefined) segments.push(known);
    }
  }
  return shortServant(segments, token);
}

function alternativeJ(letter: string): Reading {
  const rest = (LETTERS[letter]?.[0]?.latin ?? '').replace(/^y/, '');
  return { latin: `j${rest}`, sound: 'Xa' };
}

/** Абдул-, Абдель-, Абдур-: as in Latin, the article inside the word goes. */
function shortServant(segments: Segment[], token: string): Segment[] {
  const servant = /^абд[уеэа](?:ль?(?=.{2})|(?=([рсзтдн])\1))/.exec(token)?.[0];
  if (servant === undefined) return segments;
  return [...segments.slice(0, 3), ...segments.slice(servant.length)];
}
