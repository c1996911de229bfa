import { describe, expect, it } from 'vitest';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

const DAY = 86_400_000;

describe('what time brings about', () => {
  it('closes a hit that nobody opened within 7 days, and destroys the blinds a week after the question', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const [hit] = await askForHits(town, jpn, STORY_PHONE);
    const state = async () => {
      const { rows } = await jpn.database.query<{ state: string; sealed: boolean }>(
        'SELECT h.state, q.sealed_seed IS NOT NULL AS sealed FROM exchange.hit h JOIN exchange.question q ON q.id = h.question_id',
      );
      return rows[0];
    };
    town.clock.advance(7 * DAY - 1);
    await jpn.agency.exchange.tidy();
    expect(await state()).toEqual({ state: 'sealed', sealed: true });
    town.clock.advance(1);
    await jpn.agency.exchange.tidy();
    expect(await state()).toEqual({ state: 'set-aside', sealed: false });
    const { rows } = await jpn.database.query<{ actor: string; result: string }>(
      `SELECT actor, result FROM ledger.entry WHERE act = 'set-hit-aside' AND kind = 'outcome'`,
    );
    expect(rows).toEqual([{ actor: 'system', result: 'done' }]);
    await expect(
      jpn.agency.exchange.setHitAside(jpn.officer('investigator'), hit?.id ?? '', 'too late'),
    ).rejects.toMatchObject({ code: 'hit-not-open' });
  }, 240_000);
});
