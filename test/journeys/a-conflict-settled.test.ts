import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConflictView, PartnersView } from '../../src/desk/api/contract.ts';
import { createDeskServer } from '../../src/desk/index.ts';
import { orderNewEpoch } from '../../src/exchange/index.ts';
import type { Role } from '../../src/model/index.ts';
import { createOfficer } from '../../src/oversight/index.ts';
import { backUp } from '../town/backup.ts';
import { deskOf } from '../town/desk-of.ts';
import { QUICK_PASSWORDS } from '../town/quick-passwords.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits, ledgerOf } from '../town/work.ts';

const DAY = 86_400_000;
const PASSWORD = 'eleven blue herons';
const HEADERS = { host: '127.0.0.1', origin: 'http://127.0.0.1' };
const WHY = 'restored from the backup of 3 November; both hashes read out on the duty line at 07:40';

/** What an officer of one agency does at its desk; each time signed in anew, for days pass between. */
async function openDesk(town: Town, id: string) {
  const server: FastifyInstance = createDeskServer(deskOf(town, id), {
    host: '127.0.0.1',
    webFolder: null,
    clock: town.clock,
    signInsPerMinute: 1_000,
  });
  for (const role of ['liaison', 'operator', 'investigator', 'data-protection-officer'] as const)
    await createOfficer(town.member(id).database, {
      name: `Officer ${role}`,
      role,
      password: PASSWORD,
      passwordCost: QUICK_PASSWORDS,
    });
  const as = async (role: Role, method: 'GET' | 'POST', url: string, payload?: object) => {
    const signedIn = await server.inject({
      method: 'POST',
      url: '/api/session',
      headers: HEADERS,
      payload: { name: `Officer ${role}`, password: PASSWORD },
    });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    const answer = await server.inject({
      method,
      url,
      headers: { ...HEADERS, cookie },
      ...(payload === undefined ? {} : { payload }),
    });
    await town.settle();
    return (answer.body === '' ? {} : JSON.parse(answer.body)) as {
      error?: { code: string };
      id?: string;
      differing?: number;
    };
  };
  const page = async (): Promise<PartnersView> =>
    (await as('data-protection-officer', 'GET', '/api/partners')) as unknown as PartnersView;
  const propose = async (believed: 'first' | 'second', role: Role = 'liaison') =>
    as(role, 'POST', '/api/settlements', { partner: 'crp', believed, reason: WHY });
  const confirm = async (id = '', role: Role = 'data-protection-officer') =>
    as(role, 'POST', `/api/settlements/${id}/confirm`, {});
  return { as, page, propose, confirm, [Symbol.asyncDispose]: () => server.close() };
}

async function answerOfCrp(town: Town, member: TownMember): Promise<readonly [string, string | null]> {
  const id = await member.ask(STORY_PHONE);
  await town.settle();
  const answer = (await member.question(id)).answers.find(({ partner }) => partner === 'crp');
  return [answer?.state ?? '', answer?.code ?? null];
}

async function standingAt({ database }: TownMember): Promise<readonly (readonly [string, number])[]> {
  const { rows } = await database.query<{ state: string; epoch: number }>(
    `SELECT state, epoch FROM exchange.standing_partner WHERE partner = 'crp'`,
  );
  return rows.map(({ state, epoch }) => [state, epoch] as const);
}

/**
 * crp loses an epoch that ard alone had seen, goes on without waiting for ard, and shows it a chain that does not go on from there. Nobody
 * cheated, and no machine can know that.
 */
