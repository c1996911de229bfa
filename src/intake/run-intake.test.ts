import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../base/index.ts';
import { createOversight } from '../oversight/index.ts';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { type ByteSource, memorySource } from './byte-source.ts';
import { registerMapping } from './fixtures/mappings.ts';
import { dbfRegister } from './fixtures/register-files.ts';
import type { LoadTarget } from './load-target.ts';
import { parseMapping } from './mapping-file.ts';
import { listComplaints, listQuarantine, listRuns, listSkipped, readRun } from './read-runs.ts';
import { closeBrokenRuns, runIntake } from './run-intake.ts';

const CSV = "  type: csv\n  encoding: utf-8\n  delimiter: ';'\n  banner: { first-lines: 1 }";
const SKIP = `skip:
  - { because: deleted-in-source, column: STATUS, equals: [D] }
  - { because: out-of-scope, column: NAME, matches: 'TEST.*' }
`;
const HEAD = 'Register of the quay\nREGNO;NAME;BORN;TEL;STATUS\n';
const FIRST = [
  '71;Oda Brevik;19850312;0475112233;V',
  '72;Zeno Alm;19771341;;G',
  '',
  '73;TEST ROW;;;V',
  '74;Gone Long;;;D',
  '71;Oda Brevik;19850312;0475112233;V',
  '71;Oda Bravik;19850312;0475112233;V',
  '75;Ida "Q" Quist;19660101;"x" y;V',
  '76;Nils Vey;?;0475112299;Z',
].join('\n');

let database: TestDatabase;
const clock = new ManualClock(new Date('2026-02-01T08:00:00Z'));

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.close();
});

function run(text: string | ByteSource, options: { mapping?: string; target?: LoadTarget } = {}) {
  clock.advance(60_000);
  return runIntake({
    database,
    oversight: createOversight({ database, clock, agencyId: 'jpn' }),
    clock,
    agencyId: 'jpn',
    actor: { type: 'system' },
    mapping: parseMapping(options.mapping ?? registerMapping(CSV, SKIP)),
    source: typeof text === 'string' ? memorySource('register.csv', new TextEncoder().encode(text)) : text,
    ...(options.target === undefined ? {} : { target: options.target }),
  });
}

async function ledgerEntries(): Promise<string[]> {
  const { rows } = await database.query<{ content: string }>(
    `SELECT convert_from(bytes, 'UTF8') AS content FROM ledger.entry ORDER BY number`,
  );
  return rows.map((row) => row.content);
}

