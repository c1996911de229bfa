import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/harness/database.ts';
import { storeCopy } from '../../records/index.ts';
import type { Database } from '../../store/index.ts';
import { MORNING, openDesk } from './test-desk.ts';

const PHONE = '+33639984711';

/** A question on one number with its hit at CRP: the key that was asked stands in the hit. */
async function askAndHit(
  database: Database,
  caseId: string,
  hit: { readonly id: string; readonly value: string; readonly state: string; readonly requestId?: string },
): Promise<void> {
  const { id, value, state, requestId = null } = hit;
  await database.query(
    `INSERT INTO exchange.question (id, case_id, officer_id, purpose, offence, legal_basis, urgency, about, stopped, refs, intent_id, asked_at)
     VALUES ($1, $2, 'o', 'investigate-offence', 'terrorism', 'court-order', 'normal', '[]', '[]', '{}', $1, $3)`,
    [`q-${id}`, caseId, MORNING],
  );
  const keys = [
    { rule: 'phone', keyClass: 'communication', sentence: 'It agrees.', positions: [3], values: [value] },
  ];
  await database.query(
    `INSERT INTO exchange.hit (id, question_id, partner, about, keys, chance, refs, state, found_at, close_by, request_id)
     VALUES ($1, $2, 'crp', 'the number', $3, 0.01, '[]', $4, $5, $5, $6)`,
    [id, `q-${id}`, JSON.stringify(keys), state, MORNING, requestId],
  );
}

const copyFor = (caseId: string) => ({
  owner: 'crp',
  messageId: 'm',
  requestId: 'r1',
  caseId,
  receivedAt: MORNING.toISOString(),
  expiresAt: '2027-05-01T00:00:00.000Z',
  handling: ['H0'] as const,
  entities: [
    {
      ref: 'e1',
      kind: 'person' as const,
      category: 'contact' as const,
      statements: [
        {
          property: 'name' as const,
          written: 'Tomas Averinck',
          value: 'Tomas Averinck',
          recordedOn: '2026-10-24',
          evaluation: { scheme: 'eu-4x4', code: 'B2' } as const,
          certainty: 'fact' as const,
          handling: ['H0'] as const,
        },
      ],
    },
  ],
  relations: [],
});

describe('a hit on a key whose answer is held', () => {
  it('says what is held and where its answer stands, and is drawn as that and not as sealed', async () => {
    await using database = await freshDatabase();
    const { services, officer, openCase } = openDesk(database);
    const investigator = await officer('investigator');
    const caseId = await openCase(investigator);
    await askAndHit(database, caseId, { id: 'first', value: PHONE, state: 'answered', requestId: 'r1' });
    await askAndHit(database, caseId, { id: 'again', value: PHONE, state: 'sealed' });
    await askAndHit(database, caseId, { id: 'other', value: '+33639984799', state: 'sealed' });
    await database.transaction((tx) => storeCopy(tx, copyFor(caseId)));
    const hitOf = async (id: string) => (await services.question(investigator, { id: `q-${id}` })).hits[0];
    const held = { label: 'Tomas Averinck', kind: 'person', category: 'contact', requestId: 'r1' };
    expect(await hitOf('again')).toMatchObject({ state: 'sealed', held });
    expect(await hitOf('first')).toMatchObject({ state: 'answered', held });
    // Called the same and asked with another number: nothing is held of that.
    expect(await hitOf('other')).not.toHaveProperty('held');
    const { nodes } = await services.network(investigator, { case: caseId });
    expect(nodes.filter(({ state }) => state === 'sealed')).toHaveLength(1);
    expect(nodes.filter(({ label }) => label === 'Tomas Averinck')).toHaveLength(1);
  });

  it('is sealed again when the copy has gone, and in another case', async () => {
    await using database = await freshDatabase();
    const { services, officer, openCase, clock } = openDesk(database);
    const investigator = await officer('investigator');
    const caseId = await openCase(investigator);
    await askAndHit(database, caseId, { id: 'first', value: PHONE, state: 'answered', requestId: 'r1' });
    await askAndHit(database, caseId, { id: 'again', value: PHONE, state: 'sealed' });
    const elsewhere = (await services.openCase(investigator, { reference: 'JPN-2', title: 'Other' })).id;
    await askAndHit(database, elsewhere, { id: 'elsewhere', value: PHONE, state: 'sealed' });
    await database.transaction((tx) => storeCopy(tx, copyFor(caseId)));
    const hitOf = async (id: string) => (await services.question(investigator, { id: `q-${id}` })).hits[0];
    expect(await hitOf('elsewhere')).not.toHaveProperty('held');
    clock.advance(365 * 86_400_000);
    expect(await hitOf('again')).not.toHaveProperty('held');
  });
});
