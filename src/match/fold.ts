/** Letters that no decomposition takes apart, and what a clerk without them types. */
const LATIN_SPECIALS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ŋ: 'ng',
  ĳ: 'ij',
  ə: 'a',
  ħ: 'h',
};

/** The longest value that is looked at; longer ones are no name, number or address. */
export const VALUE_LENGTH_MAX = 300;

/** Arabic-Indic (٠–٩), Persian (۰–۹) and every other Unicode decimal written as 0–9. */
export function asciiDigits(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .normalize('NFKC');
}

/** Printable ASCII is in every normal form already: most values are, and are folded without a table. */
const PLAIN = /^[ -~]*$/;

/** Lower-case letters with their marks still on, in one composed form, with invisible characters gone. */
export function composed(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .normalize('NFC');
}

/** Marks and special Latin letters away: 'Ångström' → 'angstrom'. Other scripts stay as they are. */
export function bare(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return composed(text)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[ßẞæœøłđðþıŋĳəħ]/g, (letter) => LATIN_SPECIALS[letter] ?? letter)
    .normalize('NFC');
}

/** Capital letters and digits only, for numbers of documents, plates and the like. */
export function alphanumeric(text: string): string {
  return bare(asciiDigits(text))
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
}

/** The digits alone. */
export function digitsOf(text: string): string {
  return asciiDigits(text).replace(/[^0-9]/g, '');
}
