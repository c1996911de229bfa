import type { Words } from './words.ts';

const MINUTE_MS = 60_000;
const LOCALE = 'en-GB';
const DATE_PARTS = /^(\d{4})-(\d{2})-(\d{2})$/;

const clockFormat = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const dateFormat = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });

export function clockTime(iso: string): string {
  return clockFormat.format(new Date(iso));
}

export function dateOf(iso: string): string {
  return dateFormat.format(new Date(iso));
}

/** "today 16:20", "tomorrow 09:00", else "26 Nov 09:00": absolute, for a deadline. */
export function momentOf(t: Words, iso: string, now = new Date()): string {
  const moment = new Date(iso);
  const time = clockFormat.format(moment);
  if (sameDay(moment, now)) return t('time.today', { time });
  if (sameDay(moment, new Date(now.getTime() + 24 * 60 * MINUTE_MS))) return t('time.tomorrow', { time });
  return `${dayFormat.format(moment)} ${time}`;
}

function sameDay(left: Date, right: Date): boolean {
  return left.toDateString() === right.toDateString();
}

/** The age of a value: "9 days", "3 years". A day without a time is never said to be hours old. */
export function ageOf(t: Words, iso: string, now = Date.now()): string {
  if (DATE_PARTS.test(iso) && now - Date.parse(iso) < 2 * 1_440 * MINUTE_MS)
    return t(now - Date.parse(iso) < 1_440 * MINUTE_MS ? 'time.this-day' : 'time.day-before');
  const minutes = Math.max(0, Math.floor((now - Date.parse(iso)) / MINUTE_MS));
  const days = Math.floor(minutes / 1_440);
  if (minutes < 1) return t('time.now');
  if (minutes < 60) return t('time.minutes', { count: minutes });
  if (days < 1) return t('time.hours', { count: Math.floor(minutes / 60) });
  if (days < 62) return t('time.days', { count: days });
  if (days < 730) return t('time.months', { count: Math.floor(days / 30.44) });
  return t('time.years', { count: Math.floor(days / 365.25) });
}

/** A span as people say it: "40 min", "2 h 10 min", "1 d 4 h". */
export function spanOf(t: Words, milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE_MS);
  if (minutes < 60) return t('time.min', { m: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24)
    return minutes % 60 === 0 ? t('time.h', { h: hours }) : t('time.h-min', { h: hours, m: minutes % 60 });
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? t('time.d', { d: days }) : t('time.d-h', { d: days, h: hours % 24 });
}

/** A duration of work: "310 ms" reads as "0.3 s". */
export function tookOf(t: Words, milliseconds: number): string {
  return t('time.seconds', { s: (milliseconds / 1_000).toFixed(1) });
}

const countFormat = new Intl.NumberFormat(LOCALE);
export function countOf(count: number): string {
  return countFormat.format(count);
}

/** A small expected number: 0.0004 stays readable, 3.2 is not rounded to nothing. */
export function chanceOf(value: number): string {
  if (value < 0.0001) return '< 0.0001';
  return String(Number(value.toPrecision(2)));
}

const writtenDate = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** "1991-11-03" reads "3 November 1991"; a date that could not be read for sure stays as it was written. */
export function writtenValue({ property, written, read }: WrittenField): string {
  const whole = read ?? written;
  const isDate = property.endsWith('date') || read !== undefined;
  if (!isDate || !DATE_PARTS.test(whole)) return written;
  const date = new Date(`${whole}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? written : writtenDate.format(date);
}

interface WrittenField {
  readonly property: string;
  readonly written: string;
  readonly read?: string;
}
