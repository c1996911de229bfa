import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  listAlerts,
  listHits,
  listQuestions,
  listStanding,
  type StandingAt,
} from '../../src/exchange/index.ts';
import { closeCase, disableOfficer, STANDING_DAYS_MAX } from '../../src/oversight/index.ts';
import { readPartnerIndex, readStandingHere } from '../../src/exchange/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { discloseAll, request, waitingAt } from '../town/work.ts';

const DAY = 86_400_000;
const NUMBER = '+33639981177';
const OTHER = '+33639981178';

describe('a standing question', () => {
  it('alerts when the fragment is taken in elsewhere, across a restart, and the hit opens like any other', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    await stand(town, jpn, 60);
    expect(await at(town, jpn, 'crp')).toMatchObject({ state: 'watched', manifestNumber: 1 });
    const openUntil = (
      await crp.database.query<{ until: Date }>('SELECT open_until AS until FROM exchange.asked')
    ).rows[0];
    // Seven days after the end of the epoch (90 days), not seven days after the question.
    expect(openUntil?.until.getTime()).toBe(town.clock.now().getTime() + 97 * DAY);

    await jpn.stop();
    await jpn.start();
    town.clock.advance(20 * DAY);
    // The blind seed outlives the seven days of other questions.
    await jpn.agency.exchange.tidy();
    await fragment(town, crp, [NUMBER]);
    expect(await at(town, jpn, 'crp')).toMatchObject({ state: 'watched', manifestNumber: 2 });
    const alerts = await listAlerts(jpn.database, 10);
    expect(alerts).toMatchObject([
      { partner: 'crp', about: `phone ${NUMBER}`, hitState: 'sealed', seenAt: null },
    ]);
    expect(alerts[0]?.sentences.join(' ')).toMatch(/number/);

    const [hit] = await hitsOf(jpn);
    if (hit === undefined) throw new Error('there is no hit');
    const id = await request(town, jpn, hit);
    await discloseAll(town, crp, await waitingAt(crp));
    expect((await hitsOf(jpn))[0]).toMatchObject({ state: 'answered', requestId: id });
    await jpn.agency.exchange.acknowledgeAlert(jpn.officer('investigator'), alerts[0]?.id ?? '');
    expect((await listAlerts(jpn.database, 10))[0]?.seenAt).not.toBeNull();
    expect(await actsOf(jpn)).toEqual(
      expect.arrayContaining(['declare-standing: done', 'raise-alert: done', 'acknowledge-alert: done']),
    );
  }, 240_000);

  it('shows its partner a flag and a count, and rests sealed: no tag, no value in the database', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    await stand(town, jpn, 60);
    expect(await readStandingHere(town.member('crp').database)).toEqual([
      { partner: 'jpn', epoch: 1, questions: 1, elements: 16 },
    ]);
    const { rows } = await jpn.database.query<{ wanted: Buffer; tags: Buffer }>(
      'SELECT s.sealed_wanted AS wanted, p.sealed_tags AS tags FROM exchange.standing s JOIN exchange.standing_partner p ON p.standing_id = s.id',
    );
    expect(rows[0]?.wanted.toString('latin1')).not.toContain(NUMBER.slice(1));
    // One element of 19 bytes, nonce 12, seal 16.
    expect(rows[0]?.tags.length).toBe(19 + 28);
  }, 240_000);

  it('alerts once: not for a second load, nor for the base that answers a merge, and again when the key is published anew', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    await stand(town, jpn, 170);
    await fragment(town, crp, [NUMBER]);
    await fragment(town, crp, [NUMBER, OTHER]);
    expect(await listAlerts(jpn.database, 10)).toHaveLength(1);
    await fragment(town, crp, [OTHER]);
    // Within a week the tombstone is merged away: a base of 64 bits, for a partner that watches.
    town.clock.advance(7 * DAY);
    await jpn.agency.exchange.tidy();
    await fragment(town, crp, [OTHER]);
    const bases = (await readPartnerIndex(jpn.database, 'crp'))?.segments.segments.filter(
      ({ kind, keyClass }) => kind === 'base' && keyClass === 'communication',
    );
    expect(bases).toMatchObject([{ bits: 64 }]);
    expect(await listAlerts(jpn.database, 10)).toHaveLength(1);
    // The first hit was closed unopened; the number is taken in again.
    expect((await hitsOf(jpn)).map(({ state }) => state)).toEqual(['set-aside']);
    await fragment(town, crp, [NUMBER, OTHER]);
    expect(await listAlerts(jpn.database, 10)).toHaveLength(2);
  }, 240_000);

  it('is asked anew in a new epoch, counted, and alerts for what the new asking finds first', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    await stand(town, jpn, 170);
    town.clock.advance(90 * DAY);
    expect(await at(town, jpn, 'crp')).toMatchObject({ state: 'not-watched', code: 'epoch-unknown' });
    // The fragment comes with the new epoch's base.
    await fragment(town, crp, [NUMBER]);
    await town.settle();
    expect(await at(town, jpn, 'crp')).toMatchObject({ state: 'watched', renewals: 1 });
    expect(await readStandingHere(crp.database)).toMatchObject([{ epoch: 2, elements: 16 }, { epoch: 1 }]);
    expect(await listAlerts(jpn.database, 10)).toHaveLength(1);
    expect(await actsOf(jpn)).toContain('renew-standing: done');
    // Both askings are listed: the second found something.
    expect(await listQuestions(jpn.database, 10)).toHaveLength(2);
    const used = await crp.database.query<{ used: number }>(
      `SELECT used FROM oversight.budget_use WHERE period = 'epoch 2' AND partner = 'jpn'`,
    );
    expect(used.rows).toEqual([{ used: 16 }]);
    // What the last epoch had hit is no news in the next.
    town.clock.advance(90 * DAY - 11 * DAY);
    await confirm(town, jpn, 100);
    town.clock.advance(11 * DAY);
    await fragment(town, crp, [NUMBER]);
    await town.settle();
    expect(await at(town, jpn, 'crp')).toMatchObject({ state: 'watched', renewals: 2 });
    expect(await listAlerts(jpn.database, 10)).toHaveLength(1);
  }, 240_000);

  it('ends with its date, and with its case, and nothing that could be looked up is left', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    await stand(town, jpn, 30);
    town.clock.advance(31 * DAY);
    await fragment(town, crp, [NUMBER]);
    expect(await listAlerts(jpn.database, 10)).toEqual([]);
    // The next turn of the background ends it.
    await jpn.agency.exchange.refreshPartners();
    expect(await standing(town, jpn)).toMatchObject({ endCode: 'expired', partners: [{ state: 'ended' }] });

    await stand(town, jpn, 30, OTHER);
    await closeCase(jpn.database, jpn.caseId);
    await fragment(town, crp, [NUMBER, OTHER]);
    expect(await listAlerts(jpn.database, 10)).toEqual([]);
    await jpn.agency.exchange.refreshPartners();
    expect(
      (await listStanding(jpn.database, { now: town.clock.now(), limit: 9 })).map((one) => one.endCode),
    ).toEqual(['case-closed', 'expired']);
    const left = await jpn.database.query(
      `SELECT 1 FROM exchange.standing_partner WHERE sealed_tags IS NOT NULL UNION ALL SELECT 1 FROM exchange.standing WHERE sealed_wanted IS NOT NULL`,
    );
    expect(left.rowCount).toBe(0);
  }, 240_000);

  it('ends when the officer in whose name it stands has left', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    await stand(town, jpn, 60);
    await disableOfficer(jpn.database, jpn.officer('investigator').officerId);
    await jpn.agency.exchange.refreshPartners();
    expect(await standing(town, jpn)).toMatchObject({ endCode: 'officer-left' });
    await fragment(town, town.member('crp'), [NUMBER]);
    expect(await listAlerts(jpn.database, 10)).toEqual([]);
  }, 240_000);

  it('never stands longer than its legal basis bears, nor after an officer has stopped it', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const days = STANDING_DAYS_MAX['criminal-procedure'];
    await expect(stand(town, jpn, days + 1)).rejects.toMatchObject({ code: 'standing-end-invalid' });
    await expect(stand(town, jpn, -1)).rejects.toMatchObject({ code: 'standing-end-invalid' });
    await stand(town, jpn, days);
    const { id } = await standing(town, jpn);
    await jpn.agency.exchange.stopStanding(jpn.officer('investigator'), id, 'the man was found');
    await fragment(town, town.member('crp'), [NUMBER]);
    expect(await listAlerts(jpn.database, 10)).toEqual([]);
    await expect(confirm(town, jpn, 10)).rejects.toMatchObject({ code: 'standing-over' });
  }, 240_000);

  it('says since when a partner is not watched, and looks up what it missed when it is back', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    await stand(town, jpn, 60);
    const before = town.clock.now();
    await crp.stop();
    town.clock.advance(10 * 60_000);
    await jpn.agency.exchange.refreshPartners();
    expect(await at(town, jpn, 'crp')).toMatchObject({
      state: 'not-watched',
      code: 'not-followed',
      notSince: before,
    });
    await crp.start();
    await fragment(town, crp, [NUMBER]);
    expect(await at(town, jpn, 'crp')).toMatchObject({ state: 'watched' });
    expect(await listAlerts(jpn.database, 10)).toHaveLength(1);
  }, 240_000);

  it('is asked of a partner that was down as soon as it is back', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    await crp.stop();
    await stand(town, jpn, 60);
    expect(await at(town, jpn, 'crp')).toMatchObject({ state: 'asking' });
    town.clock.advance(20 * 60_000);
    await town.settle();
    await jpn.agency.exchange.tidy();
    expect(await at(town, jpn, 'crp')).toMatchObject({ state: 'not-watched', code: 'not-answered-in-time' });
    await crp.start();
    await fragment(town, crp, [NUMBER]);
    town.clock.advance(20 * 60_000);
    await jpn.agency.exchange.refreshPartners();
    await town.settle();
    expect(await at(town, jpn, 'crp')).toMatchObject({ state: 'watched', renewals: 1 });
    expect(await listAlerts(jpn.database, 10)).toHaveLength(1);
  }, 240_000);

  it('ends towards a partner that leaves the agreement, and our own epoch with it', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp', 'ard'));
    const jpn = town.member('jpn');
    await stand(town, jpn, 60);
    const without = town.agreeAmong('jpn', 'ard');
    for (const id of ['jpn', 'ard']) {
      await town.member(id).stop();
      await town.member(id).start(without);
    }
    await town.member('crp').stop();
    await town.publish();
    expect(await at(town, jpn, 'crp')).toMatchObject({ state: 'ended', code: 'partner-left' });
    await town.settle();
    // Both ended their epochs, so the question was asked anew where it still stands.
    await jpn.agency.exchange.refreshPartners();
    await town.settle();
    expect(await at(town, jpn, 'ard')).toMatchObject({ state: 'watched', renewals: 1 });
    // Asked anew and nothing found: listed once, as it was asked by hand.
    expect(await listQuestions(jpn.database, 10)).toHaveLength(1);
    expect(existsSync(join(jpn.config.keys, 'epoch-2.seed'))).toBe(true);
    expect((await readPartnerIndex(jpn.database, 'ard'))?.keys.epoch).toBe(2);
  }, 240_000);
});

