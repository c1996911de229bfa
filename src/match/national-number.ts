import { standardiseCountry } from './countries.ts';
import type { StandardNumber } from './equipment.ts';
import { alphanumeric } from './fold.ts';
import { NUMBER_CHECKERS } from './national-number-rules.ts';

/** Countries whose number says by itself whose it is; the others' shapes fit too many other numbers. */
const TELLING = ['BE', 'FR', 'NL', 'DE', 'ES', 'IT'];

/**
 * A national number, digits and letters only. A number whose check digit fails is kept as said and marked: correcting
 * it would invent a person. Null when too short to be one or one character repeated.
 */
export function standardiseNationalNumber(country: string, text: string): StandardNumber | null {
  if (text.length > 60) return null;
  const plain = alphanumeric(text);
  if (plain.length < 6 || plain.length > 20 || /^(.)\1*$/.test(plain)) return null;
  const code = standardiseCountry(country) ?? country.toUpperCase();
  const check = NUMBER_CHECKERS[code]?.(plain) ?? 'none';
  return { canonical: withoutCentury(code, plain), check };
}

/** The countries whose number this could be, by shape and check digit. */
export function nationalNumberCountries(text: string): string[] {
  if (text.length > 60) return [];
  const plain = alphanumeric(text);
  return TELLING.filter((country) => NUMBER_CHECKERS[country]?.(plain) === 'holds');
}

/** Sweden's is written with the century or without. Finland's sign of the century stays: it tells two people apart. */
function withoutCentury(country: string, plain: string): string {
  return country === 'SE' && /^(?:19|20)\d{10}$/.test(plain) ? plain.slice(2) : plain;
}
