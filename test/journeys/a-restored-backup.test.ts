import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { orderNewEpoch, readPartnerIndex } from '../../src/exchange/index.ts';
import { person, row } from '../town/rows.ts';
import { makeQuestion, send } from '../town/hostile.ts';
import { agenciesOf, STORY_PHONE, TOMAS, WANTED_MAN } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { backUp } from '../town/backup.ts';
import { askForHits, ledgerOf } from '../town/work.ts';

const DAY = 86_400_000;

describe('a server that was restored from an old backup', () => {
  it('is shown so by its partner, answers and asks nothing, and begins a new epoch: then questions work both ways', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await using backup = await backUp(crp);
    await work(town, crp);
    expect(await epochAt(jpn)).toBe(2);

    await restored(crp, backup);
    expect(await crp.agency.exchange.readRestore()).toMatchObject({ shownBy: 'jpn', silent: [] });
    expect(crp.logs.join('')).toContain('restored-from-backup');
    expect(await ledgerOf(crp, 'notice-restore')).toMatchObject([
      { kind: 'intent', partners: ['jpn'] },
      { kind: 'outcome', result: 'done' },
    ]);

    await expect(crp.ask(STORY_PHONE)).rejects.toMatchObject({ code: 'restored-from-backup' });
    const id = await jpn.ask(STORY_PHONE);
    await town.settle();
    expect((await jpn.question(id)).answers).toMatchObject([
      { state: 'refused', code: 'restored-from-backup' },
    ]);
    // Nor does anybody get to see the old chain, which would look like a second one.
    await jpn.agency.exchange.refreshPartners();
    expect(await conflictsAt(jpn)).toBe(0);

    await town.publish();
    expect(await crp.agency.exchange.readRestore()).toBeNull();
    expect(await epochAt(jpn)).toBe(3);
    expect([1, 2, 3].map((epoch) => existsSync(join(crp.config.keys, `epoch-${epoch}.seed`)))).toEqual([
      false,
      false,
      true,
    ]);
    expect(await askForHits(town, jpn, STORY_PHONE)).toMatchObject([{ partner: 'crp' }]);
    await crp.agency.exchange.refreshPartners();
    expect(await askForHits(town, crp, STORY_PHONE)).toMatchObject([{ partner: 'jpn' }]);
    expect(await conflictsAt(jpn)).toBe(0);

    // The partner goes on holding the lost word; what was settled stops nobody again, also not after another start.
    await crp.agency.exchange.refreshPartners();
    await crp.stop();
    await crp.start();
    expect(await crp.agency.exchange.readRestore()).toBeNull();
    expect(await askForHits(town, jpn, STORY_PHONE)).toHaveLength(1);
  }, 240_000);

  it('is noticed by its ledger alone, when nothing was announced since the backup', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await using backup = await backUp(crp);
    await askForHits(town, crp, STORY_PHONE);
    await crp.agency.sequencer.flush();
    await town.settle();
    await restored(crp, backup);
    expect(await crp.agency.exchange.readRestore()).toMatchObject({ shownBy: 'jpn' });
    await town.publish();
    expect(await epochAt(jpn)).toBe(2);
    expect(await askForHits(town, jpn, STORY_PHONE)).toHaveLength(1);
  }, 240_000);

  it('is not stopped again by an older word of the lost time, which a partner held back: else one partner could end its epochs for ever', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await using backup = await backUp(crp);
    await work(town, crp);
    const older = await newestHeldAt(jpn);
    await crp.load([row('1', [suspect(WANTED_MAN)])]);
    await town.publish();
    await crp.agency.sequencer.flush();
    await town.settle();
    expect((await newestHeldAt(jpn)).number).toBeGreaterThan(older.number);
    await restored(crp, backup);
    await town.publish();
    expect(await epochAt(jpn)).toBe(3);

    await jpn.database.query('ALTER TABLE ledger.witnessed DISABLE TRIGGER ALL');
    await jpn.database.query(`DELETE FROM ledger.witnessed WHERE partner = 'crp' AND size <> $1`, [
      older.size,
    ]);
    await jpn.database.query(
      `DELETE FROM exchange.partner_manifest WHERE partner = 'crp' AND part = 'segments' AND number > $1`,
      [older.number],
    );
    await crp.agency.exchange.refreshPartners();
    expect(await crp.agency.exchange.readRestore()).toBeNull();
    expect(await ledgerOf(crp, 'notice-restore')).toHaveLength(2);
  }, 240_000);

  it('uses no seed of the lost time, where only the database was put back', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await using backup = await backUp(crp);
    await work(town, crp);
    const lost = await keysAt(jpn);
    await restored(crp, backup, { keys: false });
    await town.publish();
    const now = await keysAt(jpn);
    expect(now.epoch).toBe(3);
    for (const key of Object.values(now.publicKeys))
      expect(Object.values(lost.publicKeys)).not.toContain(key);
    expect(existsSync(join(crp.config.keys, 'epoch-2.seed'))).toBe(false);
    expect(await askForHits(town, jpn, STORY_PHONE)).toHaveLength(1);
  }, 240_000);

  it('waits for partners that are silent, and hands nothing to one that has not said what it holds', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp', 'ard'));
    const [jpn, crp, ard] = [town.member('jpn'), town.member('crp'), town.member('ard')];
    await using backup = await backUp(crp);
    await work(town, crp);
    await crp.stop();
    await ard.stop();
    await backup.restore();
    await crp.start();
    await crp.agency.exchange.publish();
    expect(await crp.agency.exchange.readRestore()).toMatchObject({ shownBy: 'jpn', silent: ['ard'] });
    expect(await epochAt(jpn)).toBe(2);

    await ard.start();
    await town.publish();
    expect(await crp.agency.exchange.readRestore()).toBeNull();
    for (const partner of [jpn, ard]) {
      expect(await epochAt(partner)).toBe(3);
      expect(await conflictsAt(partner)).toBe(0);
      expect(await askForHits(town, partner, TOMAS.name + ' ' + TOMAS.born)).toMatchObject([
        { partner: 'crp' },
      ]);
    }
  }, 240_000);

  it('goes on without a partner that stays silent once a person orders it, and an epoch ends when one is ordered', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp', 'ard'));
    const [jpn, crp, ard] = [town.member('jpn'), town.member('crp'), town.member('ard')];
    await using backup = await backUp(crp);
    await work(town, crp);
    await ard.stop();
    await restored(crp, backup);
    const order = { clock: town.clock, oversight: crp.agency.oversight };
    expect(await orderNewEpoch(order, { withoutSilent: false })).toEqual({ ended: null, waitEnded: false });
    await town.publish();
    expect(await epochAt(jpn)).toBe(2);
    expect(await orderNewEpoch(order, { withoutSilent: true })).toMatchObject({ waitEnded: true });
    expect(await crp.agency.exchange.isPublicationDue()).toBe(true);
    await town.publish();
    expect(await epochAt(jpn)).toBe(3);

    expect(await orderNewEpoch(order, { withoutSilent: false })).toEqual({ ended: 3, waitEnded: false });
    expect(await crp.agency.exchange.isPublicationDue()).toBe(true);
    await town.publish();
    expect(await epochAt(jpn)).toBe(4);
    expect(await crp.agency.exchange.isPublicationDue()).toBe(false);
  }, 240_000);

  it('is noticed also when every partner was away while it started and published', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await using backup = await backUp(crp);
    await work(town, crp);
    await crp.stop();
    await jpn.stop();
    await backup.restore();
    await crp.start();
    await crp.load([row('1', [suspect(WANTED_MAN)])]);
    town.clock.advance(91 * DAY);
    await crp.agency.exchange.publish();
    expect(await crp.agency.exchange.readRestore()).toBeNull();

    await jpn.start();
    await jpn.agency.exchange.refreshPartners();
    expect(await crp.agency.exchange.readRestore()).toMatchObject({ shownBy: 'jpn' });
    expect(await conflictsAt(jpn)).toBe(0);
    await town.publish();
    expect(await epochAt(jpn)).toBe(3);
    expect(await askForHits(town, jpn, `${WANTED_MAN} 1988-02-29`)).toHaveLength(1);
  }, 240_000);
});

