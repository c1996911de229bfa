import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { link, person, row, thing } from '../../../test/town/rows.ts';
import { ManualClock } from '../../base/index.ts';
import { beginLoad, publishLoad, type RowDraft, stageRows } from '../../records/index.ts';
import type { ExchangeContext } from '../context.ts';
import { joinFullBlocks } from './joined-keys.ts';
import { refreshOwnKeys } from './own-keys.ts';
import { clearPlan, planKeys, readKeys } from './planned-keys.ts';
import { readLimits } from './wanted-keys.ts';

/** Andorra's mobile numbers have six digits: a block of ten thousand, of which ten go out bare. */
const numberAt = (place: number): string => `+37631${String(2_300 + place)}`;
const BUDGETS = { communication: { perEpoch: 10_000 } };

describe('what goes out for numbers that do not go out bare', () => {
  let database: TestDatabase;
  const context = {
    agencyId: 'jpn',
    country: 'AD',
    clock: new ManualClock(new Date('2026-11-03T12:00:00Z')),
    agreement: () => ({ members: [{ id: 'jpn', sizeClass: 10_000 }], budgets: BUDGETS }),
  } as unknown as ExchangeContext;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() =>
    database.query(
      `TRUNCATE exchange.match_key, exchange.withheld_key, records.claim, records.statement, records.relation, records.source_row, records.resolved, store.change`,
    ),
  );

  /** A full load, its keys derived as a publication does it; gives back what goes out of the class communication. */
  async function outWith(rows: readonly RowDraft[]): Promise<readonly string[]> {
    await database.transaction(async (tx) => {
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
    while ((await database.transaction((tx) => refreshOwnKeys(context, tx))) !== null);
    while (await database.transaction((tx) => joinFullBlocks(context, tx)));
    return database.transaction(async (tx) => {
      await clearPlan(tx);
      const { came } = await planKeys(tx, 'communication', await readLimits(tx, BUDGETS), 1);
      const keys = await readKeys(tx, 'planned_key', 'communication', [0, came]);
      return keys.map((key) => `${key.rule} ${key.value}`);
    });
  }

  const user = (at: number): RowDraft =>
    row(
      `r${at}`,
      [
        person(`p${at}`, 'suspect', [['name', 'Zeevogel Brannoc']]),
        thing(`n${at}`, 'phone', [['number', numberAt(at)]]),
      ],
      [link(`p${at}`, 'uses', `n${at}`)],
    );
  const SUSPECTS = Array.from({ length: 12 }, (_, at) => user(at));
  const CALLER = row(
    'caller',
    [
      person('caller', 'suspect', [['name', 'Quillander Maroske']]),
      thing('n95', 'phone', [['number', numberAt(95)]]),
      thing('n96', 'phone', [['number', numberAt(96)]]),
    ],
    [link('caller', 'uses', 'n95'), link('caller', 'contacted', 'n96')],
  );
  const TOGETHER = `phone+contact ${numberAt(95)}|${numberAt(96)}`;

  it('is both numbers of a contact together, as long as one of the two does not go out bare', async () => {
    expect(await outWith([...SUSPECTS, CALLER])).toContain(TOGETHER);
    // Nine suspects leave one place: the caller's own number takes it, the one that was called needs the contact still.
    const ofOne = await outWith([...SUSPECTS.slice(0, 9), CALLER]);
    expect(ofOne).toContain(`phone ${numberAt(95)}`);
    expect(ofOne).not.toContain(`phone ${numberAt(96)}`);
    expect(ofOne).toContain(TOGETHER);
    expect(await outWith([...SUSPECTS.slice(0, 8), CALLER])).not.toContain(TOGETHER);
  });

  it('is the handset with the number, where somebody has one of each', async () => {
    const handset = row(
      'h',
      [
        person('h', 'suspect', [['name', 'Quillander Maroske']]),
        thing('n97', 'phone', [['number', numberAt(97)]]),
        thing('d', 'device', [['imei', '490154203237518']]),
      ],
      [link('h', 'uses', 'n97'), link('h', 'uses', 'd')],
    );
    expect(await outWith([...SUSPECTS, handset])).toContain(`phone+device ${numberAt(97)}|49015420323751`);
  });

  it('is no contact of somebody with two numbers, of whom nobody knows which one called', async () => {
    const two = row(
      'two',
      [
        person('two', 'suspect', [['name', 'Quillander Maroske']]),
        ...[95, 96, 97].map((at) => thing(`n${at}`, 'phone', [['number', numberAt(at)]])),
      ],
      [link('two', 'uses', 'n95'), link('two', 'uses', 'n97'), link('two', 'contacted', 'n96')],
    );
    const keys = await outWith([...SUSPECTS, two]);
    expect(keys.filter((key) => key.startsWith('phone+contact'))).toEqual([]);
  });
});
