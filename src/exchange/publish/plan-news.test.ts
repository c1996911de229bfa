import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { link, person, row, thing } from '../../../test/town/rows.ts';
import { ManualClock } from '../../base/index.ts';
import type { Category } from '../../model/index.ts';
import { beginLoad, entityId, publishLoad, type RowDraft, stageRows } from '../../records/index.ts';
import { noteChanges, type Transaction } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import type { Announced } from './announce.ts';
import { prepareCommitments, storeCommitments } from './commit-published.ts';
import { joinFullBlocks, joinTouchedBlocks } from './joined-keys.ts';
import { noteReviewsDue, refreshOwnKeys } from './own-keys.ts';
import { planNews, planWhole } from './plan-publication.ts';
import { choosePlanWay, notePlanned } from './plan-way.ts';
import { clearPlan } from './planned-keys.ts';
import { noteTouched } from './touched-keys.ts';
import { readUnjoined } from './wanted-keys.ts';

const EPOCH = 1;
const FIRST_DAY = Date.UTC(2026, 10, 3, 12);
const DAY_MS = 86_400_000;
const PEOPLE = 12;
const NUMBERS = 7;
/** One in five thousand of Andorra's block of ten thousand numbers goes out bare: two. */
const BUDGETS = { communication: { perEpoch: 50_000 } };

/** Somebody of a town in which nearly all bear one name: nine of them are too many for one key. */
interface Somebody {
  readonly category: Category;
  readonly name: string;
  readonly born: string;
  readonly numbers: readonly number[];
  /** Called, and not this person's own. */
  readonly called: readonly number[];
  readonly isDecided: boolean;
  /** Days after the first one. */
  readonly reviewAfter: number;
}

type Step =
  | { readonly what: 'becomes'; readonly at: number; readonly somebody: Somebody | null }
  | { readonly what: 'seized'; readonly number: number }
  | { readonly what: 'one person'; readonly at: readonly number[] }
  | { readonly what: 'day passes' };

const somebody: fc.Arbitrary<Somebody> = fc.record({
  category: fc.constantFrom('suspect', 'suspect', 'contact', 'victim', 'informant'),
  name: fc.constantFrom(
    'Zeevogel Brannoc',
    'Zeevogel Brannoc',
    'Zeevogel Brannoc',
    'Quillander Maroske',
    'Maroske',
  ),
  born: fc.constantFrom('1971-03-15', '1971-04-15', '1971-05-16', '1971'),
  numbers: fc.uniqueArray(fc.nat(NUMBERS - 1), { maxLength: 2 }),
  called: fc.uniqueArray(fc.nat(NUMBERS - 1), { maxLength: 2 }),
  isDecided: fc.constantFrom(true, true, true, false),
  reviewAfter: fc.constantFrom(1, 2, 900, 900, 900),
});
/** Of whom too little is known for any key: drawn too seldom to be left to chance. */
const NAMELESS_ENOUGH: Somebody = {
  category: 'suspect',
  name: 'Maroske',
  born: '1971',
  numbers: [],
  called: [],
  isDecided: true,
  reviewAfter: 900,
};
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('becomes' as const),
      at: fc.nat(PEOPLE - 1),
      somebody: fc.option(somebody, { freq: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('seized' as const), number: fc.nat(NUMBERS - 1) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('one person' as const),
      at: fc.uniqueArray(fc.nat(PEOPLE - 1), { maxLength: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('day passes' as const) }) },
);

const FIRST: readonly Somebody[] = Array.from({ length: PEOPLE }, (_, at) => ({
  category: 'suspect',
  name: 'Zeevogel Brannoc',
  born: `1971-03-${10 + at}`,
  numbers: at < NUMBERS ? [at] : [],
  called: at < NUMBERS ? [(at + 1) % NUMBERS] : [],
  isDecided: true,
  reviewAfter: 900,
}));

