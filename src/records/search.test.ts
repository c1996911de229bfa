import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { link, person, row, thing } from '../../test/town/rows.ts';
import {
  beginLoad,
  entityId,
  publishLoad,
  searchBornOn,
  searchMisspelt,
  searchRecords,
  type SearchTerm,
  stageRows,
} from './index.ts';

describe('search in own records', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    await database.transaction(async (tx) => {
      const input = {
        agencyId: 'jpn',
        source: 's',
        mode: 'full',
        origin: 'o',
        originHash: 'h',
        mappingHash: 'm',
      } as const;
      const id = await beginLoad(tx, input);
      await stageRows(tx, { id, agencyId: 'jpn', source: 's', country: 'BE' }, [
        row(
          '1',
          [
            person('yusuf', 'suspect', [['name', 'يوسف الحداد']]),
            thing('p', 'phone', [['number', '+32470123456']]),
            thing('a', 'address', [
              ['address', 'Quay Lane 14 flat 3'],
              ['city', 'Ardenburg'],
            ]),
          ],
          [link('yusuf', 'uses', 'p'), link('yusuf', 'resides-at', 'a')],
        ),
        row('2', [person('dmitri', 'contact', [['name', 'Дмитрий Орлов']])]),
        row('4', [
          person('tomas', 'suspect', [
            ['name', 'Tomas Averinck'],
            ['birth-date', '1990-11-03'],
          ]),
        ]),
        row('3', [person('anna', 'contact', [['name', 'Anna van der Velde']])]),
      ]);
      await publishLoad(tx, id);
    });
  });
  afterAll(() => database.close());

  const keysFound = async (kind: SearchTerm['kind'], text: string) =>
    (await searchRecords(database, { kind, text, country: 'BE' })).map((result) => result.entityId);
  const id = (key: string) => entityId('jpn', 's', key);

  it.each([
    ['Yusuf Haddad', 'yusuf'],
    ['Youssef el-Haddad', 'yusuf'],
    ['Haddad, Yussuf', 'yusuf'],
    ['Dmitri Orlov', 'dmitri'],
    ['ORLOV Dmitriy', 'dmitri'],
    ['Vandervelde Anna', 'anna'],
  ])('finds %s in whatever script the clerk wrote', async (typed, key) => {
    expect(await keysFound('name', typed)).toContain(id(key));
  });

  it('finds a number however it is spaced, and who uses it', async () => {
    for (const typed of ['0470 12 34 56', '+32 470/12.34.56', '0032470123456']) {
      const [found] = await searchRecords(database, { kind: 'phone', text: typed, country: 'BE' });
      expect(found).toMatchObject({ entityId: id('p'), linked: [{ entityId: id('yusuf'), link: 'uses' }] });
    }
  });

  it('finds an address by street and number', async () => {
    expect(await keysFound('address', 'quay lane 14')).toEqual([id('a')]);
    expect(await keysFound('address', 'quay lane 15')).toEqual([]);
  });

  it('finds a name with a slip in one of its words, and people by the day on which they were born', async () => {
    const labels = async (found: Promise<readonly { readonly label: string }[]>) =>
      (await found).map(({ label }) => label);
    for (const name of ['Tomas Averimck', 'Tonas Averinck', 'Averink Tomas', 'Tomas Avreinck'])
      expect([name, await labels(searchMisspelt(database, name))]).toEqual([name, ['Tomas Averinck']]);
    for (const name of ['Averimck', 'Tonas Averimck', 'Odile Averimck', ''])
      expect([name, await labels(searchMisspelt(database, name))]).toEqual([name, []]);
    for (const date of ['3/11/1990', '1990-03-11'])
      expect([date, await labels(searchBornOn(database, date))]).toEqual([date, ['Tomas Averinck']]);
    for (const date of ['1990', '1990-11', 'yesterday'])
      expect([date, await labels(searchBornOn(database, date))]).toEqual([date, []]);
  });

  it('finds nothing for a name of which one word is missing, and asks nothing for no words', async () => {
    expect(await keysFound('name', 'Dmitri Haddad')).toEqual([]);
    expect(await keysFound('name', '  ')).toEqual([]);
    expect(await keysFound('number', `'; DROP TABLE records.claim; --`)).toEqual([]);
  });
});