describe('a partner that shows what this server never said', () => {
  it('stops nobody: not by a foreign checkpoint, a forged place, or a place of another chain', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await jpn.agency.sequencer.flush();
    const own = await jpn.database.query<{ note: string; size: number }>(
      'SELECT note, size FROM ledger.checkpoint ORDER BY size DESC LIMIT 1',
    );
    // Its own note as if it were crp's, and a note of crp with a larger number under the old signature.
    await crp.agency.sequencer.flush();
    await town.settle();
    const { rows } = await jpn.database.query<{ note: string; size: number }>(
      `SELECT note, size FROM ledger.witnessed WHERE partner = 'crp' ORDER BY size DESC LIMIT 1`,
    );
    const larger = (rows[0]?.note ?? '').replace(
      `\n${rows[0]?.size}\n`,
      `\n${Number(rows[0]?.size) + 500}\n`,
    );
    expect(larger).not.toBe(rows[0]?.note);
    for (const [size, note] of [
      [90_000, own.rows[0]?.note],
      [90_001, larger],
    ])
      await jpn.database.query(
        `INSERT INTO ledger.witnessed (partner, size, root, note) VALUES ('crp', $1, $2, $3)`,
        [size, Buffer.alloc(32), note],
      );
    await jpn.database.query(
      `INSERT INTO exchange.partner_manifest SELECT partner, part, number + 7, bytes, repeat('0', 64), received_at, signature
         FROM exchange.partner_manifest WHERE partner = 'crp' AND signature IS NOT NULL`,
    );
    await crp.agency.exchange.refreshPartners();
    await crp.stop();
    await crp.start();
    expect(await crp.agency.exchange.readRestore()).toBeNull();
    expect(await ledgerOf(crp, 'notice-restore')).toEqual([]);
    const question = await makeQuestion(jpn, crp, [
      { keyClass: 'communication', rule: 'phone', value: STORY_PHONE },
    ]);
    expect(await send(town, jpn, crp, { kind: 'match-query', body: question.body })).toHaveProperty('answer');
    expect(await askForHits(town, crp, STORY_PHONE)).toMatchObject([{ partner: 'jpn' }]);
  }, 240_000);
});

