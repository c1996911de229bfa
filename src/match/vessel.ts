import type { StandardNumber } from './equipment.ts';
import { digitsOf } from './fold.ts';

/**
 * A ship's number (IMO resolution A.1117(30)): seven digits, the last the sum of the first six weighted 7…2, mod ten. Null
 * for another length; a number whose check fails is kept as said and marked.
 */
export function standardiseImo(text: string): StandardNumber | null {
  if (text.length > 60 || /[a-z]/i.test(text.replace(/imo|no|number|nr/gi, ''))) return null;
  const digits = digitsOf(text);
  if (!/^\d{7}$/.test(digits) || isFiller(digits)) return null;
  let sum = 0;
  for (let at = 0; at < 6; at++) sum += Number(digits.charAt(at)) * (7 - at);
  return { canonical: digits, check: sum % 10 === Number(digits.charAt(6)) ? 'holds' : 'fails' };
}

/** A ship station's number (ITU-R M.585): nine digits, the first three a country's, from 201 to 775. No check digit. */
export function standardiseMmsi(text: string): StandardNumber | null {
  if (text.length > 60 || /[a-z]/i.test(text.replace(/mmsi|no|number|nr/gi, ''))) return null;
  const digits = digitsOf(text);
  if (!/^[2-7]\d{8}$/.test(digits) || isFiller(digits)) return null;
  return { canonical: digits, check: 'none' };
}

/** '1234567' has the right check digit, and is what forms are tried out with. */
function isFiller(digits: string): boolean {
  return /^(\d)\1*$/.test(digits) || '1234567890'.startsWith(digits);
}
