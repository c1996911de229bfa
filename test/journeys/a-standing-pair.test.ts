import { describe, expect, it } from 'vitest';
import {
  type KnownSubject,
  listAlerts,
  listHits,
  listStanding,
  readPartnerIndex,
} from '../../src/exchange/index.ts';
import { emptySubject, type Subject } from '../../src/match/index.ts';
import { entityId } from '../../src/records/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { discloseAll, request, requestOf, waitingAt } from '../town/work.ts';

const DAY = 86_400_000;

/** Somebody of a common name in a firm: neither alone is rare enough to be asked of half of Europe, both together are. */
const inFirm = (key: string, name: string, firm: string) =>
  row(
    `row ${key}`,
    [
      person(`person ${key}`, 'suspect', [
        ['name', name],
        ['birth-date', '1990'],
      ]),
      thing(`firm ${key}`, 'organisation', [
        ['name', firm],
        ['country', 'BE'],
      ]),
    ],
    [link(`person ${key}`, 'member-of', `firm ${key}`)],
  );
const HASSAN = inFirm('a', 'Ali Hassan', 'Falohan');
const SOMEBODY = inFirm('z', 'Mohamed Ali', 'Quist Bakery');
const FIRM_ALONE = row('row c', [
  thing('firm c', 'organisation', [
    ['name', 'Falohan'],
    ['country', 'BE'],
  ]),
]);

const subject = (part: Partial<Subject>, about: string): KnownSubject => ({
  subject: { ...emptySubject('person'), ...part },
  about,
  refs: {},
});
const NAME = { names: ['Ali Hassan'], birthDates: ['1990'] };
const WANTED = subject({ ...NAME, employers: [{ name: 'Falohan', country: 'BE' }] }, 'Ali Hassan');

