import { type DateSpan, spanBounds, standardiseDateSpan } from './date-span.ts';
import type { Finding } from './findings.ts';
import type { PreparedDate } from './prepared-date.ts';

/** A birth date of which only the bounds are known ('1978–1980', 'about 1975', 'before 1990'), as figures YYYYMMDD. */
export interface PreparedSpan {
  /** −∞ or ∞ where an end is open. */
  readonly from: number;
  readonly to: number;
}

/** A plain date or year needs no look at how spans are written: nearly all dates are that. */
const PLAIN = /^\d{4}(?:-\d\d(?:-\d\d)?)?$/;

/** The span a text gives; null where it gives one date, or none. */
export function prepareSpan(text: string): PreparedSpan | null {
  if (PLAIN.test(text)) return null;
  const span = standardiseDateSpan(text);
  return span === null || isOneDate(span) ? null : spanBounds(span);
}

function isOneDate({ from, to, circa }: DateSpan): boolean {
  return from !== null && from === to && !circa;
}

/** Years in which the people of a holding were born, about. */
const YEARS_OF_BIRTH = 60;
/** Of pairs that are one person, in how many a date lies within the span the other record gives. */
const SAME = 0.95;

interface Dated {
  readonly dates: readonly PreparedDate[];
  readonly spans: readonly PreparedSpan[];
}

/**
 * What a span says beside a date or another span: the narrower the span that both fit, the more; none in common counts against.
 * Null where neither side gives a span, or one gives nothing at all.
 */
export function weighSpans(left: Dated, right: Dated): Finding | null {
  if (left.spans.length + right.spans.length === 0) return null;
  let best: Finding | null = null;
  for (const one of allSpans(left)) {
    for (const other of allSpans(right)) {
      const found = weighPair(one, other);
      if (best === null || isBetter(found, best)) best = found;
    }
  }
  return best;
}

/** Of two that weigh the same, the one that contradicts nothing: the order of the values decides nothing. */
function isBetter(found: Finding, best: Finding): boolean {
  return found.weight > best.weight || (found.weight === best.weight && found.level === 'dateSpan');
}

function weighPair(one: PreparedSpan, other: PreparedSpan): Finding {
  // The wider of the two decides how easily a stranger fits.
  const chance = Math.max(shareOf(one), shareOf(other));
  if (one.from <= other.to && other.from <= one.to)
    return { level: 'dateSpan', weight: Math.log2(SAME / chance) };
  return { level: 'dateSpanDiffers', weight: Math.log2((1 - SAME) / Math.max(1 - chance, 1 - SAME)) };
}

/** Of the people of a holding, how many fit a span of which one end is open ('before 1990'): most, not all. */
const OPEN = 0.7;

/** Of the years of birth how many a span takes in: at most nearly all. */
function shareOf({ from, to }: PreparedSpan): number {
  if (!Number.isFinite(to - from)) return OPEN;
  const years = (to - from) / 10_000 + 1 / 365;
  return Math.min(SAME, Math.max(years, 1) / YEARS_OF_BIRTH);
}

function allSpans({ dates, spans }: Dated): readonly PreparedSpan[] {
  return [...spans, ...dates.filter(({ isValid }) => isValid).map(spanOfDate)];
}

function spanOfDate({ digits, year, isDay }: PreparedDate): PreparedSpan {
  return isDay
    ? { from: Number(digits), to: Number(digits) }
    : { from: year * 10_000 + 101, to: year * 10_000 + 1231 };
}
