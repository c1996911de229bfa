import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/harness/database.ts';
import { dumpTables, findPlanted } from '../../../test/town/dump.ts';
import { link, person, row, thing } from '../../../test/town/rows.ts';
import { readEntries } from '../../ledger/index.ts';
import { entityId, storeCopy } from '../../records/index.ts';
import type { CurrentScreening, ScreeningDraft, ScreeningView } from '../api/contract.ts';
import type { DeskServices, DeskSession } from '../api/services.ts';
import { openDesk } from './test-desk.ts';

const PHONE = '+33639984711';
const ROWS = [
  row(
    '1',
    [
      person('t', 'suspect', [
        ['name', 'Tomas Averinck'],
        ['birth-date', '1990-05-17'],
      ]),
      thing('p', 'phone', [['number', PHONE]]),
    ],
    [link('t', 'uses', 'p')],
  ),
  row('2', [person('o', 'contact', [['name', 'Odile Averinck']])]),
  row(
    '3',
    [person('i', 'informant', [['name', 'Maro Telvik']]), thing('q', 'phone', [['number', '+33639984712']])],
    [link('i', 'uses', 'q')],
  ),
];
const draft = (caseId: string, text: string): ScreeningDraft => ({
  text,
  caseId,
  purpose: 'investigate-offence',
  offence: 'terrorism',
  legalBasis: 'police-act',
  urgency: 'normal',
  justification: 'the address book of exhibit 12',
});

const seen = ({ screening }: CurrentScreening): ScreeningView => {
  if (screening === null) throw new Error('there is no list');
  return screening;
};

