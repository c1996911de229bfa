import { dateText, standardiseDate } from './date.ts';
import { weeksBetween } from './iso-week.ts';
import { WINDOW_WEEKS_MAX } from './key-options.ts';
import type { Subject } from './subject.ts';
import type { Found, Scan } from './understand-scan.ts';

const DIGIT = '[\\d٠-٩۰-۹]';
const WHOLE = `(?:${DIGIT}{4}-${DIGIT}{1,2}-${DIGIT}{1,2}|${DIGIT}{1,2}[-/.]${DIGIT}{1,2}[-/.]${DIGIT}{4}|\\d{1,2}(?:\\.|er|st|nd|rd|th)? \\p{L}{3,12}\\.? (?:19|20)\\d{2})`;
const DAY = `\\d{1,2}(?:\\.|er|st|nd|rd|th)?(?: \\p{L}{3,12}\\.?|[-/.]\\d{1,2})?`;
const START = '(?:between|from|entre|du|depuis|tussen|van|zwischen|vom|von)(?: le| dem| den)?';
const UNTIL =
  '(?: ?(?:-|–|/) ?| (?:and|to|until|till|et|au|jusqu.au|en|tot|und|bis)(?: le| dem| den| zum)? )';
const SEEN =
  '(?:seen|in use|active|vu|vue|utilisé|gezien|gebruikt|gesehen|benutzt)(?: on| le| op| am| in the week of)?';
const NOT_BORN = '(?<!(?:born|née?|geboren|geb\\.)\\s{1,3})';

/** 'between 3 and 20 March 2016', 'du 3 au 20 mars 2016', '2016-03-03/2016-03-20'. */
const SPAN = new RegExp(
  `(?<![\\p{L}\\d])${NOT_BORN}(?<value>(?:${START} )?(?<from>${WHOLE})${UNTIL}(?<to>${WHOLE})|${START} (?<day>${DAY})${UNTIL}(?<until>${WHOLE}))(?![\\p{L}\\d])`,
  'giu',
);
/** 'seen on 14 March 2016', 'gezien in maart 2016'. */
const ONCE = new RegExp(
  `(?<![\\p{L}\\d])(?<value>${SEEN}:? (?:(?<at>${WHOLE})|(?:in |en |im )?(?<month>\\p{L}{3,12}\\.? (?:19|20)\\d{2})))(?![\\p{L}\\d])`,
  'giu',
);

/**
 * Takes the days within which the numbers of the line are thought to have been in use. Before dates are taken: what is left of those is
 * somebody's birth date.
 */
export function takeWindows(scan: Scan, subject: Subject): void {
  scan.take(SPAN, (_, { groups: said = {} }) => {
    const to = isoDay(said['to'] ?? said['until']);
    const from = said['from'] === undefined ? dayBefore(said['day'] ?? '', to) : isoDay(said['from']);
    return readWindow(from, to, subject);
  });
  scan.take(ONCE, (_, { groups: said = {} }) => {
    const day = isoDay(said['at']);
    if (day !== null) return readWindow(day, day, subject);
    const month = standardiseDate(said['month'] ?? '');
    if (month === null || month.precision === 'day') return null;
    const first = `${dateText({ ...month, precision: 'month', month: 'month' in month ? month.month : 1 })}-01`;
    return readWindow(first, lastOfMonth(first), subject);
  });
}

function readWindow(from: string | null, to: string | null, subject: Subject): Found | null {
  if (from === null || to === null) return null;
  const canonical = `${from}/${to}`;
  if (from > to) return { type: 'unused', canonical, note: 'the first day is after the last one' };
  const { weeks, cut } = weeksBetween(from, to, WINDOW_WEEKS_MAX);
  (subject.seenWithin ??= []).push(canonical);
  const note = cut
    ? `longer than ${WINDOW_WEEKS_MAX} weeks: the newest are asked`
    : weeks.length === 1
      ? 'asked by this week'
      : `asked by its ${weeks.length} weeks`;
  return { type: 'window', canonical, note };
}

/** An ISO date; null for less than a day. 1 January is a day here: nobody writes it for an unknown day of a sighting. */
function isoDay(text: string | undefined): string | null {
  const date = text === undefined ? null : standardiseDate(text);
  if (date === null || date.precision === 'month') return null;
  return date.precision === 'day' ? dateText(date) : `${date.year}-01-01`;
}

/** '3', '3 March' or '3/3' with the rest of the day it runs to; a month that comes after it is of the year before. */
function dayBefore(text: string, to: string | null): string | null {
  if (to === null) return null;
  const [year = '', month = ''] = to.split('-');
  const alone = /^(\d{1,2})(?:\.|er|st|nd|rd|th)?$/.exec(text);
  if (alone !== null) return isoDay(`${year}-${month}-${alone[1] ?? ''}`);
  const separator = /[-/]|\.\d/.exec(text) === null ? ' ' : '/';
  const withYear = (of: string) => isoDay(`${text.replace(/[-.](?=\d)/, '/')}${separator}${of}`);
  const sameYear = withYear(year);
  return sameYear !== null && sameYear > to ? withYear(String(Number(year) - 1)) : sameYear;
}

function lastOfMonth(first: string): string {
  const [year, month] = first.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, month ?? 0, 0)).toISOString().slice(0, 10);
}
