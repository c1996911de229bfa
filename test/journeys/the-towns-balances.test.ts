/**
 * The five old systems' files, each through the mapping that the demo town uses: what becomes of every row, and of every planted
 * bad one. The figures are counted by hand from demo/defects.ts; in a town of 60 people an agency each kind is planted once.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  type AgencyId,
  DEMO_AGENCIES,
  DEFAULT_SEED,
  generateTown,
  loadErmittlung,
  truthOf,
  writeTown,
} from '../../demo/index.ts';
import {
  fileSource,
  loadMapping,
  readConnectionFile,
  type Trial,
  tryMapping,
} from '../../src/intake/index.ts';
import { openDatabase } from '../../src/store/index.ts';

const NOTHING = { banner: 0, blank: 0, 'deleted-in-source': 0, 'out-of-scope': 0, repeated: 0 };

/** By source: rows above the first record, quarantined, skipped otherwise, and values dropped as bad. */
const BY_HAND = [
  // A name of low values, a category that the table does not know, an evaluation that is no code. Packed letters and 31 February.
  { mapping: 'jpn.yaml', banner: 0, quarantined: 3, skipped: { 'deleted-in-source': 1 }, bad: 2 },
  // No name, an unknown category. One card typed twice. 31 February.
  {
    mapping: 'ard.yaml',
    banner: 0,
    quarantined: 2,
    skipped: { 'deleted-in-source': 1, repeated: 1 },
    bad: 1,
  },
  // A ragged line, a broken quote, an unknown category, an evaluation that is no code, a key used again for somebody else. Four
  // lines of banner with the heading. 31 February.
  { mapping: 'crp.yaml', banner: 4, quarantined: 5, skipped: { repeated: 1 }, bad: 1 },
  // No name, an unknown category, an evaluation that is no code. The nines are a sentinel: unknown, not bad.
  { mapping: 'fio.yaml', banner: 0, quarantined: 3, skipped: { 'deleted-in-source': 1 }, bad: 0 },
  // No name, an unknown category. Two title rows and the heading. A day in the year 29279 and an error cell.
  { mapping: 'pcs.yaml', banner: 3, quarantined: 2, skipped: { blank: 1 }, bad: 2 },
] as const;

const town = generateTown({ seed: DEFAULT_SEED, peoplePerAgency: 60 });
const truth = truthOf(town);
const folder = mkdtempSync(join(tmpdir(), 'entente-balances-'));
const suffix = randomBytes(4).toString('hex');
const [database, reader] = [`ermittlung_${suffix}`, `ermittlung_reader_${suffix}`];
const connection = join(folder, 'ermittlung.url');

beforeAll(async () => {
  writeTown(town, { agencies: join(folder, 'agencies'), truth: join(folder, 'truth') });
  const url = await loadErmittlung({
    adminUrl: inject('testServer').superuserUrl,
    database,
    reader,
    readerPassword: 'reader-of-tests',
    script: readFileSync(join(folder, 'agencies', 'fio', 'ermittlung', 'ermittlung.sql'), 'utf8'),
  });
  writeFileSync(connection, url);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  const superuser = openDatabase({ url: inject('testServer').superuserUrl });
  await superuser.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await superuser.query(`DROP ROLE IF EXISTS ${reader}`);
  await superuser.close();
});

async function tryDemo(name: string): Promise<{ trial: Trial; agency: AgencyId }> {
  const agency = DEMO_AGENCIES.find((one) => one.sources.some((source) => source.mapping === name));
  const source = agency?.sources.find((one) => one.mapping === name);
  if (agency === undefined || source === undefined) throw new Error(`no agency of the town uses ${name}`);
  const mapping = await loadMapping(join('demo', 'mappings', name));
  const from = source.file.endsWith('.sql')
    ? await readConnectionFile(connection)
    : fileSource(join(folder, 'agencies', source.file));
  return { trial: await tryMapping(from, mapping, { today: '2026-01-15' }), agency: agency.id };
}

describe('the demo town’s files', () => {
  it.each(BY_HAND)('balance through $mapping as they were counted by hand', async (wanted) => {
    const { trial, agency } = await tryDemo(wanted.mapping);
    const { rows, cells } = trial.balance;
    const planted = truth.rows[agency];
    const skipped = { ...NOTHING, ...wanted.skipped };
    const outside = wanted.quarantined + Object.values(skipped).reduce((sum, count) => sum + count, 0);
    expect(rows).toEqual({
      read: planted + wanted.banner,
      accepted: planted - outside,
      unchanged: 0,
      quarantined: wanted.quarantined,
      skipped: { ...skipped, banner: wanted.banner },
    });
    expect(cells.bad).toBe(wanted.bad);
    expect(trial.complaints).toHaveLength(wanted.bad);
    expect(cells.read).toBe(cells.stated + cells.empty + cells.unknown + cells.bad);
    expect(cells.stated).toBeGreaterThan(planted);
  });

  it('are read a second time for what else stands in them, and nothing of that is bad', async () => {
    const { trial } = await tryDemo('pcs-register.yaml');
    const { rows, cells } = trial.balance;
    expect([rows.quarantined, cells.bad, rows.skipped.banner]).toEqual([0, 0, 1]);
    expect(rows.accepted).toBe(rows.read - 1);
    expect(rows.accepted).toBeGreaterThan(0);
  });

  it('are all in the table above', () => {
    const used = DEMO_AGENCIES.flatMap((agency) => agency.sources.map((source) => source.mapping));
    expect(used.toSorted()).toEqual([...BY_HAND.map((one) => one.mapping), 'pcs-register.yaml'].toSorted());
  });
});
