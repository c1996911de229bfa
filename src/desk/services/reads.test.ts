import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/harness/database.ts';
import { link, person, row, thing } from '../../../test/town/rows.ts';
import { entityId } from '../../records/index.ts';
import type { QuestionDraft } from '../api/contract.ts';
import { openDesk } from './test-desk.ts';

const PHONE = '+33639984711';
const EXHIBIT = row(
  '1',
  [thing('x', 'exhibit', [['name', 'Exhibit 12']]), thing('p', 'phone', [['number', PHONE]])],
  [link('x', 'holds', 'p')],
);
const draft = (caseId: string, text: string): QuestionDraft => ({
  text,
  without: [],
  caseId,
  purpose: 'investigate-offence',
  offence: 'terrorism',
  legalBasis: 'criminal-procedure',
  urgency: 'normal',
  justification: 'the number stood in exhibit 12',
});

describe('a case', () => {
  it('is opened by who may, and read again by everybody who asks for it', async () => {
    await using database = await freshDatabase();
    const { services, officer, acts } = openDesk(database);
    const investigator = await officer('investigator');
    const opened = await services.openCase(investigator, { reference: 'JPN-1', title: 'Quay' });
    expect(await services.cases(investigator, {})).toEqual([opened]);
    expect(await acts()).toEqual([
      'open-case allow',
      'open-case done',
      'read-questions allow',
      'read-questions done',
    ]);
  });

  it('is opened once a reference, whatever its capitals and spaces: the second is refused and told which one there is', async () => {
    await using database = await freshDatabase();
    const { services, officer, acts } = openDesk(database);
    const investigator = await officer('investigator');
    const { id } = await services.openCase(investigator, { reference: 'JPN-1 Quay', title: 'Quay' });
    const second = services.openCase(investigator, { reference: ' jpn-1  quay', title: 'Another' });
    await expect(second).rejects.toMatchObject({
      code: 'case-exists',
      evidence: { existing: id, safe: 'No second case was opened.' },
    });
    expect(await services.cases(investigator, {})).toHaveLength(1);
    expect((await acts()).slice(0, 4)).toEqual([
      'open-case allow',
      'open-case done',
      'open-case allow',
      'open-case refused',
    ]);
  });

  it('is not opened by a records officer: refused by its rule, and written down as refused', async () => {
    await using database = await freshDatabase();
    const { services, officer, acts } = openDesk(database);
    const refused = services.openCase(await officer('records-officer'), {
      reference: 'JPN-1',
      title: 'Quay',
    });
    await expect(refused).rejects.toMatchObject({
      code: 'not-permitted',
      evidence: { rule: 'role-not-allowed' },
    });
    expect(await acts()).toEqual(['open-case deny', 'open-case refused']);
  });
});

describe('the policy at the desk', () => {
  it('keeps the ledger to the data protection officer, intake to the records officer, searches to whoever has a case', async () => {
    await using database = await freshDatabase();
    const { services, officer } = openDesk(database);
    const investigator = await officer('investigator');
    const protection = await officer('data-protection-officer');
    const records = await officer('records-officer');
    const notPermitted = { code: 'not-permitted' };
    await expect(services.ledger(investigator, {})).rejects.toMatchObject(notPermitted);
    await expect(services.exportLedger(records, {})).rejects.toMatchObject(notPermitted);
    await expect(services.intakeRuns(investigator, {})).rejects.toMatchObject(notPermitted);
    await expect(services.requests(records, {})).rejects.toMatchObject(notPermitted);
    await expect(services.network(protection, { case: 'c' })).rejects.toMatchObject(notPermitted);
    await expect(services.preview(investigator, draft('no-such-case', PHONE))).rejects.toMatchObject({
      ...notPermitted,
      evidence: { rule: 'case-unknown' },
    });
    expect((await services.ledger(protection, {})).entries.length).toBeGreaterThan(0);
    expect(await services.intakeRuns(records, {})).toEqual([]);
  });
});

describe('the preview of a question', () => {
  it('shows the own record with its reason, the keys, and why no partner can be asked yet', async () => {
    await using database = await freshDatabase();
    const { services, officer, openCase, load, acts } = openDesk(database);
    const investigator = await officer('investigator');
    const caseId = await openCase(investigator);
    await load([EXHIBIT]);
    const view = await services.preview(investigator, draft(caseId, '+33 6 39 98 47 11'));
    expect(view.own).toEqual([
      {
        entityId: entityId('jpn', 'persreg', 'p'),
        kind: 'phone',
        label: PHONE,
        owner: 'jpn',
        received: false,
        because: 'The identifier agrees exactly.',
        recordedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        linked: [{ entityId: entityId('jpn', 'persreg', 'x'), link: 'holds', label: 'Exhibit 12' }],
      },
    ]);
    expect(view.keys).toEqual([
      { about: `phone ${PHONE}`, keyClass: 'communication', rule: 'phone', count: 1 },
    ]);
    expect(view.partners).toEqual(
      ['crp', 'fio'].map((agencyId) => ({
        agencyId,
        ready: false,
        why: 'Its index has not arrived here in full.',
        // One key is padded to 16; nothing was sent today.
        // Of 2,000 a day one officer may take 1,024 and not a half: a list's question fits.
        classes: [
          {
            keyClass: 'communication',
            keys: 1,
            padded: 16,
            budget: 'budget-officer',
            budgetUsed: 0,
            budgetLimit: 1_024,
            largest: 1_024,
            whenFull: expect.stringContaining('or by a colleague'),
          },
        ],
      })),
    );
    expect(await acts()).toEqual(['search-own allow', 'search-own done']);
  });

  it('never shows an informant', async () => {
    await using database = await freshDatabase();
    const { services, officer, openCase, load } = openDesk(database);
    const investigator = await officer('investigator');
    const caseId = await openCase(investigator);
    await load([
      row('1', [person('a', 'informant', [['name', 'Maro Telvik']])]),
      row('2', [person('b', 'suspect', [['name', 'Maro Telvik']])]),
    ]);
    const { own } = await services.preview(investigator, draft(caseId, 'Maro Telvik, born 1984-02-09'));
    expect(own.map(({ category }) => category)).toEqual(['suspect']);
  });
});

describe('a record', () => {
  it('is read for a case, with where in the old system each value stands', async () => {
    await using database = await freshDatabase();
    const { services, officer, openCase, load } = openDesk(database);
    const investigator = await officer('investigator');
    const caseId = await openCase(investigator);
    await load([EXHIBIT]);
    const id = entityId('jpn', 'persreg', 'x');
    const record = await services.record(investigator, { entityId: id, case: caseId });
    expect(record).toMatchObject({ entityId: id, kind: 'exhibit', label: 'Exhibit 12' });
    expect(record.fields.map(({ kind, property, written }) => [kind, property, written])).toEqual([
      ['exhibit', 'name', 'Exhibit 12'],
      ['phone', 'number', PHONE],
    ]);
    expect(new Set(record.locators.map(({ sentence }) => sentence))).toEqual(
      new Set(['record 1 of PERSREG.EBC, bytes 0–0']),
    );
    await expect(services.record(investigator, { entityId: 'nobody', case: caseId })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
