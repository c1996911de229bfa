import anyAscii from 'any-ascii';
import { asciiDigits, bare } from './fold.ts';

/**
 * An organisation's name as plain words in their order: small letters, points of abbreviations closed ('S.p.A.' is 'spa',
 * 'A/S' is 'as'), apostrophes gone, '&' and '%' as words. Scripts stay as they are.
 */
export function organisationWords(text: string): string[] {
  const plain = bare(asciiDigits(text))
    .replace(/&/g, ' and ')
    .replace(/%/g, ' percent ')
    .replace(/['’ʼ`´ʿʾ‘"״׳“”„«»]/g, '')
    .replace(/(?<![\p{L}\p{N}])(\p{L})\/(\p{L})(?![\p{L}\p{N}])/gu, '$1$2')
    .replace(
      /(?<![\p{L}\p{N}])(?:\p{L}\.\s?){2,}(?:\p{L}(?![\p{L}\p{N}]))?/gu,
      (letters) => `${letters.replace(/[.\s]/g, '')} `,
    );
  return joinLetters(plain.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== ''));
}

/** Single letters that stand together are one abbreviation: 'C G' is 'cg'. A lone letter stays (it may be a number). */
function joinLetters(words: readonly string[]): string[] {
  const joined: string[] = [];
  let open = false;
  for (const word of words) {
    const isLetter = /^[a-zа-я]$/.test(word);
    if (isLetter && open) joined[joined.length - 1] += word;
    else joined.push(word);
    open = isLetter;
  }
  return joined;
}

/** Plain Latin letters and digits of a word of any script. */
export function latinWord(word: string): string {
  return anyAscii(word)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

const ROMAN = /^(?:x{0,3})(?:ix|iv|v?i{0,3})$/;
const ROMAN_VALUES: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10 };

const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(
  [
    'one first un premier eins erste een eerste uno primero primo adin первый первая один 1st 1er alef aleph',
    'two second deux deuxieme zwei zweite twee tweede dos segundo due secondo второй вторая два 2nd 2eme bet beth',
    'three third trois troisieme drei dritte drie derde tres tercero tre terzo третий три 3rd 3eme gimel',
    'four fourth quatre vier vierte vierde cuatro quattro четвертый четыре 4th',
    'five fifth cinq funf funfte vijf vijfde cinco cinque пятый пять 5th',
    'six sixth sixieme sechs zes seis sei шестой шесть 6th',
    'seven seventh sept sieben zeven siete sette седьмой семь 7th',
    'eight eighth huit acht ocho otto восьмой восемь 8th',
    'nine ninth neuf neun negen nueve nove девятый девять 9th',
    'ten tenth dix zehn tien diez dieci десятый десять 10th',
    'eleven eleventh onze elf undici 11th',
    'twelve twelfth douze zwolf twaalf doce dodici 12th',
  ].flatMap((row, at) => row.split(' ').map((word) => [bare(word), String(at + 1)] as const)),
);

/** The number a word says, without leading zeros; null for a word that says none. Roman numerals only behind other words. */
export function numberOf(word: string, isFirst: boolean): string | null {
  const digits = /^(\d+)(?:st|nd|rd|th|er|e|eme)?$/.exec(word)?.[1];
  if (digits !== undefined) return digits.replace(/^0+(?=\d)/, '');
  const said = NUMBER_WORDS.get(word);
  if (said !== undefined) return said;
  return !isFirst && word !== '' && ROMAN.test(word) ? romanValue(word) : null;
}

function romanValue(word: string): string {
  let sum = 0;
  for (let at = 0; at < word.length; at++) {
    const value = ROMAN_VALUES[word.charAt(at)] ?? 0;
    const next = ROMAN_VALUES[word.charAt(at + 1)] ?? 0;
    sum += value < next ? -value : value;
  }
  return String(sum);
}
