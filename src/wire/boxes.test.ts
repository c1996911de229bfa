import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../../test/harness/database.ts';
import { ManualClock, randomId, utf8 } from '../base/index.ts';
import type { Database } from '../store/index.ts';
import type { Agreement } from './agreement.ts';
import { openMessage, verifyMessage } from './envelope.ts';
import { refuse, WireError } from './errors.ts';
import { forgetReceived, receiveOnce } from './inbox.ts';
import { expiryOf } from './kinds.ts';
import { enqueueMessage, forgetSent, type Outbox, type OutboxOptions, startOutbox } from './outbox.ts';
import { createPeerClient, type PeerClient } from './peer-client.ts';
import { type PeerServer, startPeerServer } from './peer-server.ts';
import { buildTown, memberOf, type Town } from './test-town.ts';

const NOW = new Date();
let town: Town;
beforeAll(async () => {
  town = await buildTown(NOW);
});
afterAll(() => town[Symbol.asyncDispose]());

const coded = (code: string) => expect.objectContaining({ code });
const verified = (bytes: Uint8Array) =>
  verifyMessage({ agreement: town.agreement, self: 'birch', now: NOW, bytes });

describe('the inbox', () => {
  it('lets a message take effect once and gives its answer again', async () => {
    await using database = await freshDatabase();
    const message = verified(town.seal({}));
    let effects = 0;
    const take = () =>
      database.transaction((tx) =>
        receiveOnce(tx, message, async () => {
          effects += 1;
          return utf8(`answer ${effects}`);
        }),
      );
    expect(await take()).toEqual({ answer: utf8('answer 1'), repeated: false });
    expect(await take()).toEqual({ answer: utf8('answer 1'), repeated: true });
    expect(effects).toBe(1);
  });

  it('lets twenty arrivals at one moment take effect once', async () => {
    await using database = await freshDatabase();
    const message = verified(town.seal({}));
    let effects = 0;
    const all = await Promise.all(
      Array.from({ length: 20 }, () =>
        database.transaction((tx) =>
          receiveOnce(tx, message, async () => {
            effects += 1;
            return utf8('answer');
          }),
        ),
      ),
    );
    expect(effects).toBe(1);
    expect(all.filter((one) => !one.repeated)).toHaveLength(1);
    expect(all.every((one) => new TextDecoder().decode(one.answer) === 'answer')).toBe(true);
  });

  it('forgets a message whose work failed, so that it may come again', async () => {
    await using database = await freshDatabase();
    const message = verified(town.seal({}));
    const fail = () =>
      database.transaction((tx) => receiveOnce(tx, message, () => Promise.reject(refuse('no', 'no'))));
    await expect(fail()).rejects.toThrow(coded('refused'));
    const again = await database.transaction((tx) => receiveOnce(tx, message, async () => utf8('now')));
    expect(again.repeated).toBe(false);
  });

  it('refuses another message under the same id, and takes the same id from another member', async () => {
    await using database = await freshDatabase();
    const id = randomId();
    const take = (bytes: Uint8Array) =>
      database.transaction((tx) => receiveOnce(tx, verified(bytes), async () => utf8('answer')));
    await take(town.seal({ id }));
    await expect(take(town.seal({ id }))).rejects.toThrow(coded('id-reused'));
    expect((await take(town.seal({ id, fromAgency: town.cedar }))).repeated).toBe(false);
  });

  it('remembers a message until a replay is refused by its date alone', async () => {
    await using database = await freshDatabase();
    const bytes = town.seal({});
    await database.transaction((tx) => receiveOnce(tx, verified(bytes), async () => utf8('answer')));
    const expiry = expiryOf('match-query', NOW).getTime();
    expect(await forgetReceived(database, new Date(expiry + 240_000))).toBe(0);
    const gone = new Date(expiry + 240_001);
    expect(await forgetReceived(database, gone)).toBe(1);
    const replay = () => verifyMessage({ agreement: town.agreement, self: 'birch', now: gone, bytes });
    expect(replay).toThrow(coded('expired'));
  });
});

interface Side extends AsyncDisposable {
  readonly clock: ManualClock;
  readonly outbox: Outbox;
  readonly told: string[];
  readonly errors: string[];
  readonly database: Database;
  post(o?: {
    id?: string;
    expiresAt?: Date;
    kind?: 'match-query' | 'disclosure';
    bytes?: Uint8Array;
    to?: string;
  }): Promise<string>;
  states(): Promise<string[]>;
}

