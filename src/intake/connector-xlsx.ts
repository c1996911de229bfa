import { read, type WorkBook, type WorkSheet, utils } from '@e965/xlsx';
import { utf8 } from '../base/index.ts';
import type { ByteSource } from './byte-source.ts';
import type { Cell } from './cobol-values.ts';
import { type Connector, type ConnectorContext, plainRow, type SourceRow, uniqueNames } from './connector.ts';
import { IntakeError } from './errors.ts';
import type { XlsxFormat } from './mapping-schema.ts';
import { checkWorkbookBytes } from './workbook-bytes.ts';

const SHEET_ROWS_MAX = 1_048_576;

/** Opens a worksheet. Workbooks are read whole (at most 100 MiB); formulas are not computed, their stored result counts. */
export async function openXlsx(
  source: ByteSource,
  format: XlsxFormat,
  context: ConnectorContext,
): Promise<Connector> {
  const { workbookBytesMax, columnsMax, rowsMax } = context.limits;
  const size = await source.size();
  if (size > workbookBytesMax)
    throw new IntakeError(
      'file-too-large',
      `a workbook has at most ${workbookBytesMax} bytes, this one has ${size}`,
    );
  const bytes = await source.read(0, size);
  checkWorkbookBytes(bytes, workbookBytesMax);
  const hash = await source.hash();
  const workbook = parseWorkbook(bytes, Math.min(SHEET_ROWS_MAX, rowsMax + 1_000));
  const { name, sheet } = chooseSheet(workbook, format);
  const grid = readGrid(sheet, columnsMax);
  const headerRow = format['header-row'] ?? 1;
  const heading =
    headerRow === 0
      ? (format.columns ?? [])
      : (grid.rows.get(headerRow - 1) ?? []).map((cell) => (typeof cell === 'string' ? cell : ''));
  const columns = uniqueNames(headerRow === 0 ? heading : trimHeading(heading, grid.width));
  return {
    columns,
    groups: [],
    origin: { name: source.name, hash },
    async *rows() {
      let number = 0;
      for (let row = 0; row < grid.height; row += 1) {
        if (row === headerRow - 1) continue;
        number += 1;
        const cells = grid.rows.get(row) ?? [];
        yield await Promise.resolve(
          sheetRow({ cells, number, row, name, hash, width: columns.length, banner: row < headerRow - 1 }),
        );
      }
    },
    show: (raw) => new TextDecoder().decode(raw),
    verifyUnchanged: () => source.verifyUnchanged(),
    close: () => source.close(),
  };
}

interface SheetRowParts {
  readonly cells: readonly Cell[];
  readonly number: number;
  readonly row: number;
  readonly name: string;
  readonly hash: string;
  readonly width: number;
  readonly banner: boolean;
}

function sheetRow(parts: SheetRowParts): SourceRow {
  const { cells, number, row, name, hash, width } = parts;
  const locator = { type: 'sheet', fileHash: hash, sheet: name, row: row + 1 } as const;
  const raw = utf8(
    JSON.stringify(cells.map((cell) => (typeof cell === 'object' && cell !== null ? cell.written : cell))),
  );
  const base = { number, raw, locator };
  if (parts.banner) return plainRow({ ...base, skip: 'banner' }, []);
  const beyond = cells.slice(width).some((cell) => cell !== null && cell !== '');
  const shaped = beyond
    ? { ...base, broken: `the row has cells beyond the ${width} columns of the heading` }
    : base;
  const locate = (column: number) => ({ ...locator, cell: utils.encode_cell({ r: row, c: column }) });
  return plainRow({ ...shaped, locate }, cells);
}

function parseWorkbook(bytes: Uint8Array, rowsMax: number): WorkBook {
  try {
    return read(bytes, {
      type: 'array',
      dense: true,
      raw: true,
      cellDates: false,
      cellFormula: false,
      cellHTML: false,
      cellText: false,
      cellStyles: false,
      bookVBA: false,
      sheetRows: rowsMax,
    });
  } catch (cause) {
    throw new IntakeError(
      'file-malformed',
      'the workbook cannot be read: it is damaged or protected by a password',
      { cause },
    );
  }
}

function chooseSheet(workbook: WorkBook, format: XlsxFormat): { name: string; sheet: WorkSheet } {
  const wanted = format.sheet ?? 1;
  const name =
    typeof wanted === 'number'
      ? workbook.SheetNames[wanted - 1]
      : workbook.SheetNames.find((one) => one === wanted);
  const sheet =
    name === undefined || !Object.hasOwn(workbook.Sheets, name) ? undefined : workbook.Sheets[name];
  if (name === undefined || sheet === undefined)
    throw new IntakeError('file-malformed', 'the workbook has no sheet of that name or number');
  return { name, sheet };
}

interface StoredCell {
  readonly t?: string;
  readonly v?: unknown;
  readonly w?: string;
}

interface Grid {
  readonly rows: ReadonlyMap<number, readonly Cell[]>;
  readonly height: number;
  readonly width: number;
}

/** The cells that are there; the range that the file claims is not believed. */
function readGrid(sheet: WorkSheet, columnsMax: number): Grid {
  const data: unknown = (sheet as Record<string, unknown>)['!data'];
  const rows = new Map<number, readonly Cell[]>();
  let height = 0;
  let width = 0;
  if (!Array.isArray(data)) return { rows, height, width };
  for (const key of Object.keys(data)) {
    const row = Number(key);
    const stored = (data as unknown[])[row];
    if (!Number.isInteger(row) || !Array.isArray(stored)) continue;
    const cells: Cell[] = [];
    for (const spot of Object.keys(stored)) {
      const column = Number(spot);
      if (!Number.isInteger(column)) continue;
      const cell = readCell((stored as StoredCell[])[column]);
      if (cell === null) continue;
      if (column >= columnsMax)
        throw new IntakeError('too-many-columns', `the sheet has more than ${columnsMax} columns`);
      while (cells.length < column) cells.push(null);
      cells[column] = cell;
    }
    if (cells.length === 0) continue;
    rows.set(row, cells);
    height = Math.max(height, row + 1);
    width = Math.max(width, cells.length);
  }
  return { rows, height, width };
}

function readCell(cell: StoredCell | undefined): Cell {
  if (cell === undefined || cell === null) return null;
  switch (cell.t) {
    case 's':
      return typeof cell.v === 'string' ? cell.v : null;
    case 'n':
      return typeof cell.v === 'number' ? plainNumber(cell.v) : null;
    case 'b':
      return cell.v === true ? 'TRUE' : 'FALSE';
    case 'e':
      return { written: '#', bad: 'is an error value of the worksheet' };
    default:
      return null;
  }
}

function plainNumber(value: number): Cell {
  if (!Number.isFinite(value)) return { written: '', bad: 'is not a number' };
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(0) : String(value);
}

function trimHeading(heading: readonly string[], width: number): string[] {
  return Array.from(
    { length: Math.max(heading.length, heading.length === 0 ? 0 : width) },
    (_, at) => heading[at] ?? '',
  );
}
