import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, connect as connectPlain, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock, randomId, utf8 } from '../base/index.ts';
import type { Agreement } from './agreement.ts';
import { issueCertificate } from './certificate.ts';
import { MESSAGE_TYPE, type OpenedMessage, openMessage } from './envelope.ts';
import { readRefusal, refuse, WireError } from './errors.ts';
import { createAgencyKeys } from './keys.ts';
import { expiryOf } from './kinds.ts';
import { createPeerClient, type PeerClient } from './peer-client.ts';
import { type PeerServer, type PeerServerOptions, startPeerServer } from './peer-server.ts';
import { readBody } from './read-body.ts';
import { openRefusal } from './refusal.ts';
import { type Agency, buildTown, memberOf, type Town } from './test-town.ts';

// Certificates are checked against the clock of the machine by no one but us, so a fixed time will do.
const NOW = new Date();
let town: Town;
beforeAll(async () => {
  town = await buildTown(NOW);
});
afterAll(() => town[Symbol.asyncDispose]());

const clock = new ManualClock(NOW);

/** The agreement with birch at that port, and the message of alder that goes there. */
function meet(port: number, change: (agreement: Agreement) => Agreement = (same) => same): Agreement {
  const agencies = [town.alder, town.birch, town.cedar];
  const { agreement } = town.sign((draft) => ({
    ...draft,
    members: agencies.map((agency, index) =>
      memberOf(agency, index, `https://127.0.0.1:${agency.id === 'birch' ? port : 1}`),
    ),
  }));
  return change(agreement);
}

interface Stage extends AsyncDisposable {
  readonly server: PeerServer;
  readonly client: PeerClient;
  readonly agreement: () => Agreement;
  readonly use: (agreement: Agreement) => void;
  readonly message: (o?: Partial<Parameters<Town['seal']>[0]>) => Uint8Array;
  readonly greet: () => Promise<void>;
  readonly alarms: string[];
}

/** Birch listens and answers "hello" with "hello <sender>"; alder has a client. */
async function stage(options: Partial<PeerServerOptions> = {}): Promise<Stage> {
  let agreement = town.agreement;
  const alarms: string[] = [];
  const answer = async (opened: OpenedMessage): Promise<Uint8Array> => {
    return town.seal({
      fromAgency: town.birch,
      agreement,
      to: opened.header.from,
      kind: 'match-result',
      inReplyTo: opened.header.id,
      body: utf8(`hello ${opened.header.from}`),
    });
  };
  const server = await startPeerServer({
    keys: town.birch.keys,
    agreement: () => agreement,
    self: 'birch',
    host: '127.0.0.1',
    port: 0,
    clock,
    onMessage: (_from, _bytes, opened) => answer(opened),
    onAlarm: (alarm) => alarms.push(`${alarm.partner}: ${alarm.code}`),
    ...options,
  });
  agreement = meet(server.port);
  const client = createPeerClient({
    keys: town.alder.keys,
    agreement: () => agreement,
    self: 'alder',
    clock,
  });
  const message: Stage['message'] = (o) => town.seal({ agreement, ...o });
  return {
    server,
    client,
    alarms,
    agreement: () => agreement,
    use: (other) => {
      agreement = other;
    },
    message,
    greet: async () => {
      const bytes = await client.send('birch', message());
      const { body } = openMessage({ keys: town.alder.keys, agreement, self: 'alder', now: NOW, bytes });
      expect(new TextDecoder().decode(body)).toBe('hello alder');
    },
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await server.close();
    },
  };
}

interface RawAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
}

/** A request as a hostile partner would make it, with the keys of `agency`. */
function raw(
  port: number,
  agency: Pick<Agency, 'keys'> | null,
  o: { method?: string; path?: string; body?: Uint8Array; headers?: Record<string, string> },
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const identity = agency === null ? {} : { key: agency.keys.tls.keyPem, cert: agency.keys.tls.certPem };
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        method: o.method ?? 'POST',
        path: o.path ?? '/messages',
        rejectUnauthorized: false,
        agent: false,
        headers: o.headers ?? {},
        ...identity,
      },
      (incoming: IncomingMessage) => {
        readBody(incoming, 1_000_000).then(
          (body) =>
            resolve({ status: incoming.statusCode ?? 0, type: incoming.headers['content-type'] ?? '', body }),
          reject,
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(o.body ?? new Uint8Array(0));
  });
}

