import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ByteSource, fileSource, memorySource } from './byte-source.ts';
import type { Connector } from './connector.ts';
import { openCsv } from './connector-csv.ts';
import { openDbf } from './connector-dbf.ts';
import { openXlsx } from './connector-xlsx.ts';
import { IntakeError } from './errors.ts';
import { readSample, samplePath, samplesMissing } from './fixtures/sample-files.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { CsvFormat } from './mapping-schema.ts';

const missing = samplesMissing();
if (missing !== null) console.log(missing);
const context = { limits: DEFAULT_LIMITS };

interface Read {
  readonly columns: readonly string[];
  readonly cells: readonly (readonly string[])[];
  readonly broken: readonly string[];
  readonly skipped: readonly string[];
}

/** Closes also a source that could not be opened as a table. */
async function closing(source: ByteSource, open: (source: ByteSource) => Promise<Connector>): Promise<Read> {
  try {
    return await readAll(await open(source));
  } finally {
    await source.close();
  }
}

async function readAll(connector: Connector): Promise<Read> {
  const cells: string[][] = [];
  const broken: string[] = [];
  const skipped: string[] = [];
  for await (const row of connector.rows()) {
    if (row.skip !== undefined || row.blank) skipped.push(row.skip ?? 'blank');
    else if (row.broken !== undefined) broken.push(row.broken);
    else {
      cells.push(
        connector.columns.map((_, at) => {
          const cell = row.cell(at);
          return cell === null ? '' : typeof cell === 'string' ? cell : `bad: ${cell.bad}`;
        }),
      );
    }
  }
  await connector.close();
  return { columns: connector.columns, cells, broken, skipped };
}

function csv(name: string, format: Partial<CsvFormat> = {}): Promise<Read> {
  const whole: CsvFormat = { type: 'csv', encoding: 'utf-8', delimiter: ',', ...format };
  return openCsv(memorySource(name, readSample('csv-edge', name)), whole, context).then(readAll);
}

