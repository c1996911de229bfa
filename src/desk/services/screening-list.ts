import {
  ftmSubject,
  MatchError,
  parseFtmEntity,
  parseJsonLine,
  standardiseCountry,
  standardisePhone,
  type Subject,
  understand,
} from '../../match/index.ts';
import type { SearchTerm } from '../../records/index.ts';
import type { UnreadReason } from '../api/contract.ts';
import { DeskError } from '../api/errors.ts';
import { DELIMITERS, readCells, splitRecord } from './screening-cells.ts';
import { type ColumnKind, columnKind, isHeader } from './screening-columns.ts';
import { subjectOfCells, termsOf, turned } from './screening-subject.ts';

export const LIST_BYTES_MAX = 2 * 1024 * 1024;
export const LIST_LINES_MAX = 10_000;
const LINE_CHARACTERS_MAX = 2_000;
const TERMS_MAX = 40;
const COLUMNS_MAX = 60;
const LABEL_CHARACTERS_MAX = 120;

/** One of the list: lines that say the same are one row. */
export interface ListRow {
  readonly lines: number[];
  /** What the officer sees it as: the name, or the first number. */
  readonly label: string;
  readonly subject: Subject;
  readonly terms: readonly SearchTerm[];
  readonly schema: string;
}

export interface UnreadLine {
  readonly line: number;
  readonly because: UnreadReason;
  /** True where the row is looked for by what could be read. */
  readonly read: boolean;
}

export interface ReadList {
  readonly format: 'lines' | 'csv' | 'ndjson';
  /** Lines with something in them, the header apart. */
  readonly lines: number;
  readonly rows: readonly ListRow[];
  readonly unusedColumns: readonly string[];
  readonly unread: readonly UnreadLine[];
}

interface Where {
  readonly country: string;
  readonly today: string;
}

/** Something that a line says, or why it says nothing. */
type Reading =
  | {
      readonly line: number;
      readonly subject: Subject;
      readonly country: string;
      readonly schema?: string;
      readonly partly?: true;
    }
  | { readonly line: number; readonly because: UnreadReason };

/**
 * Reads a list: CSV with a header, entities of FollowTheMoney one a line, or anything with one subject a line, as the Ask box
 * reads it. Nothing is dropped without a word: what could not be read, or not wholly, is listed by line. It gives up its turn
 * at each yield. Throws 'list-refused' for a list over its limits or without a readable line.
 */
export function* readList(text: string, where: Where): Generator<void, ReadList> {
  const lines = linesOf(text);
  const shape = shapeOf(lines);
  const rows = new Map<string, ListRow>();
  const unread: UnreadLine[] = [];
  let done = 0;
  for (const reading of readingsOf(lines, shape, where)) {
    if (done++ % 50 === 49) yield;
    if ('because' in reading) unread.push({ line: reading.line, because: reading.because, read: false });
    else unread.push(...addRow(rows, reading));
  }
  if (rows.size === 0) refuse('No line of the list could be read.');
  return {
    format: shape.format,
    lines: filled(lines).length - (shape.format === 'csv' ? 1 : 0),
    rows: [...rows.values()],
    unusedColumns: shape.format === 'csv' ? shape.unused : [],
    unread,
  };
}

function linesOf(text: string): readonly string[] {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > LIST_BYTES_MAX) refuse(`The list has ${bytes} bytes; ${LIST_BYTES_MAX} are allowed at a time.`);
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|[\n\r\u2028\u2029]/);
  const count = filled(lines).length;
  if (count === 0) refuse('The list is empty.');
  if (count > LIST_LINES_MAX) refuse(`The list has ${count} lines; ${LIST_LINES_MAX} are allowed at a time.`);
  return lines;
}

function filled(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.trim() !== '');
}

function refuse(why: string): never {
  throw new DeskError('list-refused', 'the list cannot be screened as it is', {
    evidence: { safe: `${why} Nothing was looked up.` },
  });
}

type Shape =
  | { readonly format: 'lines' | 'ndjson' }
  | {
      readonly format: 'csv';
      readonly delimiter: string;
      readonly columns: readonly (ColumnKind | null)[];
      readonly unused: readonly string[];
      readonly from: number;
    };

function shapeOf(lines: readonly string[]): Shape {
  const first = lines.findIndex((line) => line.trim() !== '');
  const head = lines[first] ?? '';
  if (head.trimStart().startsWith('{')) return { format: 'ndjson' };
  for (const delimiter of DELIMITERS) {
    const cells = head.length > LINE_CHARACTERS_MAX ? 'broken' : splitRecord(head, delimiter);
    if (typeof cells === 'string' || cells.length > COLUMNS_MAX) continue;
    const isTable = cells.length > 1 || lines.length > first + 1;
    if (isTable && isHeader(cells)) {
      const columns = cells.map(columnKind);
      const unused = cells
        .filter((cell, at) => columns[at] === null && cell !== '')
        .map((cell) => cell.slice(0, 60));
      return { format: 'csv', delimiter, columns, unused, from: first + 1 };
    }
  }
  return { format: 'lines' };
}

function* readingsOf(lines: readonly string[], shape: Shape, where: Where): Generator<Reading> {
  if (shape.format === 'csv') {
    for (const { line, cells } of readCells(lines, shape.delimiter, shape.from))
      yield readTableRow(line, cells, shape.columns, where);
    return;
  }
  for (const [at, text] of lines.entries()) {
    if (text.trim() === '') continue;
    yield shape.format === 'ndjson' ? readEntityLine(at + 1, text, where) : readFreeLine(at + 1, text, where);
  }
}

