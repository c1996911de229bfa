import { beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { link, person, row, thing } from '../../test/town/rows.ts';
import { ManualClock } from '../base/index.ts';
import type { Category } from '../model/index.ts';
import {
  beginLoad,
  createResolution,
  entityId,
  judge,
  publishLoad,
  readClusters,
  readQueue,
  readResolutionState,
  type Resolution,
  revokeJudgement,
  type RowDraft,
  stageRows,
} from './index.ts';

const id = (key: string) => entityId('jpn', 'persreg', key);
const own = (key: string) => `own:${id(key)}`;
const clock = new ManualClock(new Date('2026-11-23T08:00:00Z'));

const somebody = (key: string, name: string, born: string, phone?: string, category: Category = 'suspect') =>
  row(
    key,
    [
      person(
        key,
        category,
        born === ''
          ? [['name', name]]
          : [
              ['name', name],
              ['birth-date', born],
            ],
      ),
      ...(phone === undefined ? [] : [thing(`${key}/${phone}`, 'phone', [['number', phone]])]),
    ],
    phone === undefined ? [] : [link(key, 'uses', `${key}/${phone}`)],
  );
const MAREK_1 = somebody('m1', 'Marek Torsvik', '1981-07-23', '+32470000101');
const MAREK_2 = somebody('m2', 'Torsvik Marek', '1981-07-23');
const MAREK_3 = somebody('m3', 'Marek Torsvyk', '1981-07-24', '+32470000101');
const MAREK_UNDATED = somebody('m9', 'Marek Torsvik', '');
const firm = (key: string, name: string, phone?: string) =>
  row(
    key,
    [
      thing(key, 'organisation', [['name', name]]),
      ...(phone === undefined ? [] : [thing(`${key}/${phone}`, 'phone', [['number', phone]])]),
    ],
    phone === undefined ? [] : [link(key, 'uses', `${key}/${phone}`)],
  );
const ODILE = somebody('o1', 'Odile Averinck', '1990-02-14');

describe('resolution of our own records', () => {
  let database: TestDatabase;
  let resolution: Resolution;
  let commits: number;
  beforeEach(async () => {
    database = await freshDatabase();
    commits = 0;
    resolution = restart();
    return () => database.close();
  });

  /** As after a kill: nothing in memory. */
  function restart(before: () => void = () => {}): Resolution {
    return createResolution({
      database,
      clock,
      country: 'BE',
      commit: async (work) => {
        before();
        commits += 1;
        await database.transaction(work);
      },
    });
  }
  async function load(rows: readonly RowDraft[], mode: 'full' | 'delta' = 'full'): Promise<void> {
    await database.transaction(async (tx) => {
      const input = {
        agencyId: 'jpn',
        source: 'persreg',
        mode,
        origin: 'f',
        originHash: 'o',
        mappingHash: 'm',
      };
      const loadId = await beginLoad(tx, input);
      await stageRows(tx, { id: loadId, agencyId: 'jpn', source: 'persreg', country: 'BE' }, rows);
      await publishLoad(tx, loadId);
    });
  }
  /** Which records are one, by their keys, clusters in the order of their ids' founders. */
  async function clusters(keys: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const found = await readClusters(database, keys.map(id));
    const keyOf = new Map(keys.map((key) => [id(key), key]));
    return Object.fromEntries(
      keys.flatMap((key) => {
        const cluster = found.get(id(key));
        return cluster === undefined ? [] : [[key, keyOf.get(cluster.id) ?? cluster.id]];
      }),
    );
  }
  async function feed(): Promise<readonly string[]> {
    const { rows } = await database.query<{ kind: string; entities: string[] }>(
      'SELECT kind, entities FROM records.cluster_change ORDER BY number',
    );
    return rows.map(({ kind, entities }) => `${kind} ${entities.length}`);
  }
  const judgeAs = (left: string, right: string, verdict: 'same' | 'different' | 'unsure') =>
    database.transaction((tx) =>
      judge(tx, {
        left: own(left),
        right: own(right),
        verdict,
        officerId: 'officer',
        reason: 'seen both',
        weight: 9,
      }),
    );

  it('brings a firm together where its name and a number agree, and asks where the name alone does', async () => {
    await load([
      firm('f1', 'Velhane Scheepvaart NV', '+32470000404'),
      firm('f2', 'Velhane Scheepvaart', '+32470000404'),
      firm('f3', 'Velhane Scheepvaart NV'),
      firm('f4', 'Averinck Bouwwerken BV'),
    ]);
    expect(await resolution.run()).toMatchObject({ compared: 4, open: 1 });
    expect(await clusters(['f1', 'f2', 'f3', 'f4'])).toEqual({ f1: 'f1', f2: 'f1', f3: 'f3', f4: 'f4' });
    const { questions } = await readQueue(database, 10);
    expect(questions.map(({ left, right }) => [left, right].includes(id('f3')))).toEqual([true]);
  });

  it('brings the records of one person together after a load, and then has nothing to do', async () => {
    await load([MAREK_1, MAREK_2, ODILE]);
    expect(await resolution.run()).toMatchObject({ compared: 3 });
    const founder = (await clusters(['m1', 'm2', 'o1']))['m1'];
    expect(await clusters(['m1', 'm2', 'o1'])).toEqual({ m1: founder, m2: founder, o1: 'o1' });
    expect(await resolution.run()).toBeNull();
    expect(await readResolutionState(database)).toMatchObject({ records: 3, joined: 2, isWaiting: false });
  });

  it('compares only what changed, tells who joined and who left, and lets what it no longer holds go', async () => {
    await load([MAREK_1, MAREK_2, ODILE]);
    await resolution.run();
    await load([MAREK_3], 'delta');
    expect(await resolution.run()).toMatchObject({ compared: 1, moved: 1 });
    await load([MAREK_1, ODILE]);
    expect(await resolution.run()).toMatchObject({ compared: 0, moved: 2 });
    expect(Object.keys(await clusters(['m1', 'm2', 'm3', 'o1']))).toEqual(['m1', 'o1']);
    expect(await feed()).toEqual(['joined 2', 'joined 1', 'left 2']);
  });

  it('compares a person anew when a thing of theirs changed', async () => {
    await load([somebody('m1', 'Marek Torsvik', '1981-07-23', '+32470000199'), MAREK_UNDATED]);
    await resolution.run();
    await load([MAREK_1], 'delta');
    expect(await resolution.run()).toMatchObject({ compared: 1 });
  });

  it('has no informant and nobody uncategorised in it', async () => {
    await load([
      MAREK_1,
      somebody('m2', 'Marek Torsvik', '1981-07-23', undefined, 'informant'),
      somebody('m3', 'Marek Torsvik', '1981-07-23', undefined, 'uncategorised'),
    ]);
    await resolution.run();
    expect(await clusters(['m1', 'm2', 'm3'])).toEqual({ m1: 'm1' });
  });

  it('follows a judgement, and undoes it with the ids of before', async () => {
    await load([MAREK_1, ODILE]);
    await resolution.run();
    const before = await clusters(['m1', 'o1']);
    const judged = await judgeAs('m1', 'o1', 'same');
    await resolution.run();
    const joined = await clusters(['m1', 'o1']);
    expect(joined['m1']).toBe(joined['o1']);
    expect(await database.transaction((tx) => revokeJudgement(tx, judged, 'officer'))).toBe(true);
    await resolution.run();
    expect(await clusters(['m1', 'o1'])).toEqual(before);
    expect(await feed()).toEqual(['merged 1', 'split 1']);
    expect(await database.transaction((tx) => revokeJudgement(tx, judged, 'officer'))).toBe(false);
  });

  it('asks each question once, not what was judged, and again when that is taken back', async () => {
    await load([MAREK_1, MAREK_2, MAREK_UNDATED]);
    await resolution.run();
    const { questions, count } = await readQueue(database, 10);
    // The undated record could be either of the two that are one: one question, with one further pair.
    expect(count).toBe(1);
    expect(questions).toMatchObject([{ further: 1 }]);
    const dated = questions.flatMap(({ left, right }) => [left, right]).includes(id('m1')) ? 'm1' : 'm2';
    const judged = await judgeAs(dated, 'm9', 'unsure');
    expect((await readQueue(database, 10)).count).toBe(0);
    await resolution.run();
    expect((await readQueue(database, 10)).count).toBe(0);
    await database.transaction((tx) => revokeJudgement(tx, judged, 'officer'));
    expect((await readQueue(database, 10)).questions).toMatchObject([{ weight: 9 }]);
    await resolution.run();
    expect((await readQueue(database, 10)).questions).toEqual(questions);
  });

  it('begins again where it was killed, with the same ids, and rebuilds only when there is something to do', async () => {
    await load([MAREK_1, MAREK_2, ODILE]);
    await resolution.run();
    const before = await clusters(['m1', 'm2', 'o1']);
    const second = restart();
    expect(await second.run()).toBeNull();
    expect(second.isWarm).toBe(false);
    await load([MAREK_3, MAREK_UNDATED], 'delta');
    const broken = restart(() => {
      throw new Error('killed');
    });
    await expect(broken.run()).rejects.toThrow('killed');
    expect(broken.isWarm).toBe(false);
    const third = restart();
    expect(await third.run()).toMatchObject({ compared: 2 });
    expect(await clusters(['m1', 'm2', 'o1'])).toEqual(before);
    expect((await clusters(['m1', 'm3']))['m3']).toBe(before['m1']);
  });

  it('notices in the rebuild what left while nobody looked', async () => {
    await load([MAREK_1, MAREK_2, ODILE]);
    await resolution.run();
    await load([MAREK_2]);
    await restart().run();
    expect(Object.keys(await clusters(['m1', 'm2', 'o1']))).toEqual(['m2']);
    // The id outlives the record it was named after.
    expect(await readResolutionState(database)).toMatchObject({ records: 1, joined: 0 });
  });

  it('commits in batches, each of which stands if the next is lost', async () => {
    const many = Array.from({ length: 1_200 }, (_, at) =>
      somebody(
        `p${at}`,
        `${syllables(at)} ${syllables(at * 7 + 3)}`,
        `19${50 + (at % 50)}-03-${10 + (at % 18)}`,
      ),
    );
    await load(many);
    const dying = restart(() => {
      if (commits === 1) throw new Error('killed');
    });
    await expect(dying.run()).rejects.toThrow('killed');
    expect(await readResolutionState(database)).toMatchObject({ records: 1_000, isWaiting: true });
    expect(await restart().run()).toMatchObject({ compared: 200 });
    expect(await readResolutionState(database)).toMatchObject({ records: 1_200, isWaiting: false });
  });
});

function syllables(seed: number): string {
  const parts = ['ka', 'lo', 'mi', 'ru', 'te', 'vo', 'zan', 'bel', 'dor', 'fen', 'gri'];
  const at = (by: number): string => parts[Math.floor(seed / by) % parts.length] ?? '';
  return at(1) + at(11) + at(121);
}