describe('a plan of what is new', () => {
  let database: TestDatabase;
  let clock: ManualClock;
  let context: ExchangeContext;
  let town: { people: (Somebody | null)[]; seized: Set<number> };
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());
  beforeEach(begin);

  async function begin(): Promise<void> {
    clock = new ManualClock(new Date(FIRST_DAY));
    context = {
      agencyId: 'jpn',
      country: 'AD',
      clock,
      runId: 'run',
      agreement: () => ({ members: [{ id: 'jpn', sizeClass: 10_000 }], budgets: BUDGETS }),
    } as unknown as ExchangeContext;
    town = { people: [...FIRST], seized: new Set() };
    await database.query(
      `TRUNCATE exchange.match_key, exchange.half_key, exchange.withheld_key, exchange.followed, exchange.published_key, exchange.published_half,
         exchange.withdrawn_key, exchange.commitment, exchange.gone_leaf, exchange.touched_key, exchange.touched_record, exchange.full_block,
         exchange.keyless_record,
         records.claim, records.statement, records.relation, records.source_row, records.resolved, store.change`,
    );
    await load();
    await follow();
    while (await database.transaction((tx) => joinFullBlocks(context, tx)));
    await announce(await planned(planWhole));
  }

  async function load(): Promise<void> {
    await database.transaction(async (tx) => {
      const loadId = await beginLoad(tx, {
        agencyId: 'jpn',
        source: 's',
        mode: 'full',
        origin: 'o',
        originHash: 'h',
        mappingHash: 'm',
      });
      await stageRows(tx, { id: loadId, agencyId: 'jpn', source: 's' }, rowsOf(town));
      await publishLoad(tx, loadId);
    });
  }
  async function follow(): Promise<void> {
    await database.transaction((tx) => noteReviewsDue(context, tx));
    while ((await database.transaction((tx) => refreshOwnKeys(context, tx))) !== null);
  }
  async function take(one: Step): Promise<void> {
    if (one.what === 'becomes') town.people[one.at] = one.somebody;
    if (one.what === 'seized' && !town.seized.delete(one.number)) town.seized.add(one.number);
    if (one.what === 'one person') await resolve(one.at);
    else if (one.what === 'day passes') clock.advance(DAY_MS);
    else await load();
  }
  /** These are one person from now on, and nobody else is; noted as room records notes moves. */
  async function resolve(at: readonly number[]): Promise<void> {
    const ids = at.map((place) => entityId('jpn', 's', `p${place}`));
    await database.transaction(async (tx) => {
      const parted = await tx.query<{ id: string }>(
        'DELETE FROM records.resolved WHERE entity_id <> ALL($1) RETURNING entity_id AS id',
        [ids],
      );
      await tx.query(
        `INSERT INTO records.resolved (entity_id, cluster_id, arrival) SELECT id, 'one person', 0 FROM unnest($1::text[]) AS u (id) ON CONFLICT DO NOTHING`,
        [ids],
      );
      await noteChanges(tx, [...new Set([...ids, ...parted.rows.map(({ id }) => id)])]);
    });
  }

  type Plan = Pick<Announced, 'classes' | 'pairs'> & { readonly lines: readonly string[] };
  /** With every key that came or went, every last place of a full block, and whatever number is still to be joined. */
  function planned(
    how: (
      context: ExchangeContext,
      tx: Transaction,
      epoch: number,
      incomplete: boolean,
    ) => Promise<Announced | Pick<Announced, 'classes' | 'pairs'>>,
  ): Promise<Plan> {
    return database.transaction(async (tx) => {
      await clearPlan(tx);
      const { classes, pairs } = await how(context, tx, EPOCH, false);
      const { rows } = await tx.query<{ line: string }>(
        `SELECT concat_ws(' ', 'came', of_class, place, rule, value, entity_id) AS line FROM exchange.planned_key
         UNION ALL SELECT concat_ws(' ', 'went', of_class, place, rule, value, entity_id) FROM exchange.removed_key
         UNION ALL SELECT concat_ws(' ', part, place, entity_id, first_value, second_value) FROM exchange.planned_pair
         UNION ALL SELECT concat_ws(' ', 'full', rule, block, last_rank, last_value) FROM exchange.full_block ORDER BY 1`,
      );
      const unjoined = [...(await readUnjoined(tx, BUDGETS, 100)).keys()];
      return { classes, pairs, lines: [...rows.map(({ line }) => line), ...unjoined] };
    });
  }
  async function announce({ classes, pairs }: Plan): Promise<void> {
    const commitments = await prepareCommitments(database, EPOCH, classes, pairs);
    await database.transaction(async (tx) => {
      await storeCommitments(tx, commitments, clock.now());
      await notePlanned(context, tx, EPOCH);
    });
  }
  async function keyless(from: string): Promise<readonly string[]> {
    const { rows } = await database.query<{ id: string }>(
      `SELECT DISTINCT entity_id AS id FROM exchange.${from} ORDER BY 1`,
    );
    return rows.map(({ id }) => id);
  }
  async function news(): Promise<Plan> {
    await follow();
    while (await database.transaction((tx) => joinTouchedBlocks(context, tx)));
    return planned(planNews);
  }

  it('is made for as long as nothing else can matter; otherwise everything is looked at, and the reason said', async () => {
    const way = (epoch = EPOCH, isIncomplete = false) =>
      choosePlanWay(context, database, epoch, isIncomplete);
    expect(await way()).toEqual({ how: 'news' });
    expect(await way(EPOCH + 1)).toEqual({ how: 'whole', because: 'epoch' });
    expect(await way(EPOCH, true)).toEqual({ how: 'whole', because: 'gaps' });
    const before = context;
    context = { ...before, runId: 'another run' };
    expect(await way()).toEqual({ how: 'whole', because: 'start' });
    context = { ...before, agreement: () => ({ ...before.agreement(), budgets: {} }) };
    expect(await way()).toEqual({ how: 'whole', because: 'quotas' });
    context = before;
    clock.advance(DAY_MS);
    expect(await way()).toEqual({ how: 'whole', because: 'day' });
    await announce(await planned(planWhole));
    expect(await way()).toEqual({ how: 'news' });
    const many = Array.from({ length: 4_001 }, (_, at) => `nobody ${at}`);
    await database.transaction((tx) => noteTouched(tx, many));
    expect(await way()).toEqual({ how: 'whole', because: 'much' });
  });

  it('comes to what a plan of everything comes to, whatever happened and however many publications failed before it', async () => {
    const sequence = fc.array(fc.record({ step, isPublished: fc.constantFrom(true, true, false) }), {
      minLength: 1,
      maxLength: 14,
    });
    let planless = 0;
    let planful = 0;
    let keylessMet = 0;
    await fc.assert(
      fc
        .asyncProperty(sequence, async (steps) => {
          for (const { step: one, isPublished } of steps) {
            await take(one);
            const plan = await news();
            expect(await keyless('keyless_record')).toEqual(
              await keyless(`withheld_key w
              WHERE rule <> 'all' AND NOT EXISTS (SELECT 1 FROM exchange.match_key k WHERE k.entity_id = w.entity_id)`),
            );
            keylessMet = Math.max(keylessMet, (await keyless('keyless_record')).length);
            expect(plan.lines).toEqual((await planned(planWhole)).lines);
            if (plan.lines.some((line) => line.startsWith('came'))) planful += 1;
            else planless += 1;
            if (isPublished) await announce(await planned(planNews));
          }
        })
        .beforeEach(begin),
      {
        numRuns: 25,
        examples: [[[{ step: { what: 'becomes', at: 0, somebody: NAMELESS_ENOUGH }, isPublished: true }]]],
      },
    );
    // Both kinds were met: else nothing was compared.
    expect(Math.min(planful, planless)).toBeGreaterThan(10);
    expect(keylessMet).toBeGreaterThan(0);
  }, 300_000);
});