describe.skipIf(missing !== null)('delimited text that other projects test with', () => {
  it.each([
    // name, format, rows taken, rows broken, rows skipped: counted by eye in each file
    ['dummy.csv', {}, 1, 0, 0],
    ['bad.csv', {}, 1, 2, 0],
    ['bad_skip_lines.csv', { banner: { 'first-lines': 3 } }, 1, 2, 3],
    ['optional_quote_characters.csv', {}, 1, 0, 0],
    ['null_byte.csv', {}, 0, 1, 0],
    ['mac_newlines.csv', {}, 2, 0, 0],
    ['test_empty_columns_long_row.csv', {}, 0, 1, 0],
    ['test_empty_columns_short_row.csv', {}, 0, 1, 0],
    ['test_empty_columns_short_row.csv', { 'short-rows': 'pad' }, 0, 0, 1],
    ['test_header_newline.csv', {}, 1, 0, 0],
    ['empty.csv', {}, 0, 0, 1],
    ['sort_ints_nulls.csv', {}, 3, 0, 0],
    ['dummy.tsv', { delimiter: 'tab' }, 1, 0, 0],
    ['no_header_row.csv', { header: false, columns: ['a', 'b', 'c'] }, 1, 0, 0],
  ] as const)(
    'reads %s %j as %i rows, %i broken, %i skipped',
    async (name, format, taken, broken, skipped) => {
      const read = await csv(name, format as Partial<CsvFormat>);
      expect([read.cells.length, read.broken.length, read.skipped.length]).toEqual([taken, broken, skipped]);
    },
  );

  it('keeps a line end inside quotes', async () => {
    expect((await csv('mac_newlines.csv')).cells[1]).toEqual(['Once upon\ra time', '5', '6']);
  });

  it.each([
    ['test_latin1.csv', 'iso-8859-1', '©'],
    ['test_utf8.csv', 'utf-8', 'ʤ'],
    ['test_utf8_bom.csv', 'utf-8', 'ʤ'],
    ['test_utf16_big.csv', 'utf-16be', 'ʤ'],
    ['test_utf16_little.csv', 'utf-16le', 'ʤ'],
  ])('reads %s in its encoding', async (name, encoding, last) => {
    const read = await csv(name, { encoding });
    expect(read.columns[0]).not.toContain('\ufeff');
    expect(read.cells.at(-1)?.at(-1)).toBe(last);
  });

  it('answers each of the other files with rows or a coded error', async () => {
    let rows = 0;
    for (const name of readdirSync(samplePath('csv-edge')).filter((one) => /\.(csv|tsv)$/.test(one))) {
      const read = await csv(name).catch((error: unknown) => {
        expect(error).toBeInstanceOf(IntakeError);
        return null;
      });
      rows += read?.cells.length ?? 0;
    }
    expect(rows).toBeGreaterThan(100);
  });

  it.each([
    ['wd_arabic', ['cp1256', 'iso8859_6'], 1500],
    ['wd_russian', ['cp1251', 'koi8_r'], 1500],
    ['wd_hebrew', ['cp1255'], 1500],
  ] as const)('reads %s the same in every encoding it came in', async (stem, encodings, count) => {
    const open = (name: string, encoding: string) =>
      openCsv(
        memorySource(name, readSample('csv-names', name)),
        { type: 'csv', encoding, delimiter: ';' },
        context,
      ).then(readAll);
    const unicode = await open(`${stem}.utf8.csv`, 'utf-8');
    expect(unicode.cells).toHaveLength(count);
    for (const encoding of encodings) {
      const read = await open(
        `${stem}.${encoding}.csv`,
        encoding.replace('iso8859_', 'iso-8859-').replace('_', '-'),
      );
      expect(read.cells).toHaveLength(count);
      // Each file holds the names that its encoding can write; those in both must be the same.
      const byId = new Map(unicode.cells.map((row) => [row[0], row]));
      const shared = read.cells.filter((row) => byId.has(row[0]));
      expect(shared.length).toBeGreaterThan(1000);
      expect(shared).toEqual(shared.map((row) => byId.get(row[0])));
    }
  });

  it('reads the German donations the same from four code pages', async () => {
    const pages = [
      ['cp1252', 'windows-1252'],
      ['cp850', 'cp850'],
      ['cp437', 'cp437'],
      ['iso8859_15', 'iso-8859-15'],
    ] as const;
    const reads = [];
    for (const [ending, encoding] of pages) {
      const name = `de_party_donations.${ending}.csv`;
      reads.push(
        await openCsv(
          memorySource(name, readSample('csv-names', name)),
          { type: 'csv', encoding, delimiter: ',' },
          context,
        ).then(readAll),
      );
    }
    for (const read of reads) {
      // 293 lines, the first of which is the heading.
      expect(read.cells).toHaveLength(292);
      expect([...read.broken, ...read.skipped]).toEqual([]);
      expect(read.cells[1]?.[3]).toBe('Frau Dr. Irene Nierstenhöfer');
    }
  });
});

function summary(name: string): { records: number; fields: string[] } {
  const text = new TextDecoder().decode(readSample('dbf', 'infused', name));
  const fields =
    text
      .split(/-{20,}\n/)[1]
      ?.trim()
      .split('\n') ?? [];
  return {
    records: Number(/Records: (\d+)/.exec(text)?.[1]),
    fields: fields.map((line) => line.trim().split(/\s+/)[0] ?? ''),
  };
}

