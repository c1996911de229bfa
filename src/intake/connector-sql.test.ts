import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../store/index.ts';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { withDatabase, withUser } from '../../test/harness/test-server.ts';
import { openSql } from './connector-sql.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { parseMapping } from './mapping-file.ts';
import type { SqlFormat } from './mapping-schema.ts';
import { HANDLING } from './fixtures/mappings.ts';
import { buildSelect } from './sql-select.ts';
import { tryMapping } from './try-mapping.ts';

const FORMAT: SqlFormat = {
  type: 'sql',
  connection: 'inquiries',
  table: 'old.person',
  columns: ['id', 'name', 'born', 'status'],
  key: ['id'],
  join: [
    { table: 'old.place', as: 'place', on: { place_id: 'id' }, columns: ['town'] },
    { table: 'old.phone', as: 'phone', on: { id: 'person_id' }, columns: ['number', 'since'], many: true },
  ],
};

const MAPPING = `mapping: 1
source: inquiries
load: full
format:
  type: sql
  connection: inquiries
  table: old.person
  columns: [id, name, born, status]
  key: [id]
  join:
    - { table: old.place, as: place, on: { place_id: id }, columns: [town] }
    - { table: old.phone, as: phone, on: { id: person_id }, columns: [number, since], many: true }
row-key: [id]
quarantine-limit: { rows: 10 }
${HANDLING.replace('STATUS', 'status')}entities:
  - name: person
    kind: person
    key: [id]
    properties:
      name: name
      birth-date: born
  - name: town
    kind: address
    key: [{ property: city }]
    properties:
      city: place.town
  - name: phone
    kind: phone
    each: { group: phone }
    key: [{ property: number }]
    properties:
      number: { column: number, transforms: [phone: { country-code: '49' }] }
relations:
  - { link: uses, from: person, to: phone, valid-from: since }
  - { link: resides-at, from: person, to: town }
`;

let database: TestDatabase;
let readerUrl: string;
const role = `entente_reader_${randomBytes(4).toString('hex')}`;

async function asSuperuser(work: string[]): Promise<void> {
  const name = /^[a-z]+:\/\/[^/?]*\/([^?]*)/.exec(database.url)?.[1] ?? '';
  const superuser = openDatabase({ url: withDatabase(inject('testServer').superuserUrl, name) });
  try {
    for (const statement of work) await superuser.query(statement);
  } finally {
    await superuser.close();
  }
}

beforeAll(async () => {
  database = await freshDatabase();
  await asSuperuser([
    'CREATE SCHEMA old',
    'CREATE TABLE old.place (id int PRIMARY KEY, town text)',
    'CREATE TABLE old.person (id int PRIMARY KEY, name text, born date, status text, place_id int)',
    'CREATE TABLE old.phone (person_id int, number text, since date)',
    `INSERT INTO old.place VALUES (1, 'Quayside')`,
    `INSERT INTO old.person VALUES (1, 'Oda Brevik', '1985-03-12', 'V', 1), (2, 'Zeno Alm', NULL, 'G', NULL), (3, 'Ida Quist', '1966-01-01', 'Q', 1)`,
    `INSERT INTO old.phone VALUES (1, '030 555 100', '2020-01-02'), (1, '030 555 200', NULL), (3, '030 555 300', NULL)`,
    `CREATE ROLE ${role} LOGIN PASSWORD 'reader-of-tests'`,
    `DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO ${role}', current_database()); END $$`,
    `GRANT USAGE ON SCHEMA old TO ${role}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA old TO ${role}`,
  ]);
  readerUrl = withUser(database.url, role, 'reader-of-tests');
});
afterAll(async () => {
  await asSuperuser([`DROP OWNED BY ${role}`, `DROP ROLE ${role}`]);
  await database.close();
});

describe('a table of another database', () => {
  it('is read in one snapshot: what changes meanwhile is not seen', async () => {
    const connector = await openSql(readerUrl, FORMAT, { limits: DEFAULT_LIMITS });
    await asSuperuser([`INSERT INTO old.person VALUES (9, 'Late Comer', NULL, 'G', NULL)`]);
    const names: unknown[] = [];
    for await (const row of connector.rows()) names.push(row.cell(1));
    await connector.close();
    await asSuperuser(['DELETE FROM old.person WHERE id = 9']);
    expect(names).toEqual(['Oda Brevik', 'Zeno Alm', 'Ida Quist']);
  });

  it('balances as it was counted by hand, with joined rows as a group', async () => {
    const trial = await tryMapping({ databaseUrl: readerUrl }, parseMapping(MAPPING), {
      today: '2026-01-15',
    });
    // 1 and 2 are taken; 3 has a status that the table does not know.
    expect(trial.balance.rows).toMatchObject({ read: 3, accepted: 2, quarantined: 1 });
    // Row 1: name, born, town, two phones. Row 2: name; born and town are empty; no phone is joined, so none is read.
    expect(trial.balance.cells).toEqual({ read: 8, stated: 6, empty: 2, unknown: 0, bad: 0 });
    expect(trial.relations.map((link) => `${link.link} ${link.toKey} ${link.validFrom ?? '-'}`)).toEqual([
      'uses phone:+4930555100 2020-01-02',
      'uses phone:+4930555200 -',
      'resides-at address:Quayside -',
    ]);
    expect(trial.entities[0]?.statements[0]?.locator).toMatchObject({
      type: 'table',
      server: 'inquiries',
      table: 'old.person',
      key: '1',
    });
  });

  it('is refused to a role that may write, and a missing table or column is said in a sentence', async () => {
    await asSuperuser([`GRANT INSERT ON old.person TO ${role}`]);
    await expect(openSql(readerUrl, FORMAT, { limits: DEFAULT_LIMITS })).rejects.toMatchObject({
      code: 'connection-failed',
      message: 'the role of this connection may write to the tables of the mapping; give it a read-only role',
    });
    await asSuperuser([`REVOKE INSERT ON old.person FROM ${role}`]);
    await expect(
      openSql(readerUrl, { ...FORMAT, table: 'old.nobody' }, { limits: DEFAULT_LIMITS }),
    ).rejects.toThrow('does not exist');
    await expect(
      openSql(readerUrl, { ...FORMAT, columns: ['id', 'nobody'] }, { limits: DEFAULT_LIMITS }),
    ).rejects.toThrow('a column of the mapping');
    await expect(
      openSql('postgres://nobody@127.0.0.1:1/none', FORMAT, { limits: DEFAULT_LIMITS }),
    ).rejects.toMatchObject({ code: 'connection-failed' });
  });

  it('takes names as names, never as SQL', () => {
    const { text } = buildSelect({
      type: 'sql',
      connection: 'x',
      table: 'a"; DROP TABLE b; --',
      columns: ['c" FROM d --'],
      key: ['c" FROM d --'],
    });
    expect(text).toBe(
      'SELECT "base"."c"" FROM d --"::text FROM "a""; DROP TABLE b; --" AS "base" ORDER BY "base"."c"" FROM d --"',
    );
  });
});
