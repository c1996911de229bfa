import { describe, expect, it } from 'vitest';
import { sha256, toHex } from '../base/index.ts';
import type { Connector, SourceRow } from './connector.ts';
import { memoryConnector } from './connector-memory.ts';
import { REGISTER_COLUMNS, REGISTER_ROWS, registerMapping } from './fixtures/mappings.ts';
import {
  copybookRegister,
  csvRegister,
  dbfRegister,
  type RegisterFile,
  xlsxRegister,
} from './fixtures/register-files.ts';
import { parseMapping } from './mapping-file.ts';
import { openSource } from './open-source.ts';
import { tryMapping } from './try-mapping.ts';

const FILES: readonly (readonly [string, () => RegisterFile])[] = [
  ['csv', csvRegister],
  ['copybook', copybookRegister],
  ['dbf', dbfRegister],
  ['xlsx', xlsxRegister],
];

async function rowsOf(connector: Connector): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of connector.rows()) rows.push(row);
  return rows;
}

const openers: readonly (readonly [string, () => Promise<Connector>])[] = [
  ['memory', () => Promise.resolve(memoryConnector('register', REGISTER_COLUMNS, REGISTER_ROWS))],
  ...FILES.map(
    ([name, file]) =>
      [name, () => openSource(file().source, parseMapping(registerMapping(file().format)))] as const,
  ),
];

describe.each(openers)('the contract of a connector: %s', (name, open) => {
  it('gives the columns and the cells of every row in the order of the source', async () => {
    const connector = await open();
    expect(connector.columns).toEqual([...REGISTER_COLUMNS]);
    const rows = (await rowsOf(connector)).filter((row) => row.skip === undefined);
    const cells = rows.map((row) => connector.columns.map((_, at) => row.cell(at)));
    expect(cells.map((row) => row.map((cell) => (typeof cell === 'string' ? cell.trim() : '')))).toEqual(
      REGISTER_ROWS,
    );
    await connector.close();
  });

  it('numbers rows from 1 without a gap and gives each its bytes and its place', async () => {
    const connector = await open();
    const rows = await rowsOf(connector);
    expect(rows.map((row) => row.number)).toEqual(rows.map((_, at) => at + 1));
    for (const row of rows) {
      if (row.locator.type === 'file') {
        expect(row.locator.length).toBe(row.raw.length);
        expect(row.locator.recordHash).toBe(toHex(sha256(row.raw)));
        expect(row.locator.record).toBe(row.number);
      } else expect(row.locator.type).toBe('sheet');
      expect(connector.show(row.raw)).toContain(name === 'xlsx' && row.skip === 'banner' ? 'quay' : '000');
    }
    await connector.close();
  });

  it('gives the same rows again when it is read again', async () => {
    const [first, second] = await Promise.all([open().then(rowsOf), open().then(rowsOf)]);
    expect(first?.map((row) => toHex(row.raw))).toEqual(second?.map((row) => toHex(row.raw)));
  });
});

describe.each(FILES)('the register read from %s', (name, file) => {
  it('comes to the balance that was counted by hand', async () => {
    const { format, source } = file();
    const trial = await tryMapping(source, parseMapping(registerMapping(format)), { today: '2026-01-15' });
    // 71 and 72 and 74 are taken; 73 has no name (required, unknown); 75 has a status that the table does not know.
    // The worksheet has one title row above its heading.
    const banner = name === 'xlsx' ? 1 : 0;
    expect(trial.balance.rows).toEqual({
      read: 5 + banner,
      accepted: 3,
      unchanged: 0,
      quarantined: 2,
      skipped: { banner, blank: 0, 'deleted-in-source': 0, 'out-of-scope': 0, repeated: 0 },
    });
    // Three rows of three cells. Stated: 71 all, 72 name and birth year, 74 name and phone. Empty: 72's phone. Bad: 74's 13th month.
    expect(trial.balance.cells).toEqual({ read: 9, stated: 7, empty: 1, unknown: 0, bad: 1 });
    expect(trial.complaints.map(({ field, reason }) => `${field} ${reason}`)).toEqual([
      'person.birth-date is not a date of the form ymd',
    ]);
    expect(trial.quarantined.map((row) => row.reason)).toEqual([
      'person.name is required and is unknown',
      'its category is unreadable: it is not in the table status',
    ]);
  });

  it('makes the same entities of every format', async () => {
    const { format, source } = file();
    const trial = await tryMapping(source, parseMapping(registerMapping(format)), { today: '2026-01-15' });
    const plain = trial.entities.map((entity) => [
      entity.key,
      entity.category ?? null,
      entity.marking.reviewOn,
      ...entity.statements.map((statement) => `${statement.property}=${statement.value}`),
    ]);
    expect(plain).toEqual([
      ['person:00071', 'suspect', '2031-01-15', 'name=Oda Brevik', 'birth-date=1985-03-12'],
      ['phone:+32475112233', null, '2031-01-15', 'number=+32475112233'],
      ['person:00072', 'witness', '2031-01-15', 'name=Zeno Ålmær', 'birth-date=1990'],
      ['person:00074', 'suspect', '2031-01-15', 'name=Milo Tarn'],
      ['phone:+32475112255', null, '2031-01-15', 'number=+32475112255'],
    ]);
    expect(
      trial.relations.map((relation) => `${relation.fromKey} ${relation.link} ${relation.toKey}`),
    ).toEqual(['person:00071 uses phone:+32475112233', 'person:00074 uses phone:+32475112255']);
  });
});