describe('a run over a file with every kind of row', () => {
  it('balances as it was counted by hand, and everything that is not taken can be listed', async () => {
    const result = await run(HEAD + FIRST);
    // 10 rows: the title line (banner) and 9 lines under the heading.
    // taken: 71, 72 · blank: the empty line · out of scope: 73 · deleted: 74 · repeated: the second 71
    // quarantined: the third 71 (other content), 75 (quote), 76 (status Z)
    expect(result.balance.rows).toEqual({
      read: 10,
      accepted: 2,
      unchanged: 0,
      quarantined: 3,
      skipped: { banner: 1, blank: 1, 'deleted-in-source': 1, 'out-of-scope': 1, repeated: 1 },
    });
    // 71: three stated. 72: name stated, the 41st of a 13th month bad, phone empty.
    expect(result.balance.cells).toEqual({ read: 6, stated: 4, empty: 1, unknown: 0, bad: 1 });
    expect(result.state).toBe('published');

    expect((await listSkipped(database, result.runId)).map((row) => `${row.record} ${row.because}`)).toEqual([
      '1 banner',
      '4 blank',
      '5 out-of-scope',
      '6 deleted-in-source',
      '7 repeated',
    ]);
    const quarantine = await listQuarantine(database, result.runId);
    expect(quarantine.map((row) => `${row.record} ${row.reason}`)).toEqual([
      '8 an earlier row of this load has the same row key and other content',
      '9 text follows the closing quote of a cell',
      '10 its category is unreadable: it is not in the table status',
    ]);
    expect(quarantine[1]?.text).toBe('75;Ida "Q" Quist;19660101;"x" y;V');
    expect(Buffer.from(quarantine[1]?.hex ?? '', 'hex').toString('utf8')).toBe(quarantine[1]?.text);
    const complaints = await listComplaints(database, result.runId);
    expect(complaints.map((one) => `${one.record} ${one.field} ${one.reason}`)).toEqual([
      '3 person.birth-date is not a date of the form ymd',
    ]);
    const seen = await readRun(database, result.runId);
    expect(seen.quality).toContainEqual({ field: 'phone.number', stated: 1, empty: 1, unknown: 0, bad: 0 });
    expect(seen.balance).toEqual(result.balance);
  });

  it('finds its rows again: the same file is unchanged, a missing row ends', async () => {
    const again = await run(HEAD + FIRST);
    expect(again.balance.rows).toMatchObject({ accepted: 0, unchanged: 2, quarantined: 3 });
    const shorter = await run(`${HEAD}71;Oda Brevik;19850312;0475112233;V\n`);
    expect(shorter.balance.rows).toMatchObject({ accepted: 0, unchanged: 1 });
    expect(shorter.rowsEnded).toBe(1);
  });

  it('keeps nothing of an emptied file, and ends nothing', async () => {
    for (const text of ['', HEAD, `${HEAD}76;Nils Vey;?;0475112299;Z\n`]) {
      const result = await run(text);
      expect(result.state).toBe('discarded');
      expect(result.reason).toMatch(/no row that can be used/);
      expect(result.rowsEnded).toBe(0);
    }
    const { rows } = await database.query<{ count: number }>(
      `SELECT count(*) AS count FROM intake.run WHERE state = 'discarded'`,
    );
    expect(rows[0]?.count).toBe(3);
  });

  it('keeps nothing of a load over its quarantine limit and stops reading early', async () => {
    const mapping = registerMapping(CSV, SKIP).replace('{ rows: 100 }', '{ rows: 2 }');
    const result = await run(HEAD + FIRST, { mapping });
    expect(result).toMatchObject({
      state: 'discarded',
      reason: '3 rows were quarantined, at most 2 are allowed',
    });
    const percent = registerMapping(CSV, SKIP).replace('{ rows: 100 }', '{ percent: 50 }');
    // 3 of 5 rows that were not skipped: 60 percent.
    expect(await run(HEAD + FIRST, { mapping: percent })).toMatchObject({ state: 'discarded' });
    expect(await run(HEAD + FIRST, { mapping: percent.replace('50', '60') })).toMatchObject({
      state: 'published',
    });
  });

  it('takes the rows that a DBF marks as deleted for what they are', async () => {
    const mapping = registerMapping(dbfRegister().format).replace('source: register', 'source: cards');
    const result = await run(dbfRegister(undefined, [1]).source, { mapping });
    expect(result.balance.rows.skipped['deleted-in-source']).toBe(1);
    expect(result.balance.rows).toMatchObject({ read: 5, accepted: 2, quarantined: 2 });
  });
});

describe('a run that breaks off', () => {
  it('keeps nothing, is listed as failed, and lets the next one go ahead', async () => {
    const source = memorySource('register.csv', new TextEncoder().encode(HEAD + FIRST));
    const changed: ByteSource = {
      ...source,
      verifyUnchanged: () => Promise.reject(new Error('the disk is gone')),
    };
    await expect(run(changed)).rejects.toThrow('the disk is gone');
    const [newest] = await listRuns(database, { limit: 1 });
    expect(newest).toMatchObject({ state: 'failed', balance: null });
    expect(await run(HEAD + FIRST)).toMatchObject({ state: 'published' });
  });

  it('is cleaned up after a crash', async () => {
    await database.query(
      `INSERT INTO intake.run (id, source, mode, origin, origin_hash, mapping_hash, state, intent_id, load_id, started_at)
       VALUES ('a', 'other', 'full', 'x', 'x', 'x', 'running', 'i', 'l', now())`,
    );
    const discarded: string[] = [];
    const target = {
      discard: (_: unknown, id: string) => Promise.resolve(void discarded.push(id)),
    } as unknown as LoadTarget;
    expect(await closeBrokenRuns(database, clock, target)).toBe(1);
    expect(discarded).toEqual(['l']);
    expect(await readRun(database, 'a')).toMatchObject({
      state: 'failed',
      reason: 'the server stopped during the run',
    });
  });

  it('leaves no value of the file in the ledger', async () => {
    const entries = await ledgerEntries();
    // Every run is an intent and an outcome.
    expect(entries.filter((entry) => entry.includes('run-intake')).length).toBeGreaterThanOrEqual(10);
    for (const secret of ['Brevik', '0475112233', 'Quist']) expect(entries.join('\n')).not.toContain(secret);
  });
});
