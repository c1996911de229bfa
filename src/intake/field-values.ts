import type { Property } from '../model/index.ts';
import type { Cell } from './cobol-values.ts';
import type { SourceRow } from './connector.ts';
import { isIsoDate } from './dates.ts';
import type { IssuePath } from './mistake.ts';
import type { ConditionSpec, MappingSpec, ValueSpec } from './mapping-schema.ts';
import { readPattern } from './patterns.ts';
import { buildTransforms, CELL_LENGTH_MAX } from './transforms.ts';

/** What became of one cell. */
export type Fate =
  | { readonly fate: 'stated'; readonly written: string; readonly value: string; readonly column: number }
  | { readonly fate: 'empty' }
  | { readonly fate: 'unknown' }
  | { readonly fate: 'bad'; readonly written: string; readonly why: string };

/** Reads a value from one turn of one row. */
export type Reader = (row: SourceRow, turn: number) => Fate;

/** Gives the cell that a name means in one turn of one row; `column` is its place, or -1 inside a group. */
export interface CellAccess {
  readonly column: number;
  read(row: SourceRow, turn: number): Cell;
}

/** Where names are looked up. Unknown names are said once and read as nothing. */
export interface Scope {
  turns(row: SourceRow): number;
  find(name: string, path: IssuePath): CellAccess;
}

const DATE_PROPERTIES: ReadonlySet<Property> = new Set<Property>([
  'birth-date',
  'wanted-since',
  'valid-until',
  'date',
]);
const EMPTY: Fate = { fate: 'empty' };
const UNKNOWN = { fate: 'unknown' } as const;

/** A reader for a value of the mapping. `kind` date: the text must end as an ISO date. */
export function buildReader(
  spec: MappingSpec,
  value: ValueSpec,
  scope: Scope,
  path: IssuePath,
  isDate = false,
): Reader {
  const block = typeof value === 'string' ? { column: value } : value;
  if (block.fixed !== undefined) {
    const fixed: Fate = { fate: 'stated', written: block.fixed, value: block.fixed, column: -1 };
    return () => fixed;
  }
  const names = block.column === undefined ? (block.columns ?? []) : [block.column];
  const field = block.column === undefined ? 'columns' : 'column';
  const here = typeof value === 'string' ? path : [...path, field];
  const cells = names.map((name, at) => scope.find(name, field === 'columns' ? [...here, at] : here));
  const sentinels = new Set([...(spec.unknown ?? []), ...(block.unknown ?? [])].map(fold));
  const transform = buildTransforms(block.transforms, spec.tables);
  const join = block.join ?? '';
  // An empty cell becomes a value only where a table says what an empty cell means.
  const blankMeans = (block.transforms ?? []).some(
    (step) =>
      typeof step === 'object' && 'table' in step && Object.hasOwn(spec.tables?.[step.table] ?? {}, ''),
  );
  const column = cells.length === 1 ? (cells[0]?.column ?? -1) : -1;
  return (row, turn) => {
    const gathered = gather(cells, join, row, turn, sentinels);
    if (gathered === null) return blankMeans ? finish('', transform, sentinels, isDate, column) : EMPTY;
    return typeof gathered === 'string' ? finish(gathered, transform, sentinels, isDate, column) : gathered;
  };
}

export function isDateProperty(property: Property): boolean {
  return DATE_PROPERTIES.has(property);
}

type Unusable = Extract<Fate, { fate: 'bad' | 'unknown' }>;

/** What the cells say, joined; null when nothing stands in them. */
function gather(
  cells: readonly CellAccess[],
  join: string,
  row: SourceRow,
  turn: number,
  sentinels: ReadonlySet<string>,
): string | Unusable | null {
  let gathered: string | null = null;
  let isUnknown = false;
  for (const access of cells) {
    const cell = access.read(row, turn);
    if (cell === null) continue;
    if (typeof cell === 'object') {
      // A filler of nines or X may mean "not known" although it is no number.
      if (!isSentinel(cell.written, sentinels))
        return { fate: 'bad', written: cell.written.slice(0, 200), why: cell.bad };
      isUnknown = true;
      continue;
    }
    const text = cell.trim();
    if (text === '') continue;
    if (isSentinel(text, sentinels)) isUnknown = true;
    else gathered = gathered === null ? text : gathered + join + text;
  }
  return gathered ?? (isUnknown ? UNKNOWN : null);
}

function finish(
  written: string,
  transform: ReturnType<typeof buildTransforms>,
  sentinels: ReadonlySet<string>,
  isDate: boolean,
  column: number,
): Fate {
  if (written.length > CELL_LENGTH_MAX)
    return { fate: 'bad', written: written.slice(0, 200), why: 'is longer than 64 KiB' };
  if (written.includes('\u0000'))
    return { fate: 'bad', written: written.replaceAll('\u0000', '\u2400').slice(0, 200), why: 'holds a NUL' };
  const value = transform(written);
  if (typeof value !== 'string') return { fate: 'bad', written: written.slice(0, 200), why: value.bad };
  if (value === '') return EMPTY;
  if (isSentinel(value, sentinels)) return UNKNOWN;
  if (isDate && !isIsoDate(value))
    return {
      fate: 'bad',
      written: written.slice(0, 200),
      why: 'is not a date (YYYY-MM-DD, YYYY-MM or YYYY after the transforms)',
    };
  return { fate: 'stated', written, value, column };
}

function isSentinel(text: string, sentinels: ReadonlySet<string>): boolean {
  return sentinels.size > 0 && sentinels.has(fold(text));
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}

/** Whether a row (or one turn of it) meets a condition. */
export function buildCondition(
  condition: ConditionSpec,
  scope: Scope,
  path: IssuePath,
): (row: SourceRow, turn: number) => boolean {
  const access = scope.find(condition.column, [...path, 'column']);
  const pattern = condition.matches === undefined ? null : readPattern(condition.matches);
  const wanted = new Set((condition.equals ?? condition['not-equals'] ?? []).map((text) => text.trim()));
  return (row, turn) => {
    const cell = access.read(row, turn);
    const text = (cell === null ? '' : typeof cell === 'string' ? cell : cell.written).trim();
    if (condition.equals !== undefined) return wanted.has(text);
    if (condition['not-equals'] !== undefined) return !wanted.has(text);
    if (pattern !== null) return pattern.matchesWhole(text);
    return (text === '') === condition['is-empty'];
  };
}
