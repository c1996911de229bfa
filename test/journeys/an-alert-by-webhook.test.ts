/** An alert reaches a machine by a signed webhook: a real receiver, down and back, and one that knows another key. */
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listAlerts } from '../../src/exchange/index.ts';
import { countJobs } from '../../src/store/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const NUMBER = '+33639981177';

interface Told {
  readonly id: string;
  readonly body: string;
  readonly verified: boolean;
}

/** A receiver as an operator would write one: it verifies the exact bytes under its key, and refuses what does not verify. */
class Receiver {
  readonly told: Told[] = [];
  key: Buffer;
  answers: 'as it should' | 'elsewhere' | 'never' = 'as it should';
  #server: Server | null = null;
  #port = 0;

  constructor(key: Buffer) {
    this.key = key;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/alerts`;
  }

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => void parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString('utf8');
        const id = String(request.headers['webhook-id']);
        const signed = `${id}.${String(request.headers['webhook-timestamp'])}.${body}`;
        const wanted = `v1,${createHmac('sha256', this.key).update(signed).digest('base64')}`;
        const verified = request.headers['webhook-signature'] === wanted;
        this.told.push({ id, body, verified });
        if (this.answers === 'never') return;
        if (this.answers === 'elsewhere') response.writeHead(307, { location: this.url }).end();
        else response.writeHead(verified ? 204 : 401).end();
      });
    });
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    this.#server?.close();
    if (this.#server !== null) await once(this.#server, 'close');
    this.#server = null;
  }
}

describe('an alert by webhook', () => {
  it('is told once, signed over the exact bytes, and says nothing of whom, what or where', async () => {
    await using watch = await townThatTells();
    const { town, jpn, receiver } = watch;
    await fragment(town, town.member('crp'));
    await jpn.agency.jobs?.drain();
    const [alert] = await listAlerts(jpn.database, 1);
    expect(alert).toMatchObject({ delivery: 'sent', deliveryCode: null });
    expect(receiver.told).toEqual([
      {
        id: alert?.id,
        verified: true,
        body: `{"type":"alert.raised","timestamp":"2026-11-03T12:00:00.000Z","data":{"agency":"jpn","alert":"${alert?.id}"}}`,
      },
    ]);
    // Nothing more is told by a restart.
    await jpn.stop();
    await jpn.start();
    await jpn.agency.jobs?.drain();
    expect(receiver.told).toHaveLength(1);
  }, 240_000);

  it('waits for a machine that is down, across a restart, and reaches it when it is back', async () => {
    await using watch = await townThatTells();
    const { town, jpn, receiver } = watch;
    await receiver.stop();
    await fragment(town, town.member('crp'));
    await jpn.agency.jobs?.drain();
    // At the desk it stands all the same.
    expect(await listAlerts(jpn.database, 1)).toMatchObject([
      { delivery: 'waiting', deliveryCode: 'webhook-unreachable' },
    ]);
    await jpn.stop();
    await jpn.start();
    await receiver.start();
    // Not before its pause is over.
    await jpn.agency.jobs?.drain();
    expect(receiver.told).toEqual([]);
    town.clock.advance(2 * MINUTE);
    await jpn.agency.jobs?.drain();
    expect(receiver.told).toMatchObject([{ verified: true }]);
    expect(await listAlerts(jpn.database, 1)).toMatchObject([{ delivery: 'sent', deliveryCode: null }]);
  }, 240_000);

  it('is not told onward by a redirect, and waits no longer than five seconds for a machine that never answers', async () => {
    await using watch = await townThatTells();
    const { town, jpn, receiver } = watch;
    receiver.answers = 'elsewhere';
    await fragment(town, town.member('crp'));
    await jpn.agency.jobs?.drain();
    expect(await listAlerts(jpn.database, 1)).toMatchObject([{ deliveryCode: 'webhook-unreachable' }]);
    expect(receiver.told).toHaveLength(1);
    receiver.answers = 'never';
    town.clock.advance(2 * MINUTE);
    const began = performance.now();
    await jpn.agency.jobs?.drain();
    expect(performance.now() - began).toBeGreaterThan(4_500);
    expect(await listAlerts(jpn.database, 1)).toMatchObject([
      { delivery: 'waiting', deliveryCode: 'webhook-unreachable' },
    ]);
    receiver.answers = 'as it should';
    town.clock.advance(20 * MINUTE);
    await jpn.agency.jobs?.drain();
    expect(await listAlerts(jpn.database, 1)).toMatchObject([{ delivery: 'sent' }]);
  }, 240_000);

  it('is refused by a machine that knows another key, told again with the same id and bytes, and given up after a day', async () => {
    await using watch = await townThatTells();
    const { town, jpn, receiver } = watch;
    const right = receiver.key;
    receiver.key = randomBytes(32);
    await fragment(town, town.member('crp'));
    await jpn.agency.jobs?.drain();
    expect(await listAlerts(jpn.database, 1)).toMatchObject([
      { delivery: 'waiting', deliveryCode: 'webhook-refused' },
    ]);
    town.clock.advance(20 * MINUTE);
    await jpn.agency.jobs?.drain();
    expect(receiver.told.map(({ verified }) => verified)).toEqual([false, false]);
    expect(new Set(receiver.told.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
    town.clock.advance(DAY);
    receiver.key = right;
    await jpn.agency.jobs?.drain();
    expect(receiver.told).toHaveLength(2);
    expect(await listAlerts(jpn.database, 1)).toMatchObject([{ delivery: 'given-up' }]);
    expect(await countJobs(jpn.database)).toEqual([]);
  }, 240_000);
});

async function townThatTells(): Promise<
  { readonly town: Town; readonly jpn: TownMember; readonly receiver: Receiver } & AsyncDisposable
> {
  const town = await buildTown(agenciesOf('jpn', 'crp'));
  const jpn = town.member('jpn');
  const receiver = new Receiver(randomBytes(32));
  await receiver.start();
  const key = join(jpn.config.keys, 'alert.key');
  writeFileSync(key, `whsec_${receiver.key.toString('base64')}\n`, { mode: 0o600 });
  await jpn.stop();
  jpn.config.alerts = { webhook: { url: receiver.url, key } };
  await jpn.start();
  await jpn.ask(NUMBER, { standsUntil: new Date(town.clock.now().getTime() + 60 * DAY) });
  await town.settle();
  return {
    town,
    jpn,
    receiver,
    async [Symbol.asyncDispose]() {
      await town[Symbol.asyncDispose]();
      await receiver.stop();
    },
  };
}

async function fragment(town: Town, member: TownMember): Promise<void> {
  await member.load([STORY_PHONE, NUMBER].map(suspectWith));
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
