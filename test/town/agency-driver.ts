/**
 * One agency of a journey, moved step by step: the same acts that the desk and the background bring about, each called
 * by hand. Every act looks first and does not repeat what is there already, as a person would after a crash.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { ManualClock } from '../../src/base/index.ts';
import { type Agency, composeAgency } from '../../src/compose.ts';
import type { AgencyConfig } from '../../src/config.ts';
import {
  listHits,
  listQuestions,
  listRequests,
  readRecordFields,
  readRequest,
} from '../../src/exchange/index.ts';
import type { Purpose, Role } from '../../src/model/index.ts';
import { type Actor, createCase, listCases, listOfficers, signIn } from '../../src/oversight/index.ts';
import { startEmbeddedPostgres } from '../../src/store/index.ts';
import { createAgencyKeys } from '../../src/wire/index.ts';
import { QUICK_PASSWORDS } from './quick-passwords.ts';

/** What a driver needs to open its agency; plain data, so that it can travel to another process. */
export interface AgencyPlace {
  /** Everything of the agency is under this folder: keys, data, sources, agreement.json. */
  readonly folder: string;
  readonly id: string;
  readonly country: string;
  readonly peerPort: number;
  readonly databaseUrl: string;
}

export interface Asked {
  readonly text: string;
  readonly purpose: Purpose;
}

type Officer = Extract<Actor, { type: 'officer' }>;

const CASE = { reference: 'C-1', title: 'The quay' };
const PASSWORD = 'a long enough password';
const MONTH_MS = 30 * 86_400_000;

export class AgencyDriver {
  readonly #place: AgencyPlace;
  readonly #clock = new ManualClock(new Date(0));
  #agency: Agency | null = null;
  /** The machine that is told of alerts; it lives and dies with the agency's process. */
  #receiver: Server | null = null;

  constructor(place: AgencyPlace) {
    this.#place = place;
  }

  /** The town's time stands still until the next call. */
  async setTime(now: string): Promise<void> {
    this.#clock.advance(Date.parse(now) - this.#clock.now().getTime());
  }