describe('a standing question about a name and a firm', { timeout: 240_000 }, () => {
  it('alerts when both turn up in one record, at a partner that had published no pair before, across a restart', async () => {
    await using town = await townOf([]);
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await stand(town, jpn, [WANTED]);
    const watched = await at(town, jpn);
    expect(watched).toMatchObject({ state: 'watched', asked: watched?.keys });
    expect(watched?.pairs).toBeGreaterThan(0);
    await jpn.stop();
    await jpn.start();
    await load(town, crp, [SOMEBODY]);
    expect(await listAlerts(jpn.database, 10)).toEqual([]);
    await load(town, crp, [SOMEBODY, HASSAN]);
    // The firm's own full key is a hit beside: a firm is a thing that the question named.
    const alert = (await listAlerts(jpn.database, 10)).find(({ halves }) => halves !== null);
    expect(alert).toMatchObject({
      partner: 'crp',
      about: expect.stringContaining('with organisation falohan') as string,
      halves: { keys: 2, records: 1 },
      hitState: 'sealed',
    });
    expect(alert?.chance).toBeGreaterThan(0);
    expect(alert?.chance).toBeLessThanOrEqual(0.02);

    const hit = (await listHits(jpn.database, { caseId: jpn.caseId })).find(({ id }) => id === alert?.hitId);
    if (hit === undefined) throw new Error('the alert has no hit');
    const id = await request(town, jpn, hit);
    expect((await requestOf(crp, id)).entityIds).toEqual([entityId('crp', 'register', 'person a')]);
    await discloseAll(town, crp, await waitingAt(crp));
    expect(await requestOf(jpn, id)).toMatchObject({ state: 'disclosed' });
  });

  it('alerts for nobody where name and firm stand in two records, or one of them alone', async () => {
    await using town = await townOf([SOMEBODY]);
    const jpn = town.member('jpn');
    await stand(town, jpn, [WANTED]);
    await load(town, town.member('crp'), [
      SOMEBODY,
      inFirm('b', 'Ali Hassan', 'Garage Petit'),
      inFirm('d', 'Jan Peeters', 'Falohan'),
    ]);
    expect((await listAlerts(jpn.database, 10)).filter(({ halves }) => halves !== null)).toEqual([]);
  });

  it('alerts once: not for the base that answers a merge; and again when it was closed and the pair is published anew', async () => {
    await using town = await townOf([SOMEBODY]);
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await stand(town, jpn, [WANTED]);
    await load(town, crp, [SOMEBODY, HASSAN]);
    await load(town, crp, [SOMEBODY, HASSAN, inFirm('e', 'Ali Hassan', 'Falohan')]);
    expect(await pairAlerts(jpn)).toBe(1);
    await load(town, crp, [SOMEBODY, HASSAN]);
    // Within six days the pairs are built anew, and with the seventh the hit that nobody opened is closed.
    town.clock.advance(7 * DAY);
    await jpn.agency.exchange.tidy();
    await town.publish();
    expect(await kindsOfValues(jpn)).toEqual(['base']);
    expect(await pairAlerts(jpn)).toBe(1);
    await load(town, crp, [SOMEBODY]);
    await load(town, crp, [SOMEBODY, HASSAN]);
    expect(await pairAlerts(jpn)).toBe(2);
  });

  it('finds nothing that was taken back before it was looked up', async () => {
    await using town = await townOf([SOMEBODY]);
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await stand(town, jpn, [WANTED]);
    await jpn.stop();
    await load(town, crp, [SOMEBODY, HASSAN]);
    await load(town, crp, [SOMEBODY]);
    await jpn.start();
    await jpn.agency.exchange.refreshPartners();
    await town.settle();
    expect(await kindsOfValues(jpn)).toEqual(['base', 'delta', 'tombstone']);
    expect(await at(town, jpn)).toMatchObject({ state: 'watched' });
    expect(await pairAlerts(jpn)).toBe(0);
  });

  it('is not silenced by its firm: the firm alone is hit first, then the man in it', async () => {
    await using town = await townOf([SOMEBODY, FIRM_ALONE]);
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await stand(town, jpn, [WANTED]);
    await load(town, crp, [SOMEBODY, FIRM_ALONE, HASSAN]);
    expect(await pairAlerts(jpn)).toBe(1);
  });

  it('is asked anew in a new epoch, and what the new asking finds first is an alert of two half keys', async () => {
    await using town = await townOf([SOMEBODY]);
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await stand(town, jpn, [WANTED], 170);
    town.clock.advance(90 * DAY);
    expect(await at(town, jpn)).toMatchObject({ state: 'not-watched', code: 'epoch-unknown' });
    await load(town, crp, [SOMEBODY, HASSAN]);
    await town.settle();
    const watched = await at(town, jpn);
    expect(watched).toMatchObject({ state: 'watched', renewals: 1 });
    expect(watched?.pairs).toBeGreaterThan(0);
    expect(await pairAlerts(jpn)).toBe(1);
  });

  it('rests sealed: neither a word nor an output in the database, and nothing once it is stopped', async () => {
    await using town = await townOf([SOMEBODY]);
    const jpn = town.member('jpn');
    await stand(town, jpn, [WANTED]);
    const { rows } = await jpn.database.query<{ sealed: readonly Buffer[]; pairs: number }>(
      'SELECT sealed_pairs AS sealed, pairs FROM exchange.standing_partner',
    );
    const [kept] = rows;
    // Two places of 3 bytes and a tag of 16 a pair, and one seal of 28.
    expect(kept?.sealed.map(({ length }) => length)).toEqual([22 * (kept?.pairs ?? 0) + 28]);
    await expect(
      jpn.agency.exchange.stopStanding(
        jpn.officer('investigator'),
        (await listStanding(jpn.database, { now: town.clock.now(), limit: 1 }))[0]?.id ?? '',
        'the man was found',
      ),
    ).resolves.toBeUndefined();
    const left = await jpn.database.query(
      'SELECT 1 FROM exchange.standing_partner WHERE sealed_tags IS NOT NULL OR sealed_pairs IS NOT NULL OR pairs > 0',
    );
    expect(left.rowCount).toBe(0);
    await load(town, town.member('crp'), [SOMEBODY, HASSAN]);
    expect(await listAlerts(jpn.database, 10)).toEqual([]);
  });

  it('is asked anew when what was kept of its pairs cannot be opened', async () => {
    await using town = await townOf([SOMEBODY]);
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await stand(town, jpn, [WANTED]);
    await jpn.stop();
    await jpn.database.query(
      `UPDATE exchange.standing_partner SET sealed_pairs = ARRAY[set_byte(sealed_pairs[1], 20, 255 - get_byte(sealed_pairs[1], 20))]`,
    );
    await jpn.start();
    await load(town, crp, [SOMEBODY, HASSAN]);
    expect(await at(town, jpn)).toMatchObject({ state: 'not-watched', code: 'tags-unreadable' });
    town.clock.advance(3_700_000);
    await jpn.agency.exchange.refreshPartners();
    await town.settle();
    expect(await at(town, jpn)).toMatchObject({ state: 'watched', renewals: 1 });
    expect(await pairAlerts(jpn)).toBe(1);
  });

  it('of two cases that ask a name and a firm apart is joined by nothing, not in one question of two subjects either', async () => {
    await using town = await townOf([SOMEBODY]);
    const jpn = town.member('jpn');
    await stand(town, jpn, [subject(NAME, 'Ali Hassan')]);
    await stand(town, jpn, [
      subject(
        { organisations: [{ name: 'Falohan', country: 'BE' }], phones: [{ number: '+33639984711' }] },
        'Falohan',
      ),
    ]);
    await stand(town, jpn, [
      subject(NAME, 'Ali Hassan'),
      subject({ names: ['Jan Peeters'], employers: [{ name: 'Falohan', country: 'BE' }] }, 'Jan Peeters'),
    ]);
    await load(town, town.member('crp'), [SOMEBODY, HASSAN]);
    const found = await listHits(jpn.database, { caseId: jpn.caseId });
    expect(found.flatMap(({ keys }) => keys).filter(({ half }) => half !== undefined)).toEqual([]);
  });
});

function townOf(rows: readonly (typeof HASSAN)[]): Promise<Town> {
  return buildTown([
    { id: 'jpn', country: 'BE', rows: [] },
    { id: 'crp', country: 'FR', rows: [...rows] },
  ]);
}

async function stand(
  town: Town,
  member: TownMember,
  subjects: readonly KnownSubject[],
  days = 60,
): Promise<void> {
  await member.ask('', { subjects, standsUntil: new Date(town.clock.now().getTime() + days * DAY) });
  await town.settle();
}

async function load(town: Town, member: TownMember, rows: readonly (typeof HASSAN)[]): Promise<void> {
  await member.load([...rows]);
  await town.publish();
}

async function at(town: Town, member: TownMember) {
  const [newest] = await listStanding(member.database, { now: town.clock.now(), limit: 1 });
  return newest?.partners.find(({ partner }) => partner === 'crp');
}

async function pairAlerts(member: TownMember): Promise<number> {
  return (await listAlerts(member.database, 20)).filter(({ halves }) => halves !== null).length;
}

async function kindsOfValues(member: TownMember) {
  return (await readPartnerIndex(member.database, 'crp'))?.segments.values?.map(({ kind }) => kind);
}