/** The officer's page, looked at again until nothing is running any more. */
async function whenOver(services: DeskServices, officer: DeskSession): Promise<ScreeningView> {
  for (;;) {
    const view = seen(await services.screening(officer, {}));
    if (view.state !== 'looking' && view.state !== 'asking') return view;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function openWith(database: Parameters<typeof openDesk>[0]) {
  const desk = openDesk(database);
  await desk.load(ROWS);
  const officer = await desk.officer('investigator');
  return { ...desk, investigator: officer, caseId: await desk.openCase(officer) };
}

describe('a list against own records', () => {
  it('shows the rows that hit with band and reasons, and of the others nothing but how many there were', async () => {
    await using database = await freshDatabase();
    const { services, investigator, caseId } = await openWith(database);
    await services.startScreening(
      investigator,
      draft(
        caseId,
        'name;born;phone\nAverinck Tomas;17/05/1990;\nOdile Averinck;;\nSelma Okerlind;1980;\n;;06 39 98 47 11\nonly this;"',
      ),
    );
    const view = await whenOver(services, investigator);
    expect(view.state).toBe('looked');
    expect(view.list).toMatchObject({ format: 'csv', lines: 5, rows: 4, unreadCount: 1 });
    expect(view.list.unread).toEqual([{ line: 6, because: 'quotes-broken', read: false }]);
    expect(view.here).toEqual({ done: 4, total: 4, hits: 2 });
    expect(view.hits.map(({ lines, label }) => [lines, label])).toEqual([
      [[2], 'Averinck Tomas'],
      [[3], 'Odile Averinck'],
    ]);
    const [tomas, odile] = view.hits;
    expect(tomas?.here[0]).toMatchObject({ label: 'Tomas Averinck', band: 'confirmed', received: false });
    expect(tomas?.here[0]?.reasons.map(({ attribute, level }) => `${attribute} ${level}`)).toEqual(
      expect.arrayContaining(['name exact', 'birth date exact']),
    );
    expect(odile?.here[0]).toMatchObject({ band: 'same-name-only' });
  });

  it('finds a number by whoever uses it, and a person under a name with a word that we do not have', async () => {
    await using database = await freshDatabase();
    const { services, investigator, caseId } = await openWith(database);
    await services.startScreening(
      investigator,
      draft(caseId, `${PHONE}\nTomas Wilhelm Averinck 17/05/1990\nJoris Palka, ${PHONE}`),
    );
    const { hits } = await whenOver(services, investigator);
    expect(hits.map(({ lines }) => lines)).toEqual([[1], [2], [3]]);
    // The number's record and its user; the user of the same number under another name is shown, as found by the number.
    expect(hits[0]?.here.map(({ label, band }) => [label, band])).toEqual(
      expect.arrayContaining([[PHONE, expect.any(String)]]),
    );
    expect(hits[1]?.here.map(({ entityId: id }) => id)).toEqual([entityId('jpn', 'persreg', 't')]);
    expect(hits[2]?.here.map(({ label }) => label)).toContain('Tomas Averinck');
  });

  it('finds a name with a slip in a word, and whoever was born on the day under a name with two', async () => {
    await using database = await freshDatabase();
    const { services, investigator, caseId } = await openWith(database);
    await services.startScreening(
      investigator,
      draft(
        caseId,
        'Odile Averimck\nTonas Averinck 17/05/1990\nThomas Aberink; 1990-05-17\nSelma Okerlind 17/05/1990',
      ),
    );
    const { hits } = await whenOver(services, investigator);
    expect(hits.map(({ lines, here }) => [lines, here.map(({ label, band }) => `${label} ${band}`)])).toEqual(
      [
        [[1], ['Odile Averinck same-name-only']],
        [[2], ['Tomas Averinck confirmed']],
        [[3], ['Tomas Averinck confirmed']],
      ],
    );
  });

  it('knows no informant, by no name and by no number', async () => {
    await using database = await freshDatabase();
    const { services, investigator, caseId } = await openWith(database);
    await services.startScreening(investigator, draft(caseId, 'Maro Telvik\n+33 6 39 98 47 12'));
    const { hits } = await whenOver(services, investigator);
    expect(hits.flatMap(({ here }) => here).map(({ kind }) => kind)).toEqual(['phone']);
    expect(JSON.stringify(hits)).not.toContain('Telvik');
  });

  it('shows received copies as foreign, and does not ask onward what is known from one under H2 alone', async () => {
    await using database = await freshDatabase();
    const { services, investigator, caseId, clock } = await openWith(database);
    await database.transaction((tx) =>
      storeCopy(tx, copyOf('Selma Okerlind', caseId, clock.now()) as Parameters<typeof storeCopy>[1]),
    );
    await services.startScreening(investigator, draft(caseId, 'Selma Okerlind\nTomas Averinck; 17/05/1990'));
    const { hits } = await whenOver(services, investigator);
    expect(hits[0]?.here[0]).toMatchObject({ owner: 'crp', received: true, requestId: 'request-1' });
    const price = await services.previewScreening(investigator, {});
    expect(price).toMatchObject({ rows: 1, withoutKeys: 0, questions: 1, stoppedCount: 1 });
    expect(price.stopped).toEqual([
      { lines: [1], label: 'Selma Okerlind', owner: 'crp', handling: ['H0', 'H2'] },
    ]);
    // No partner has an index here.
    expect(price.partners.map(({ agencyId, ready }) => [agencyId, ready])).toEqual([
      ['crp', false],
      ['fio', false],
    ]);
  });
});

const copyOf = (name: string, caseId: string, now: Date) => ({
  owner: 'crp',
  messageId: 'message-1',
  requestId: 'request-1',
  caseId,
  receivedAt: now.toISOString(),
  expiresAt: new Date(now.getTime() + 86_400_000).toISOString(),
  handling: ['H0', 'H2'],
  entities: [
    {
      ref: 'e1',
      kind: 'person',
      category: 'contact',
      statements: [
        {
          property: 'name',
          written: name,
          value: name,
          recordedOn: '2026-11-01',
          evaluation: { scheme: 'eu-4x4', code: 'A1' },
          certainty: 'fact',
          handling: ['H0', 'H2'],
        },
      ],
    },
  ],
  relations: [],
});

describe('what is kept of a list', () => {
  it('is nothing: no table and no entry holds a name or a number of it, hit or not, and the entries hold the counts', async () => {
    await using database = await freshDatabase();
    const { services, investigator, caseId, acts } = await openWith(database);
    const planted = ['Zephyrin', 'Quillfeather', '+33639984799', '0639984799', '1971-04-09'];
    const text = 'Zephyrin Quillfeather; 09/04/1971; 06 39 98 47 99; FR\nTomas Averinck; 17/05/1990';
    await services.startScreening(investigator, draft(caseId, text));
    await whenOver(services, investigator);
    await services.previewScreening(investigator, {});
    const dump = await dumpTables(database);
    expect(findPlanted(dump, planted)).toEqual([]);
    // Nobody is searched for with a search that finds nothing: the same search finds what is really held.
    expect(findPlanted(dump, ['Averinck'])).toEqual(['Averinck']);
    await services.forgetScreening(investigator, {});
    expect(await services.screening(investigator, {})).toEqual({ screening: null });
    const entries = (await readEntries(database, { limit: 100 })).map(({ entry }) => entry);
    const intent = entries.find(({ act, kind }) => act === 'screen-list' && kind === 'intent');
    expect(intent).toMatchObject({ purpose: 'investigate-offence', legalBasis: 'police-act', caseId });
    expect(intent).toMatchObject({ categories: { row: 2 } });
    expect(entries.find((entry) => entry.kind === 'outcome' && entry.intent === intent?.id)).toMatchObject({
      result: 'done',
      count: 1,
    });
    expect(await acts()).toEqual(
      expect.arrayContaining(['preview-question done', 'end-screening allow', 'end-screening done']),
    );
  });

  it('goes with its officer: another one sees none, and at sign-out or half an hour later there is none', async () => {
    await using database = await freshDatabase();
    const { services, investigator, caseId, officer, clock } = await openWith(database);
    const start = () => services.startScreening(investigator, draft(caseId, 'Tomas Averinck'));
    await start();
    expect(await services.screening(await officer('liaison'), {})).toEqual({ screening: null });
    await whenOver(services, investigator);
    clock.advance(31 * 60_000);
    expect(await services.screening(investigator, {})).toEqual({ screening: null });
    await start();
    await services.signOut(investigator, {});
    expect(await services.screening(investigator, {})).toEqual({ screening: null });
  });
});

describe('a list that is not screened', () => {
  it('needs purpose, legal basis and an open case, and the refusal is written down before anything is looked up', async () => {
    await using database = await freshDatabase();
    const { services, investigator, acts } = await openWith(database);
    const other = draft('f'.repeat(32), 'Tomas Averinck');
    await expect(services.startScreening(investigator, other)).rejects.toMatchObject({
      code: 'not-permitted',
      evidence: { rule: 'case-unknown' },
    });
    expect((await acts()).slice(-2)).toEqual(['screen-list deny', 'screen-list refused']);
    expect(await services.screening(investigator, {})).toEqual({ screening: null });
  });

  it('is stopped after the row at hand: what was found stays, the rest is forgotten, and the ledger says by whom', async () => {
    await using database = await freshDatabase();
    const { services, investigator, caseId } = await openWith(database);
    const words = Array.from(
      { length: 4_000 },
      (_, at) => `Tomas Averinck; ${1_900 + (at % 100)}; +336399${10_000 + at}`,
    );
    const begun = seen(await services.startScreening(investigator, draft(caseId, words.join('\n'))));
    expect(begun.state).toBe('looking');
    const second = services.startScreening(investigator, draft(caseId, 'Odile Averinck'));
    await expect(second).rejects.toMatchObject({ code: 'state-conflict' });
    await services.stopScreening(investigator, {});
    const view = await whenOver(services, investigator);
    expect(view.state).toBe('stopped');
    expect(view.here.done).toBeLessThan(4_000);
    expect(view.hitCount).toBeGreaterThan(0);
    expect(view.hits.length).toBeLessThanOrEqual(100);
    await expect(services.previewScreening(investigator, {})).rejects.toMatchObject({
      code: 'state-conflict',
    });
    const outcomes = (await readEntries(database, { limit: 1_000 })).map(({ entry }) => entry);
    expect(outcomes.find(({ act, kind }) => act === 'screen-list' && kind === 'outcome')).toMatchObject({
      result: 'done',
      rule: 'stopped-by-officer',
    });
  });
});