describe.skipIf(missing !== null)('DBF tables that other projects test with', () => {
  const open = (parts: readonly string[], codePage = 'cp437') =>
    closing(fileSource(samplePath('dbf', ...parts)), (source) =>
      openDbf(source, { type: 'dbf', 'code-page': codePage }, context),
    );

  it.each(['dbase_03', 'dbase_03_cyrillic', 'dbase_30', 'dbase_31', 'dbase_32', 'dbase_8b'])(
    'finds the fields and records of %s that its summary lists',
    async (name) => {
      const wanted = summary(`${name}_summary.txt`);
      const read = await open(
        ['infused', `${name}.dbf`],
        name.endsWith('cyrillic') ? 'utf-8' : 'windows-1252',
      );
      // A name that stands twice is numbered here.
      const columns = read.columns.map((column) => column.replace(/#\d+$/, ''));
      expect(columns.filter((column) => column !== '_NullFlags')).toEqual(
        wanted.fields.filter((field) => field !== '_NullFlags'),
      );
      expect(read.cells.length + read.skipped.length + read.broken.length).toBe(wanted.records);
      expect(read.broken).toEqual([]);
    },
  );

  it('reads memos of dBASE IV and FoxPro', async () => {
    const fox = await open(['infused', 'dbase_30.dbf'], 'windows-1252');
    const memos = fox.cells.map((row) => row[fox.columns.indexOf('DESCRIP')] ?? '');
    expect(memos.filter((memo) => memo.length > 20).length).toBeGreaterThan(10);
    expect(memos.filter((memo) => memo.startsWith('bad:'))).toEqual([]);
    const four = await open(['infused', 'dbase_8b.dbf']);
    expect(four.cells[0]?.[four.columns.indexOf('MEMO')]).toContain('First memo');
  });

  it('gives a deleted record as deleted and a lost memo as a bad cell', async () => {
    expect((await open(['dbfread', 'people.dbf'])).skipped).toEqual(['deleted-in-source']);
    const lost = await open(['dbfread', 'no_memofile.dbf']);
    expect(
      lost.cells.flat().filter((cell) => cell.startsWith('bad: points into a memo file')).length,
    ).toBeGreaterThan(0);
  });

  it('refuses dBASE II in a sentence', async () => {
    await expect(open(['infused', 'dbase_02.dbf'])).rejects.toMatchObject({ code: 'file-malformed' });
  });

  it('answers each of the other tables with rows or a coded error', async () => {
    for (const folder of ['aleph', 'csvkit', 'dbfread', 'infused', 'sheetjs']) {
      for (const name of readdirSync(samplePath('dbf', folder)).filter((one) => one.endsWith('.dbf'))) {
        await open([folder, name]).catch((error: unknown) => expect(error).toBeInstanceOf(IntakeError));
      }
    }
  });

  it('has the same values as the conversion that came with it', async () => {
    const table = await open(['csvkit', 'testdbf.dbf']);
    const converted = await csv('testdbf_converted.csv');
    expect(table.columns).toEqual(converted.columns);
    // The conversion lost the zeros in front of identifiers; here they stay.
    const plain = (rows: Read['cells']) =>
      rows.map((row) => row.slice(0, 5).map((cell) => cell.trim().replace(/^0+/, '')));
    expect(table.cells[0]?.[1]).toBe('08');
    expect(plain(table.cells)).toEqual(plain(converted.cells));
  });
});

describe.skipIf(missing !== null)('workbooks that other projects test with', () => {
  const open = (name: string, headerRow = 1) =>
    closing(fileSource(samplePath('excel', name)), (source) =>
      openXlsx(source, { type: 'xlsx', 'header-row': headerRow }, context),
    );

  it.each(['dummy', 'sheets', 'test'])('reads %s the same from xls and from xlsx', async (stem) => {
    const [old, modern] = [await open(`${stem}.xls`), await open(`${stem}.xlsx`)];
    expect(old.columns.slice(0, 3)).toEqual(modern.columns.slice(0, 3));
    expect(old.cells.map((row) => row.slice(0, 3))).toEqual(modern.cells.map((row) => row.slice(0, 3)));
    expect(old.cells.length).toBe(modern.cells.length);
  });

  it('skips title rows above the heading as banner', async () => {
    const plain = await open('test.xlsx');
    const titled = await open('test_skip_lines.xlsx', 4);
    expect(titled.skipped.filter((because) => because === 'banner')).toHaveLength(3);
    expect(titled.cells.length).toBe(plain.cells.length);
  });

  it('answers each of the other workbooks with rows or a coded error', async () => {
    for (const name of readdirSync(samplePath('excel')).filter((one) => /\.xlsx?$/.test(one))) {
      await open(name).catch((error: unknown) => expect(error).toBeInstanceOf(IntakeError));
    }
  });
});
