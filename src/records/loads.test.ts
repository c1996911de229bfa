import { beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { link, person, row, thing } from '../../test/town/rows.ts';
import { takeChanges } from '../store/index.ts';
import {
  beginLoad,
  discardLoad,
  entityId,
  type LoadInput,
  type PublishedLoad,
  publishLoad,
  readEntity,
  type RowDraft,
  stageRows,
} from './index.ts';

const INPUT: LoadInput = {
  agencyId: 'jpn',
  source: 'persreg',
  mode: 'full',
  origin: 'persreg.dat',
  originHash: 'o',
  mappingHash: 'm',
};
const id = (key: string) => entityId('jpn', 'persreg', key);
const tomas = (phone: string) =>
  row(
    '1',
    [person('t', 'contact', [['name', 'Tomas Averinck']]), thing(phone, 'phone', [['number', phone]])],
    [link('t', 'uses', phone)],
  );
const odile = row('2', [person('o', 'contact', [['name', 'Odile Averinck']])]);

describe('a load', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await freshDatabase();
    return () => database.close();
  });

  async function load(rows: readonly RowDraft[], input: Partial<LoadInput> = {}): Promise<PublishedLoad> {
    return database.transaction(async (tx) => {
      const whole = { ...INPUT, ...input };
      const loadId = await beginLoad(tx, whole);
      await stageRows(tx, { id: loadId, agencyId: 'jpn', source: whole.source }, rows);
      return publishLoad(tx, loadId);
    });
  }
  const changed = async () => (await database.transaction((tx) => takeChanges(tx, 100))).entityIds.toSorted();

  it('makes its rows visible and notes each entity that changed', async () => {
    expect(await load([tomas('+331'), odile])).toEqual({
      accepted: 2,
      unchanged: 0,
      ended: 0,
      changedEntities: 3,
    });
    expect(await changed()).toEqual([id('t'), id('o'), id('+331')].toSorted());
    const held = await readEntity(database, id('t'));
    expect(held).toMatchObject({
      kind: 'person',
      category: 'contact',
      relations: [{ link: 'uses', to: id('+331') }],
    });
  });

  it('counts a row that says what it said before, and changes nothing', async () => {
    await load([tomas('+331'), odile]);
    await changed();
    expect(await load([tomas('+331'), odile])).toEqual({
      accepted: 0,
      unchanged: 2,
      ended: 0,
      changedEntities: 0,
    });
    expect(await changed()).toEqual([]);
  });

  it('supersedes what a changed row said before, and keeps it', async () => {
    await load([tomas('+331')]);
    await changed();
    expect(await load([tomas('+332')])).toMatchObject({ accepted: 1, changedEntities: 3 });
    expect(await changed()).toEqual([id('t'), id('+331'), id('+332')].toSorted());
    expect((await readEntity(database, id('t')))?.relations).toMatchObject([{ to: id('+332') }]);
    expect(await readEntity(database, id('+331'))).toBeNull();
    const { rows } = await database.query('SELECT 1 FROM records.statement WHERE superseded_at IS NOT NULL');
    expect(rows.length).toBeGreaterThan(0);
  });

  it('ends the rows that a full load misses, and leaves them in a delta', async () => {
    await load([tomas('+331'), odile]);
    expect(await load([odile], { mode: 'delta' })).toMatchObject({ unchanged: 1, ended: 0 });
    expect(await readEntity(database, id('t'))).not.toBeNull();
    await changed();
    expect(await load([odile])).toMatchObject({ unchanged: 1, ended: 1, changedEntities: 2 });
    expect(await readEntity(database, id('t'))).toBeNull();
    expect(await changed()).toEqual([id('t'), id('+331')].toSorted());
  });

  it('leaves the rows of other sources alone', async () => {
    await load([tomas('+331')]);
    expect(await load([odile], { source: 'other' })).toMatchObject({ ended: 0 });
    expect(await readEntity(database, id('t'))).not.toBeNull();
  });

  it('takes the first of two rows under one key and names the other, within a batch and between batches', async () => {
    await database.transaction(async (tx) => {
      const ref = { id: await beginLoad(tx, INPUT), agencyId: 'jpn', source: 'persreg' };
      expect(await stageRows(tx, ref, [tomas('+331'), tomas('+332'), odile])).toEqual({
        accepted: 2,
        unchanged: 0,
        duplicates: ['1'],
      });
      expect(await stageRows(tx, ref, [tomas('+333')])).toEqual({
        accepted: 0,
        unchanged: 0,
        duplicates: ['1'],
      });
      await publishLoad(tx, ref.id);
    });
    expect((await readEntity(database, id('t')))?.relations).toMatchObject([{ to: id('+331') }]);
  });

  it('keeps once what one row says twice', async () => {
    const twice = row(
      '1',
      [
        person('t', 'contact', [['name', 'Tomas Averinck']]),
        person('t', 'contact', [
          ['name', 'Tomas Averinck'],
          ['birth-date', '1961-02-03'],
        ]),
        thing('+331', 'phone', [['number', '+331']]),
      ],
      [link('t', 'uses', '+331'), link('t', 'uses', '+331')],
    );
    expect(await load([twice])).toMatchObject({ accepted: 1, changedEntities: 2 });
    const held = await readEntity(database, id('t'));
    expect(held?.statements.map(({ property }) => property)).toEqual(['birth-date', 'name']);
    expect(held?.relations).toHaveLength(1);
  });

  it('is seen by nobody until it is published, and by nobody ever when it is discarded', async () => {
    const ref = { id: await beginLoad(database, INPUT), agencyId: 'jpn', source: 'persreg' };
    await stageRows(database, ref, [tomas('+331')]);
    expect(await readEntity(database, id('t'))).toBeNull();
    await database.transaction((tx) => discardLoad(tx, ref.id));
    expect(await readEntity(database, id('t'))).toBeNull();
    const { rows } = await database.query('SELECT 1 FROM records.staged_batch');
    expect(rows).toEqual([]);
    await expect(database.transaction((tx) => publishLoad(tx, ref.id))).rejects.toMatchObject({
      code: 'load-not-staging',
    });
    await expect(stageRows(database, ref, [odile])).rejects.toMatchObject({ code: 'load-not-staging' });
    await expect(stageRows(database, { ...ref, id: 'none' }, [odile])).rejects.toMatchObject({
      code: 'load-unknown',
    });
  });

  it('shows all of itself or nothing: a reader beside it sees the old state until the commit', async () => {
    await load([tomas('+331')]);
    await database.transaction(async (tx) => {
      const ref = { id: await beginLoad(tx, INPUT), agencyId: 'jpn', source: 'persreg' };
      await stageRows(tx, ref, [tomas('+332')]);
      await publishLoad(tx, ref.id);
      expect((await readEntity(database, id('t')))?.relations).toMatchObject([{ to: id('+331') }]);
    });
    expect((await readEntity(database, id('t')))?.relations).toMatchObject([{ to: id('+332') }]);
  });

  it('notes both ends of a row that only links what other rows state', async () => {
    const phone = row('3', [thing('+339', 'phone', [['number', '+339']])]);
    await load([odile, phone]);
    await changed();
    await load([odile, phone, row('4', [], [link('o', 'uses', '+339')])]);
    expect(await changed()).toEqual([id('o'), id('+339')].toSorted());
    await load([odile, phone]);
    expect(await changed()).toEqual([id('o'), id('+339')].toSorted());
  });

  it.each([
    ['contact', 'informant', 'informant'],
    ['suspect', 'victim', 'victim'],
    ['convicted', 'suspect', 'suspect'],
    ['witness', 'contact', 'witness'],
    ['suspect', 'uncategorised', 'uncategorised'],
  ] as const)('keeps, of %s and %s, the category that protects more: %s', async (one, other, kept) => {
    await load([
      row('1', [person('p', one, [['name', 'A B']])]),
      row('2', [person('p', other, [['name', 'A B']])]),
    ]);
    expect(await readEntity(database, id('p'))).toMatchObject({ category: kept });
    // The same within one row, in either order.
    for (const pair of [
      [one, other],
      [other, one],
    ] as const) {
      await load([
        row(
          '1',
          pair.map((category) => person('p', category, [['name', 'A B']])),
        ),
      ]);
      expect(await readEntity(database, id('p'))).toMatchObject({ category: kept });
    }
  });
});
