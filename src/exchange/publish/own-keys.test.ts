import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { link, person, row, thing } from '../../../test/town/rows.ts';
import { ManualClock } from '../../base/index.ts';
import {
  CATEGORIES,
  type Category,
  type HandlingCode,
  LINK_KINDS,
  type LinkKind,
} from '../../model/index.ts';
import { beginLoad, entityId, publishLoad, type RowDraft, stageRows } from '../../records/index.ts';
import { noteChanges } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { noteReviewsDue, recordsBehind, refreshOwnKeys } from './own-keys.ts';

const NOW = '2026-11-03T12:00:00Z';
const HOLDS: readonly LinkKind[] = ['uses', 'owns', 'holds', 'resides-at', 'stays-at', 'rents', 'member-of'];
const TOUCHES: readonly LinkKind[] = ['contacted', 'present-at'];
const SHAREABLE: readonly Category[] = ['suspect', 'convicted', 'contact', 'other'];
const numberOf = (at: number) => `+3363998${String(1_000 + at)}`;
const id = (key: string) => entityId('jpn', 's', key);

describe('own match keys', () => {
  let database: TestDatabase;
  let context: ExchangeContext;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => {
    context = {
      agencyId: 'jpn',
      country: 'BE',
      clock: new ManualClock(new Date(NOW)),
      agreement: () => ({ members: [{ id: 'jpn', sizeClass: 10_000 }], budgets: {} }),
    } as unknown as ExchangeContext;
    return empty();
  });

  async function empty(): Promise<void> {
    await database.query(
      `TRUNCATE exchange.match_key, exchange.withheld_key, exchange.followed, records.claim, records.statement, records.relation, records.source_row, store.change`,
    );
  }
  async function load(rows: readonly RowDraft[]): Promise<void> {
    await database.transaction(async (tx) => {
      const input = {
        agencyId: 'jpn',
        source: 's',
        mode: 'full',
        origin: 'o',
        originHash: 'h',
        mappingHash: 'm',
      } as const;
      const loadId = await beginLoad(tx, input);
      await stageRows(tx, { id: loadId, agencyId: 'jpn', source: 's' }, rows);
      await publishLoad(tx, loadId);
    });
  }
  async function follow(): Promise<void> {
    await database.transaction((tx) => noteReviewsDue(context, tx));
    while ((await database.transaction((tx) => refreshOwnKeys(context, tx))) !== null);
  }
  async function keys(): Promise<readonly string[]> {
    const { rows } = await database.query<{ line: string }>(
      `SELECT entity_id || ' ' || rule || ' ' || value AS line FROM exchange.match_key ORDER BY 1`,
    );
    return rows.map((line) => line.line);
  }
  async function phonesOut(): Promise<readonly string[]> {
    const { rows } = await database.query<{ value: string }>(
      `SELECT DISTINCT value FROM exchange.match_key WHERE rule = 'phone' ORDER BY 1`,
    );
    return rows.map((line) => line.value);
  }
  const phone = (key: string, number: string) => thing(key, 'phone', [['number', number]]);

  it('are derived anew once, after an upgrade that derives them otherwise', async () => {
    await load([
      row(
        '1',
        [person('s', 'suspect', [['name', 'A B']]), phone('n', numberOf(1))],
        [link('s', 'uses', 'n')],
      ),
    ]);
    await follow();
    const before = await keys();
    await database.query('UPDATE exchange.match_key SET block = NULL');
    await follow();
    const blocks = async () =>
      (await database.query('SELECT 1 FROM exchange.match_key WHERE block IS NOT NULL')).rowCount;
    expect(await blocks()).toBe(0);
    await database.query('UPDATE exchange.followed SET derived = 0');
    await follow();
    expect(await keys()).toEqual(before);
    expect(await blocks()).toBeGreaterThan(0);
  });

  it('publish a phone that a suspect and an informant share, through the suspect, who alone stands behind it', async () => {
    await load([
      row(
        '1',
        [
          person('s', 'suspect', [['name', 'A B']]),
          person('i', 'informant', [['name', 'C D']]),
          phone('p', numberOf(1)),
        ],
        [link('s', 'uses', 'p'), link('i', 'uses', 'p')],
      ),
    ]);
    await follow();
    const key = { keyClass: 'communication', rule: 'phone', value: numberOf(1) } as const;
    expect(await recordsBehind(database, key)).toEqual([id('s')]);
  });

  it.each(['victim', 'witness', 'informant', 'uncategorised'] as const)(
    'publish nothing of what only a %s uses: not through an event, an exhibit, an organisation or a suspect’s call',
    async (category) => {
      await load([
        row(
          '1',
          [
            person('v', category, [
              ['name', 'Vera Quist'],
              ['birth-date', '1980-01-02'],
            ]),
            person('s', 'suspect', [['name', 'A B']]),
            phone('p', numberOf(1)),
            thing('ev', 'event', [['event-kind', 'burglary']]),
            thing('ex', 'exhibit', [['name', 'Exhibit 1']]),
            thing('org', 'organisation', [['name', 'Quist Bakery']]),
          ],
          [
            link('v', 'uses', 'p'),
            link('v', 'member-of', 'org'),
            link('ev', 'present-at', 'p'),
            link('ex', 'uses', 'p'),
            link('org', 'uses', 'p'),
            link('s', 'contacted', 'p'),
          ],
        ),
      ]);
      await follow();
      expect(await phonesOut()).toEqual([]);
      expect((await keys()).filter((line) => !line.startsWith(id('s')))).toEqual([]);
    },
  );

  it('publish what nobody is known to use: a seized number, a number that a suspect called', async () => {
    await load([
      row('1', [thing('ex', 'exhibit', [['name', 'E']]), phone('p', numberOf(1))], [link('ex', 'uses', 'p')]),
      row(
        '2',
        [person('s', 'suspect', [['name', 'A B']]), phone('q', numberOf(2))],
        [link('s', 'contacted', 'q')],
      ),
      row('3', [phone('r', numberOf(3))]),
    ]);
    await follow();
    expect(await phonesOut()).toEqual([1, 2, 3].map(numberOf));
  });

  it('leave out single values under H3, links under H3, and what is past its review date', async () => {
    const reviewed = thing('old', 'phone', [['number', numberOf(3)]]);
    await load([
      row(
        '1',
        [
          person('s', 'suspect', [['name', 'A B']]),
          thing('p', 'phone', [['number', numberOf(1)]], { handling: ['H0', 'H3'] }),
          phone('q', numberOf(2)),
          { ...reviewed, marking: { ...reviewed.marking, reviewOn: '2026-11-03' } },
          phone('open', numberOf(4)),
        ],
        [
          link('s', 'uses', 'p'),
          link('s', 'uses', 'q', ['H0', 'H3']),
          link('s', 'uses', 'old'),
          link('s', 'uses', 'open'),
        ],
      ),
    ]);
    await follow();
    expect(await phonesOut()).toEqual([numberOf(4)]);
    const restricted = thing('c', 'phone', [['number', numberOf(5)]]);
    await load([
      row(
        '1',
        [
          person('s', 'suspect', [['name', 'A B']]),
          { ...restricted, marking: { ...restricted.marking, classification: 'restricted' } },
        ],
        [link('s', 'uses', 'c')],
      ),
    ]);
    await follow();
    expect(await phonesOut()).toEqual([]);
  });

  it('never hold an identifier that only people who are not shared use; and what changes is what a fresh start gives', async () => {
    await fc.assert(
      fc.asyncProperty(holding(), fc.array(fc.nat(), { maxLength: 3 }), async (before, recategorised) => {
        await empty();
        await load(rowsOf(before));
        await follow();
        await expectOnlyAllowed(before);
        // Some people turn out to be something else.
        const after = {
          ...before,
          persons: before.persons.map((category, at) =>
            recategorised.includes(at)
              ? (CATEGORIES[(CATEGORIES.indexOf(category) + 3) % CATEGORIES.length] ?? category)
              : category,
          ),
        };
        await load(rowsOf(after));
        await follow();
        await expectOnlyAllowed(after);
        const followed = await keys();
        await database.query('TRUNCATE exchange.match_key, exchange.withheld_key');
        await database.transaction(async (tx) => {
          const { rows } = await tx.query<{ entity_id: string }>(
            'SELECT DISTINCT entity_id FROM records.claim',
          );
          await noteChanges(
            tx,
            rows.map((line) => line.entity_id),
          );
        });
        await follow();
        expect(followed).toEqual(await keys());
      }),
      { numRuns: 60 },
    );
  }, 300_000);

  /** The rule, said a second time and in the plainest way. */
  async function expectOnlyAllowed(town: Holding): Promise<void> {
    const out = await phonesOut();
    for (let at = 0; at < town.phones; at += 1) {
      const links = town.links.filter((one) => one.phone === at);
      const holders = links.filter((one) => one.from.kind === 'person' && HOLDS.includes(one.link));
      const mayShare = (one: Link) =>
        SHAREABLE.includes(town.persons[one.from.at] ?? 'informant') && one.open;
      const touched = links.some(
        (one) =>
          one.open &&
          [...HOLDS, ...TOUCHES].includes(one.link) &&
          (one.from.kind !== 'person' || SHAREABLE.includes(town.persons[one.from.at] ?? 'informant')),
      );
      const expected = holders.length > 0 ? holders.some(mayShare) : touched || links.length === 0;
      expect(out.includes(numberOf(at)), `phone ${at} of ${JSON.stringify(town)}`).toBe(expected);
    }
  }
});

