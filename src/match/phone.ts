import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { asciiDigits } from './fold.ts';

/** A phone number in E.164 ('+33639984711'), or, when no country's rules read it, its digits as said ('said:4711'). */
export interface StandardPhone {
  readonly canonical: string;
  /** False: kept as said, because the format is not understood. */
  readonly understood: boolean;
}

/** Short, emergency, service and filler numbers belong to nobody. */
const GENERIC = /^(?:\+?(\d)\1{5,}|\+\d{1,3}0{6,}|\+?(?:0?123456789?0?|112|911|999|101|110|17|18))$/;

/** Countries whose national numbers are dialled with a 0 that never follows the country code. */
const TRUNK_ZERO = /^\+(32|33|31|49|44|41|43|352|212|213|90|216)0/;

/** The number in its canonical form; null when it holds too few digits to be one. `defaultCountry` as ISO 3166 alpha-2. */
export function standardisePhone(text: string, defaultCountry: string): StandardPhone | null {
  if (text.length > 60) return null;
  if (/^said:\d{3,20}$/.test(text)) return { canonical: text, understood: false };
  const dialled = dialledForm(text);
  const digits = dialled.replace(/\D/g, '');
  if (digits.length < 3 || digits.length > 20) return null;
  const country = countryCode(defaultCountry);
  const parsed = dialled.startsWith('+')
    ? parsePhoneNumberFromString(dialled)
    : country === undefined
      ? undefined
      : parsePhoneNumberFromString(dialled, country);
  if (parsed !== undefined && parsed.isPossible() && parsed.nationalNumber.length >= 6) {
    return { canonical: parsed.number, understood: true };
  }
  return { canonical: `said:${digits}`, understood: false };
}

/** Whether a canonical number is on the list of those that say nothing of whoever has them. */
export function isGenericPhone(canonical: string): boolean {
  return GENERIC.test(canonical.replace(/^said:/, ''));
}

/** Digits of any script, 00 → +, the (0) inside an international number gone. */
function dialledForm(text: string): string {
  const plain = asciiDigits(text)
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^tel:/i, '')
    .replace(/(?:ext|poste|toestel|x)\.?\s*\d{1,5}$/i, '');
  const international = plain.replace(/^\(?\s*(?:00|\+)\s*/, '+');
  const light = international.startsWith('+') ? international.replace(/\(\s*0\s*\)/, '') : international;
  const dialled = (light.startsWith('+') ? '+' : '') + light.replace(/\D/g, '');
  return dialled.replace(TRUNK_ZERO, '+$1');
}

function countryCode(text: string): CountryCode | undefined {
  const upper = text.toUpperCase();
  return isSupportedCountry(upper) ? upper : undefined;
}