  /** First of all: the agency's keys, in an empty folder. */
  async makeKeys(): Promise<void> {
    const { folder, id } = this.#place;
    await createAgencyKeys(join(folder, 'keys'), { agencyId: id, name: nameOf(id), now: this.#clock.now() });
  }

  /** The packaged database server on a folder of its own, started and stopped again. */
  async tryOwnServer(): Promise<void> {
    const dataDirectory = join(this.#place.folder, 'postgres');
    await using server = await startEmbeddedPostgres({ dataDirectory, durable: false });
    if (server.pid <= 0) throw new Error('the server has no process');
  }

  /** What `serve` does at a start. */
  async start(): Promise<void> {
    if (this.#agency !== null) return;
    const { databaseUrl } = this.#place;
    this.#receiver ??= await takeAlerts();
    const key = join(this.#place.folder, 'alert.key');
    if (!existsSync(key)) writeFileSync(key, randomBytes(32).toString('base64'));
    const { port } = this.#receiver.address() as AddressInfo;
    this.#agency = await composeAgency({
      config: { ...configOf(this.#place), alerts: { webhook: { url: `http://127.0.0.1:${port}`, key } } },
      databaseUrl,
      logger: pino({ level: process.env['TOWN_LOG'] ?? 'silent' }, pino.destination({ dest: 2, sync: true })),
      clock: this.#clock,
      webFolder: null,
      automatic: false,
      withDesk: false,
      passwordCost: QUICK_PASSWORDS,
    });
  }

  async close(): Promise<void> {
    await this.#agency?.[Symbol.asyncDispose]();
    this.#agency = null;
    this.#receiver?.close();
    this.#receiver = null;
  }

  /** Reads every source that changed and publishes; gives back how the intake stands. */
  async load(): Promise<string> {
    await this.#opened.background.load();
    await this.#opened.background.resolve();
    return this.#opened.status().steps.find((step) => step.step === 'intake')?.state ?? 'waiting';
  }

  /** What the background does by itself from time to time. */
  async followPartners(): Promise<void> {
    await this.#opened.exchange.refreshPartners();
  }

  /** Sends what is due now and does what follows from it; gives back how many messages still wait. */
  async push(): Promise<number> {
    const { agreement, outbox, exchange, jobs, database, id } = this.#opened;
    for (const member of agreement.members) if (member.id !== id) await outbox.wakePartner(member.id);
    await outbox.drain();
    await exchange.drain();
    await jobs?.drain();
    const { rows } = await database.query<{ count: number }>(
      `SELECT count(*) AS count FROM wire.outbox WHERE state = 'waiting'`,
    );
    return rows[0]?.count ?? 0;
  }

  async openCase(): Promise<void> {
    const { database, oversight } = this.#opened;
    if ((await listCases(database)).length > 0) return;
    const actor = await this.#officer('investigator');
    await oversight.permit({ act: 'open-case', actor }, async (tx) => {
      await createCase(tx, { ...CASE, officerId: actor.officerId });
      return { value: undefined, outcome: { result: 'done', count: 1 } };
    });
  }

  /** Asks and lets the question stand for a month. */
  async watch(text: string): Promise<void> {
    await this.ask(
      { text, purpose: 'investigate-offence' },
      new Date(this.#clock.now().getTime() + MONTH_MS),
    );
  }

  async ask({ text, purpose }: Asked, standsUntil?: Date): Promise<void> {
    const { database, exchange } = this.#opened;
    const asked = await listQuestions(database, 100);
    if (asked.some((question) => question.about.includes(text) && question.purpose === purpose)) return;
    await exchange.ask({
      text,
      without: [],
      actor: await this.#officer('investigator'),
      caseId: await this.#caseId(),
      purpose,
      offence: 'terrorism',
      legalBasis: 'criminal-procedure',
      urgency: 'normal',
      justification: 'found in an exhibit',
      ...(standsUntil === undefined ? {} : { standsUntil }),
    });
  }

  /** Opens every hit that is still sealed towards its owner. */
  async requestHits(): Promise<void> {
    const { database, exchange } = this.#opened;
    const actor = await this.#officer('investigator');
    for (const hit of await listHits(database, { caseId: await this.#caseId() })) {
      if (hit.state !== 'sealed') continue;
      await exchange.sendRequest(actor, hit.id, {
        urgency: 'normal',
        urgencyReason: '',
        wanted: ['name', 'birth-date'],
        facts: 'a telephone was used near the quay',
        connection: 'the number is on the exhibit',
        restrictions: '',
      });
    }
  }

  /** Discloses all that may go to every request that waits. */
  async decideRequests(): Promise<void> {
    const { database, exchange } = this.#opened;
    const actor = await this.#officer('liaison');
    for (const { id, direction, state } of await listRequests(database, 100)) {
      if (direction !== 'incoming' || state !== 'waiting') continue;
      const request = await readRequest(database, id);
      const records = await readRecordFields(
        database,
        request?.entityIds ?? [],
        this.#clock.now().toISOString().slice(0, 10),
      );
      const record = records[0];
      if (record === undefined) throw new Error('the opened key points to no record');
      const open = record.fields.filter((field) => field.blocked === undefined);
      await exchange.decide(actor, id, {
        decision: 'disclose',
        entityId: record.record.id,
        fields: open.map((field) => ({ statementId: field.statement.id, handling: ['H0'] })),
        reason: 'the request is complete',
      });
    }
  }

  /** Something that the policy denies, and something that is permitted and fails: both must stand in the ledger once. */
  async tryInVain(): Promise<void> {
    const { database, exchange, oversight } = this.#opened;
    const { rows } = await database.query<{ act: string; result: string }>(
      `SELECT act, result FROM ledger.entry WHERE kind = 'outcome'`,
    );
    const stands = (act: string, result: string): boolean =>
      rows.some((row) => row.act === act && row.result === result);
    const nobody = randomBytes(16).toString('hex');
    if (!stands('sign-in', 'refused'))
      await mustFail(
        signIn(database, { name: 'nobody', password: 'guessed', clock: this.#clock, oversight }),
      );
    if (!stands('set-hit-aside', 'refused'))
      await mustFail(exchange.setHitAside(await this.#officer('operator'), nobody, 'not mine to close'));
    if (!stands('set-hit-aside', 'failed'))
      await mustFail(
        exchange.setHitAside(await this.#officer('investigator'), nobody, 'there is no such hit'),
      );
  }

  /** Every committed entry gets its place, under a signed checkpoint. */
  async flush(): Promise<void> {
    await this.#opened.sequencer.flush();
  }

  get #opened(): Agency {
    if (this.#agency === null) throw new Error('the agency is not started');
    return this.#agency;
  }

  async #officer(role: Role): Promise<Officer> {
    const officer = (await listOfficers(this.#opened.database)).find((one) => one.role === role);
    if (officer === undefined) throw new Error(`there is no ${role}`);
    return { type: 'officer', officerId: officer.id, role };
  }

  async #caseId(): Promise<string> {
    const file = (await listCases(this.#opened.database))[0];
    if (file === undefined) throw new Error('there is no case');
    return file.id;
  }
}

/** A machine that takes whatever it is told. */
async function takeAlerts(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume();
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function mustFail(work: Promise<unknown>): Promise<void> {
  const failed = await work.then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error('this should not have been possible');
}

function nameOf(id: string): string {
  return `Agency ${id}`;
}

function configOf({ folder, id, country, peerPort }: AgencyPlace): AgencyConfig {
  const source = (name: string, file: string) => ({
    mapping: join(folder, 'sources', `${name}.yaml`),
    file: join(folder, 'sources', file),
  });
  return {
    folder,
    agency: { id, name: nameOf(id), letters: id.toUpperCase(), country, language: 'en' },
    desk: { host: '127.0.0.1', port: 0 },
    peer: { host: '127.0.0.1', port: peerPort },
    agreement: join(folder, 'agreement.json'),
    keys: join(folder, 'keys'),
    sealer: 'inside',
    data: join(folder, 'data'),
    workers: 1,
    index: { 'beat-seconds': 5, 'pad-to': 16 },
    intake: [source('register', 'register.csv'), source('unload', 'unload.dat')],
    'demo-officers': (['investigator', 'liaison', 'operator'] as const).map((role) => ({
      name: `${role} of ${id}`,
      role,
      password: PASSWORD,
    })),
  };
}
