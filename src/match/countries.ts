import { COUNTRY_ROWS } from './country-names.ts';
import { bare } from './fold.ts';

const BY_WORD = new Map<string, string>();
for (const [code, words] of Object.entries(COUNTRY_ROWS))
  for (const word of words.split(' ')) BY_WORD.set(lettersOf(word), code);

/** ISO 3166 alpha-2 of a country written any usual way; null when it is not known. */
export function standardiseCountry(text: string): string | null {
  if (text.length > 60) return null;
  const plain = lettersOf(text);
  if (/^[a-z]{2}$/.test(plain)) return BY_WORD.get(plain) ?? plain.toUpperCase();
  return BY_WORD.get(plain) ?? null;
}

/** The country a word of running text names; null for short words, which are more often something else. */
export function countryNamed(words: string): string | null {
  const plain = lettersOf(words);
  const isLatin = /^[a-z]*$/.test(plain);
  if (isLatin && plain.length < 4 && !['uk', 'usa', 'uae'].includes(plain)) return null;
  return BY_WORD.get(plain) ?? null;
}

function lettersOf(text: string): string {
  return bare(text).replace(/[^\p{L}]/gu, '');
}