/** Alder's database and outbox; `send` stands for the way to the partner unless a client is given. */
async function side(
  agreement: Agreement,
  client: Pick<PeerClient, 'send'>,
  more: Partial<OutboxOptions> = {},
): Promise<Side> {
  const database = await freshDatabase();
  const clock = new ManualClock(NOW);
  const told: string[] = [];
  const errors: string[] = [];
  const outbox = startOutbox({
    database,
    client,
    clock,
    pollMs: 3_600_000,
    onAnswer: async (_tx, message, answer) => void told.push(`${message.id} answered ${answer.length > 0}`),
    onRefused: async (_tx, message, refusal) => void told.push(`${message.id} refused ${refusal.code}`),
    onExpired: async (_tx, message) => void told.push(`${message.id} expired`),
    onError: (_message, error) => errors.push(error instanceof WireError ? error.code : String(error)),
    ...more,
  });
  return {
    clock,
    outbox,
    told,
    errors,
    database,
    post: async (o = {}) => {
      const id = o.id ?? randomId();
      const kind = o.kind ?? 'disclosure';
      const to = o.to ?? 'birch';
      const expiresAt = o.expiresAt ?? expiryOf(kind, NOW);
      const bytes = o.bytes ?? town.seal({ agreement, id, kind, to, expiresAt });
      await database.transaction((tx) => enqueueMessage(tx, { id, to, kind, bytes, expiresAt }));
      return id;
    },
    states: async () => {
      const { rows } = await database.query<{ state: string }>(
        'SELECT state FROM wire.outbox ORDER BY queued_at',
      );
      return rows.map((row) => row.state);
    },
    [Symbol.asyncDispose]: async () => {
      await outbox.stop();
      await database.close();
    },
  };
}

const down = () => Promise.reject(new WireError('partner-down', 'the partner cannot be reached'));