describe('two keys of one partner, after a restore that did not wait for everybody', () => {
  let town: Town;
  let ard: TownMember;
  let crp: TownMember;
  let desk: Awaited<ReturnType<typeof openDesk>>;
  let view: ConflictView | undefined;

  beforeAll(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp', 'ard'));
    const jpn = town.member('jpn');
    [ard, crp] = [town.member('ard'), town.member('crp')];
    await using backup = await backUp(crp);
    // A word that jpn keeps of the time that crp is about to lose.
    await askForHits(town, crp, STORY_PHONE);
    await crp.agency.sequencer.flush();
    await town.settle();
    await jpn.stop();
    town.clock.advance(91 * DAY);
    await town.publish();
    await ard.ask(STORY_PHONE, { standsUntil: new Date(town.clock.now().getTime() + 30 * DAY) });
    await town.settle();
    expect(await standingAt(ard)).toEqual([['watching', 2]]);
    await ard.stop();

    await crp.stop();
    await backup.restore();
    await jpn.start();
    await crp.start();
    expect(await crp.agency.exchange.readRestore()).toMatchObject({ shownBy: 'jpn', silent: ['ard'] });
    await orderNewEpoch({ clock: town.clock, oversight: crp.agency.oversight }, { withoutSilent: true });
    await town.publish();
    await ard.start();
    await crp.agency.exchange.refreshPartners();
    await town.publish();
    await ard.agency.exchange.refreshPartners();
    desk = await openDesk(town, 'ard');
  }, 240_000);
  afterAll(async () => {
    await desk[Symbol.asyncDispose]();
    await town[Symbol.asyncDispose]();
  });

  it('stand on the page Partners with what two people can read to each other; crp finds its own there', async () => {
    expect(await answerOfCrp(town, ard)).toEqual(['not-answered', 'key-conflict']);
    const { conflicts, otherKeys } = await desk.page();
    expect(conflicts).toMatchObject([
      {
        partner: 'crp',
        state: 'open',
        places: [{ part: 'keys', first: { number: 2, epoch: 2 }, second: { number: 3, epoch: 3 } }],
      },
    ]);
    view = conflicts[0];
    // jpn has told it of the second, too: crp’s keys of epoch 2 are not the same for both.
    expect(otherKeys).toMatchObject([{ party: 'crp', number: 2, toldBy: 'jpn', reviewed: false }]);
    expect((await desk.as('data-protection-officer', 'GET', '/api/status')).differing).toBe(2);
    await using own = await openDesk(town, 'crp');
    expect((await own.page()).ownPlaces[0]).toEqual({
      partner: null,
      number: 3,
      epoch: 3,
      hash: view?.places[0]?.second.hash,
    });
  });

  it('are settled by two persons of two roles, and by nobody alone', async () => {
    expect((await desk.propose('second', 'investigator')).error?.code).toBe('not-permitted');
    expect((await desk.propose('second', 'data-protection-officer')).error?.code).toBe('not-permitted');
    const { id } = await desk.propose('second');
    expect((await desk.confirm(id, 'liaison')).error?.code).toBe('not-permitted');
    expect((await desk.confirm('no-such')).error?.code).toBe('settlement-unknown');
    expect((await desk.page()).conflicts).toMatchObject([
      { state: 'proposed', settlement: { id, believed: 'second', reason: WHY } },
    ]);
    expect(await answerOfCrp(town, ard)).toEqual(['not-answered', 'key-conflict']);

    // What nobody confirms within a day is forgotten.
    town.clock.advance(DAY + 1);
    expect((await desk.confirm(id)).error?.code).toBe('settlement-unknown');
    const again = await desk.propose('second', 'operator');
    expect((await desk.confirm(again.id)).error).toBeUndefined();
  });

  it('are then one: crp is asked again under its new keys, and what stood under the other is asked anew', async () => {
    await town.publish();
    await ard.agency.exchange.refreshPartners();
    await town.settle();
    expect(await answerOfCrp(town, ard)).toEqual(['hit', null]);
    expect(await standingAt(ard)).toEqual([['watching', 3]]);
  });

  it('stay as evidence, with who settled it in the ledger', async () => {
    const { conflicts } = await desk.page();
    expect(conflicts).toMatchObject([
      { state: 'settled', places: view?.places, settlement: { believed: 'second', reason: WHY } },
    ]);
    const { rows } = await ard.database.query(
      'SELECT ours_signature AS ours, theirs_signature AS theirs FROM exchange.key_conflict',
    );
    const signed = expect.stringMatching(/^[A-Za-z0-9_-]{86}$/);
    expect(rows).toEqual([{ ours: signed, theirs: signed }]);
    const review = { reason: 'the restore of that day' };
    const path = '/api/partners/crp/keys/2/review';
    expect((await desk.as('liaison', 'POST', path, review)).error?.code).toBe('not-permitted');
    expect((await desk.as('data-protection-officer', 'POST', path, review)).error).toBeUndefined();
    expect((await desk.as('data-protection-officer', 'POST', path, review)).error?.code).toBe(
      'alarm-unknown',
    );
    expect((await desk.page()).otherKeys).toMatchObject([{ number: 2, reviewed: true }]);
    expect((await desk.as('data-protection-officer', 'GET', '/api/status')).differing).toBe(0);
    // Two that were refused, two that were made, each with intent and outcome.
    expect(await ledgerOf(ard, 'propose-settlement')).toHaveLength(8);
    expect((await ledgerOf(ard, 'settle-conflict')).slice(-2)).toMatchObject([
      { kind: 'intent', role: 'data-protection-officer', partners: ['crp'] },
      { kind: 'outcome', result: 'done', rule: 'believe-second', count: 1 },
    ]);
    // And to crp everything fits: it is shown nothing newer than its own state any more.
    await crp.agency.exchange.refreshPartners();
    expect(await crp.agency.exchange.readRestore()).toBeNull();
  });
});

