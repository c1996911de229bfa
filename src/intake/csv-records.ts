import type { Encoding } from './encodings.ts';

/** A record of delimited text: its bytes without the line end, and whether its quotes hold together. */
export interface CsvRecord {
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly broken?: string;
}

export interface CsvShape {
  readonly encoding: Encoding;
  readonly delimiter: number;
  /** Null when the file knows no quotes. */
  readonly quote: number | null;
  readonly recordBytesMax: number;
}

const LINES_PER_RECORD_MAX = 1_000;
const CR = 0x0d;
const LF = 0x0a;

type Cut = { readonly end: number; readonly next: number; readonly broken?: string } | 'more';

/**
 * Cuts delimited text (RFC 4180, and what clerks' programs really write) into records: CR, LF or CRLF, line ends inside quotes.
 * When quotes do not hold together only the first line is given as broken and reading goes on with the next line, so that one
 * stray quote cannot swallow the file.
 */
export async function* readCsvRecords(
  chunks: AsyncIterable<Uint8Array>,
  shape: CsvShape,
  start: number,
): AsyncGenerator<CsvRecord> {
  const unit = shape.encoding.unit;
  const source = chunks[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  let from = 0;
  let offset = start;
  let ended = false;
  for (;;) {
    const cut = from >= held.length && !ended ? 'more' : cutRecord(held, from, ended, shape);
    if (cut === 'more') {
      const next = await source.next();
      if (next.done === true) ended = true;
      else held = Buffer.concat([held.subarray(from), next.value]);
      if (next.done !== true) from = 0;
      continue;
    }
    if (from >= held.length) return;
    const bytes = held.subarray(from, cut.end);
    yield { offset, bytes, ...(cut.broken === undefined ? {} : { broken: cut.broken }) };
    offset += cut.next - from;
    from = cut.next;
    if (unit === 2 && held.length - from === 1 && ended) {
      yield { offset, bytes: held.subarray(from), broken: 'the file ends within a character' };
      return;
    }
  }
}

/** Where the record that begins at `from` ends and the next begins. */
function cutRecord(held: Uint8Array, from: number, ended: boolean, shape: CsvShape): Cut {
  const { unit, bigEndian } = shape.encoding;
  const code = (at: number): number => {
    if (unit === 1) return held[at] ?? -1;
    if (at + 1 >= held.length) return -1;
    const [first, second] = [held[at] ?? 0, held[at + 1] ?? 0];
    return bigEndian ? first * 256 + second : second * 256 + first;
  };
  let inQuotes = false;
  let fieldStart = true;
  let firstEnd = -1;
  let lines = 0;
  const giveUp = (broken: string): Cut => {
    if (firstEnd < 0) firstEnd = findLineEnd(held, from, unit, code, shape.recordBytesMax);
    const stop = firstEnd < 0 ? Math.min(held.length, from + shape.recordBytesMax) : firstEnd;
    return { end: stop, next: firstEnd < 0 ? stop : pastLineEnd(stop, unit, code), broken };
  };
  for (let at = from; ; at += unit) {
    if (at + unit > held.length) {
      if (!ended)
        return held.length - from > shape.recordBytesMax
          ? giveUp('the record is longer than a record may be')
          : 'more';
      if (inQuotes) return giveUp('a quote is opened and never closed');
      return {
        end: held.length - ((held.length - from) % unit),
        next: held.length - ((held.length - from) % unit),
      };
    }
    if (at - from > shape.recordBytesMax)
      return giveUp(
        inQuotes ? 'a quote is opened and never closed' : 'the record is longer than a record may be',
      );
    const sign = code(at);
    const lineEnd = sign === CR || sign === LF;
    if (lineEnd && firstEnd < 0) firstEnd = at;
    if (inQuotes) {
      if (lineEnd && ++lines > LINES_PER_RECORD_MAX) return giveUp('a quote is opened and never closed');
      if (sign !== shape.quote) continue;
      if (at + 2 * unit > held.length && !ended) return 'more';
      const after = code(at + unit);
      if (after === shape.quote) at += unit;
      else if (after === -1 || after === shape.delimiter || after === CR || after === LF) inQuotes = false;
      else return giveUpAfterLine(giveUp, held, from, ended, unit, code, firstEnd);
      continue;
    }
    if (lineEnd) {
      if (sign === CR && at + 2 * unit > held.length && !ended) return 'more';
      return { end: at, next: pastLineEnd(at, unit, code) };
    }
    if (fieldStart && sign === shape.quote) inQuotes = true;
    fieldStart = sign === shape.delimiter;
  }
}

/** A quote closed before the end of its cell: the line is broken, once we have all of it. */
function giveUpAfterLine(
  giveUp: (broken: string) => Cut,
  held: Uint8Array,
  from: number,
  ended: boolean,
  unit: number,
  code: (at: number) => number,
  firstEnd: number,
): Cut {
  const known = firstEnd >= 0 ? firstEnd : findLineEnd(held, from, unit, code, held.length);
  if ((known < 0 || known + 2 * unit > held.length) && !ended) return 'more';
  return giveUp('text follows the closing quote of a cell');
}

function findLineEnd(
  held: Uint8Array,
  from: number,
  unit: number,
  code: (at: number) => number,
  most: number,
): number {
  for (let at = from; at + unit <= held.length && at - from <= most; at += unit) {
    if (code(at) === CR || code(at) === LF) return at;
  }
  return -1;
}

function pastLineEnd(at: number, unit: number, code: (at: number) => number): number {
  return code(at) === CR && code(at + unit) === LF ? at + 2 * unit : at + unit;
}

/** The cells of a record whose quotes hold together. */
export function splitCells(text: string, delimiter: string, quote: string | null): string[] {
  if (quote === null || !text.includes(quote)) return text.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === quote) {
      let cell = '';
      let from = at + 1;
      for (;;) {
        const end = text.indexOf(quote, from);
        if (end < 0) return [...cells, text.slice(at)];
        cell += text.slice(from, end);
        if (text[end + 1] !== quote) {
          at = end + 1;
          break;
        }
        cell += quote;
        from = end + 2;
      }
      cells.push(cell);
    } else {
      const end = text.indexOf(delimiter, at);
      cells.push(end < 0 ? text.slice(at) : text.slice(at, end));
      at = end < 0 ? text.length : end;
    }
    if (at >= text.length) return cells;
    at += 1;
  }
}
