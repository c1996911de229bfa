import type { ByteSource } from './byte-source.ts';
import type { BadCell, Cell } from './cobol-values.ts';
import { type Connector, type ConnectorContext, fileLocator, plainRow, uniqueNames } from './connector.ts';
import { type DbfField, type DbfHeader, parseDbfHeader, readLanguageByte } from './dbf-header.ts';
import { type MemoFile, openMemo } from './dbf-memo.ts';
import { type Encoding, readEncoding } from './encodings.ts';
import { IntakeError } from './errors.ts';
import { trimFill } from './fill.ts';
import type { DbfFormat } from './mapping-schema.ts';

const RECORDS_PER_READ_BYTES = 256 * 1024;
const DELETED = 0x2a;
const END_OF_FILE = 0x1a;

/** Opens a DBF table; the memo file is looked for beside it. Only some records are in memory at a time. */
export async function openDbf(
  source: ByteSource,
  format: DbfFormat,
  context: ConnectorContext,
): Promise<Connector> {
  const size = await source.size();
  if (size === 0)
    throw new IntakeError('file-malformed', 'the file is empty: it does not even have the header of a table');
  const header = parseDbfHeader(await source.read(0, 65_536), size);
  const encoding = chooseEncoding(format, header);
  const hash = await source.hash();
  const held = Math.floor((size - header.headerLength) / header.recordLength);
  if (
    header.records > held + 1 ||
    (header.records === held + 1 && (size - header.headerLength) % header.recordLength === 0)
  ) {
    throw new IntakeError(
      'file-malformed',
      `the header promises ${header.records} records, the file holds ${held}: it is cut off`,
    );
  }
  if (header.records > context.limits.rowsMax)
    throw new IntakeError('too-many-rows', `there are more than ${context.limits.rowsMax} rows`);
  const memo = header.fields.some((field) => isMemo(field, header))
    ? await findMemo(source, format, header)
    : null;
  return {
    columns: uniqueNames(header.fields.map((field) => encoding.decode(field.nameBytes))),
    groups: [],
    origin: { name: source.name, hash },
    async *rows() {
      const perRead = Math.max(1, Math.floor(RECORDS_PER_READ_BYTES / header.recordLength));
      for (let first = 0; first < header.records; first += perRead) {
        const at = header.headerLength + first * header.recordLength;
        const block = await source.read(at, Math.min(perRead, header.records - first) * header.recordLength);
        for (let within = 0; within < block.length; within += header.recordLength) {
          const raw = block.slice(within, within + header.recordLength);
          if (raw[0] === END_OF_FILE) return;
          const number = first + within / header.recordLength + 1;
          const base = { number, raw, locator: fileLocator(hash, number, at + within, raw) };
          if (raw.length < header.recordLength)
            yield plainRow({ ...base, broken: 'the file ends within this record' }, []);
          else if (raw[0] === DELETED) yield plainRow({ ...base, skip: 'deleted-in-source' }, []);
          else if (raw[0] !== 0x20)
            yield plainRow(
              { ...base, broken: 'the record does not begin with a deletion mark or a space' },
              [],
            );
          else yield plainRow(base, await readCells(raw, header, encoding, memo));
        }
      }
    },
    show: (raw) => encoding.decode(raw),
    verifyUnchanged: () => source.verifyUnchanged(),
    close: () => source.close(),
  };
}

function chooseEncoding(format: DbfFormat, header: DbfHeader): Encoding {
  const fromHeader = format['code-page'] === 'from-header';
  const name = fromHeader ? readLanguageByte(header.language) : format['code-page'];
  if (name === null) {
    throw new IntakeError(
      'encoding-unknown',
      'the file does not say its code page: the mapping must (code-page)',
    );
  }
  const encoding = readEncoding(name);
  if (encoding === null || encoding.unit !== 1 || encoding.ebcdic) {
    throw new IntakeError('encoding-unknown', 'the code page is not one that this program knows');
  }
  return encoding;
}

/** Memo types; type B is a memo in dBASE and a binary number in Visual FoxPro. */
function isMemo(field: DbfField, header: DbfHeader): boolean {
  return 'MGP'.includes(field.type) || (field.type === 'B' && !isVisualFoxPro(header));
}

function isVisualFoxPro(header: DbfHeader): boolean {
  return header.version >= 0x30 && header.version <= 0x32;
}

