import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ManualClock } from '../../base/index.ts';
import type { ExchangeContext } from '../context.ts';
import type { PartnerIndex } from '../follow/partner-index.ts';
import { nextTryAt, settleStanding } from './standing-settle.ts';

const NOW = new Date('2026-11-03T22:30:00Z');
const asked = { question_id: 'q', partner: 'crp' };
const index = { segments: { number: 7, issuedAt: NOW.toISOString() } } as unknown as PartnerIndex;

describe('an answer to a standing question', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    await database.query(
      `INSERT INTO exchange.standing (id, case_id, officer_id, purpose, offence, legal_basis, urgency, about, declared_at, confirmed_at, stands_until)
       VALUES ('s', 'c', 'o', 'investigate-offence', 'terrorism', 'police-act', 'normal', '[]', $1, $1, $1)`,
      [NOW],
    );
    await database.query(
      `INSERT INTO exchange.standing_partner (standing_id, partner, question_id, epoch, keys, state, since) VALUES ('s', 'crp', 'q', 1, 4, 'asking', $1)`,
      [NOW],
    );
  });
  afterAll(() => database.close());

  it('of which no tag is kept is not watched, and not asked again and again', async () => {
    const context = { clock: new ManualClock(NOW) } as unknown as ExchangeContext;
    const outcome = { index, hits: [], leaf: 'f'.repeat(64), tags: [] };
    await database.transaction((tx) => settleStanding(context, tx, asked, outcome));
    const { rows } = await database.query(
      'SELECT state, code, keys, sealed_tags, next_try_at FROM exchange.standing_partner',
    );
    expect(rows).toEqual([
      { state: 'not-watched', code: 'half-keys-only', keys: 0, sealed_tags: null, next_try_at: null },
    ]);
  });
});

describe('what was not answered is asked anew', () => {
  it('after midnight UTC where the budget was used up, in a quarter of an hour where nobody answered, else in an hour', () => {
    expect(nextTryAt('budget-used-up', NOW).toISOString()).toBe('2026-11-04T00:00:00.000Z');
    expect(nextTryAt('not-answered-in-time', NOW).toISOString()).toBe('2026-11-03T22:45:00.000Z');
    expect(nextTryAt('index-incomplete', NOW).toISOString()).toBe('2026-11-03T23:30:00.000Z');
  });
});