function rawSocket(port: number, agency: Agency): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const { keyPem: key, certPem: cert } = agency.keys.tls;
    const socket = connect({ host: '127.0.0.1', port, key, cert, rejectUnauthorized: false }, () =>
      resolve(socket),
    );
    socket.on('error', reject);
  });
}

/** Everything a server says until it closes the connection. */
function hear(socket: TLSSocket): Promise<string> {
  return new Promise((resolve) => {
    let all = '';
    socket.on('data', (chunk: Uint8Array) => {
      all += text(chunk);
    });
    socket.on('close', () => resolve(all));
  });
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const coded = (code: string) => expect.objectContaining({ code });

/** The code inside a signed refusal of those bytes by birch. */
function refusalCode(s: Stage, refused: Uint8Array, answer: RawAnswer): string | undefined {
  expect(answer.type).toBe(MESSAGE_TYPE);
  const reader = {
    keys: town.alder.keys,
    agreement: s.agreement(),
    self: 'alder',
    now: NOW,
    bytes: answer.body,
  };
  return openRefusal({ ...reader, from: 'birch', refused })?.code;
}

describe('two agencies', () => {
  it('exchange a message and its answer, again and again over one connection', async () => {
    await using s = await stage();
    for (let turn = 0; turn < 20; turn += 1) await s.greet();
    const many = await Promise.all(Array.from({ length: 40 }, () => s.client.send('birch', s.message())));
    expect(many).toHaveLength(40);
  });

  it('take a message under the second pinned key while one key replaces the other, on both sides', async () => {
    const next = await createAgencyKeys(join(town.birch.folder, 'next'), {
      agencyId: 'birch',
      name: 'birch agency',
      now: NOW,
    });
    await using s = await stage({ keys: { ...town.birch.keys, tls: next.tls } });
    const both = s
      .agreement()
      .members.map((member) =>
        member.id === 'birch' ? { ...member, tlsKeys: [town.birch.keys.tls.pin, next.tls.pin] } : member,
      );
    await expect(s.greet()).rejects.toThrow(coded('certificate-refused'));
    s.use({ ...s.agreement(), members: both });
    await s.greet();
    const nextAlder = await createAgencyKeys(join(town.alder.folder, 'next'), {
      agencyId: 'alder',
      name: 'alder agency',
      now: NOW,
    });
    const asNext = { keys: { ...town.alder.keys, tls: nextAlder.tls } };
    expect((await raw(s.server.port, asNext, { body: s.message() })).status).toBe(403);
    s.use({
      ...s.agreement(),
      members: s
        .agreement()
        .members.map((member) =>
          member.id === 'alder' ? { ...member, tlsKeys: [...member.tlsKeys, nextAlder.tls.pin] } : member,
        ),
    });
    expect((await raw(s.server.port, asNext, { body: s.message() })).status).toBe(200);
  });
});

describe('a server', () => {
  it('refuses a stranger, a partner with another key and a caller without one, and keeps serving', async () => {
    await using s = await stage();
    await using others = await buildTown(NOW);
    for (const caller of [others.alder, null]) {
      const answer = await raw(s.server.port, caller, { body: s.message() });
      expect(answer.status).toBe(403);
      expect(JSON.parse(text(answer.body))).toMatchObject({ error: 'unknown-partner' });
    }
    await s.greet();
  });

  it.each([
    ['one address', 16, () => '127.0.0.9'],
    // One of the 64 had to make room for the member.
    ['many addresses', 63, (at: number) => `127.0.7.${1 + (at % 100)}`],
  ])(
    'lets members in while strangers at %s hold all the connections they can and say nothing',
    async (_who, held, addressOf) => {
      const warnings: string[] = [];
      await using s = await stage({
        log: { warn: (facts, sentence) => void warnings.push(`${facts['code']}: ${sentence}`) },
        limits: { handshakesMax: 64, handshakesPerAddressMax: 16 },
      });
      const open = new Set<Socket>();
      for (let at = 0; at < 300; at += 1) {
        const socket = connectPlain({ host: '127.0.0.1', port: s.server.port, localAddress: addressOf(at) });
        open.add(socket);
        socket.on('error', () => {}).on('close', () => open.delete(socket));
        await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
      }
      await s.greet();
      await expect.poll(() => open.size).toBe(held);
      // Said once, not for each of them.
      expect(warnings).toEqual(['busy: connections that did not say who they are were ended']);
      await s.greet();
      for (const socket of open) socket.destroy();
    },
  );

  it('ends a connection that does not finish its handshake in time', async () => {
    await using s = await stage({ limits: { handshakeTimeMs: 200 } });
    const socket = connectPlain({ host: '127.0.0.1', port: s.server.port }).resume();
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.write(Uint8Array.of(22, 3, 1));
    await ended;
    await s.greet();
  });

  it('keeps every place of its members, however many strangers have shown a key of their own', async () => {
    await using s = await stage({
      limits: { connectionsMax: 2, connectionsPerPartnerMax: 2, strangersMax: 3 },
    });
    await using others = await buildTown(NOW);
    const strangers: TLSSocket[] = [];
    for (let at = 0; at < 5; at += 1) {
      const socket = await rawSocket(s.server.port, others.alder);
      strangers.push(socket.on('error', () => {}));
    }
    const member = await rawSocket(s.server.port, town.cedar);
    await s.greet();
    for (const socket of [...strangers, member]) socket.destroy();
  });

  it('speaks TLS 1.3 and nothing older', async () => {
    await using s = await stage();
    const socket = await rawSocket(s.server.port, town.alder);
    expect(socket.getProtocol()).toBe('TLSv1.3');
    socket.destroy();
    await expect(
      new Promise((resolve, reject) => {
        connect(
          { host: '127.0.0.1', port: s.server.port, maxVersion: 'TLSv1.2', rejectUnauthorized: false },
          () => resolve(1),
        ).on('error', reject);
      }),
    ).rejects.toThrow();
    await s.greet();
  });

  it('refuses what is wrong with a message in a signed answer, and keeps serving', async () => {
    await using s = await stage();
    const now = NOW.getTime();
    const old = new Date(now - 60 * 60_000);
    const good = s.message();
    const flipped = Uint8Array.from(good);
    flipped[flipped.length - 100] = (flipped[flipped.length - 100] ?? 0) ^ 1;
    const cases: [string, Uint8Array][] = [
      ['signature-invalid', flipped],
      ['signature-invalid', good.subarray(0, good.length - 1)],
      ['malformed', good.subarray(0, 30)],
      ['malformed', new Uint8Array(0)],
      ['malformed', randomBytes(500)],
      ['expired', s.message({ createdAt: old, expiresAt: expiryOf('match-query', old) })],
      ['from-the-future', s.message({ createdAt: new Date(now + 180_000) })],
      ['not-for-us', s.message({ to: 'cedar' })],
      ['agreement-other', town.seal({})],
      ['sender-mismatch', s.message({ fromAgency: town.cedar })],
      // Sealed to cedar's key but addressed to birch: an agreement in which birch has that sealing key.
      [
        'seal-broken',
        s.message({
          agreement: {
            ...s.agreement(),
            members: s
              .agreement()
              .members.map((member) =>
                member.id === 'birch'
                  ? { ...member, sealingKey: s.agreement().members[2]?.sealingKey ?? '' }
                  : member,
              ),
          },
        }),
      ],
    ];
    for (const [code, bytes] of cases) {
      const answer = await raw(s.server.port, town.alder, { body: bytes });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(refusalCode(s, bytes, answer)).toBe(code);
      await s.greet();
    }
    expect(s.alarms).toEqual(['alder: sender-mismatch']);
  });

  it('signs a refusal for those bytes alone', async () => {
    await using s = await stage();
    const bytes = new Uint8Array(3);
    const answer = await raw(s.server.port, town.alder, { body: bytes });
    expect(refusalCode(s, bytes, answer)).toBe('malformed');
    expect(refusalCode(s, new Uint8Array(4), answer)).toBeUndefined();
  });

  it('refuses an oversized message before and while it comes, and keeps serving', async () => {
    await using s = await stage({ maxBytes: 10_000 });
    const announced = await raw(s.server.port, town.alder, {
      body: new Uint8Array(10_001),
      headers: { 'content-length': '10001' },
    });
    expect([announced.status, JSON.parse(text(announced.body))]).toMatchObject([413, { error: 'too-large' }]);
    const streamed = await raw(s.server.port, town.alder, {
      body: new Uint8Array(10_001),
      headers: { 'transfer-encoding': 'chunked' },
    });
    expect([streamed.status, JSON.parse(text(streamed.body))]).toMatchObject([413, { error: 'too-large' }]);
    await s.greet();
  });

  it('answers other paths and methods with a code', async () => {
    await using s = await stage({ onFetch: async () => utf8('x') });
    for (const [method, path] of [
      ['GET', '/messages'],
      ['DELETE', '/messages'],
      ['POST', '/other'],
      ['GET', '/files/'],
      ['GET', '/files/../secret'],
      ['GET', '/files/a/%2e%2e/secret'],
      ['GET', '/files/a/.hidden'],
      ['GET', '/files/a//b'],
    ] as const) {
      const answer = await raw(s.server.port, town.alder, { method, path });
      expect([answer.status, JSON.parse(text(answer.body))]).toMatchObject([404, { error: 'not-found' }]);
    }
    await s.greet();
  });

  it('ends requests that come too slowly, in the head and in the body, and serves others meanwhile', async () => {
    const limits = { headerTimeMs: 300, requestTimeMs: 300, checkEveryMs: 50 };
    await using s = await stage({ limits });
    const starts = [
      'POST /messages HTTP/1.1\r\nHost: x\r\nX: ',
      'POST /messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc',
    ];
    const sockets = await Promise.all(starts.map(() => rawSocket(s.server.port, town.alder)));
    const heard = sockets.map(hear);
    sockets.forEach((socket, index) => socket.write(starts[index] ?? ''));
    await s.greet();
    for (const what of heard) expect(await what).toContain('too-slow');
    await s.greet();
  });

  it('answers what is no HTTP with a code, and keeps serving', async () => {
    await using s = await stage();
    for (const [start, code] of [
      ['hello\r\n\r\n', 'malformed'],
      [`GET /files/a HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 'too-large'],
    ] as const) {
      const socket = await rawSocket(s.server.port, town.alder);
      const heard = hear(socket);
      socket.write(start);
      expect(await heard).toContain(code);
    }
    await s.greet();
  });

  it('lets one partner hold no more than its share of connections', async () => {
    await using s = await stage({ limits: { connectionsPerPartnerMax: 3 } });
    const sockets = await Promise.all(Array.from({ length: 8 }, () => rawSocket(s.server.port, town.cedar)));
    for (const socket of sockets) socket.resume();
    // Five of cedar's eight are closed; alder is served all the same.
    await s.greet();
    await expect.poll(() => sockets.filter((socket) => socket.closed).length).toBe(5);
    for (const socket of sockets) socket.destroy();
  });

  it('says busy when a partner has too many requests under way, and takes them again afterwards', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let under = 0;
    await using s = await stage({
      limits: { handlersPerPartnerMax: 2 },
      onMessage: async () => {
        under += 1;
        await held;
        throw refuse('enough', 'enough for today');
      },
    });
    const two = [1, 2].map(() =>
      s.client.send('birch', s.message()).catch((error: unknown) => readRefusal(error)?.code),
    );
    await expect.poll(() => under).toBe(2);
    await expect(s.client.send('birch', s.message())).rejects.toThrow(coded('partner-busy'));
    release();
    expect(await Promise.all(two)).toEqual(['enough', 'enough']);
    await expect(s.client.send('birch', s.message())).rejects.toThrow(coded('refused'));
  });

  it('tells the sender a handler’s refusal, and of a handler’s failure nothing but that it failed', async () => {
    let next: Error = refuse('budget-used-up', 'the budget of this day is used up');
    await using s = await stage({
      onMessage: async () => {
        throw next;
      },
    });
    const failed = await s.client.send('birch', s.message()).catch(readRefusal);
    expect(failed).toEqual({
      code: 'budget-used-up',
      message: 'the budget of this day is used up',
      signed: true,
    });
    next = new Error('select secret from drawer');
    expect(await s.client.send('birch', s.message()).catch(readRefusal)).toMatchObject({
      code: 'internal',
      signed: true,
    });
    next = new WireError('id-reused', 'this id was used for another message');
    expect(await s.client.send('birch', s.message()).catch(readRefusal)).toMatchObject({ code: 'id-reused' });
    expect(s.alarms).toEqual(['alder: id-reused']);
  });

  it('refuses a member who was revoked or left out, at once, on connections that are open', async () => {
    const revoked = new Set<string>();
    await using s = await stage({ revoked: () => revoked });
    await s.greet();
    revoked.add('alder');
    expect(await s.client.send('birch', s.message()).catch(readRefusal)).toMatchObject({
      code: 'partner-revoked',
    });
    revoked.clear();
    await s.greet();
    const message = s.message();
    const before = s.agreement();
    s.use({ ...before, members: before.members.filter((member) => member.id !== 'alder') });
    expect((await raw(s.server.port, town.alder, { body: message })).status).toBe(403);
    s.use({ ...before, expiresAt: NOW });
    expect(JSON.parse(text((await raw(s.server.port, town.alder, { body: message })).body))).toMatchObject({
      error: 'agreement-expired',
    });
    s.use(before);
    await s.greet();
  });
});

describe('a certificate', () => {
  const expired = (agency: Agency) => {
    const { tls } = agency.keys;
    const until = new Date(NOW.getTime() - 1_000);
    const from = new Date(NOW.getTime() - 10_000_000);
    const own = agency.keys;
    return {
      ...own,
      tls: {
        ...tls,
        certPem: issueCertificate({ key: keyOf(tls.keyPem), agencyId: agency.id, from, until }),
      },
    };
  };

  it('with the pinned key is refused once it has expired, on both sides', async () => {
    await using s = await stage({ keys: expired(town.birch) });
    await expect(s.greet()).rejects.toThrow(coded('certificate-refused'));
    await using fresh = await stage();
    const answer = await raw(fresh.server.port, { keys: expired(town.alder) }, { body: fresh.message() });
    expect(JSON.parse(text(answer.body))).toMatchObject({ error: 'certificate-refused' });
    await fresh.greet();
  });

  it('of another server is refused before a byte of the message is sent', async () => {
    let heard = 0;
    await using s = await stage({
      keys: { ...town.birch.keys, tls: town.cedar.keys.tls },
      onMessage: async () => {
        heard += 1;
        return new Uint8Array(0);
      },
    });
    await expect(s.client.send('birch', s.message())).rejects.toThrow(coded('certificate-refused'));
    expect(heard).toBe(0);
  });
});

describe('a client', () => {
  it('says that a partner is down, whether refused, silent or gone in the middle', async () => {
    const agreement = meet(9);
    await using client = createPeerClient({
      keys: town.alder.keys,
      agreement: () => agreement,
      self: 'alder',
      clock,
    });
    await expect(client.send('birch', town.seal({ agreement }))).rejects.toThrow(coded('partner-down'));
    await using silent = await stage({ onMessage: () => new Promise(() => {}) });
    await expect(silent.client.send('birch', silent.message(), { timeoutMs: 200 })).rejects.toThrow(
      coded('partner-down'),
    );
    const gone = silent.client.send('birch', silent.message());
    const told = expect(gone).rejects.toThrow(coded('partner-down'));
    await silent.server.close();
    await told;
  });

  it('ends what is under way when it is closed, and begins nothing again', async () => {
    let asked = 0;
    let release = (): void => {};
    await using s = await stage({
      onMessage: async (from, _bytes, opened) => {
        asked += 1;
        if (asked > 1) await new Promise<void>((resolve) => (release = resolve));
        return town.seal({
          fromAgency: town.birch,
          agreement: s.agreement(),
          to: from.id,
          kind: 'receipt',
          inReplyTo: opened.header.id,
        });
      },
    });
    await s.client.send('birch', s.message());
    const under = expect(s.client.send('birch', s.message())).rejects.toThrow(coded('partner-down'));
    await expect.poll(() => asked).toBe(2);
    await s.client.close();
    await under;
    release();
    await expect(s.client.send('birch', s.message())).rejects.toThrow(coded('partner-down'));
    expect(asked).toBe(2);
  });

  it('believes no answer that the partner did not sign for that message', async () => {
    let answer = new Uint8Array(0) as Uint8Array;
    await using s = await stage({ onMessage: async () => answer });
    const asked = randomId();
    const answerOf = (o: Partial<Parameters<Town['seal']>[0]>) =>
      town.seal({
        agreement: s.agreement(),
        fromAgency: town.birch,
        to: 'alder',
        kind: 'match-result',
        inReplyTo: asked,
        ...o,
      });
    const send = () => s.client.send('birch', s.message({ id: asked }));
    answer = answerOf({});
    await send();
    for (const [code, wrong] of [
      ['answer-other', answerOf({ inReplyTo: randomId() })],
      ['answer-other', answerOf({ fromAgency: town.cedar })],
      ['not-for-us', answerOf({ to: 'cedar' })],
      ['malformed', utf8('hello')],
      ['malformed', new Uint8Array(0)],
    ] as const) {
      answer = wrong;
      await expect(send()).rejects.toThrow(coded(code));
    }
  });

  it('finds a partner again that was restarted on the same port', async () => {
    await using s = await stage();
    await s.greet();
    await s.server.close();
    await expect(s.greet()).rejects.toThrow(coded('partner-down'));
    await using again = await stage({ port: s.server.port });
    expect(again.server.port).toBe(s.server.port);
    const bytes = town.seal({ agreement: again.agreement() });
    s.use(again.agreement());
    expect((await s.client.send('birch', bytes)).length).toBeGreaterThan(0);
  });

  it('takes a file up again where the connection broke off', async () => {
    const content = randomBytes(900_000);
    let asked = 0;
    await using s = await stage({
      onFetch: async () => {
        asked += 1;
        return content;
      },
    });
    // A line that breaks twice, each time after about 300 KB.
    let breaks = 2;
    const line = createServer((near) => {
      const far = connectPlain(s.server.port, '127.0.0.1');
      let passed = 0;
      far.on('data', (chunk: Uint8Array) => {
        passed += chunk.length;
        near.write(chunk);
        if (passed > 300_000 && breaks > 0) {
          breaks -= 1;
          far.destroy();
          near.destroySoon();
        }
      });
      near.on('data', (chunk: Uint8Array) => far.write(chunk));
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroySoon());
      for (const end of [near, far]) end.on('error', () => {});
    });
    await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
    s.use(meet((line.address() as AddressInfo).port));
    const fetched = await s.client.fetch('birch', 'segments/abc');
    expect(Buffer.from(fetched).equals(content)).toBe(true);
    expect(asked).toBe(3);
    await s.client.close();
    await new Promise((resolve) => line.close(resolve));
  });

  it('fetches files whole and from where it broke off', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'entente-files-'));
    const content = randomBytes(300_000);
    await writeFile(join(folder, 'segment'), content);
    await using s = await stage({
      onFetch: async (from, path) => {
        expect(from.id).toBe('alder');
        if (path === 'segments/abc') return { path: join(folder, 'segment') };
        return path === 'manifest' ? utf8('manifest') : path === 'empty' ? new Uint8Array(0) : null;
      },
    });
    expect(Buffer.from(await s.client.fetch('birch', 'segments/abc')).equals(content)).toBe(true);
    expect(
      Buffer.from(await s.client.fetch('birch', 'segments/abc', { from: 299_000 })).equals(
        content.subarray(299_000),
      ),
    ).toBe(true);
    expect(await s.client.fetch('birch', 'segments/abc', { from: 300_000 })).toHaveLength(0);
    expect(text(await s.client.fetch('birch', 'manifest'))).toBe('manifest');
    expect(await s.client.fetch('birch', 'empty')).toHaveLength(0);
    expect(await s.client.fetch('birch', 'other').catch(readRefusal)).toMatchObject({ code: 'not-found' });
    await expect(s.client.fetch('birch', 'segments/abc', { bytesMax: 1_000 })).rejects.toThrow(
      coded('too-large'),
    );
    const odd = await raw(s.server.port, town.alder, {
      method: 'GET',
      path: '/files/manifest',
      headers: { range: 'bytes=0-1,3-4' },
    });
    expect(odd.status).toBe(400);
    await rm(folder, { recursive: true });
    expect(await s.client.fetch('birch', 'segments/abc').catch(readRefusal)).toMatchObject({
      code: 'internal',
    });
    await s.greet();
  });
});

function keyOf(pem: string) {
  return createPrivateKey(pem);
}
