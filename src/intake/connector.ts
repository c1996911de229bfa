import { hash } from 'node:crypto';
import type { Locator } from '../model/index.ts';
import type { Cell } from './cobol-values.ts';
import type { IntakeLimits } from './limits.ts';
import type { SkipReason } from './mapping-schema.ts';

/** One row as the old system holds it, not yet understood. */
export interface SourceRow {
  /** Counted from 1 over everything the source gives as rows, wanted or not. */
  readonly number: number;
  /** The bytes as they stand in the file; of a database or worksheet the row as JSON. */
  readonly raw: Uint8Array;
  readonly locator: Locator;
  /** Nothing is in it. */
  readonly blank: boolean;
  /** The connector itself knows that this is not a row that is wanted. */
  readonly skip?: SkipReason;
  /** Why the row cannot be taken apart. */
  readonly broken?: string;
  cell(column: number): Cell;
  /** How often a group stands in this row. */
  turns(group: number): number;
  member(group: number, turn: number, member: number): Cell;
  /** A more precise place of one column, where the format has one. */
  locate?(column: number): Locator;
}

export interface SourceGroup {
  readonly name: string;
  readonly members: readonly string[];
}

/** A source that has been opened. Port; every format is a twin and passes the same contract test. */
export interface Connector {
  readonly columns: readonly string[];
  readonly groups: readonly SourceGroup[];
  /** Its name and the hash of what it held when it was opened. */
  readonly origin: { readonly name: string; readonly hash: string };
  rows(): AsyncIterable<SourceRow>;
  /** The text of raw bytes, for a person who looks at a quarantined row. */
  show(raw: Uint8Array): string;
  /** Throws when the source was not the same from beginning to end. */
  verifyUnchanged(): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectorContext {
  readonly limits: IntakeLimits;
}

/** The locator of a record in a file. */
export function fileLocator(fileHash: string, record: number, offset: number, raw: Uint8Array): Locator {
  return {
    type: 'file',
    fileHash,
    record,
    offset,
    length: raw.length,
    recordHash: hash('sha256', raw, 'hex'),
  };
}

/** A row of plain cells without groups. */
export function plainRow(
  parts: Omit<SourceRow, 'cell' | 'turns' | 'member' | 'blank'>,
  cells: readonly Cell[],
): SourceRow {
  return new PlainRow(parts, cells);
}

class PlainRow implements SourceRow {
  readonly number: number;
  readonly raw: Uint8Array;
  readonly locator: Locator;
  readonly blank: boolean;
  readonly skip?: SkipReason;
  readonly broken?: string;
  readonly locate?: (column: number) => Locator;
  readonly #cells: readonly Cell[];

  constructor(parts: Omit<SourceRow, 'cell' | 'turns' | 'member' | 'blank'>, cells: readonly Cell[]) {
    this.number = parts.number;
    this.raw = parts.raw;
    this.locator = parts.locator;
    this.#cells = cells;
    this.blank = parts.broken === undefined && parts.skip === undefined && cells.every(isBlank);
    if (parts.skip !== undefined) this.skip = parts.skip;
    if (parts.broken !== undefined) this.broken = parts.broken;
    if (parts.locate !== undefined) this.locate = parts.locate;
  }

  cell(column: number): Cell {
    return this.#cells[column] ?? null;
  }

  turns(): number {
    return 0;
  }

  member(): Cell {
    return null;
  }
}

function isBlank(cell: Cell): boolean {
  return cell === null || (typeof cell === 'string' && cell.trim() === '');
}

/** Column names that are unique: an empty one is named after its place, a repeated one is numbered. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, at) => {
    const plain = name.trim() === '' ? `column-${at + 1}` : name.trim();
    let unique = plain;
    for (let count = 2; taken.has(unique); count += 1) unique = `${plain}#${count}`;
    taken.add(unique);
    return unique;
  });
}