const numberAt = (place: number): string => `+37631${String(2_300 + place)}`;

/** Each person in a row of its own, with a row for each of its numbers; an exhibit for each number that was seized. */
function rowsOf({
  people,
  seized,
}: {
  readonly people: readonly (Somebody | null)[];
  readonly seized: ReadonlySet<number>;
}): readonly RowDraft[] {
  const number = (at: number) => thing(`n${at}`, 'phone', [['number', numberAt(at)]]);
  return [
    ...people.flatMap((one, at) => {
      if (one === null) return [];
      const drafted = person(`p${at}`, one.category, [
        ['name', one.name],
        ['birth-date', one.born],
      ]);
      const reviewOn = new Date(FIRST_DAY + one.reviewAfter * DAY_MS).toISOString().slice(0, 10);
      const handling = one.isDecided ? (['H0'] as const) : (['H0', 'H3'] as const);
      const entity = { ...drafted, marking: { ...drafted.marking, reviewOn, handling } };
      return [
        row(
          `p${at}`,
          [entity, ...[...new Set([...one.numbers, ...one.called])].map(number)],
          [
            ...one.numbers.map((place) => link(`p${at}`, 'uses', `n${place}`)),
            ...one.called.map((place) => link(`p${at}`, 'contacted', `n${place}`)),
          ],
        ),
      ];
    }),
    ...[...seized].map((at) =>
      row(
        `x${at}`,
        [thing(`x${at}`, 'exhibit', [['name', `Exhibit ${at}`]]), number(at)],
        [link(`x${at}`, 'holds', `n${at}`)],
      ),
    ),
  ];
}
