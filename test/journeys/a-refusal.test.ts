import { describe, expect, it } from 'vitest';
import { listHits } from '../../src/exchange/index.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown } from '../town/town.ts';
import { askForHits, copiesAt, refuse, request, requestOf, waitingAt } from '../town/work.ts';

describe('a refusal', () => {
  it('reaches the asker as a coded ground, and nothing else does', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    const [hit] = await askForHits(town, jpn, STORY_PHONE);
    if (hit === undefined) throw new Error('no hit');
    const id = await request(town, jpn, hit);
    expect(await requestOf(jpn, id)).toMatchObject({ state: 'waiting', direction: 'outgoing' });
    expect(await waitingAt(crp)).toBe(id);
    // 7 days from 3 November, 12:00: the clock of a request that is not urgent.
    expect((await requestOf(crp, id)).dueAt.toISOString()).toBe('2026-11-10T12:00:00.000Z');

    await refuse(town, crp, id, 'would-endanger');
    expect(await requestOf(crp, id)).toMatchObject({
      state: 'refused',
      answer: { ground: 'would-endanger' },
    });
    expect(await requestOf(jpn, id)).toMatchObject({
      state: 'refused',
      answer: { ground: 'would-endanger' },
    });
    expect(await listHits(jpn.database, { questionId: hit.questionId })).toMatchObject([
      { state: 'refused' },
    ]);
    expect(await copiesAt(town, jpn)).toEqual([]);
    // The officer's own words stay with the owner: the ledger has a commitment, the partner nothing.
    const { rows } = await crp.database.query<{ bytes: Uint8Array }>(
      `SELECT bytes FROM ledger.entry WHERE act = 'decide-request' AND kind = 'intent'`,
    );
    expect(Buffer.from(rows[0]?.bytes ?? []).toString()).not.toContain('an operation is under way');

    // Decided once: a second decision changes nothing.
    await expect(refuse(town, crp, id, 'not-held')).rejects.toMatchObject({ code: 'answer-repeated' });
    // The hit is closed: it cannot be opened again.
    await expect(request(town, jpn, hit)).rejects.toMatchObject({ code: 'hit-not-open' });
    const { rows: open } = await jpn.database.query('SELECT 1 FROM oversight.open_intent');
    expect(open).toEqual([]);
  }, 240_000);
});