async function stand(town: Town, member: TownMember, days: number, text = NUMBER): Promise<void> {
  await member.ask(text, { standsUntil: new Date(town.clock.now().getTime() + days * DAY) });
  await town.settle();
}

async function confirm(town: Town, member: TownMember, days: number): Promise<void> {
  const { id } = await standing(town, member);
  const until = new Date(town.clock.now().getTime() + days * DAY);
  const reason = 'the order was prolonged';
  await member.agency.exchange.renewStanding(member.officer('investigator'), id, { until, reason });
}

/** The agency takes in people with these numbers, beside what it had; the others follow. */
async function fragment(town: Town, member: TownMember, numbers: readonly string[]): Promise<void> {
  await member.load([STORY_PHONE, ...numbers].map(suspectWith));
  await town.publish();
}

function suspectWith(number: string) {
  return row(
    `row ${number}`,
    [
      person(`person ${number}`, 'suspect', [['name', `Bearer ${number.slice(-2)}`]]),
      thing(`phone ${number}`, 'phone', [['number', number]]),
    ],
    [link(`person ${number}`, 'uses', `phone ${number}`)],
  );
}

async function standing(town: Town, member: TownMember) {
  const [newest] = await listStanding(member.database, { now: town.clock.now(), limit: 1 });
  if (newest === undefined) throw new Error('nothing stands');
  return newest;
}

async function at(town: Town, member: TownMember, partner: string): Promise<StandingAt | undefined> {
  return (await standing(town, member)).partners.find((one) => one.partner === partner);
}

async function hitsOf(member: TownMember) {
  return listHits(member.database, { caseId: member.caseId });
}

async function actsOf(member: TownMember): Promise<readonly string[]> {
  const { rows } = await member.database.query<{ act: string; result: string }>(
    `SELECT act, result FROM ledger.entry WHERE kind = 'outcome'`,
  );
  return rows.map(({ act, result }) => `${act}: ${result}`);
}
