import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../src/base/index.ts';
import { createDeskServer, ROUTES } from '../../src/desk/index.ts';
import { listAlerts, listHits, listRequests, listStanding } from '../../src/exchange/index.ts';
import { exportLedger, readEntries } from '../../src/ledger/index.ts';
import type { Role } from '../../src/model/index.ts';
import { createOfficer } from '../../src/oversight/index.ts';
import { entityId, listOwnJudgements, readEntity } from '../../src/records/index.ts';
import { QUICK_PASSWORDS } from '../town/quick-passwords.ts';
import { deskOf as servicesOf } from '../town/desk-of.ts';
import { dumpMember, findPlanted } from '../town/dump.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';

const PASSWORD = 'eleven blue herons';
const FIRST = '+33639984711';
const SECOND = '+33639984712';
const THIRD = '+33639984713';
/** What the routes below are fed with: at the asker. */
const MARKED_HERE = [
  'Torsvik',
  FIRST.slice(1),
  SECOND.slice(1),
  'MK-2026-0815',
  'Zirkonhafen',
  'found in exhibits 1 and 2',
  'the man was found',
  'the number stood in an exhibit',
];
/** And at the partner that answers. */
const MARKED_THERE = ['Averinck', 'Telvik', 'Marchand', 'an operation is under way'];
const HEADERS = { host: '127.0.0.1', origin: 'http://127.0.0.1' };

const exhibit = (key: string, phone: string) =>
  row(
    key,
    [
      thing(`x${key}`, 'exhibit', [['name', `Exhibit ${key}`]]),
      thing(`p${key}`, 'phone', [['number', phone]]),
    ],
    [link(`x${key}`, 'holds', `p${key}`)],
  );
const contact = (key: string, name: string, phone: string) =>
  row(
    key,
    [person(`t${key}`, 'contact', [['name', name]]), thing(`p${key}`, 'phone', [['number', phone]])],
    [link(`t${key}`, 'uses', `p${key}`)],
  );

const suspect = (key: string, born: string) =>
  row(key, [
    person(key, 'suspect', [
      ['name', 'Marek Torsvik'],
      ['birth-date', born],
    ]),
  ]);

interface Desk {
  readonly member: TownMember;
  readonly server: FastifyInstance;
  /** A cookie of an officer who signed in through the desk itself. */
  readonly cookie: (role: Role) => Promise<string>;
}

/** How a route is called here: at whose desk, by whom, with which values in its path and which body. */
interface Call {
  readonly at?: 'jpn' | 'crp';
  readonly role?: Role;
  readonly path?: string;
  readonly body?: unknown;
}