describe('the outbox', () => {
  it('does not let a partner that hangs hold back what is posted to another meanwhile', async () => {
    let release: (answer: Uint8Array) => void = () => {};
    const hanging = new Promise<Uint8Array>((resolve) => {
      release = resolve;
    });
    let arrived: () => void = () => {};
    const atCedar = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    await using s = await side(town.agreement, {
      send: async (to) => {
        if (to === 'birch') return hanging;
        arrived();
        return utf8('answer');
      },
    });
    await s.post({ to: 'birch' });
    s.outbox.wake();
    await s.post({ to: 'cedar' });
    s.outbox.wake();
    await atCedar;
    release(utf8('late'));
    await s.outbox.drain();
    expect(await s.states()).toEqual(['answered', 'answered']);
  });

  it('sends what was committed and nothing that was rolled back', async () => {
    const sent: Uint8Array[] = [];
    await using s = await side(town.agreement, {
      send: async (_to, bytes) => (sent.push(bytes), utf8('answer')),
    });
    const id = await s.post();
    const rolledBack = s.database.transaction(async (tx) => {
      await enqueueMessage(tx, {
        id: randomId(),
        to: 'birch',
        kind: 'receipt',
        bytes: utf8('x'),
        expiresAt: NOW,
      });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    await s.outbox.drain();
    expect(s.told).toEqual([`${id} answered true`]);
    expect(sent).toHaveLength(1);
    await s.outbox.drain();
    expect(sent).toHaveLength(1);
  });

  it('tries again with growing pauses, byte for byte the same, and asks a silent partner once a round', async () => {
    const sent: Uint8Array[] = [];
    let up = false;
    await using s = await side(town.agreement, {
      send: async (_to, bytes) => (sent.push(Uint8Array.from(bytes)), up ? utf8('answer') : down()),
    });
    const first = await s.post();
    const second = await s.post();
    await s.outbox.drain();
    expect(sent).toHaveLength(1);
    await s.outbox.drain();
    expect(sent).toHaveLength(1);
    // 1 s, 2 s, 5 s, 15 s: one try after each pause, none before.
    for (const [pause, tries] of [
      [999, 1],
      [1, 2],
      [1_999, 2],
      [1, 3],
      [5_000, 4],
    ] as const) {
      s.clock.advance(pause);
      await s.outbox.drain();
      expect(sent).toHaveLength(tries);
    }
    up = true;
    await s.outbox.wakePartner('birch');
    await s.outbox.drain();
    expect(s.told.toSorted()).toEqual([`${first} answered true`, `${second} answered true`].toSorted());
    expect(new Set(sent.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(2);
    expect(await s.states()).toEqual(['answered', 'answered']);
  });

  it('serves one partner while another is down', async () => {
    await using s = await side(town.agreement, {
      send: (to) => (to === 'birch' ? down() : Promise.resolve(utf8('answer'))),
    });
    await s.post();
    const other = await s.post({ to: 'cedar' });
    await s.outbox.drain();
    expect(s.told).toEqual([`${other} answered true`]);
  });

  it('sends nothing beyond its expiry and says so once', async () => {
    let sent = 0;
    await using s = await side(town.agreement, { send: async () => ((sent += 1), await down()) });
    const id = await s.post({ kind: 'match-query' });
    await s.outbox.drain();
    s.clock.advance(15 * 60_000);
    await s.outbox.drain();
    await s.outbox.drain();
    expect([sent, s.told]).toEqual([1, [`${id} expired`]]);
    s.clock.advance(1);
    expect(await forgetSent(s.database, s.clock.now())).toBe(1);
  });

  it('hands a signed refusal on once, and tries again after one that may pass or that nobody signed', async () => {
    const answers = [
      new WireError('refused', 'x', {
        evidence: { refusal: { code: 'internal', message: 'x', signed: true } },
      }),
      new WireError('refused', 'x', {
        evidence: { refusal: { code: 'unknown-partner', message: 'x', signed: false } },
      }),
      refuse('not-today', 'not today'),
    ];
    await using s = await side(town.agreement, { send: () => Promise.reject(answers.shift()) });
    const id = await s.post();
    for (let turn = 0; turn < 5; turn += 1) {
      await s.outbox.drain();
      s.clock.advance(60_000);
    }
    expect(s.told).toEqual([`${id} refused not-today`]);
    expect(answers).toHaveLength(0);
  });

  it('keeps the message when what its answer brings about fails, and closes it with the next answer', async () => {
    let failures = 2;
    const effects: string[] = [];
    await using s = await side(
      town.agreement,
      { send: async () => utf8('answer') },
      {
        onAnswer: async (_tx, message) => {
          failures -= 1;
          if (failures >= 0) throw new Error('the disk is full');
          effects.push(message.id);
        },
      },
    );
    const id = await s.post();
    for (let turn = 0; turn < 5; turn += 1) {
      await s.outbox.drain();
      s.clock.advance(60_000);
    }
    expect(effects).toEqual([id]);
    expect(s.errors).toHaveLength(2);
  });
});

describe('two agencies with their boxes', () => {
  it('deliver every message once although the partner is away, answers get lost and bytes are sent again', async () => {
    await using birchDatabase = await freshDatabase();
    let agreement = town.agreement;
    let loseAnswers = 3;
    const effects = new Map<string, number>();
    const start = (port: number): Promise<PeerServer> =>
      startPeerServer({
        keys: town.birch.keys,
        agreement: () => agreement,
        self: 'birch',
        host: '127.0.0.1',
        port,
        onMessage: async (_from, _bytes, opened) => {
          const { answer } = await birchDatabase.transaction((tx) =>
            receiveOnce(tx, opened, async () => {
              const { id, from } = opened.header;
              effects.set(id, (effects.get(id) ?? 0) + 1);
              return town.seal({
                fromAgency: town.birch,
                agreement,
                to: from,
                kind: 'receipt',
                inReplyTo: id,
              });
            }),
          );
          loseAnswers -= 1;
          if (loseAnswers >= 0) throw new Error('the answer is lost after the commit');
          return answer;
        },
      });
    const first = await start(0);
    agreement = town.sign((draft) => ({
      ...draft,
      members: [town.alder, town.birch, town.cedar].map((agency, index) =>
        memberOf(agency, index, `https://127.0.0.1:${agency.id === 'birch' ? first.port : 1}`),
      ),
    })).agreement;
    await first.close();

    await using client = createPeerClient({
      keys: town.alder.keys,
      agreement: () => agreement,
      self: 'alder',
    });
    await using s = await side(agreement, client, {
      onAnswer: async (_tx, message, bytes) => {
        const { header } = openMessage({ keys: town.alder.keys, agreement, self: 'alder', now: NOW, bytes });
        expect(header.inReplyTo).toBe(message.id);
        s.told.push(message.id);
      },
    });
    const ids = [];
    for (let count = 0; count < 10; count += 1) ids.push(await s.post());
    await s.outbox.drain();
    expect(s.told).toEqual([]);

    const second = await start(first.port);
    for (let turn = 0; turn < 8; turn += 1) {
      s.clock.advance(300_000);
      await s.outbox.drain();
    }
    await second.close();
    expect(s.told.toSorted()).toEqual(ids.toSorted());
    expect([...effects.keys()].toSorted()).toEqual(ids.toSorted());
    expect([...effects.values()]).toEqual(ids.map(() => 1));
  });
});