function readTableRow(
  line: number,
  cells: readonly string[] | null,
  columns: readonly (ColumnKind | null)[],
  where: Where,
): Reading {
  if (cells === null) return { line, because: 'quotes-broken' };
  if (cells.some((cell) => cell.length > LINE_CHARACTERS_MAX)) return { line, because: 'line-too-long' };
  if (cells.slice(columns.length).some((cell) => cell !== '')) return { line, because: 'too-many-cells' };
  const { subject, country } = subjectOfCells(columns, cells);
  return { line, subject, country: country ?? where.country };
}

/** Everything of a line that is not a name or an identifier of a kind that can be looked for makes nobody. */
function readEntityLine(line: number, text: string, where: Where): Reading {
  try {
    const entity = parseFtmEntity(parseJsonLine(text));
    const subject = ftmSubject(entity);
    if (subject.kind === 'event') return { line, because: 'not-comparable' };
    return { line, subject, country: where.country, schema: entity.schema };
  } catch (error) {
    if (!(error instanceof MatchError)) throw error;
    return { line, because: REASONS[error.code] ?? 'not-an-entity' };
  }
}

const REASONS: Readonly<Partial<Record<MatchError['code'], UnreadReason>>> = {
  'line-too-long': 'line-too-long',
  'line-too-deep': 'not-json',
  'line-malformed': 'not-json',
};

function readFreeLine(line: number, text: string, where: Where): Reading {
  if (text.length > LINE_CHARACTERS_MAX) return { line, because: 'line-too-long' };
  const { said, country } = withoutCountry(text);
  const defaultCountry = country ?? where.country;
  const { subjects, chips } = understand(said, { defaultCountry, today: where.today });
  const [subject] = subjects;
  if (subject === undefined) return { line, because: 'nothing-understood' };
  const partly = chips.some(({ type }) => type === 'unused');
  return { line, subject, country: defaultCountry, ...(partly ? { partly: true as const } : {}) };
}

/** The line with the family name put last, and the country that a part of it names taken out: it reads numbers, nothing more. */
function withoutCountry(text: string): { readonly said: string; readonly country: string | null } {
  const parts = text.split(/([;\t|,])/);
  const [head = '', ...rest] = parts;
  let country: string | null = null;
  for (let at = 1; at < parts.length; at += 2) {
    const code = countryIn(parts[at] ?? '', parts[at + 1] ?? '', head);
    if (code === null) continue;
    country ??= code;
    parts[at + 1] = '';
  }
  if (country !== null) return { said: parts.join(''), country };
  const isName =
    parts.length >= 3 && rest[0] === ',' && [head, rest[1] ?? ''].every(isPartOfName) && parts[3] !== ',';
  return { said: isName ? [turned(`${head},${rest[1]}`), ...rest.slice(2)].join('') : text, country };
}

function isWords(text: string): boolean {
  return /^[\p{L}\p{M}.'’\s-]+$/u.test(text) && text.trim() !== '';
}

/** 'AVERINCK' or ' Tomas Jan', and not 'near the quay'. */
function isPartOfName(text: string): boolean {
  return isWords(text) && !/^\s*\p{Ll}/u.test(text) && text.trim().split(/\s+/).length <= 3;
}

/**
 * After a comma only a code in capitals behind a name of several words is a country: 'Averinck, Chad' is a man. Between
 * semicolons the names of countries are, too.
 */
function countryIn(sign: string, piece: string, head: string): string | null {
  const said = piece.trim();
  const isCode = /^[A-Z]{2,3}$/.test(said) && head.trim().includes(' ');
  if (!isCode && (sign === ',' || !isWords(said))) return null;
  return standardiseCountry(said);
}

/** Puts a reading among the rows; gives back what of it is not looked for. */
function addRow(rows: Map<string, ListRow>, reading: Extract<Reading, { subject: Subject }>): UnreadLine[] {
  const { line, country } = reading;
  const subject = withPhonesOf(reading.subject, country);
  const terms = termsOf(subject, country);
  if (terms.length === 0) {
    const because = subject.birthDates.length > 0 ? 'date-alone' : 'nothing-understood';
    return [{ line, because, read: false }];
  }
  const schema = reading.schema ?? (subject.kind === 'person' ? 'Person' : 'Organization');
  const id = JSON.stringify([schema, country, subject]);
  const same = rows.get(id);
  if (same === undefined)
    rows.set(id, { lines: [line], label: labelOf(terms), subject, terms: terms.slice(0, TERMS_MAX), schema });
  else same.lines.push(line);
  if (terms.length > TERMS_MAX) return [{ line, because: 'too-many-values', read: true }];
  return reading.partly === true ? [{ line, because: 'part-unused', read: true }] : [];
}

/** Numbers as they are dialled from anywhere: what is asked of partners knows no country of a row. */
function withPhonesOf(subject: Subject, country: string): Subject {
  const phones = subject.phones.map((phone) => {
    const read = standardisePhone(phone.number, country);
    return read?.understood === true ? { ...phone, number: read.canonical } : phone;
  });
  return { ...subject, phones };
}

function labelOf(terms: readonly SearchTerm[]): string {
  return (terms[0]?.text ?? '').slice(0, LABEL_CHARACTERS_MAX);
}
