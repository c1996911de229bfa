import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { SLOTS_MAX } from '../../sealed/index.ts';
import { clearPlan, HALF_KEYS, planHalves, publishCame, unpublishWent } from './planned-keys.ts';
import {
  isCrowdTakenBack,
  planAllPairs,
  planChangedPairs,
  readPairs,
  storeLeftOut,
} from './planned-pairs.ts';

/** Record, family, value: a rule a family is enough here. */
type Half = readonly [record: string, family: string, value: string];

describe('the pairs of half keys that a publication builds', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() =>
    database.query(
      'TRUNCATE exchange.half_key, exchange.published_half, exchange.gone_leaf, exchange.left_out_pair',
    ),
  );

  async function hold(halves: readonly Half[]): Promise<void> {
    await database.query('TRUNCATE exchange.half_key');
    for (const [record, family, value] of halves)
      await database.query(
        `INSERT INTO exchange.half_key (entity_id, key_class, rule, value, family) VALUES ($1, 'person', $2, $3, $4)`,
        [record, `rule-${family}`, value, family],
      );
  }
  /** As a publication does, with a leaf for what went that says nothing. */
  const publish = (): Promise<void> =>
    database.transaction(async (tx) => {
      await clearPlan(tx);
      const { came, went } = await planHalves(tx, 1, 'all');
      const { leftOut } = await planChangedPairs(tx, 1);
      await tx.query(`UPDATE exchange.removed_key SET leaf = ''`);
      await publishCame(tx, HALF_KEYS, { epoch: 1, count: came }, 1);
      await unpublishWent(tx, HALF_KEYS, { epoch: 1, count: went }, 1);
      await storeLeftOut(tx, 1, { whole: false, leftOut });
    });
  const planned = (all = false) =>
    database.transaction(async (tx) => {
      await clearPlan(tx);
      await planHalves(tx, 1, 'all');
      const { came, went } = all ? await planAllPairs(tx) : await planChangedPairs(tx, 1);
      const said = async (part: 'came' | 'went', count: number) =>
        (await readPairs(tx, part, [0, count])).map(
          ({ entityId, first, second }) => `${entityId}: ${first.value} ${second.value}`,
        );
      return {
        came: await said('came', came),
        went: await said('went', went),
        isCrowd: await isCrowdTakenBack(tx),
      };
    });

  const NAMES: readonly Half[] = [
    ['a', 'person-name', 'ali'],
    ['a', 'person-name', 'aly'],
    ['a', 'organisation', 'falohan'],
    ['b', 'person-name', 'ali'],
    ['b', 'organisation', 'quist'],
    ['c', 'person-name', 'ali'],
  ];

  it('are every two of different families of one record, the family that comes first by name first', async () => {
    await hold(NAMES);
    const { came } = await planned();
    expect(came).toEqual(['a: falohan ali', 'a: falohan aly', 'b: quist ali']);
    expect((await planned(true)).came).toEqual(came);
  });

  it('are, once published, only what came and what went', async () => {
    await hold(NAMES);
    await publish();
    expect(await planned()).toEqual({ came: [], went: [], isCrowd: false });
    await hold([...NAMES.filter(([, , value]) => value !== 'quist'), ['c', 'organisation', 'quist']]);
    expect(await planned()).toEqual({ came: ['c: quist ali'], went: ['b: quist ali'], isCrowd: false });
    await publish();
    expect(await planned()).toEqual({ came: [], went: [], isCrowd: false });
  });

  it('lead to the first eight records of a pair; that more went is said', async () => {
    const many = Array.from({ length: SLOTS_MAX + 1 }, (_, at) => `r${at}`).flatMap((record): Half[] => [
      [record, 'person-name', 'ali'],
      [record, 'organisation', 'falohan'],
    ]);
    await hold(many);
    expect((await planned()).came).toEqual(
      Array.from({ length: SLOTS_MAX }, (_, at) => `r${at}: falohan ali`),
    );
    await publish();
    // A ninth beside the eight that are in: of a delta it is the first.
    await hold([...many, ['s', 'person-name', 'ali'], ['s', 'organisation', 'falohan']]);
    await publish();
    await hold([]);
    expect((await planned()).isCrowd).toBe(true);
    await hold(many.slice(0, 2));
    expect((await planned()).isCrowd).toBe(false);
  });

  it('are not taken back where they went out to nobody: of a pair with nine records the ninth', async () => {
    const many = Array.from({ length: SLOTS_MAX + 1 }, (_, at) => `r${at}`).flatMap((record): Half[] => [
      [record, 'person-name', 'ali'],
      [record, 'organisation', 'falohan'],
    ]);
    await hold(many);
    await publish();
    await hold(many.slice(0, -1));
    expect(await planned()).toEqual({ came: [], went: [], isCrowd: false });
    await publish();
    // Back again it is as new as any, and is taken back as it came.
    await hold(many);
    expect((await planned()).came).toEqual([`r${SLOTS_MAX}: falohan ali`]);
    await publish();
    await hold(many.slice(0, -2));
    expect((await planned()).went).toEqual([`r${SLOTS_MAX}: falohan ali`]);
    await hold(many.slice(2));
    expect((await planned()).went).toEqual(['r0: falohan ali']);
  });
});
