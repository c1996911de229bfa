import { asciiDigits } from './fold.ts';
import { monthOf } from './month-words.ts';

/** A date as far as it is known. 1 January counts as "the year only": that is how old systems write an unknown day. */
export type PartialDate =
  | {
      readonly precision: 'day';
      readonly year: number;
      readonly month: number;
      readonly day: number;
      readonly swappable: boolean;
    }
  | { readonly precision: 'month'; readonly year: number; readonly month: number }
  | { readonly precision: 'year'; readonly year: number };

const YEAR_MIN = 1850;
const YEAR_MAX = 2100;

/** The date a text speaks of, day before month where the order is open; null when it says nothing (00/00/0000, 99999999). */
export function standardiseDate(text: string): PartialDate | null {
  if (text.length > 60) return null;
  const plain = asciiDigits(text)
    .trim()
    .replace(/T\d\d:.*$/, '');
  return fromCompact(plain) ?? fromParts(plain) ?? fromWords(plain);
}

/** '1991-11-03', '1991-11' or '1991': the form that reads back to the same date. */
export function dateText(date: PartialDate): string {
  const year = String(date.year).padStart(4, '0');
  if (date.precision === 'year') return year;
  const month = String(date.month).padStart(2, '0');
  return date.precision === 'month'
    ? `${year}-${month}`
    : `${year}-${month}-${String(date.day).padStart(2, '0')}`;
}

/**
 * The key form of a full date. Where day and month could stand in either order, both orders give the same text
 * ('1991~03~11'); otherwise the date itself. Null for anything less than a day.
 */
export function unorderedDate(date: PartialDate): string | null {
  if (date.precision !== 'day') return null;
  if (!date.swappable) return dateText(date);
  const [low, high] = [Math.min(date.day, date.month), Math.max(date.day, date.month)];
  return `${date.year}~${String(low).padStart(2, '0')}~${String(high).padStart(2, '0')}`;
}

function fromCompact(text: string): PartialDate | null {
  const whole = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (whole !== null) {
    const iso = build(Number(whole[1]), Number(whole[2]), Number(whole[3]));
    if (iso !== null) return iso;
    const other = /^(\d\d)(\d\d)(\d{4})$/.exec(text);
    return other === null ? null : build(Number(other[3]), Number(other[2]), Number(other[1]));
  }
  return /^\d{4}$/.test(text) ? build(Number(text), 0, 0) : null;
}

function fromParts(text: string): PartialDate | null {
  const yearFirst = /^(\d{4})\s?[-/.](?:\s?(\d{1,2}))(?:\s?[-/.]\s?(\d{1,2}))?\.?$/.exec(text);
  if (yearFirst !== null) return build(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3] ?? 0));
  const yearLast = /^(?:(\d{1,2})\s?[-/.]\s?)?(\d{1,2})\s?[-/. ]\s?(\d{4})$/.exec(text);
  if (yearLast !== null) return build(Number(yearLast[3]), Number(yearLast[2]), Number(yearLast[1] ?? 0));
  const spaced = /^(\d{1,2}) (\d{1,2}) (\d{4})$/.exec(text);
  return spaced === null ? null : build(Number(spaced[3]), Number(spaced[2]), Number(spaced[1]));
}

/** '3 November 1991', '3. März 1991', 'November 3, 1991', 'novembre 1991'. A month in words leaves no order open. */
function fromWords(text: string): PartialDate | null {
  const words = text.split(/[^\p{L}\d]+/u).filter((word) => word !== '');
  if (words.length < 2 || words.length > 4) return null;
  const month = words.map(monthOf).find((found) => found !== null);
  const year = words.map(Number).find((number) => number >= YEAR_MIN && number <= YEAR_MAX);
  if (month === undefined || month === null || year === undefined) return null;
  const day = words.map((word) => Number.parseInt(word, 10)).find((number) => number >= 1 && number <= 31);
  const built = build(year, month, day ?? 0);
  return built?.precision === 'day' ? { ...built, swappable: built.swappable } : built;
}

function build(year: number, month: number, day: number): PartialDate | null {
  if (!Number.isInteger(year) || year < YEAR_MIN || year > YEAR_MAX) return null;
  if (month === 0) return day === 0 ? { precision: 'year', year } : null;
  if (month > 12) return day >= 1 && day <= 12 ? build(year, day, month) : null;
  if (day === 0) return { precision: 'month', year, month };
  if (day > daysIn(year, month)) return null;
  if (day === 1 && month === 1) return { precision: 'year', year };
  return { precision: 'day', year, month, day, swappable: day <= 12 && day !== month };
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
