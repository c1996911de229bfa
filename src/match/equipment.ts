import { digitsOf } from './fold.ts';

/** An equipment or subscriber number; `check` says whether its check digit holds, and never changes the number. */
export interface StandardNumber {
  readonly canonical: string;
  readonly check: 'holds' | 'fails' | 'none';
}

/** The Luhn sum (ISO/IEC 7812-1 annex B) of all digits, the check digit included, is a multiple of ten. */
export function luhnHolds(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/**
 * A handset number as its 14 significant digits (3GPP TS 23.003 §6.2: 15 digits end in a check digit, 16 in a software
 * version). Null when it has another length or is one digit repeated.
 */
export function standardiseImei(text: string): StandardNumber | null {
  const digits = shortDigits(text);
  if (digits === null || digits.length < 14 || digits.length > 16 || isFiller(digits.slice(0, 14)))
    return null;
  const check = digits.length === 15 ? (luhnHolds(digits) ? 'holds' : 'fails') : 'none';
  return { canonical: digits.slice(0, 14), check };
}

/**
 * A SIM card number, beginning with 89. ITU-T E.118 allows 19 digits with the check digit, so the canonical form has 18; cards
 * of 20 digits exist all the same and keep them all, for their last but one tells two cards apart.
 */
export function standardiseIccid(text: string): StandardNumber | null {
  const plain = text.length > 60 ? '' : text.replace(/f\s*$/i, '');
  const digits = shortDigits(plain);
  if (digits === null || !/^89\d{16,18}$/.test(digits) || isFiller(digits.slice(2))) return null;
  if (digits.length === 18) return { canonical: digits, check: 'none' };
  const check = luhnHolds(digits) ? 'holds' : 'fails';
  if (digits.length === 19 || check === 'holds')
    return { canonical: digits.slice(0, digits.length === 19 ? 18 : 20), check };
  // Twenty digits of which the first nineteen check are a card of nineteen with one digit of filler.
  return luhnHolds(digits.slice(0, 19))
    ? { canonical: digits.slice(0, 18), check: 'holds' }
    : { canonical: digits, check };
}

/** A subscriber number: 14 or 15 digits, the first three a country of the mobile plan (ITU-T E.212). */
export function standardiseImsi(text: string): StandardNumber | null {
  const digits = shortDigits(text);
  if (digits === null || !/^[2-7]\d{13,14}$/.test(digits) || isFiller(digits.slice(3))) return null;
  return { canonical: digits, check: 'none' };
}

function shortDigits(text: string): string | null {
  if (text.length > 60 || /[a-z]/i.test(text.replace(/imei|iccid|imsi|sim/gi, ''))) return null;
  return digitsOf(text);
}

function isFiller(digits: string): boolean {
  return /^(\d)\1*$/.test(digits);
}