/** What happens between a backup and the day it is put back: a new epoch, questions, records. */
async function work(town: Town, member: TownMember): Promise<void> {
  town.clock.advance(91 * DAY);
  await town.publish();
  await member.agency.sequencer.flush();
  await town.settle();
}

async function restored(
  member: TownMember,
  backup: { restore(what?: { keys: boolean }): Promise<void> },
  what = { keys: true },
): Promise<void> {
  await member.stop();
  await backup.restore(what);
  await member.start();
}

function suspect(name: string) {
  return person('s', 'suspect', [
    ['name', name],
    ['birth-date', '1988-02-29'],
  ]);
}

async function keysAt(member: TownMember) {
  const index = await readPartnerIndex(member.database, 'crp');
  if (index === null) throw new Error(`${member.id} has no index of crp`);
  return index.keys;
}

/** The largest checkpoint and the newest segments manifest of crp that this member holds. */
async function newestHeldAt(member: TownMember): Promise<{ readonly size: number; readonly number: number }> {
  const { rows } = await member.database.query<{ size: number; number: number }>(
    `SELECT (SELECT max(size) FROM ledger.witnessed WHERE partner = 'crp') AS size,
       (SELECT max(number) FROM exchange.partner_manifest WHERE partner = 'crp' AND part = 'segments') AS number`,
  );
  return rows[0] ?? { size: 0, number: 0 };
}

async function epochAt(member: TownMember): Promise<number> {
  return (await keysAt(member)).epoch;
}

async function conflictsAt(member: TownMember): Promise<number> {
  return (await member.database.query('SELECT 1 FROM exchange.key_conflict')).rowCount;
}
