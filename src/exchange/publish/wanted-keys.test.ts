import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { link, person, row, thing } from '../../../test/town/rows.ts';
import { ManualClock } from '../../base/index.ts';
import { type DenseValue, densityQuota } from '../../match/index.ts';
import { EXPECTED_RECORDS_MAX } from '../../oversight/index.ts';
import { beginLoad, entityId, publishLoad, type RowDraft, stageRows } from '../../records/index.ts';
import type { ExchangeContext } from '../context.ts';
import { joinFullBlocks } from './joined-keys.ts';
import { refreshOwnKeys } from './own-keys.ts';
import { clearPlan, planKeys, readKeys } from './planned-keys.ts';
import { readDensities, readFullBlocks, readLimits } from './wanted-keys.ts';

/** Andorra's mobile numbers have six digits: a block of ten thousand, of which ten go out bare. */
const numberAt = (place: number): string => `+37631${String(2_300 + place)}`;

describe('what of the own keys goes out', () => {
  /** At most ten thousand an epoch: one in a thousand of a block goes out bare. */
  const SMALL = { communication: { perEpoch: 10_000 } };
  let budgets: Readonly<Record<string, { readonly perEpoch: number }>> = SMALL;
  let database: TestDatabase;
  const context = {
    agencyId: 'jpn',
    country: 'AD',
    clock: new ManualClock(new Date('2026-11-03T12:00:00Z')),
    agreement: () => ({ members: [{ id: 'jpn', sizeClass: 10_000 }], budgets }),
  } as unknown as ExchangeContext;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => {
    budgets = SMALL;
    return database.query(
      `TRUNCATE exchange.match_key, exchange.withheld_key, records.claim, records.statement, records.relation, records.source_row, records.resolved, store.change`,
    );
  });

  /** A full load, its keys derived as a publication does it. */
  async function hold(rows: readonly RowDraft[]): Promise<void> {
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
  }
  /** What a first publication in an epoch would put into the index. */
  function out(keyClass: 'person' | 'communication' | 'document' | 'vehicle'): Promise<readonly string[]> {
    return database.transaction(async (tx) => {
      await clearPlan(tx);
      const { came } = await planKeys(tx, keyClass, await readLimits(tx, budgets), 1);
      const keys = await readKeys(tx, 'planned_key', keyClass, [0, came]);
      return keys.map((key) => `${key.rule} ${key.value}`);
    });
  }

  function user(at: number, category: 'suspect' | 'contact'): RowDraft {
    return row(
      `r${at}`,
      [
        person(`p${at}`, category, [['name', 'Zeevogel Brannoc']]),
        thing(`n${at}`, 'phone', [['number', numberAt(at)]]),
      ],
      [link(`p${at}`, 'uses', `n${at}`)],
    );
  }
  const exhibit = (at: number): RowDraft =>
    row(
      `r${at}`,
      [
        thing(`x${at}`, 'exhibit', [['name', `Exhibit ${at}`]]),
        thing(`n${at}`, 'phone', [['number', numberAt(at)]]),
      ],
      [link(`x${at}`, 'holds', `n${at}`)],
    );
  const SUSPECTS = Array.from({ length: 12 }, (_, at) => user(at, 'suspect'));

  it('fills a block with what was seized before what suspects use, and lets the rest out joined, never nothing', async () => {
    await hold([...SUSPECTS, exhibit(90), user(95, 'contact')]);
    const keys = await out('communication');
    const bare = keys.filter((key) => key.startsWith('phone ')).map((key) => key.slice('phone '.length));
    expect(bare).toEqual([...Array.from({ length: 9 }, (_, at) => numberAt(at)), numberAt(90)]);
    for (const at of [9, 10, 11, 95])
      expect(
        keys.some((key) => key.startsWith(`phone+name ${numberAt(at)}|`)),
        numberAt(at),
      ).toBe(true);
    expect(keys.some((key) => key.startsWith(`phone+name ${numberAt(0)}|`))).toBe(false);
    expect(await readFullBlocks(database, budgets)).toEqual([
      { rule: 'phone', block: '+37631', quota: 10, held: 14 },
    ]);
  });

  it('gives a place that becomes free to the next, and moves nobody else', async () => {
    await hold([...SUSPECTS, exhibit(90)]);
    const before = await out('communication');
    await hold([...SUSPECTS.slice(0, 3), ...SUSPECTS.slice(4), exhibit(90)]);
    const after = await out('communication');
    expect(after.filter((key) => !before.includes(key))).toEqual([`phone ${numberAt(9)}`]);
    const gone = before.filter((key) => !after.includes(key));
    expect(gone.filter((key) => key.startsWith('phone '))).toEqual([`phone ${numberAt(3)}`]);
    // What stood joined for the number that is bare now goes with it.
    expect(gone.filter((key) => !key.startsWith('phone ')).every((key) => key.includes(numberAt(9)))).toBe(
      true,
    );
  });

  it('joins a number that loses its place later, of somebody who has another one joined already', async () => {
    const both = row(
      'both',
      [
        person('both', 'suspect', [['name', 'Zeevogel Brannoc']]),
        thing('n9', 'phone', [['number', numberAt(9)]]),
        thing('n95', 'phone', [['number', numberAt(95)]]),
      ],
      [link('both', 'uses', 'n9'), link('both', 'uses', 'n95')],
    );
    const joinedFor = async (at: number) =>
      (await out('communication')).filter((key) => key.startsWith(`phone+name ${numberAt(at)}|`)).length;
    await hold([...SUSPECTS.slice(0, 9), both]);
    expect([await joinedFor(9), await joinedFor(95)]).toEqual([0, 2]);
    await hold([...SUSPECTS.slice(0, 9), both, exhibit(90)]);
    expect([await joinedFor(9), await joinedFor(95)]).toEqual([2, 2]);
  });

  it('lets out fewer bare where the agreement allows more questions, and joins the rest without another load', async () => {
    await hold([...SUSPECTS, exhibit(90)]);
    budgets = { communication: { perEpoch: 50_000 } };
    while (await database.transaction((tx) => joinFullBlocks(context, tx)));
    const keys = await out('communication');
    // One in 5,000 of ten thousand numbers.
    expect(keys.filter((key) => key.startsWith('phone '))).toEqual([
      `phone ${numberAt(0)}`,
      `phone ${numberAt(90)}`,
    ]);
    for (const at of [1, 2, 11])
      expect(keys.some((key) => key.startsWith(`phone+name ${numberAt(at)}|`))).toBe(true);
    const density = (await readDensities(database, budgets)).get('communication') ?? 1;
    expect(density).toBe(2 / 10_000);
    expect(density * 50_000).toBe(EXPECTED_RECORDS_MAX);
  });

  it('keeps the rule for plates too: two signs and a shape are a block', async () => {
    const plates = Array.from({ length: 12 }, (_, at) =>
      row(
        `v${at}`,
        [
          person(`p${at}`, 'suspect', [['name', 'Zeevogel Brannoc']]),
          thing(`v${at}`, 'vehicle', [
            ['plate', `ZY${1_000 + at}`],
            ['plate-country', 'LU'],
          ]),
        ],
        [link(`p${at}`, 'uses', `v${at}`)],
      ),
    );
    await hold(plates);
    const keys = (await out('vehicle')).filter((key) => key.startsWith('plate '));
    expect(keys).toEqual(Array.from({ length: 10 }, (_, at) => `plate LU|ZY${1_000 + at}`));
  });

  it('takes a document number of letters without end, which makes a block of more values than can be counted', async () => {
    const passport = thing('d', 'document', [
      ['document-kind', 'passport'],
      ['issuer', 'BE'],
      ['number', '1ABCDEFGHIJKLMNOPQRS'],
    ]);
    await hold([
      row('d', [person('p', 'suspect', [['name', 'Zeevogel Brannoc']]), passport], [link('p', 'holds', 'd')]),
    ]);
    expect(await out('document')).toHaveLength(1);
  });

  it('decides as room match does', async () => {
    const contacts = Array.from({ length: 6 }, (_, at) => user(30 + at, 'contact'));
    await hold([...SUSPECTS.slice(0, 5), ...contacts, exhibit(90), exhibit(91)]);
    const values: DenseValue[] = [
      ...Array.from({ length: 5 }, (_, at) => ({
        rule: 'phone' as const,
        value: numberAt(at),
        ground: 'suspect' as const,
      })),
      ...contacts.map((_, at) => ({
        rule: 'phone' as const,
        value: numberAt(30 + at),
        ground: 'linked' as const,
      })),
      ...[90, 91].map((at) => ({
        rule: 'phone' as const,
        value: numberAt(at),
        ground: 'seized' as const,
      })),
    ];
    const decided = densityQuota(values).filter(({ bare }) => bare);
    const bare = (await out('communication')).filter((key) => key.startsWith('phone '));
    expect(bare).toEqual(decided.map(({ value }) => `phone ${value}`).toSorted());
  });

  describe('of a name key that many bear', () => {
    /** Nine records of one name and year, each with a day of its own; each of the two words with the other's beginning makes a key. */
    const bearers = Array.from({ length: 9 }, (_, at) =>
      row(`b${at}`, [
        person(`b${at}`, 'suspect', [
          ['name', 'Zeevogel Brannoc'],
          ['birth-date', `1971-0${at + 1}-15`],
        ]),
      ]),
    );
    const yearKeys = async () =>
      (await out('person')).filter((key) => key.startsWith('name+beginning+birthyear '));
    const dateKeys = async () => (await out('person')).filter((key) => /^names?\+birthdate /.test(key));

    it('only the more specific conjunctions, where each of more than eight people has one', async () => {
      await hold(bearers);
      expect(await yearKeys()).toEqual([]);
      expect((await dateKeys()).length).toBeGreaterThanOrEqual(9);
    });

    it('the key itself, where the records are of few people', async () => {
      await hold(bearers);
      await database.query(
        `INSERT INTO records.resolved (entity_id, cluster_id, arrival) SELECT id, 'one person', n FROM unnest($1::text[]) WITH ORDINALITY AS e (id, n)`,
        [[0, 1].map((at) => entityId('jpn', 's', `b${at}`))],
      );
      expect(await yearKeys()).toHaveLength(2);
    });

    it('the key itself, where somebody has nothing more specific: never nothing', async () => {
      const yearAlone = row('y', [
        person('y', 'suspect', [
          ['name', 'Zeevogel Brannoc'],
          ['birth-date', '1971'],
        ]),
      ]);
      await hold([...bearers, yearAlone]);
      expect(await yearKeys()).toHaveLength(2);
    });
  });
});