interface Link {
  readonly from: { readonly kind: 'person' | 'event' | 'exhibit'; readonly at: number };
  readonly link: LinkKind;
  readonly phone: number;
  readonly open: boolean;
}

interface Holding {
  readonly persons: readonly Category[];
  readonly others: readonly ('event' | 'exhibit')[];
  readonly phones: number;
  readonly links: readonly Link[];
}

/** Up to four people, two events or exhibits and four phones, linked at random. */
function holding(): fc.Arbitrary<Holding> {
  return fc
    .record({
      persons: fc.array(fc.constantFrom(...CATEGORIES), { minLength: 1, maxLength: 4 }),
      others: fc.array(fc.constantFrom('event', 'exhibit'), { maxLength: 2 }),
      phones: fc.integer({ min: 1, max: 4 }),
    })
    .chain((parts) => {
      const sources = [
        ...parts.persons.map((_, at) => ({ kind: 'person' as const, at })),
        ...parts.others.map((kind, at) => ({ kind, at })),
      ];
      const one = fc.record({
        from: fc.constantFrom(...sources),
        link: fc.constantFrom(...LINK_KINDS.filter((kind) => kind !== 'same-as')),
        phone: fc.integer({ min: 0, max: parts.phones - 1 }),
        open: fc.boolean(),
      });
      const sameLink = (link: Link) => `${link.from.kind}${link.from.at} ${link.link} ${link.phone}`;
      return fc.uniqueArray(one, { maxLength: 8, selector: sameLink }).map((links) => ({ ...parts, links }));
    });
}

/** Each entity in a row of its own, and the links in rows of theirs: as two tables of an old system would state them. */
function rowsOf(town: Holding): readonly RowDraft[] {
  const codes = (open: boolean): readonly HandlingCode[] => (open ? ['H0'] : ['H0', 'H3']);
  return [
    ...town.persons.map((category, at) =>
      row(`p${at}`, [person(`person${at}`, category, [['name', `Person ${at}`]])]),
    ),
    ...town.others.map((kind, at) => row(`o${at}`, [thing(`${kind}${at}`, kind, [['name', `Thing ${at}`]])])),
    ...Array.from({ length: town.phones }, (_, at) =>
      row(`t${at}`, [thing(`phone${at}`, 'phone', [['number', numberOf(at)]])]),
    ),
    ...town.links.map((one, at) =>
      row(
        `l${at}`,
        [],
        [link(`${one.from.kind}${one.from.at}`, one.link, `phone${one.phone}`, codes(one.open))],
      ),
    ),
  ];
}
