import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { link, person, row, thing } from '../../../test/town/rows.ts';
import { ManualClock } from '../../base/index.ts';
import { beginLoad, entityId, publishLoad, type RowDraft, stageRows } from '../../records/index.ts';
import type { ExchangeContext } from '../context.ts';
import { type OwnHalf, recordsBehindHalves } from './half-keys.ts';
import { keyReport } from './own-key-report.ts';
import { refreshOwnKeys } from './own-keys.ts';

const id = (key: string) => entityId('jpn', 's', key);
const ali = (key: string, category: 'suspect' | 'victim' = 'suspect') =>
  person(key, category, [
    ['name', 'Ali Hassan'],
    ['birth-date', '1990'],
  ]);
const firm = (key: string, name: string) =>
  thing(key, 'organisation', [
    ['name', name],
    ['country', 'BE'],
  ]);

describe('half keys of own records', () => {
  let database: TestDatabase;
  const context = {
    agencyId: 'jpn',
    country: 'BE',
    clock: new ManualClock(new Date('2026-11-03T12:00:00Z')),
    agreement: () => ({ members: [{ id: 'jpn', sizeClass: 10_000 }] }),
  } as unknown as ExchangeContext;

  const load = (rows: readonly RowDraft[]): Promise<void> =>
    database.transaction(async (tx) => {
      const loadId = await beginLoad(tx, {
        agencyId: 'jpn',
        source: 's',
        mode: 'full',
        origin: 'o',
        originHash: 'h',
        mappingHash: 'm',
      });
      await stageRows(tx, { id: loadId, agencyId: 'jpn', source: 's' }, rows);
      await publishLoad(tx, loadId);
    });
  const follow = async (): Promise<void> => {
    while ((await database.transaction((tx) => refreshOwnKeys(context, tx))) !== null);
  };

  const halvesOf = async (ids: readonly string[] | null): Promise<readonly OwnHalf[]> => {
    const { rows } = await database.query<OwnHalf>(
      `SELECT entity_id AS "entityId", key_class AS "keyClass", rule, value, family FROM exchange.half_key
        WHERE $1::text[] IS NULL OR entity_id = ANY($1) ORDER BY entity_id, rule, value`,
      [ids],
    );
    return rows;
  };

  beforeAll(async () => {
    database = await freshDatabase();
    await load([
      row('1', [ali('a'), firm('f', 'Falohan')], [link('a', 'member-of', 'f')]),
      row('2', [ali('b'), firm('g', 'Quist Bakery')], [link('b', 'member-of', 'g')]),
      row('3', [ali('alone')], []),
      row('4', [ali('victim', 'victim'), firm('h', 'Garage Petit')], [link('victim', 'member-of', 'h')]),
    ]);
    await follow();
  });
  afterAll(() => database.close());

  it('are kept of who may be shared and has them in two families, and of nobody else', async () => {
    const halves = await halvesOf(null);
    expect([...new Set(halves.map(({ entityId: of }) => of))].toSorted()).toEqual(
      [id('a'), id('b')].toSorted(),
    );
    for (const of of ['a', 'b'])
      expect(new Set(halves.filter((half) => half.entityId === id(of)).map(({ family }) => family))).toEqual(
        new Set(['person-name', 'organisation']),
      );
  });

  it('that stay in are counted for the records officer with the reason', async () => {
    const report = await keyReport(database, {});
    expect(report.find(({ rule }) => rule === 'spelled-names+birthyear')).toMatchObject({
      why: expect.stringContaining('half a key') as string,
    });
  });

  it('lead to a record only when two families of them are opened together', async () => {
    const halves = await halvesOf([id('a'), id('b')]);
    const of = (record: string, family: string) => {
      const found = halves.find((half) => half.entityId === id(record) && half.family === family);
      if (found === undefined) throw new Error('the record has such a half key');
      return found;
    };
    const names = halves.filter((half) => half.entityId === id('a') && half.family === 'person-name');
    const behind = (...openings: Parameters<typeof recordsBehindHalves>[1]) =>
      recordsBehindHalves(database, openings);
    expect(names.length).toBeGreaterThan(1);
    expect(await behind(of('a', 'person-name'))).toEqual([[]]);
    expect(await behind(of('a', 'organisation'))).toEqual([[]]);
    expect(await behind(...names)).toEqual(names.map(() => []));
    // Both have the name; only one of them works there.
    expect(await behind(of('a', 'person-name'), of('a', 'organisation'))).toEqual([[id('a')], [id('a')]]);
    expect(await behind(of('b', 'person-name'), of('a', 'organisation'))).toEqual([[id('a')], [id('a')]]);
    const both = await behind(of('a', 'person-name'), of('a', 'organisation'), of('b', 'organisation'));
    expect(both.map((ids) => ids.toSorted())).toEqual([[id('a'), id('b')].toSorted(), [id('a')], [id('b')]]);
    expect(await behind({ ...of('a', 'organisation'), value: 'NOBODY|BE' }, of('a', 'person-name'))).toEqual([
      [],
      [],
    ]);
  });

  it('go when the record goes', async () => {
    await load([row('2', [ali('b'), firm('g', 'Quist Bakery')], [link('b', 'member-of', 'g')])]);
    await follow();
    const halves = await halvesOf(null);
    expect(new Set(halves.map(({ entityId: of }) => of))).toEqual(new Set([id('b')]));
  });
});
