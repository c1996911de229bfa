import type { StandardNumber } from './equipment.ts';
import { alphanumeric } from './fold.ts';

type Checker = (digits: string) => 'holds' | 'fails' | null;

/** Each country's number by its own rule; null means: not the shape of that country's number. */
const CHECKERS: Readonly<Record<string, Checker>> = { BE: belgian, FR: french, NL: dutch, DE: german };

/**
 * A national number, digits and letters only. A number whose check digit fails is kept as said and marked: correcting
 * it would invent a person. Null when too short to be one or one character repeated.
 */
export function standardiseNationalNumber(country: string, text: string): StandardNumber | null {
  if (text.length > 60) return null;
  const plain = alphanumeric(text);
  if (plain.length < 6 || plain.length > 20 || /^(.)\1*$/.test(plain)) return null;
  const check = CHECKERS[country.toUpperCase()]?.(plain) ?? 'none';
  return { canonical: plain, check };
}

/** The countries whose number this could be, by shape and check digit. */
export function nationalNumberCountries(text: string): string[] {
  if (text.length > 60) return [];
  const plain = alphanumeric(text);
  return Object.keys(CHECKERS).filter((country) => CHECKERS[country]?.(plain) === 'holds');
}

/** Eleven digits; 97 minus the first nine mod 97, a 2 before them for those born from 2000 on. */
function belgian(plain: string): 'holds' | 'fails' | null {
  if (!/^\d{11}$/.test(plain)) return null;
  const body = Number(plain.slice(0, 9));
  const check = Number(plain.slice(9));
  return check === 97 - (body % 97) || check === 97 - ((2_000_000_000 + body) % 97) ? 'holds' : 'fails';
}

/** Thirteen characters and a key of two: 97 minus the number mod 97; 2A counts as 19, 2B as 18. */
function french(plain: string): 'holds' | 'fails' | null {
  if (!/^[1-478]\d{4}(?:\d{2}|2[AB])\d{8}$/.test(plain)) return null;
  const body = plain.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return Number(plain.slice(13)) === 97 - (Number(body) % 97) ? 'holds' : 'fails';
}

/** Nine digits weighted 9…2 and −1: a multiple of eleven. */
function dutch(plain: string): 'holds' | 'fails' | null {
  if (!/^\d{9}$/.test(plain)) return null;
  let sum = 0;
  for (let at = 0; at < 8; at++) sum += Number(plain.charAt(at)) * (9 - at);
  return (sum - Number(plain.charAt(8))) % 11 === 0 ? 'holds' : 'fails';
}

/** Eleven digits, the first not 0, ISO 7064 mod 11,10. */
function german(plain: string): 'holds' | 'fails' | null {
  if (!/^[1-9]\d{10}$/.test(plain)) return null;
  let product = 10;
  for (let at = 0; at < 10; at++) {
    const sum = (Number(plain.charAt(at)) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(plain.charAt(10)) ? 'holds' : 'fails';
}
