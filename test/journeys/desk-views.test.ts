import { describe, expect, it } from 'vitest';
import type { QuestionDraft } from '../../src/desk/index.ts';
import { deskOf, sessionOf } from '../town/desk-of.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown, type Town } from '../town/town.ts';

const PHONE = '+33639984711';

/** The story's first step, seen through both agencies' desks. */
async function twoDesks() {
  const town = await buildTown([
    {
      id: 'jpn',
      country: 'BE',
      rows: [
        row(
          '1',
          [thing('x', 'exhibit', [['name', 'Exhibit 12']]), thing('p', 'phone', [['number', PHONE]])],
          [link('x', 'holds', 'p')],
        ),
      ],
    },
    {
      id: 'crp',
      country: 'FR',
      rows: [
        row(
          '1',
          [
            person('t', 'contact', [
              ['name', 'Tomas Averinck'],
              ['birth-date', '1990-05-17'],
            ]),
            thing('p', 'phone', [['number', PHONE]]),
            thing('v', 'vehicle', [['plate', '4-AAB-902']], { handling: ['H0', 'H3'] }),
          ],
          [link('t', 'uses', 'p'), link('t', 'uses', 'v')],
        ),
      ],
    },
  ]);
  return { town, jpn: peopleOf(town, 'jpn'), crp: peopleOf(town, 'crp') };
}

function peopleOf(town: Town, id: string) {
  return {
    services: deskOf(town, id),
    caseId: town.member(id).caseId,
    investigator: sessionOf(town, id, 'investigator'),
    liaison: sessionOf(town, id, 'liaison'),
  };
}

const draft = (caseId: string, text: string): QuestionDraft => ({
  text,
  without: [],
  caseId,
  purpose: 'investigate-offence',
  offence: 'terrorism',
  legalBasis: 'criminal-procedure',
  urgency: 'urgent-direct',
  justification: 'found in exhibit 12',
});

describe('a hit, from the question to the picture, through two desks', () => {
  it('is previewed with its cost, asked, requested, decided field by field, received and drawn', async () => {
    const { town, jpn, crp } = await twoDesks();
    await using _town = town;
    const preview = await jpn.services.preview(jpn.investigator, draft(jpn.caseId, PHONE));
    expect(preview.partners).toMatchObject([
      {
        agencyId: 'crp',
        ready: true,
        classes: [{ keyClass: 'communication', keys: 1, padded: 16, budgetUsed: 0 }],
      },
    ]);

    const { questionId } = await jpn.services.ask(jpn.investigator, draft(jpn.caseId, PHONE));
    await town.settle();
    const question = await jpn.services.question(jpn.investigator, { id: questionId });
    expect(question).toMatchObject({
      askedBy: 'investigator of jpn',
      case: { id: jpn.caseId, reference: 'C-1' },
      partners: [
        {
          agencyId: 'crp',
          state: 'hit',
          hits: 1,
          keysSent: 1,
          manifest: { number: 1, recordsWithoutKeys: 'none' },
        },
      ],
      hits: [{ owner: 'crp', because: 'The phone number agrees exactly.', state: 'sealed' }],
    });
    // What was sent counts against what CRP lets us ask: one key padded to 16.
    const again = await jpn.services.preview(jpn.investigator, draft(jpn.caseId, PHONE));
    expect(again.partners[0]?.classes[0]).toMatchObject({
      budget: 'budget-officer',
      budgetUsed: 16,
      budgetLimit: 10_000,
    });

    const hitId = question.hits[0]?.id ?? '';
    const { requestId } = await jpn.services.sendRequest(jpn.investigator, {
      id: hitId,
      urgency: 'urgent-direct',
      urgencyReason: 'a handover tonight',
      wanted: ['name', 'birth-date'],
      facts: 'the number stood in an exhibit',
      connection: 'the person uses the number',
      restrictions: '',
    });
    await town.settle();
    const incoming = await crp.services.request(crp.liaison, { id: requestId });
    expect(incoming).toMatchObject({
      direction: 'incoming',
      state: 'waiting',
      facts: 'the number stood in an exhibit',
    });
    expect(incoming.checks.map(({ check, ok }) => [check, ok])).toEqual([
      ['signature', true],
      ['agreement', true],
      ['opening', true],
      ['budget', true],
    ]);
    const record = incoming.records?.find(({ kind }) => kind === 'person');
    expect(record).toMatchObject({ label: 'Tomas Averinck', category: 'contact' });
    const fields = record?.fields ?? [];
    expect(fields.find(({ property }) => property === 'plate')?.blocked).toBe(
      'H3: a person must read its limit first.',
    );

    const own = fields.filter(({ kind }) => kind === 'person');
    await crp.services.decide(crp.liaison, {
      id: requestId,
      draft: {
        decision: 'disclose',
        entityId: record?.entityId ?? '',
        fields: own.map(({ statementId }) => ({ statementId, handling: ['H1'] })),
        reason: 'they may know',
      },
    });
    await town.settle();
    const decided = await crp.services.request(crp.liaison, { id: requestId });
    expect(decided.answer?.fields?.map(({ property }) => property)).toEqual(['birth-date', 'name']);
    const answered = await jpn.services.request(jpn.investigator, { id: requestId });
    expect(answered).toMatchObject({ direction: 'outgoing', state: 'disclosed', checks: [] });
    expect(answered).not.toHaveProperty('records');
    expect(answered.answer).toMatchObject({ handling: ['H0', 'H1'] });
    expect(answered.answer?.fields?.map(({ written }) => written).toSorted()).toEqual([
      '1990-05-17',
      'Tomas Averinck',
    ]);

    const { nodes } = await jpn.services.network(jpn.investigator, { case: jpn.caseId });
    const idOf = (label: string): string => nodes.find((node) => node.label === label)?.id ?? label;
    const ends = { case: jpn.caseId, from: idOf('Exhibit 12'), to: idOf('Tomas Averinck') };
    const { path } = await jpn.services.network(jpn.investigator, ends);
    expect(path).toEqual([idOf('Exhibit 12'), idOf(PHONE), idOf('Tomas Averinck')]);
  }, 240_000);

  it('says of a hit that was set aside that it cannot be requested, and that nothing was sent', async () => {
    const { town, jpn } = await twoDesks();
    await using _town = town;
    const { questionId } = await jpn.services.ask(jpn.investigator, draft(jpn.caseId, PHONE));
    await town.settle();
    const question = await jpn.services.question(jpn.investigator, { id: questionId });
    const id = question.hits[0]?.id ?? '';
    await jpn.services.setHitAside(jpn.investigator, { id, reason: 'a shop' });
    const words = {
      urgency: 'normal',
      urgencyReason: '',
      facts: 'f',
      connection: 'c',
      restrictions: '',
    } as const;
    await expect(
      jpn.services.sendRequest(jpn.investigator, { id, wanted: ['name'], ...words }),
    ).rejects.toMatchObject({ code: 'hit-not-open', evidence: { safe: 'Nothing was sent.' } });
  }, 240_000);
});
