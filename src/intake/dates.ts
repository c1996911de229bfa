import type { DateFormat } from './mapping-schema.ts';

const SEPARATED = /^(\d{1,4})[/\-. ](\d{1,2})[/\-. ](\d{1,4})$/;

/**
 * The ISO form of a date as a clerk or a program wrote it: `YYYY-MM-DD`; with day 00 `YYYY-MM`, with day and month 00 `YYYY`.
 * Null when the text is not such a date or the calendar has no such day.
 */
export function readDate(text: string, format: DateFormat, pivot = 0): string | null {
  switch (format) {
    case 'dmy':
      return readParts(text, 2, 2, 4, (first, second, third) => isoDate(third, second, first));
    case 'mdy':
      return readParts(text, 2, 2, 4, (first, second, third) => isoDate(third, first, second));
    case 'ymd':
      return readParts(withoutTime(text), 4, 2, 2, (first, second, third) => isoDate(first, second, third));
    case 'dmy2':
      return readParts(text, 2, 2, 2, (first, second, third) =>
        isoDate(century(third, pivot), second, first),
      );
    case 'ymd2':
      return readParts(text, 2, 2, 2, (first, second, third) =>
        isoDate(century(first, pivot), second, third),
      );
    case 'cyymmdd':
      return readPacked(text);
    case 'julian':
      return readJulian(text);
  }
}

/** Whether the text is a date as the house writes it: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
export function isIsoDate(text: string): boolean {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (match === null) return false;
  return isoDate(Number(match[1]), Number(match[2] ?? '0'), Number(match[3] ?? '0')) === text;
}

/** The day that is so many years later, as `YYYY-MM-DD`; a partial date counts from its first day: the stricter reading. */
export function addYears(isoText: string, years: number): string {
  const year = Number(isoText.slice(0, 4)) + years;
  const month = Number(isoText.slice(5, 7) || '1');
  const day = Math.min(Number(isoText.slice(8, 10) || '1'), daysIn(year, month));
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** A worksheet's day number; null outside the years 1900 to 9999. The 1900 system believes in a 29 February 1900 (day 60). */
export function readExcelDay(text: string, system: 1900 | 1904): string | null {
  if (!/^\d{1,7}(\.\d+)?$/.test(text)) return null;
  const day = Math.floor(Number(text));
  if (day < 1 || day === 60) return null;
  const origin = system === 1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  const date = new Date(origin + day * 86_400_000);
  return isoDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

function readParts(
  text: string,
  first: number,
  second: number,
  third: number,
  build: (first: number, second: number, third: number) => string | null,
): string | null {
  const separated = SEPARATED.exec(text);
  if (separated !== null) {
    const parts = [separated[1] ?? '', separated[2] ?? '', separated[3] ?? ''];
    // A year has all its figures; days and months may have lost a leading zero.
    const lengths = [first, second, third];
    for (const [at, part] of parts.entries()) {
      const wanted = lengths[at] ?? 2;
      if (wanted === 4 ? part.length !== 4 : part.length > 2) return null;
    }
    return build(Number(parts[0]), Number(parts[1]), Number(parts[2]));
  }
  if (!/^\d+$/.test(text) || text.length !== first + second + third) return null;
  return build(
    Number(text.slice(0, first)),
    Number(text.slice(first, first + second)),
    Number(text.slice(first + second)),
  );
}

function withoutTime(text: string): string {
  const match = /^(\d{4}-\d{1,2}-\d{1,2})[T ][\d:.]{4,15}(?:Z|[+-][\d:]{2,5})?$/.exec(text);
  return match?.[1] ?? text;
}

function readPacked(text: string): string | null {
  if (!/^\d{6,7}$/.test(text)) return null;
  const padded = text.padStart(7, '0');
  return isoDate(
    1900 + 100 * Number(padded[0]) + Number(padded.slice(1, 3)),
    Number(padded.slice(3, 5)),
    Number(padded.slice(5)),
  );
}

function readJulian(text: string): string | null {
  if (!/^\d{7}$/.test(text)) return null;
  const year = Number(text.slice(0, 4));
  const day = Number(text.slice(4));
  if (day < 1 || day > (daysIn(year, 2) === 29 ? 366 : 365)) return null;
  const date = new Date(Date.UTC(year, 0, day));
  return isoDate(year, date.getUTCMonth() + 1, date.getUTCDate());
}

function century(year: number, pivot: number): number {
  return year < pivot ? 2000 + year : 1900 + year;
}

function isoDate(year: number, month: number, day: number): string | null {
  if (year < 1000 || year > 9999) return null;
  if (month === 0) return day === 0 ? pad(year, 4) : null;
  if (month > 12) return null;
  if (day === 0) return `${pad(year, 4)}-${pad(month, 2)}`;
  return day > daysIn(year, month) ? null : `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
