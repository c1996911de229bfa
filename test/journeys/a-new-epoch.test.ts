import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPartnerIndex } from '../../src/exchange/index.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

describe('a new epoch', () => {
  it('has a new seed and new keys, and everybody asks again', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const before = await readPartnerIndex(jpn.database, 'crp');
    town.clock.advance(90 * DAY);
    // Until the new one has arrived the old index is not asked by.
    const waiting = await jpn.agency.exchange.plan(jpn.database, { text: STORY_PHONE, without: [] });
    expect(waiting.partners).toMatchObject([{ partner: 'crp', notReady: { code: 'epoch-unknown' } }]);

    await town.publish();
    const after = await readPartnerIndex(jpn.database, 'crp');
    expect(after?.keys.epoch).toBe(2);
    expect(after?.salt).not.toEqual(before?.salt);
    for (const [keyClass, publicKey] of Object.entries(after?.keys.publicKeys ?? {})) {
      expect(publicKey).not.toBe(
        Object.entries(before?.keys.publicKeys ?? {}).find(([name]) => name === keyClass)?.[1],
      );
    }
    // Every segment was built anew: none of the old ones is offered any more.
    const old = new Set(before?.segments.segments.map((entry) => entry.hash));
    expect(after?.segments.segments.filter((entry) => old.has(entry.hash))).toEqual([]);
    expect(await askForHits(town, jpn, STORY_PHONE)).toMatchObject([{ partner: 'crp' }]);
  }, 240_000);

  it('still answers a question of the old one in the overlap; then the old seed is destroyed', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    // Sent in the last minutes of the epoch, delivered after its end.
    town.clock.advance(90 * DAY - 5 * MINUTE);
    await crp.stop();
    const id = await jpn.ask(STORY_PHONE);
    await jpn.agency.outbox.drain();
    await crp.start();
    town.clock.advance(6 * MINUTE);
    // Read before the new index arrives here: after that the answer would rightly be "not answered, ask anew".
    await jpn.agency.outbox.drain();
    await jpn.agency.exchange.drain();
    expect((await jpn.question(id)).answers).toMatchObject([{ partner: 'crp', state: 'hit' }]);
    await crp.agency.exchange.publish();
    expect(seedsOf(crp)).toEqual([true, true]);

    town.clock.advance(8 * DAY);
    await crp.agency.exchange.publish();
    expect(seedsOf(crp)).toEqual([false, true]);
    const { rows } = await crp.database.query<{ epochs: number[] }>(
      `SELECT array_agg(DISTINCT epoch) AS epochs FROM (
         SELECT epoch FROM exchange.published_key UNION SELECT epoch FROM exchange.partner_salt UNION SELECT epoch FROM exchange.own_segment) e`,
    );
    expect(rows).toEqual([{ epochs: [2] }]);
  }, 240_000);

  it('begins at once when the seed is lost: no other seed ever stands in for it', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    rmSync(seedPath(crp, 1));
    const id = await jpn.ask(STORY_PHONE);
    await town.settle();
    expect((await jpn.question(id)).answers).toMatchObject([{ state: 'refused', code: 'epoch-unknown' }]);
    await town.publish();
    expect(await askForHits(town, jpn, STORY_PHONE)).toHaveLength(1);
    expect((await readPartnerIndex(jpn.database, 'crp'))?.keys.epoch).toBe(2);
  }, 240_000);

  it('sends the salt of the announced epoch while the index of the next one is still being built', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    // What a crash between the two steps of a publication leaves behind: the epoch is there, its index is not.
    await crp.database.query(`INSERT INTO exchange.epoch (number, begun_at, ends_at) VALUES (2, $1, $2)`, [
      town.clock.now(),
      new Date(town.clock.now().getTime() + 90 * DAY),
    ]);
    await jpn.agency.exchange.refreshPartners();
    expect(await askForHits(town, jpn, STORY_PHONE)).toHaveLength(1);
  }, 240_000);
});

function seedPath(member: TownMember, epoch: number): string {
  return join(member.config.keys, `epoch-${epoch}.seed`);
}

function seedsOf(member: TownMember): readonly boolean[] {
  return [1, 2].map((epoch) => existsSync(seedPath(member, epoch)));
}
