import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../town/backup.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits } from '../town/work.ts';

/** A manifest comes with each beat that has news; of old ones both sides keep less and less. */
describe('old manifests', () => {
  let town: Town;
  let jpn: TownMember;
  let crp: TownMember;
  let loads = 0;

  beforeEach(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp'));
    [jpn, crp] = [town.member('jpn'), town.member('crp')];
    loads = 0;
  }, 240_000);
  afterEach(() => town[Symbol.asyncDispose]());

  /** A day on which somebody new comes and somebody goes, is published and tidied up after. */
  async function day(hours = 24): Promise<string> {
    town.clock.advance(hours * 3_600_000);
    loads += 1;
    const number = `+3363998${1_000 + loads}`;
    await crp.load([
      row(
        `row ${loads}`,
        [
          person(`p ${loads}`, 'suspect', [['name', `Bearer ${loads}`]]),
          thing(`t ${loads}`, 'phone', [['number', number]]),
        ],
        [link(`p ${loads}`, 'uses', `t ${loads}`)],
      ),
    ]);
    await town.publish();
    for (const member of [jpn, crp]) if (member.isRunning()) await member.agency.exchange.tidy();
    await town.settle();
    return number;
  }

  /** Numbers of crp's manifests for jpn, those of which only the place is kept with a minus. */
  async function kept(
    member: TownMember,
    table: 'own_manifest' | 'partner_manifest',
  ): Promise<readonly number[]> {
    const { rows } = await member.database.query<{ number: number; whole: boolean }>(
      `SELECT number, bytes IS NOT NULL AS whole FROM exchange.${table}
        WHERE part = 'segments' AND partner = $1 ORDER BY number`,
      [table === 'own_manifest' ? 'jpn' : 'crp'],
    );
    return rows.map(({ number, whole }) => (whole ? number : -number));
  }
  const conflicts = async () => (await jpn.database.query('SELECT 1 FROM exchange.key_conflict')).rowCount;

  it('are kept whole for a day, as places for two weeks; keys for ever; of a partner’s the last of each day whole', async () => {
    for (const hours of [1, 1, 22, 1, 23]) await day(hours);
    expect(await kept(crp, 'own_manifest')).toEqual([-1, -2, -3, 4, 5, 6]);
    // 1 to 3 are of one day, 4 and 5 of the next (the town's clock begins at noon).
    expect(await kept(jpn, 'partner_manifest')).toEqual([-1, -2, 3, 4, 5, 6]);
    await day(48);
    expect(await kept(crp, 'own_manifest')).toEqual([-1, -2, -3, -4, -5, -6, 7]);
    expect(await kept(jpn, 'partner_manifest')).toEqual([-1, -2, 3, -4, 5, 6, 7]);
    await day(24 * 20);
    // Number 8 and three merges, of tombstones that are five days old.
    expect(await kept(crp, 'own_manifest')).toEqual([8, 9, 10, 11]);
    expect(await kept(jpn, 'partner_manifest')).toEqual([8, 9, 10, 11]);
    const { rows } = await crp.database.query(
      `SELECT number FROM exchange.own_manifest WHERE part = 'keys' AND bytes IS NOT NULL`,
    );
    expect(rows).toHaveLength(1);
  });

  it.each([5, 20])('do not keep a partner from following that was away for %i days', async (days) => {
    await day();
    await jpn.stop();
    let newest = '';
    for (let at = 0; at < days; at += 1) newest = await day();
    await jpn.start();
    expect(await jpn.agency.exchange.refreshPartners()).toEqual({ complete: 1, total: 1 });
    await town.settle();
    expect(await askForHits(town, jpn, newest)).toMatchObject([{ partner: 'crp' }]);
    // What went meanwhile went here too, and its owner has the word for it.
    expect(await askForHits(town, jpn, '+33639981002')).toEqual([]);
    expect(crp.logs.join('')).not.toContain('receipt-invalid');
    const { rows } = await crp.database.query<{ number: number }>(
      `SELECT max(number) AS number FROM exchange.index_receipt WHERE partner = 'jpn'`,
    );
    expect(rows[0]?.number).toBe((await kept(crp, 'own_manifest')).at(-1));
    expect(await conflicts()).toBe(0);
    expect(await crp.agency.exchange.readRestore()).toBeNull();
  });

  it('show a partner that was restored from its own backup of three days ago that the chain went through what it holds', async () => {
    await day();
    await using backup = await backUp(jpn);
    for (let at = 0; at < 3; at += 1) await day();
    await jpn.stop();
    await backup.restore();
    await jpn.start();
    await town.publish();
    expect(await jpn.agency.exchange.refreshPartners()).toEqual({ complete: 1, total: 1 });
    expect(await crp.agency.exchange.readRestore()).toBeNull();
    expect(await conflicts()).toBe(0);
  });

  it('show their own server that it was restored, as before', async () => {
    await using backup = await backUp(crp);
    for (let at = 0; at < 4; at += 1) await day();
    await crp.stop();
    await backup.restore();
    await crp.start();
    expect(await crp.agency.exchange.readRestore()).toMatchObject({ shownBy: 'jpn' });
    await town.publish();
    await jpn.agency.exchange.refreshPartners();
    expect(await conflicts()).toBe(0);
    expect(await askForHits(town, jpn, STORY_PHONE)).toHaveLength(1);
  });

  it('that were forgotten before their time are not passed over, and another place than we hold is a conflict', async () => {
    await day();
    await jpn.stop();
    for (let at = 0; at < 3; at += 1) await day();
    const { rows } = await crp.database.query<Record<string, unknown>>(
      `DELETE FROM exchange.own_manifest WHERE part = 'segments' AND partner = 'jpn' AND number <= 2 RETURNING *`,
    );
    await jpn.start();
    expect(await jpn.agency.exchange.refreshPartners()).toEqual({ complete: 0, total: 1 });
    const id = await jpn.ask(STORY_PHONE);
    await town.settle();
    expect((await jpn.question(id)).answers).toMatchObject([{ state: 'not-answered' }]);
    expect(await conflicts()).toBe(0);

    const place = rows.find((one) => one['number'] === 2);
    await crp.database.query(
      `INSERT INTO exchange.own_manifest (partner, part, number, epoch, bytes, hash, issued_at) VALUES ('jpn', 'segments', 2, 1, NULL, $1, $2)`,
      ['0'.repeat(64), place?.['issued_at']],
    );
    await jpn.agency.exchange.refreshPartners();
    expect(await conflicts()).toBe(1);
  });
});
