import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { prepareCommitments, storeCommitments } from './commit-published.ts';
import type { ClassPlan } from './plan-classes.ts';
import { clearPlan, planKeys, planStaying, readKeys } from './planned-keys.ts';

const EPOCH = 3;
const NOBODY = { crowded: { rules: [], values: [] }, full: { rules: [], blocks: [], quotas: [] } };

describe('what a publication has planned', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() =>
    database.query(
      'TRUNCATE exchange.match_key, exchange.published_key, exchange.commitment, exchange.gone_leaf',
    ),
  );

  async function hold(keys: readonly string[]): Promise<void> {
    await database.query('TRUNCATE exchange.match_key');
    await database.query(
      `INSERT INTO exchange.match_key (entity_id, key_class, rule, value)
       SELECT e, 'vehicle', 'plate', v FROM unnest($1::text[], $2::text[]) AS u (e, v)`,
      [keys.map((_, at) => `record ${at}`), keys],
    );
  }
  function plan(): Promise<readonly ClassPlan[]> {
    return database.transaction(async (tx) => {
      await clearPlan(tx);
      const counts = await planKeys(tx, 'vehicle', NOBODY, EPOCH);
      return [{ keyClass: 'vehicle', whole: false, ...counts, held: counts.came, takenBack: counts.went }];
    });
  }
  async function publish(): Promise<void> {
    const commitments = await prepareCommitments(database, EPOCH, await plan(), null);
    await database.transaction((tx) => storeCommitments(tx, commitments, new Date()));
  }
  const read = async (sql: string): Promise<readonly unknown[]> =>
    (await database.query<{ of: unknown }>(sql)).rows.map((row) => row.of);
  const published = () => read('SELECT value AS of FROM exchange.published_key ORDER BY value');

  it('is published as it is: what came with its leaf, what went with its leaf’s hash alone', async () => {
    await hold(['BE|1ABC001', 'BE|1ABC002']);
    await publish();
    expect(await published()).toEqual(['BE|1ABC001', 'BE|1ABC002']);
    expect(await read('SELECT octet_length(salt) AS of FROM exchange.published_key')).toEqual([16, 16]);
    await hold(['BE|1ABC002', 'BE|1ABC003']);
    await publish();
    expect(await published()).toEqual(['BE|1ABC002', 'BE|1ABC003']);
    expect(await read('SELECT octet_length(leaf) AS of FROM exchange.gone_leaf')).toEqual([32]);
    expect(await read(`SELECT kind || ' ' || count AS of FROM exchange.commitment ORDER BY number`)).toEqual([
      'published 2',
      'published 1',
      'taken-back 1',
    ]);
  });

  it('is for a whole build what came and, behind it, what stays', async () => {
    await hold(['BE|1ABC001', 'BE|1ABC002', 'BE|1ABC003']);
    await publish();
    await hold(['BE|1ABC000', 'BE|1ABC001', 'BE|1ABC003']);
    const [changes] = await plan();
    const came = changes?.came ?? 0;
    const staying = await database.transaction((tx) => planStaying(tx, 'vehicle', EPOCH, came));
    const keys = await readKeys(database, 'planned_key', 'vehicle', [0, came + staying]);
    expect(keys.map(({ value }) => value)).toEqual(['BE|1ABC000', 'BE|1ABC001', 'BE|1ABC003']);
    expect([came, staying]).toEqual([1, 2]);
  });

  it('is never announced in part: a database that crashed has lost it, and nothing is stored', async () => {
    await hold(['BE|1ABC001']);
    await publish();
    await hold(['BE|1ABC002']);
    const commitments = await prepareCommitments(database, EPOCH, await plan(), null);
    await database.transaction(clearPlan);
    await expect(
      database.transaction((tx) => storeCommitments(tx, commitments, new Date())),
    ).rejects.toMatchObject({ code: 'plan-lost' });
    await expect(readKeys(database, 'planned_key', 'vehicle', [0, 1])).rejects.toMatchObject({
      code: 'plan-lost',
    });
    expect(await published()).toEqual(['BE|1ABC001']);
    await publish();
    expect(await published()).toEqual(['BE|1ABC002']);
  });
});
