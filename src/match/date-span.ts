import { type PartialDate, standardiseDate } from './date.ts';
import { asciiDigits, bare } from './fold.ts';

/**
 * A date as a text gives it: one partial date (both ends the same), a range, or one open end. `circa` means a few years
 * either way.
 */
export interface DateSpan {
  readonly from: PartialDate | null;
  readonly to: PartialDate | null;
  readonly circa: boolean;
}

/** Years that 'about' is taken to mean, either way. */
export const CIRCA_YEARS = 2;

const CIRCA =
  /(?<!\p{L})(?:circa|cca|ca|c|about|around|approximately|approx|abt|est|estimated|vers|environ|env|um|etwa|ungefahr|rond|omstreeks|ongeveer|around the year|около|примерно|приблизно|hacia|aproximadamente|verso|intorno al|około|okolo|حوالي|تقريبا|בערך)(?!\p{L})\.?/u;
const BEFORE = /^(?:before|until|not after|avant|jusqu'?en|voor|vor|bis|до|antes de|prima del|قبل)\s+/u;
const AFTER =
  /^(?:after|since|from|not before|apres|depuis|na|sinds|nach|seit|ab|после|с|desde|dopo il|بعد)\s+/u;
const BETWEEN =
  /^(?:between|entre|tussen|zwischen|между|tra|fra|from|de|van|von|du|بين)?\s*(.+?)\s*(?:\s(?:and|et|en|und|to|till|until|a|au|tot|bis|и|по|y|e|و|or|ou|of|oder)\s|\s?[–—]\s?|\s-\s|\/|\.\.)\s*(.+)$/u;

/** The span of time that a text names; null when it names none. Everything that `standardiseDate` reads is a span of one date. */
export function standardiseDateSpan(text: string): DateSpan | null {
  if (text.length > 80) return null;
  const plain = bare(asciiDigits(text)).replace(/\s+/g, ' ').trim();
  // 'after March 1975' has a month in words, and would else be read as that month.
  const halfOpen = open(plain);
  if (halfOpen !== null) return { ...halfOpen, circa: false };
  const single = standardiseDate(text);
  if (single !== null) return { from: single, to: single, circa: false };
  const sure = plain
    .replace(CIRCA, ' ')
    .replace(/^~|\?$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const circa = sure !== plain;
  const found = decade(sure) ?? years(sure) ?? open(sure) ?? between(sure) ?? one(sure);
  return found === null ? null : { ...found, circa };
}

interface Ends {
  readonly from: PartialDate | null;
  readonly to: PartialDate | null;
}

function one(text: string): Ends | null {
  const date = standardiseDate(text);
  return date === null ? null : { from: date, to: date };
}

/** '1970s', 'the 1970s'. */
function decade(text: string): Ends | null {
  const year = /^(?:the )?((?:18|19|20)\d0)(?:s|er)$/.exec(text)?.[1];
  return year === undefined ? null : ordered(yearOf(Number(year)), yearOf(Number(year) + 9));
}

/** '1978-1980', '1978/80', '1978 – 1980'. '1978-11' is a month, and was read before. */
function years(text: string): Ends | null {
  const found = /^(\d{4})\s?[-–—/]\s?(\d{4}|\d\d)$/.exec(text);
  if (found === null) return null;
  const [, first = '', second = ''] = found;
  return ordered(
    yearOf(Number(first)),
    yearOf(Number(second.length === 2 ? first.slice(0, 2) + second : second)),
  );
}

function open(text: string): Ends | null {
  const before = text.replace(BEFORE, '');
  if (before !== text) return half(before, (date) => ({ from: null, to: date }));
  const after = text.replace(AFTER, '');
  return after === text ? null : half(after, (date) => ({ from: date, to: null }));
}

function half(text: string, build: (date: PartialDate) => Ends): Ends | null {
  const date = standardiseDate(text);
  return date === null ? null : build(date);
}

function between(text: string): Ends | null {
  const found = BETWEEN.exec(text);
  if (found === null) return null;
  const [from, to] = [found[1] ?? '', found[2] ?? ''].map((part) => standardiseDate(part));
  return from == null || to == null ? null : ordered(from, to);
}

function yearOf(year: number): PartialDate | null {
  return standardiseDate(String(year));
}

function ordered(from: PartialDate | null, to: PartialDate | null): Ends | null {
  if (from === null || to === null) return null;
  return firstDay(from) <= firstDay(to) ? { from, to } : { from: to, to: from };
}

/** Whether some day lies in both spans: they do not contradict each other. Day and month may be swapped where they can be. */
export function spansMeet(left: DateSpan, right: DateSpan): boolean {
  const [mine, theirs] = [spanBounds(left), spanBounds(right)];
  if (mine.from <= theirs.to && theirs.from <= mine.to) return true;
  const [one, other] = [onlyDay(left), onlyDay(right)];
  return (
    one !== null &&
    other !== null &&
    one.year === other.year &&
    one.month === other.day &&
    one.day === other.month
  );
}

function onlyDay(span: DateSpan): (PartialDate & { precision: 'day' }) | null {
  return span.from !== null && span.from === span.to && span.from.precision === 'day' ? span.from : null;
}

/** First and last day as figures YYYYMMDD, infinite where an end is open. */
export function spanBounds(span: DateSpan): { from: number; to: number } {
  const slack = span.circa ? CIRCA_YEARS * 10_000 : 0;
  return {
    from: span.from === null ? Number.NEGATIVE_INFINITY : firstDay(span.from) - slack,
    to: span.to === null ? Number.POSITIVE_INFINITY : lastDay(span.to) + slack,
  };
}

function firstDay(date: PartialDate): number {
  const month = date.precision === 'year' ? 1 : date.month;
  return date.year * 10_000 + month * 100 + (date.precision === 'day' ? date.day : 1);
}

function lastDay(date: PartialDate): number {
  const month = date.precision === 'year' ? 12 : date.month;
  return date.year * 10_000 + month * 100 + (date.precision === 'day' ? date.day : 31);
}
