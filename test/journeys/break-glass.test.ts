import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../src/base/index.ts';
import { createDeskServer } from '../../src/desk/index.ts';
import type { GrantView, PartnersView } from '../../src/desk/api/contract.ts';
import type { Role } from '../../src/model/index.ts';
import { createOfficer, readBudgets } from '../../src/oversight/index.ts';
import { deskOf } from '../town/desk-of.ts';
import { send } from '../town/hostile.ts';
import { QUICK_PASSWORDS } from '../town/quick-passwords.ts';
import { SAMPLE_BODIES } from '../town/sample-bodies.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town } from '../town/town.ts';
import { ledgerOf } from '../town/work.ts';

const PASSWORD = 'eleven blue herons';
const HEADERS = { host: '127.0.0.1', origin: 'http://127.0.0.1' };
const HOUR = 3_600_000;
const WHY = 'an abduction; every number of three exhibits is asked tonight';
/** One question a day, and an epoch that the setting rule just allows. */
const BUDGETS = { perDay: 16, perEpoch: 10_000 };

/** A partner's budget is used up at night, and its owner's people let it ask on. */
describe('break glass, at the desks of both agencies', () => {
  let town: Town;
  const desks = new Map<string, FastifyInstance>();
  const cookies = new Map<string, string>();

  beforeAll(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp'), BUDGETS);
    for (const id of ['jpn', 'crp']) await openDesk(id);
  }, 240_000);
  afterAll(async () => {
    for (const server of desks.values()) await server.close();
    await town[Symbol.asyncDispose]();
  });

  async function openDesk(id: string): Promise<void> {
    const { database } = town.member(id);
    const server = createDeskServer(deskOf(town, id), {
      host: '127.0.0.1',
      webFolder: null,
      clock: town.clock,
      signInsPerMinute: 1_000,
    });
    desks.set(id, server);
    for (const role of ['investigator', 'records-officer', 'data-protection-officer'] as const)
      await createOfficer(database, {
        name: `Officer ${role}`,
        role,
        password: PASSWORD,
        passwordCost: QUICK_PASSWORDS,
      });
  }

  /** What an officer does at the desk; each time signed in anew, for hours pass between. */
  async function as(id: string, role: Role, method: 'GET' | 'POST', url: string, payload?: object) {
    const server = desks.get(id);
    if (server === undefined) throw new Error(`no desk ${id}`);
    const signedIn = await server.inject({
      method: 'POST',
      url: '/api/session',
      headers: HEADERS,
      payload: { name: `Officer ${role}`, password: PASSWORD },
    });
    cookies.set(id, String(signedIn.headers['set-cookie']).split(';')[0] ?? '');
    const answer = await server.inject({
      method,
      url,
      headers: { ...HEADERS, cookie: cookies.get(id) ?? '' },
      ...(payload === undefined ? {} : { payload }),
    });
    await town.settle();
    return { status: answer.statusCode, body: answer.body === '' ? {} : JSON.parse(answer.body) } as {
      status: number;
      body: { error?: { code: string }; id?: string; differing?: number };
    };
  }

  async function grantsAt(id: string): Promise<readonly GrantView[]> {
    const { body } = await as(id, 'data-protection-officer', 'GET', '/api/partners');
    return (body as unknown as PartnersView).grants;
  }

  async function ask(): Promise<string | undefined> {
    const jpn = town.member('jpn');
    const id = await jpn.ask(STORY_PHONE);
    await town.settle();
    return (await jpn.question(id)).answers[0]?.state;
  }

  const draft = { partner: 'jpn', keyClass: 'communication', elements: 32, hours: 4, reason: WHY };
  const propose = (role: Role, other: object = {}) =>
    as('crp', role, 'POST', '/api/grants', { ...draft, ...other });
  let grant = '';

  it('is proposed by one person and changes nothing yet', async () => {
    expect(await ask()).toBe('hit');
    expect(await ask()).toBe('refused');
    expect((await propose('investigator')).body.error?.code).toBe('not-permitted');
    expect((await propose('data-protection-officer')).body.error?.code).toBe('not-permitted');
    expect((await propose('records-officer', { elements: 10_016 })).body.error?.code).toBe('grant-refused');
    expect((await propose('records-officer', { hours: 73 })).status).toBe(400);
    expect((await propose('records-officer', { partner: 'crp' })).body.error?.code).toBe('grant-refused');

    grant = (await propose('records-officer')).body.id ?? '';
    expect(await grantsAt('crp')).toMatchObject([{ id: grant, state: 'proposed', expectedRecords: 10.03 }]);
    expect(await ask()).toBe('refused');
    expect(await grantsAt('jpn')).toEqual([]);
  });

  it('is granted by a second one; the partner is told how much, until when and why, and asks on', async () => {
    const path = `/api/grants/${grant}/grant`;
    expect((await as('crp', 'records-officer', 'POST', path)).body.error?.code).toBe('not-permitted');
    expect((await as('crp', 'data-protection-officer', 'POST', path)).status).toBe(200);
    expect((await as('crp', 'data-protection-officer', 'POST', path)).body.error?.code).toBe('grant-unknown');
    expect(await grantsAt('jpn')).toMatchObject([
      {
        direction: 'received',
        partner: 'crp',
        elements: 32,
        reason: WHY,
        expectedRecords: 10.03,
        state: 'in-force',
      },
    ]);

    expect([await ask(), await ask(), await ask()]).toEqual(['hit', 'hit', 'refused']);
    expect(await grantsAt('crp')).toMatchObject([{ used: 32, state: 'in-force' }]);
    // What was granted is counted like everything else.
    const uses = await readBudgets(town.member('crp').database);
    // Day and epoch of the partner and of all together, of its officer and of its purpose.
    expect(uses.map(({ used }) => used)).toEqual(Array(8).fill(48));
  });

  it('stands in both ledgers, with the act of each person, and says that the setting rule was passed', async () => {
    const crp = town.member('crp');
    const [proposed] = await ledgerOf(crp, 'propose-grant').then((all) =>
      all.filter((entry) => entry['kind'] === 'outcome' && entry['result'] === 'done'),
    );
    const granted = (await ledgerOf(crp, 'grant-budget')).filter((entry) => entry['result'] === 'done');
    expect([proposed, ...granted]).toMatchObject([
      { count: 32, rule: 'setting-rule-passed' },
      { count: 32, rule: 'setting-rule-passed', recipients: ['jpn'] },
    ]);
    expect(proposed?.['actor']).not.toBe(granted[0]?.['actor']);
    const received = await ledgerOf(town.member('jpn'), 'receive-grant');
    expect(received).toMatchObject([
      { kind: 'intent', actor: 'crp', categories: { communication: 32 } },
      { kind: 'outcome', rule: 'setting-rule-passed' },
    ]);
    const answers = (await ledgerOf(crp, 'answer-question')).filter((entry) => entry['result'] === 'done');
    expect(answers.map((entry) => entry['rule'])).toEqual([undefined, 'budget-grant', 'budget-grant']);
  });

  it('ends by itself, is reviewed on both sides, and is listed while a review is overdue', async () => {
    const review = (id: string, grantId: string) =>
      as(id, 'data-protection-officer', 'POST', `/api/grants/${grantId}/review`, {
        reason: 'all for the case',
      });
    expect((await review('crp', grant)).body.error?.code).toBe('grant-unknown');
    const second = (await propose('records-officer', { elements: 64 })).body.id ?? '';
    await as('crp', 'data-protection-officer', 'POST', `/api/grants/${second}/grant`);
    town.clock.advance(5 * HOUR);
    // A grant that is over gives nothing, however much of it is left.
    expect(await ask()).toBe('refused');
    expect((await grantsAt('crp')).map(({ state, used }) => [state, used])).toEqual(
      expect.arrayContaining([
        ['to-review', 0],
        ['to-review', 32],
      ]),
    );
    expect((await review('crp', grant)).status).toBe(200);
    expect((await review('crp', grant)).body.error?.code).toBe('grant-unknown');

    town.clock.advance(8 * 24 * HOUR);
    const late = (await grantsAt('jpn')).map(({ id, state }) => [id, state]);
    expect(late).toEqual(
      expect.arrayContaining([
        [`crp-${grant}`, 'overdue'],
        [`crp-${second}`, 'overdue'],
      ]),
    );
    const differing = async () =>
      (await as('jpn', 'data-protection-officer', 'GET', '/api/status')).body.differing;
    expect(await differing()).toBe(2);
    expect((await review('jpn', `crp-${grant}`)).status).toBe(200);
    expect(await differing()).toBe(1);
    expect((await grantsAt('crp')).find(({ id }) => id === grant)?.state).toBe('reviewed');
  });

  it('is not granted by whoever proposed it, nor a day later, nor taken twice or without an end', async () => {
    const crp = town.member('crp');
    const until = new Date(town.clock.now().getTime() + HOUR);
    const { exchange } = crp.agency;
    const officerId = 'a'.repeat(32);
    const lazy = { partner: 'jpn', keyClass: 'person', elements: 64, until, reason: WHY } as const;
    const id = await exchange.proposeGrant({ type: 'officer', role: 'liaison', officerId }, lazy);
    const self = { type: 'officer', role: 'data-protection-officer', officerId } as const;
    await expect(exchange.grantBudget(self, id)).rejects.toMatchObject({ code: 'grant-same-person' });
    town.clock.advance(2 * HOUR);
    expect((await grantsAt('crp')).find((one) => one.id === id)).toMatchObject({ state: 'lapsed' });
    const late = await as('crp', 'data-protection-officer', 'POST', `/api/grants/${id}/grant`);
    expect(late.body.error?.code).toBe('grant-unknown');

    const told = (ends: number) =>
      send(town, crp, town.member('jpn'), {
        kind: 'budget-grant',
        body: {
          ...SAMPLE_BODIES['budget-grant'],
          until: new Date(town.clock.now().getTime() + ends * HOUR).toISOString(),
        },
      });
    expect(await told(100)).toEqual({ refused: 'grant-refused' });
    expect(await told(1)).toMatchObject({ answer: {} });
    expect(await told(1)).toEqual({ refused: 'grant-refused' });
  });

  it('cannot be told of so often that what waits here for a second person is not seen any more', async () => {
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    const until = new Date(town.clock.now().getTime() + HOUR);
    const own = await jpn.agency.exchange.proposeGrant(
      { type: 'officer', role: 'liaison', officerId: 'a'.repeat(32) },
      { partner: 'crp', keyClass: 'person', elements: 64, until, reason: WHY },
    );
    const told = async (): Promise<string> => {
      const body = {
        ...SAMPLE_BODIES['budget-grant'],
        grant: randomId(),
        until: until.toISOString(),
      };
      const said = await send(town, crp, jpn, { kind: 'budget-grant', body });
      return 'refused' in said ? said.refused : 'taken';
    };
    const answers: string[] = [];
    for (let times = 0; times < 40; times += 1) answers.push(await told());
    expect(answers.at(-1)).toBe('grant-refused');
    const grants = await grantsAt('jpn');
    expect(
      grants.filter(({ direction, state }) => direction === 'received' && state !== 'reviewed'),
    ).toHaveLength(32);
    expect(grants[0]).toMatchObject({ id: own, direction: 'given', state: 'proposed' });
  });
});
