import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { newestEpoch } from '../../src/exchange/index.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

describe('an agency whose seeds are held by a process of their own', () => {
  it('publishes and answers as before, goes on when that process is killed, and begins no epoch over it', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await crp.stop();
    crp.config.sealer = 'process';
    await crp.start();
    expect(await askForHits(town, jpn, STORY_PHONE)).toMatchObject([{ partner: 'crp' }]);
    const [first] = sealersOf(crp);

    process.kill(first ?? 0, 'SIGKILL');
    await expect.poll(() => sealersOf(crp), { timeout: 10_000 }).toEqual([]);
    // What comes meanwhile is not lost: it is sent again until the sealer is back.
    const id = await jpn.ask(STORY_PHONE);
    await expect
      .poll(
        async () => {
          town.clock.advance(2_000);
          await town.settle();
          return (await jpn.question(id)).answers.map(({ state }) => state);
        },
        { timeout: 30_000 },
      )
      .toEqual(['hit']);
    expect(crp.logs.join('')).toContain('sealer-away');
    expect(sealersOf(crp)).not.toContain(first);
    await crp.agency.exchange.publish();
    expect((await newestEpoch(crp.database))?.number).toBe(1);

    await crp.stop();
    await expect.poll(() => sealersOf(crp), { timeout: 10_000 }).toEqual([]);
  }, 240_000);

  it('builds a whole index there, and lets a question stand', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    for (const member of [jpn, crp]) {
      await member.stop();
      member.config.sealer = 'process';
      await member.start();
    }
    town.clock.advance(91 * 86_400_000);
    await town.publish();
    const until = new Date(town.clock.now().getTime() + 30 * 86_400_000);
    expect(await askForHits(town, jpn, STORY_PHONE, { standsUntil: until })).toHaveLength(1);
    const { rows } = await jpn.database.query('SELECT state FROM exchange.standing_partner');
    expect(rows).toEqual([{ state: 'watching' }]);
    await jpn.stop();
    await jpn.start();
    await jpn.agency.exchange.refreshPartners();
    expect(jpn.logs.join('')).not.toContain('standing-tags-unreadable');
    expect((await newestEpoch(crp.database))?.number).toBe(2);
  }, 240_000);
});

/** The processes that hold this agency's seeds. */
function sealersOf(member: TownMember): readonly number[] {
  return execFileSync('ps', ['-axwwo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('sealer-program.js') && line.includes(member.config.keys))
    .map((line) => Number.parseInt(line, 10));
}