async function findMemo(source: ByteSource, format: DbfFormat, header: DbfHeader): Promise<MemoFile | null> {
  const stem = source.name.replace(/\.[^.]*$/, '');
  const names =
    format.memo === undefined
      ? ['dbt', 'fpt', 'DBT', 'FPT'].map((ending) => `${stem}.${ending}`)
      : [format.memo];
  for (const name of names) {
    const memo = source.beside(name);
    if (memo === null) continue;
    const size = await memo.size().catch(() => -1);
    if (size >= 0) return openMemo(memo, header.version);
  }
  if (format.memo !== undefined)
    throw new IntakeError('file-unreadable', 'the memo file that the mapping names is not there');
  return null;
}

async function readCells(
  raw: Uint8Array,
  header: DbfHeader,
  encoding: Encoding,
  memo: MemoFile | null,
): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const field of header.fields) {
    const bytes = raw.subarray(field.offset, field.offset + field.length);
    if (isNull(raw, field, header)) cells.push('');
    else if (isMemo(field, header)) cells.push(await readMemoCell(bytes, encoding, memo));
    else cells.push(readField(field, bytes, header, encoding));
  }
  return cells;
}

function isNull(raw: Uint8Array, field: DbfField, header: DbfHeader): boolean {
  if (field.nullBit < 0 || header.nullFlags === null) return false;
  const byte = raw[header.nullFlags.offset + (field.nullBit >> 3)] ?? 0;
  return ((byte >> (field.nullBit & 7)) & 1) === 1;
}

async function readMemoCell(bytes: Uint8Array, encoding: Encoding, memo: MemoFile | null): Promise<Cell> {
  let block: number;
  if (bytes.length === 4) block = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  else {
    const digits = latin(bytes).trim();
    if (digits !== '' && !/^\d{1,10}$/.test(digits))
      return { written: digits, bad: 'is not the number of a memo' };
    block = Number(digits);
  }
  if (block === 0) return '';
  if (memo === null) return { written: String(block), bad: 'points into a memo file that is not there' };
  const found = await memo.read(block);
  return found instanceof Uint8Array ? decoded(found, encoding) : found;
}

function readField(field: DbfField, bytes: Uint8Array, header: DbfHeader, encoding: Encoding): Cell {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = () => latin(bytes).replaceAll('\u0000', ' ').trim();
  switch (field.type) {
    case 'C':
      return decoded(bytes, encoding);
    case 'N':
    case 'F':
      return expect(text(), /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/, 'is not a number', /^\**$/);
    case 'D':
      return expect(text(), /^\d{8}$/, 'is not a date', /^0*$/);
    case 'L': {
      const sign = text().toUpperCase();
      if (sign === '' || sign === '?') return '';
      if ('TY'.includes(sign)) return 'T';
      return 'FN'.includes(sign) ? 'F' : { written: sign, bad: 'is neither true nor false' };
    }
    case 'I':
    case '+':
      if (bytes.length !== 4) break;
      return String(
        header.version % 8 === 4 ? view.getUint32(0, false) ^ 0x80000000 : view.getInt32(0, true),
      );
    case 'Y':
      if (bytes.length !== 8) break;
      return fourDecimals(view.getBigInt64(0, true));
    case 'B':
    case 'O':
      if (bytes.length !== 8) break;
      return finite(view.getFloat64(0, true));
    case 'T':
    case '@':
      if (bytes.length !== 8) break;
      return dateTime(view.getUint32(0, true), view.getUint32(4, true));
    case 'V': {
      return decoded(bytes, encoding);
    }
    default:
  }
  return { written: '', bad: 'is a field of a type that is not read' };
}

function decoded(bytes: Uint8Array, encoding: Encoding): Cell {
  const text = trimFill(encoding.decode(bytes));
  return text.includes('\ufffd')
    ? { written: text, bad: 'holds a byte that the code page does not have' }
    : text;
}

function expect(text: string, shape: RegExp, why: string, empty: RegExp): string | BadCell {
  if (empty.test(text)) return '';
  return shape.test(text) ? text : { written: text, bad: why };
}

function fourDecimals(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(5, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

function finite(value: number): Cell {
  return Number.isFinite(value) ? String(value) : { written: '', bad: 'is not a number' };
}

// FoxPro: days of the Julian period and milliseconds of the day; 2,440,588 is 1 January 1970.
function dateTime(julianDay: number, milliseconds: number): Cell {
  if (julianDay === 0) return '';
  const date = new Date((julianDay - 2_440_588) * 86_400_000 + milliseconds);
  const fits = julianDay > 2_000_000 && julianDay < 5_373_484 && milliseconds < 86_400_000;
  return fits
    ? date.toISOString().slice(0, 19).replace('T', ' ')
    : { written: String(julianDay), bad: 'is not a point in time' };
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