describe('every route of the desk', () => {
  let town: Town;
  const desks = new Map<string, Desk>();
  const ids = {
    run: '',
    question: '',
    toAsk: '',
    toSetAside: '',
    incoming: '',
    outgoing: '',
    statement: '',
    judgement: '',
    standing: '',
    alert: '',
    alarm: '',
  };

  beforeAll(async () => {
    town = await buildTown([
      {
        id: 'jpn',
        country: 'BE',
        rows: [exhibit('1', FIRST), exhibit('2', SECOND), suspect('m1', '1981-07-23'), suspect('m2', '1983')],
      },
      {
        id: 'crp',
        country: 'FR',
        rows: [contact('1', 'Tomas Averinck', FIRST), contact('2', 'Maro Telvik', SECOND)],
      },
      // Asked like the other one, and holds nothing of it.
      { id: 'ard', country: 'BE', rows: [contact('9', 'Yselin Korvath', '+32470000009')] },
    ]);
    for (const id of ['jpn', 'crp']) desks.set(id, await openDesk(town, id));
    const jpn = deskOf('jpn').member;
    ids.question = await jpn.agency.exchange.ask({
      ...draft(),
      without: [],
      actor: jpn.officer('investigator'),
    });
    await town.settle();
    const hits = await listHits(jpn.database, { questionId: ids.question });
    ids.toAsk = hits.find(({ about }) => about.endsWith(FIRST))?.id ?? '';
    ids.toSetAside = hits.find(({ about }) => about.endsWith(SECOND))?.id ?? '';
    const told = await readEntity(deskOf('crp').member.database, entityId('crp', 'register', 't1'));
    ids.statement = told?.statements[0]?.id ?? '';
    ids.run = await noteRun(jpn);
    ids.alarm = await noteAlarm(jpn);
    for (const [id, direction, granted] of [
      ['proposed', 'given', null],
      ['over', 'received', new Date('2026-10-01')],
    ] as const)
      await jpn.database.query(
        `INSERT INTO oversight.budget_grant (id, direction, partner, key_class, elements, until, reason, proposed_at, granted_at)
         VALUES ($1, $2, 'crp', 'person', 64, $3, 'a list', $4, $5)`,
        [
          id,
          direction,
          new Date(town.clock.now().getTime() + (granted === null ? 3_600_000 : -3_600_000)),
          town.clock.now(),
          granted,
        ],
      );
    await jpn.database.query(
      `INSERT INTO exchange.pair_statement (partner, day, differences) VALUES ('crp', '2026-10-30', '[{}]')`,
    );
    await noteSignedTwice(jpn, town.clock.now());
    await letStand(jpn, town.member('crp'));
    const [stands] = await listStanding(jpn.database, { now: town.clock.now(), limit: 1 });
    ids.standing = stands?.id ?? '';
    ids.alert = (await listAlerts(jpn.database, 1))[0]?.id ?? '';
  }, 240_000);
  afterAll(async () => {
    for (const { server } of desks.values()) await server.close();
    await town[Symbol.asyncDispose]();
  });

  /** A question stands at jpn, and its fragment comes at crp. */
  async function letStand(jpn: TownMember, crp: TownMember): Promise<void> {
    const standsUntil = new Date(town.clock.now().getTime() + 30 * 86_400_000);
    await jpn.ask(THIRD, { standsUntil });
    await town.settle();
    await crp.load([
      contact('1', 'Tomas Averinck', FIRST),
      contact('2', 'Maro Telvik', SECOND),
      contact('3', 'Ilse Marchand', THIRD),
    ]);
    await town.publish();
  }

  const deskOf = (id: string): Desk => {
    const desk = desks.get(id);
    if (desk === undefined) throw new Error(`no desk at ${id}`);
    return desk;
  };
  const caseOf = (): string => deskOf('jpn').member.caseId;
  const twins = () => ({
    left: entityId('jpn', 'register', 'm1'),
    right: entityId('jpn', 'register', 'm2'),
  });
  const draft = () => ({
    text: `${FIRST}, ${SECOND}`,
    without: [],
    caseId: caseOf(),
    purpose: 'investigate-offence' as const,
    offence: 'terrorism' as const,
    legalBasis: 'criminal-procedure' as const,
    urgency: 'normal' as const,
    justification: 'found in exhibits 1 and 2',
  });

  /** One line a route; a route that is not here fails the test below. */
  const calls = (): Readonly<Record<string, Call>> => ({
    'GET /api/session': {},
    'POST /api/session': { body: { name: 'Officer operator', password: PASSWORD } },
    'DELETE /api/session': { role: 'operator' },
    'GET /api/status': {},
    'GET /api/cases': {},
    'POST /api/cases': { body: { reference: 'MK-2026-0815', title: 'Zirkonhafen' } },
    'POST /api/understand': { body: { text: FIRST } },
    'POST /api/questions/preview': { body: draft() },
    'POST /api/questions': { body: draft() },
    'GET /api/questions': {},
    'GET /api/questions/:id': { path: `/api/questions/${ids.question}` },
    'GET /api/standing': {},
    'POST /api/standing/:id/renew': {
      path: `/api/standing/${ids.standing}/renew`,
      body: { until: '2026-12-24', reason: 'the order was prolonged' },
    },
    'POST /api/standing/:id/stop': {
      path: `/api/standing/${ids.standing}/stop`,
      body: { reason: 'the man was found' },
    },
    'POST /api/alerts/:id/seen': { path: `/api/alerts/${ids.alert}/seen` },
    'POST /api/screenings': { body: { ...draft(), text: FIRST, without: undefined } },
    'GET /api/screenings/current': {},
    'POST /api/screenings/preview': {},
    'POST /api/screenings/ask': { body: { partners: ['crp'] } },
    'POST /api/screenings/stop': {},
    'DELETE /api/screenings/current': {},
    'POST /api/hits/:id/request': {
      path: `/api/hits/${ids.toAsk}/request`,
      body: {
        urgency: 'normal',
        urgencyReason: '',
        wanted: ['name'],
        facts: 'the number stood in an exhibit',
        connection: 'the person uses the number',
        restrictions: '',
      },
    },
    'POST /api/hits/:id/aside': {
      path: `/api/hits/${ids.toSetAside}/aside`,
      body: { reason: 'a shop’s number' },
    },
    'GET /api/requests': {},
    'GET /api/requests/:id': { path: `/api/requests/${ids.outgoing}` },
    'POST /api/requests/:id/preview': {
      at: 'crp',
      role: 'liaison',
      path: `/api/requests/${ids.incoming}/preview`,
      body: {
        entityId: entityId('crp', 'register', 't1'),
        fields: [{ statementId: ids.statement, handling: [] }],
      },
    },
    'POST /api/requests/:id/decision': {
      at: 'crp',
      role: 'liaison',
      path: `/api/requests/${ids.incoming}/decision`,
      body: { decision: 'refuse', ground: 'would-endanger', reason: 'an operation is under way' },
    },
    'GET /api/network': { path: `/api/network?case=${caseOf()}` },
    'GET /api/records/:entityId': {
      path: `/api/records/${entityId('jpn', 'register', 'x1')}?case=${caseOf()}`,
    },
    'GET /api/review': {},
    'GET /api/review/pairs/:left/:right': {
      role: 'records-officer',
      path: `/api/review/pairs/${twins().left}/${twins().right}`,
    },
    'POST /api/review/judgements': {
      role: 'records-officer',
      body: { ...twins(), verdict: 'same', reason: '' },
    },
    'DELETE /api/review/judgements/:id': { path: `/api/review/judgements/${ids.judgement}` },
    'GET /api/withdrawals': { role: 'records-officer' },
    'GET /api/intake/runs': { role: 'records-officer' },
    'GET /api/intake/runs/:id': { role: 'records-officer', path: `/api/intake/runs/${ids.run}` },
    'GET /api/intake/runs/:id/quarantine': {
      role: 'records-officer',
      path: `/api/intake/runs/${ids.run}/quarantine`,
    },
    'GET /api/ledger': { role: 'data-protection-officer' },
    'POST /api/alarms/:id/close': {
      role: 'data-protection-officer',
      path: `/api/alarms/${ids.alarm}/close`,
      body: { reason: 'a load was taken back' },
    },
    'GET /api/partners': { role: 'data-protection-officer' },
    'POST /api/grants': {
      role: 'records-officer',
      body: { partner: 'crp', keyClass: 'person', elements: 64, hours: 4, reason: 'a list tonight' },
    },
    'POST /api/grants/:id/grant': { role: 'data-protection-officer', path: '/api/grants/proposed/grant' },
    'POST /api/grants/:id/review': {
      role: 'data-protection-officer',
      path: '/api/grants/over/review',
      body: { reason: 'all of it was for the case' },
    },
    'POST /api/settlements': {
      role: 'liaison',
      body: { partner: 'fio', believed: 'first', reason: 'by telephone' },
    },
    'POST /api/settlements/:id/confirm': {
      role: 'data-protection-officer',
      path: '/api/settlements/proposed/confirm',
    },
    'POST /api/partners/:party/keys/:number/review': {
      role: 'data-protection-officer',
      path: '/api/partners/crp/keys/9/review',
      body: { reason: 'a restore that did not wait' },
    },
    'POST /api/partners/:partner/days/:day/settle': {
      role: 'data-protection-officer',
      path: '/api/partners/crp/days/2026-10-30/settle',
      body: { reason: 'a server was set back' },
    },
    'GET /api/ledger/export': { role: 'data-protection-officer' },
  });

  it('is called here', () => {
    expect(Object.keys(calls()).toSorted()).toEqual(
      ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
  });

  for (const { method, path, act } of ROUTES) {
    const leaves = act === 'public' ? 'leaves none, for it is public' : `leaves intent and outcome of ${act}`;
    it(`${method} ${path} ${leaves}`, async () => {
      const call = calls()[`${method} ${path}`] ?? {};
      const { server, member, cookie } = deskOf(call.at ?? 'jpn');
      const signedIn = act === 'public' || act === 'sign-in' ? '' : await cookie(call.role ?? 'investigator');
      const before = await newestNumber(member);
      const answer = await server.inject({
        method,
        url: call.path ?? path,
        headers: { ...HEADERS, cookie: signedIn },
        ...(call.body === undefined ? {} : { payload: call.body as object }),
      });
      expect({ status: answer.statusCode, body: answer.statusCode === 200 ? '' : answer.body }).toEqual({
        status: 200,
        body: '',
      });
      await town.settle();
      await noteRequests();
      const rows = await readEntries(member.database, { after: before, limit: 1_000 });
      const officers = rows.filter(({ entry }) => entry.kind === 'intent' && entry.role !== undefined);
      if (act === 'public') {
        expect(officers).toEqual([]);
        return;
      }
      // This act and nothing else was done by an officer, and its outcome names its intent.
      expect(officers.map(({ entry }) => entry.act)).toEqual([act]);
      const intent = officers[0]?.entry;
      const outcomes = rows.filter(({ entry }) => entry.kind === 'outcome' && entry.intent === intent?.id);
      expect(outcomes.map(({ entry }) => entry.kind === 'outcome' && entry.result)).toEqual([
        path === '/api/requests/:id/decision' ? 'refused' : 'done',
      ]);
    });
  }

  it('has left no name, number, case or reason in any ledger or log, and nothing of them with a partner that held none', async () => {
    const jpn = deskOf('jpn').member;
    const marked = [...MARKED_HERE, ...MARKED_THERE, THIRD.slice(1)];
    // The search itself works: each side's own database holds what it was fed with.
    expect(findPlanted(await dumpMember(jpn), MARKED_HERE)).toEqual(MARKED_HERE);
    expect(findPlanted(await dumpMember(deskOf('crp').member), MARKED_THERE)).toEqual(MARKED_THERE);
    for (const id of ['jpn', 'crp', 'ard']) {
      const member = town.member(id);
      const ledger: string[] = [];
      await exportLedger(member.database, (chunk) => void ledger.push(chunk));
      expect([id, 'ledger', findPlanted(ledger.join(''), marked)]).toEqual([id, 'ledger', []]);
      expect([id, 'logs', findPlanted(member.logs.join('\n'), marked)]).toEqual([id, 'logs', []]);
    }
    expect(findPlanted(await dumpMember(town.member('ard')), marked)).toEqual([]);
  });

  /** What the routes after this one are called with. */
  async function noteRequests(): Promise<void> {
    ids.outgoing = (await listRequests(deskOf('jpn').member.database, 1))[0]?.id ?? '';
    ids.incoming = (await listRequests(deskOf('crp').member.database, 1))[0]?.id ?? '';
    ids.judgement = (await listOwnJudgements(deskOf('jpn').member.database, 1))[0]?.id ?? '';
  }
});

async function openDesk(town: Town, id: string): Promise<Desk> {
  const member = town.member(id);
  const { database } = member;
  const server = createDeskServer(servicesOf(town, id), {
    host: '127.0.0.1',
    webFolder: null,
    clock: town.clock,
    signInsPerMinute: 1_000,
  });
  const roles: readonly Role[] = [
    'investigator',
    'liaison',
    'records-officer',
    'data-protection-officer',
    'operator',
  ];
  for (const role of roles)
    await createOfficer(database, {
      name: `Officer ${role}`,
      role,
      password: PASSWORD,
      passwordCost: QUICK_PASSWORDS,
    });
  const cookie = async (role: Role): Promise<string> => {
    const answer = await server.inject({
      method: 'POST',
      url: '/api/session',
      headers: HEADERS,
      payload: { name: `Officer ${role}`, password: PASSWORD },
    });
    return String(answer.headers['set-cookie']).split(';')[0] ?? '';
  };
  return { member, server, cookie };
}

async function newestNumber({ database }: TownMember): Promise<number> {
  const [newest] = await readEntries(database, { limit: 1, order: 'newest' });
  return newest?.number ?? 0;
}

/** A run as intake would leave one. */
async function noteRun({ database }: TownMember): Promise<string> {
  await database.query(
    `INSERT INTO intake.run (id, source, mode, origin, origin_hash, mapping_hash, state, intent_id, load_id, started_at)
     VALUES ('run1', 'register', 'full', 'register.csv', 'h', 'm', 'published', 'i', 'l', now())`,
  );
  return 'run1';
}

/** What a partner that signed two indexes for one place would leave, one of which somebody proposes to believe; and keys shown to another. */
async function noteSignedTwice({ database }: TownMember, now: Date): Promise<void> {
  await database.query(
    `INSERT INTO exchange.key_conflict (partner, part, number, theirs, found_at)
     SELECT 'fio', part, number, bytes, $1 FROM exchange.partner_manifest WHERE partner = 'crp' AND part = 'keys'`,
    [now],
  );
  await database.query(
    `INSERT INTO exchange.settlement (id, partner, believed, reason, proposed_at, proposed_by) VALUES ('proposed', 'fio', 'first', 'by telephone', $1, 'somebody')`,
    [now],
  );
  await database.query(
    `INSERT INTO exchange.keys_told (party, number, told_by, ours_hash, theirs_epoch, theirs_hash, theirs_signature, found_at)
     VALUES ('crp', 9, 'ard', 'a', 9, 'b', 'c', $1)`,
    [now],
  );
}

/** An alarm as two answers "not held" would leave one. */
async function noteAlarm({ database }: TownMember): Promise<string> {
  const id = randomId();
  await database.query(
    `INSERT INTO exchange.not_held_alarm (id, partner, raised_at, counted_since, answered, not_held) VALUES ($1, 'crp', now(), now(), 2, 2)`,
    [id],
  );
  return id;
}
