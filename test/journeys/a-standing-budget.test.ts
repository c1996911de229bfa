import { describe, expect, it } from 'vitest';
import { readBudgets } from '../../src/oversight/index.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type TownMember } from '../town/town.ts';

const DAY = 86_400_000;

describe('a standing budget', () => {
  it('is used up at one partner: nothing more is evaluated there today, and others go on answering', async () => {
    // 40 elements a day and class are two questions of 16, padding included; the third would make it 48.
    await using town = await buildTown(agenciesOf('jpn', 'crp', 'ard'), { perDay: 40, perEpoch: 200_000 });
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    const statesOf = async (id: string) =>
      (await jpn.question(id)).answers.map(({ partner, state, code }) => [partner, state, code]);
    const ask = async (other = {}) => {
      const id = await jpn.ask(STORY_PHONE, other);
      await town.settle();
      return statesOf(id);
    };
    for (let number = 0; number < 2; number += 1) {
      expect(await ask({ partners: ['crp'] })).toEqual([['crp', 'hit', null]]);
    }
    const before = await evaluatedAt(crp);
    expect(await ask()).toEqual([
      ['ard', 'no-hit', null],
      ['crp', 'refused', 'budget-used-up'],
    ]);
    expect(await evaluatedAt(crp)).toEqual(before);
    expect(before).toMatchObject({ asked: 2, used: 32 });
    // The refusal itself stands in the owner's ledger.
    const { rows } = await crp.database.query<{ result: string }>(
      `SELECT result FROM ledger.entry WHERE act = 'answer-question' AND kind = 'outcome' ORDER BY number`,
    );
    expect(rows.map((row) => row.result)).toEqual(['done', 'done', 'refused']);
    // The next day it answers again.
    town.clock.advance(DAY);
    await town.publish();
    expect(await ask({ partners: ['crp'] })).toEqual([['crp', 'hit', null]]);
  }, 240_000);
});

async function evaluatedAt(owner: TownMember): Promise<{ readonly asked: number; readonly used: number }> {
  const { rowCount } = await owner.database.query('SELECT 1 FROM exchange.asked');
  const used = (await readBudgets(owner.database, { day: '2026-11-03', epoch: 0 })).find(
    (line) => line.partner === 'jpn' && line.keyClass === 'communication',
  );
  return { asked: rowCount, used: used?.used ?? 0 };
}
