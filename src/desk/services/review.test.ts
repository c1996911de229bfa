import { beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { link, person, row, thing } from '../../../test/town/rows.ts';
import { readEntries } from '../../ledger/index.ts';
import { createResolution, entityId, type Resolution } from '../../records/index.ts';
import type { DeskSession } from '../api/services.ts';
import { openDesk, type TestDesk } from './test-desk.ts';

const id = (key: string) => entityId('jpn', 'persreg', key);
const MAREK = row(
  '1',
  [
    person('m1', 'suspect', [
      ['name', 'Marek Torsvik'],
      ['birth-date', '1981-07-23'],
      ['nationality', 'BE'],
    ]),
    thing('p1', 'phone', [['number', '+32470000101']]),
  ],
  [link('m1', 'uses', 'p1')],
);
const MAREK_UNDATED = row('2', [person('m9', 'witness', [['name', 'TORSVIK Marek']])]);
const INFORMANT = row('3', [person('i1', 'informant', [['name', 'Marek Torsvik']])]);
const ODILE = row('4', [
  person('o1', 'contact', [
    ['name', 'Odile Averinck'],
    ['birth-date', '1990-02-14'],
  ]),
]);

describe('the review of people who may be one', () => {
  let database: TestDatabase;
  let desk: TestDesk;
  let resolution: Resolution;
  let officer: DeskSession;
  let judged: number;
  beforeEach(async () => {
    database = await freshDatabase();
    judged = 0;
    desk = openDesk(database, { onJudged: () => (judged += 1) });
    resolution = createResolution({
      database,
      clock: desk.clock,
      country: 'BE',
      commit: async (work) => void (await database.transaction(work)),
    });
    officer = await desk.officer('records-officer');
    await desk.load([MAREK, MAREK_UNDATED, INFORMANT, ODILE]);
    await resolution.run();
    return () => database.close();
  });

  const draft = (verdict: 'same' | 'different' | 'unsure') => ({
    left: id('m1'),
    right: id('m9'),
    verdict,
    reason: 'the clerk remembers him',
  });

  it('lists what is open, the most evidence first, with how many people there are', async () => {
    const view = await desk.services.review(officer, {});
    expect(view).toMatchObject({ open: 1, records: 3, joined: 0, isWaiting: false, lately: [] });
    expect(view.pairs.map(({ left, right }) => [left.label, right.label].toSorted())).toEqual([
      ['Marek Torsvik', 'TORSVIK Marek'],
    ]);
  });

  it('shows two records side by side: values as written, why they agree, evidence and band', async () => {
    const view = await desk.services.reviewPair(officer, { left: id('m1'), right: id('m9') });
    expect(view.left).toMatchObject({
      label: 'Marek Torsvik',
      category: 'suspect',
      records: 1,
      sources: ['persreg'],
    });
    // There are namesakes: a name is never enough, however rare.
    expect(view.band).toBe('same-name-only');
    expect(view.rows.map(({ attribute, level }) => `${attribute}: ${level}`)).toEqual([
      'name: exact',
      'birth-date: not-given',
      'phone-number: not-given',
      'nationality: not-compared',
    ]);
    expect(view.rows[2]).toMatchObject({ left: [{ written: '+32470000101' }], right: [] });
    const sum = view.rows.reduce((total, { weight }) => total + weight, view.prior);
    expect(view.weight).toBeCloseTo(sum);
  });

  it('shows no informant, and nothing under ids that are no two people', async () => {
    for (const right of [id('i1'), id('p1'), id('m1'), 'nobody'])
      await expect(desk.services.reviewPair(officer, { left: id('m1'), right })).rejects.toMatchObject({
        code: 'not-found',
      });
  });

  it('keeps who judged, when and why, wakes the resolution, and refuses a second word on the pair', async () => {
    const { judgementId } = await desk.services.judge(officer, draft('unsure'));
    expect(judged).toBe(1);
    const view = await desk.services.review(officer, {});
    expect(view).toMatchObject({ open: 0, pairs: [], isWaiting: true });
    expect(view.lately).toMatchObject([
      {
        id: judgementId,
        verdict: 'unsure',
        by: 'Officer records-officer',
        reason: 'the clerk remembers him',
      },
    ]);
    await expect(
      desk.services.judge(officer, { ...draft('same'), left: id('m9'), right: id('m1') }),
    ).rejects.toMatchObject({ code: 'state-conflict' });
    expect((await desk.services.reviewPair(officer, { left: id('m9'), right: id('m1') })).judged?.id).toBe(
      judgementId,
    );
  });

  it('takes a judgement back: the pair is asked again, and the judgement stays on file', async () => {
    const { judgementId } = await desk.services.judge(officer, draft('different'));
    await resolution.run();
    await desk.services.revokeJudgement(officer, { id: judgementId });
    const view = await desk.services.review(officer, {});
    expect(view.open).toBe(1);
    expect(view.lately).toMatchObject([
      { verdict: 'different', takenBack: { by: 'Officer records-officer' } },
    ]);
    await expect(desk.services.revokeJudgement(officer, { id: judgementId })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('tells with a record what else is this person and who said so, until that is taken back', async () => {
    const reader = await desk.officer('investigator');
    const caseId = await desk.openCase(reader);
    const read = () => desk.services.record(reader, { entityId: id('m9'), case: caseId });
    expect((await read()).person).toBeUndefined();
    const { judgementId } = await desk.services.judge(officer, draft('same'));
    await resolution.run();
    const { person: one } = await read();
    expect(one?.records.map(({ label }) => label).toSorted()).toEqual(['Marek Torsvik', 'TORSVIK Marek']);
    const { own } = await desk.services.preview(reader, {
      text: 'Odile Averinck, Marek Torsvik',
      without: [],
      caseId,
      purpose: 'investigate-offence',
      offence: 'terrorism',
      legalBasis: 'police-act',
      urgency: 'normal',
      justification: 'seen together',
    });
    expect(new Set(own.map(({ label, records }) => `${label}: ${records ?? 'alone'}`))).toEqual(
      new Set(['Marek Torsvik: 2', 'TORSVIK Marek: 2', 'Odile Averinck: alone']),
    );
    expect(one?.judgements).toMatchObject([
      { id: judgementId, verdict: 'same', by: 'Officer records-officer' },
    ]);
    await desk.services.revokeJudgement(reader, { id: judgementId });
    await resolution.run();
    expect((await read()).person).toBeUndefined();
  });

  it('writes each look and each word to the ledger, the reason as a commitment only', async () => {
    const before = (await desk.acts()).length;
    await desk.services.reviewPair(officer, { left: id('m1'), right: id('m9') });
    const { judgementId } = await desk.services.judge(officer, draft('same'));
    await desk.services.revokeJudgement(officer, { id: judgementId });
    expect((await desk.acts()).slice(before)).toEqual([
      'review-records allow',
      'review-records done',
      'judge-records allow',
      'judge-records done',
      'revoke-judgement allow',
      'revoke-judgement done',
    ]);
    const entries = JSON.stringify(await readEntries(database, { limit: 100 }));
    expect(entries).toContain('commitment');
    expect(entries).not.toMatch(/clerk|Torsvik/);
  });

  it('is not for a liaison officer', async () => {
    const liaison = await desk.officer('liaison');
    await expect(desk.services.review(liaison, {})).rejects.toMatchObject({ code: 'not-permitted' });
  });
});
