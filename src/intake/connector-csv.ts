import type { ByteSource } from './byte-source.ts';
import {
  type Connector,
  type ConnectorContext,
  fileLocator,
  plainRow,
  type SourceRow,
  uniqueNames,
} from './connector.ts';
import { type CsvRecord, readCsvRecords, splitCells } from './csv-records.ts';
import { type Encoding, readEncoding } from './encodings.ts';
import { IntakeError } from './errors.ts';
import type { CsvFormat } from './mapping-schema.ts';
import { readPattern } from './patterns.ts';

/** Opens delimited text. The reader is our own because a broken row must be kept with its bytes. */
export async function openCsv(
  source: ByteSource,
  format: CsvFormat,
  context: ConnectorContext,
): Promise<Connector> {
  const encoding = readEncoding(format.encoding);
  if (encoding === null || encoding.ebcdic) {
    throw new IntakeError(
      'encoding-unknown',
      'the encoding of the mapping is not one that this program knows',
    );
  }
  const delimiter = format.delimiter === 'tab' ? '\t' : format.delimiter;
  const quote = format.quote === 'none' ? null : (format.quote ?? '"');
  const start = await skipMark(source, encoding);
  const shape = {
    encoding,
    delimiter: codeOf(encoding, delimiter),
    quote: quote === null ? null : codeOf(encoding, quote),
    recordBytesMax: context.limits.recordBytesMax,
  };
  const hash = await source.hash();
  const banner = bannerTest(format);
  const records = () => readCsvRecords(source.chunks(start), shape, start);
  const columns =
    format.header === false
      ? (format.columns ?? [])
      : await readHeader(records(), encoding, banner, delimiter, quote);
  if (columns.length > context.limits.columnsMax)
    throw new IntakeError(
      'too-many-columns',
      `there are ${columns.length} columns, at most ${context.limits.columnsMax} are read`,
    );
  const names = uniqueNames(columns);
  const heading = columns.map((name) => name.trim()).join('\u0000');

  const readRow = (record: CsvRecord, number: number, line: number): SourceRow | 'heading' => {
    const locator = fileLocator(hash, number, record.offset, record.bytes);
    const base = { number, raw: record.bytes, locator };
    const text = encoding.decode(record.bytes);
    if (banner(text, line)) return plainRow({ ...base, skip: 'banner' }, []);
    const broken = record.broken ?? textFault(text);
    if (broken !== undefined) return plainRow({ ...base, broken }, []);
    if (text.trim() === '') return plainRow({ ...base, skip: 'blank' }, []);
    const cells = splitCells(text, delimiter, quote);
    if (format.header !== false && cells.map((cell) => cell.trim()).join('\u0000') === heading)
      return 'heading';
    const fault = shapeFault(
      cells,
      names.length,
      format['short-rows'] ?? 'quarantine',
      context.limits.cellCharactersMax,
    );
    return plainRow(fault === undefined ? base : { ...base, broken: fault }, cells);
  };

  return {
    columns: names,
    groups: [],
    origin: { name: source.name, hash },
    async *rows() {
      let number = 0;
      let line = 0;
      let headed = format.header === false;
      for await (const record of records()) {
        line += 1;
        number += 1;
        const row = readRow(record, number, line);
        if (row !== 'heading') yield row;
        else if (headed)
          yield plainRow(
            {
              number,
              raw: record.bytes,
              locator: fileLocator(hash, number, record.offset, record.bytes),
              skip: 'banner',
            },
            [],
          );
        else {
          headed = true;
          number -= 1;
        }
      }
    },
    show: (raw) => encoding.decode(raw),
    verifyUnchanged: () => source.verifyUnchanged(),
    close: () => source.close(),
  };
}

/** A byte order mark is not text. */
async function skipMark(source: ByteSource, encoding: Encoding): Promise<number> {
  const first = Buffer.from(await source.read(0, 3)).toString('hex');
  if (encoding.name === 'utf-8' && first === 'efbbbf') return 3;
  if (encoding.name === 'utf-16le' && first.startsWith('fffe')) return 2;
  if (encoding.name === 'utf-16be' && first.startsWith('feff')) return 2;
  return 0;
}

/** The code unit of a delimiter or quote in the file's own encoding. */
function codeOf(encoding: Encoding, sign: string): number {
  if (encoding.unit === 2) return sign.charCodeAt(0);
  for (let byte = 0; byte < 256; byte += 1) {
    if ((encoding.name !== 'utf-8' || byte < 128) && encoding.decode(Uint8Array.of(byte)) === sign)
      return byte;
  }
  throw new IntakeError(
    'encoding-unknown',
    'the delimiter or quote of the mapping is not one character of this encoding',
  );
}

function bannerTest(format: CsvFormat): (text: string, line: number) => boolean {
  const patterns = (format.banner?.matches ?? []).map((source) => readPattern(source));
  const lines = format.banner?.['first-lines'] ?? 0;
  return (text, line) => line <= lines || patterns.some((pattern) => pattern?.matchesWhole(text) === true);
}

async function readHeader(
  records: AsyncIterable<CsvRecord>,
  encoding: Encoding,
  banner: (text: string, line: number) => boolean,
  delimiter: string,
  quote: string | null,
): Promise<string[]> {
  let line = 0;
  for await (const record of records) {
    line += 1;
    const text = encoding.decode(record.bytes);
    if (banner(text, line) || text.trim() === '') continue;
    if (record.broken !== undefined || textFault(text) !== undefined) {
      throw new IntakeError(
        'file-malformed',
        'the heading row cannot be read in the encoding of the mapping',
      );
    }
    return splitCells(text, delimiter, quote);
  }
  return [];
}

function textFault(text: string): string | undefined {
  if (text.includes('\u0000')) return 'the row holds a NUL';
  if (text.includes('\ufffd')) return 'the row holds bytes that are not text in this encoding';
  return undefined;
}

function shapeFault(
  cells: readonly string[],
  columns: number,
  shortRows: 'quarantine' | 'pad',
  cellMax: number,
): string | undefined {
  if (cells.length > columns) return `the row has ${cells.length} cells, expected ${columns}`;
  if (cells.length < columns && shortRows === 'quarantine')
    return `the row has ${cells.length} cells, expected ${columns}`;
  if (cells.some((cell) => cell.length > cellMax)) return `a cell is longer than ${cellMax} characters`;
  return undefined;
}
