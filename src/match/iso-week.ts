import { MatchError } from './errors.ts';

const DAY_MS = 86_400_000;

/** The ISO 8601 week of an ISO date: '2026-W03'; null when the text is no date. */
export function isoWeek(text: string): string | null {
  const at = dayOf(text);
  if (at === null) return null;
  // ISO 8601: a week belongs to the year its Thursday falls in.
  const weekday = (new Date(at).getUTCDay() + 6) % 7;
  const thursday = new Date(at + (3 - weekday) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS));
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The weeks of a window, the newest first, at most `max`; `cut` when it holds more. */
export function weeksBetween(from: string, to: string, max: number): { weeks: string[]; cut: boolean } {
  const [start, end] = [dayOf(from), dayOf(to)];
  if (start === null || end === null || start > end) {
    throw new MatchError('window-invalid', 'a window needs two dates, the first not after the second');
  }
  const weeks = new Set<string>();
  let at = end;
  while (at >= start && weeks.size <= max) {
    const week = isoWeek(new Date(at).toISOString());
    if (week !== null) weeks.add(week);
    at -= DAY_MS;
  }
  return { weeks: [...weeks].slice(0, max), cut: weeks.size > max };
}

function dayOf(text: string): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:T|$)/.exec(text.slice(0, 30));
  if (found === null) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const at = Date.UTC(year, month - 1, day);
  return new Date(at).getUTCMonth() === month - 1 && year >= 1970 ? at : null;
}