describe('a partner that shows another index for one place', () => {
  let town: Town;
  let jpn: TownMember;
  let crp: TownMember;
  let desk: Awaited<ReturnType<typeof openDesk>>;

  beforeAll(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp'));
    [jpn, crp] = [town.member('jpn'), town.member('crp')];
    await jpn.ask(STORY_PHONE, { standsUntil: new Date(town.clock.now().getTime() + 30 * DAY) });
    await town.settle();
    desk = await openDesk(town, 'jpn');
  }, 240_000);
  afterAll(async () => {
    await desk[Symbol.asyncDispose]();
    await town[Symbol.asyncDispose]();
  });

  /** Whoever fetches crp's manifest from now on sees another end of its epoch. */
  async function showEnding(month: string): Promise<void> {
    await crp.database.query(
      `UPDATE exchange.own_manifest SET bytes = convert_to(regexp_replace(convert_from(bytes, 'UTF8'), '"epochEndsAt":"2027-\\d\\d', '"epochEndsAt":"2027-' || $1), 'UTF8')
        WHERE part = 'keys'`,
      [month],
    );
    await jpn.agency.exchange.refreshPartners();
  }

  it('is an alarm again when the first was believed and it goes on showing the other', async () => {
    const { rows } = await crp.database.query<{ month: string }>(
      `SELECT substring(convert_from(bytes, 'UTF8') FROM '"epochEndsAt":"2027-(\\d\\d)') AS month FROM exchange.own_manifest WHERE part = 'keys'`,
    );
    await showEnding('01');
    const { id } = await desk.propose('first');
    await desk.confirm(id);
    await jpn.agency.exchange.refreshPartners();
    expect((await desk.page()).conflicts.map(({ state }) => state)).toEqual(['open', 'settled']);
    expect(await answerOfCrp(town, jpn)).toEqual(['not-answered', 'key-conflict']);

    // It shows what it had shown first again, and a second settlement holds.
    await showEnding(rows[0]?.month ?? '');
    const again = await desk.propose('first');
    await desk.confirm(again.id);
    await jpn.agency.exchange.refreshPartners();
    expect(await answerOfCrp(town, jpn)).toEqual(['hit', null]);
    expect(await standingAt(jpn)).toEqual([['watching', 1]]);
  });

  it('is asked again by the second when that was believed, and so is what stood, in the same epoch too', async () => {
    await showEnding('01');
    const { id } = await desk.propose('second');
    const before = await jpn.database.query('SELECT 1 FROM exchange.question');
    expect((await desk.confirm(id)).error).toBeUndefined();
    await jpn.agency.exchange.refreshPartners();
    await town.settle();
    // The same epoch, other keys for all that we can know: what stood is asked anew.
    expect(await jpn.database.query('SELECT 1 FROM exchange.question')).toMatchObject({
      rowCount: before.rowCount + 1,
    });
    expect(await standingAt(jpn)).toEqual([['watching', 1]]);
    expect(await answerOfCrp(town, jpn)).toEqual(['hit', null]);
  });

  it('that shows a third while it is begun anew is an alarm all the same', async () => {
    await showEnding('02');
    const { id } = await desk.propose('second');
    // The chain is begun anew at what was agreed on, and crp shows something else by then.
    await crp.database.query(
      `UPDATE exchange.own_manifest SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '"epochEndsAt":"2027-02', '"epochEndsAt":"2026-12'), 'UTF8') WHERE part = 'keys'`,
    );
    await desk.confirm(id);
    await jpn.agency.exchange.refreshPartners();
    expect((await desk.page()).conflicts[0]).toMatchObject({ partner: 'crp', state: 'open' });
    expect((await answerOfCrp(town, jpn))[0]).toBe('not-answered');
    expect((await desk.propose('first')).id).toBeDefined();
  });
});
