import { standardiseDate } from './date.ts';
import { asciiDigits } from './fold.ts';

/** A birth date as digits, so that mistyped ones compare too. */
export interface PreparedDate {
  /** 'YYYYMMDD'; month and day '0101' or '0000' where only the year is known. */
  readonly digits: string;
  readonly year: number;
  /** Whether a day is known. */
  readonly isDay: boolean;
  /** Whether it is a date at all: '1851-81-01' is not, and still resembles one. */
  readonly isValid: boolean;
  /** Day and month exchanged; null where that is no date. */
  readonly swapped: string | null;
}

/** The date a text speaks of, or the digits of a mistyped one; null when it says nothing. */
export function prepareDate(text: string): PreparedDate | null {
  const date = standardiseDate(text);
  if (date === null) return mistyped(text);
  const year = String(date.year).padStart(4, '0');
  if (date.precision !== 'day' || !('day' in date)) {
    const month = 'month' in date && date.precision === 'month' ? String(date.month).padStart(2, '0') : '01';
    return { digits: `${year}${month}01`, year: date.year, isDay: false, isValid: true, swapped: null };
  }
  const [month, day] = [String(date.month).padStart(2, '0'), String(date.day).padStart(2, '0')];
  return {
    digits: `${year}${month}${day}`,
    year: date.year,
    isDay: true,
    isValid: true,
    swapped: date.day <= 12 && date.day !== date.month ? `${year}${day}${month}` : null,
  };
}

function mistyped(text: string): PreparedDate | null {
  if (text.length > 20) return null;
  const digits =
    /^(\d{4})(?:-(?=\d\d-)|(?=\d{4}$))(\d\d)-?(\d\d)$/.exec(asciiDigits(text).trim())?.slice(1).join('') ??
    '';
  const year = Number(digits.slice(0, 4));
  if (digits === '' || year < 1000 || /^(\d)\1*$/.test(digits)) return null;
  // A wrong digit in '-01-01' still says that only the year was known.
  const isDay = digitsApart(digits.slice(4), '0101') > 1;
  return { digits, year, isDay, isValid: false, swapped: null };
}

/** How many places differ; neighbours exchanged count as one. */
export function digitsApart(left: string, right: string): number {
  let apart = 0;
  for (let at = 0; at < left.length; at++) {
    if (left.charCodeAt(at) === right.charCodeAt(at)) continue;
    apart += 1;
    const isExchanged =
      left.charCodeAt(at) === right.charCodeAt(at + 1) && left.charCodeAt(at + 1) === right.charCodeAt(at);
    if (isExchanged) at += 1;
  }
  return apart;
}
