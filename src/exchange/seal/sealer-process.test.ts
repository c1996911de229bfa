import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex, PassThrough } from 'node:stream';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, ManualClock, toBase64Url, toHex } from '../../base/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import {
  blind,
  blindScalar,
  createIndexBuilder,
  keyInput,
  outputOf,
  sealedReady,
  verifyProof,
} from '../../sealed/index.ts';
import { openKeyHolder, type Sealer } from './sealer.ts';
import { childSealer, listenAt, socketSealer } from './sealer-channels.ts';
import { sealerOver } from './sealer-client.ts';
import { openSealerCounters } from './sealer-counters.ts';
import { encodeFrame, FRAME_BYTES_MAX, FrameReader } from './sealer-frames.ts';
import { openSealerHost, type SealerHost } from './sealer-host.ts';
import { signSealerGrant, type SealerGrant } from './sealer-grants.ts';
import { openSeedFiles } from './seed-files.ts';

const folders: string[] = [];
const closing: (() => Promise<void>)[] = [];
beforeAll(sealedReady);
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Of one partner, and four times as much of all together. */
const ceiling = (perDay: number, perEpoch: number) => ({
  perDay,
  perEpoch,
  allPartnersPerDay: 4 * perDay,
  allPartnersPerEpoch: 4 * perEpoch,
});
const CEILING = ceiling(10_000, 100_000);
const ceilings = {
  partners: ['crp', 'ard'],
  classes: Object.fromEntries(KEY_CLASSES.map((keyClass) => [keyClass, CEILING])),
};
const keys = { signing: signingPair() };
const signingKey = toBase64Url(keys.signing.publicKey);

function hostOf(other: Partial<SealerHost> = {}): SealerHost {
  const folder = mkdtempSync(join(tmpdir(), 'entente-sealer-'));
  folders.push(folder);
  return { agencyId: 'jpn', folder, seedKey: null, ceilings, signingKey, workers: 1, ...other };
}

/** A sealer in a process of its own, with the numbers of the processes that were started for it. */
function startSealer(host: SealerHost) {
  const pids: number[] = [];
  const logged: string[] = [];
  const sealer = sealerOver(
    childSealer(host, (pid) => pids.push(pid)),
    (event) => logged.push(event),
  );
  closing.push(() => sealer.close());
  return { sealer, pids, logged };
}

/** 16 elements that a question might hold. */
function elements(): Uint8Array {
  const seed = randomBytes(32);
  return concatBytes(
    ...Array.from({ length: 16 }, (_, at) =>
      blind(keyInput(2, 'phone', '+33639984711'), blindScalar(seed, at)),
    ),
  );
}

describe('a sealer in a process of its own', () => {
  it('evaluates, proves and builds what the sealer inside the process does, from the same seed', async () => {
    const host = hostOf();
    const { sealer, pids } = startSealer(host);
    await sealer.begin(1);
    expect(await sealer.holds(1)).toBe(true);
    expect(await sealer.holds(2)).toBe(false);
    const inside = openKeyHolder(openSeedFiles({ folder: host.folder, agencyId: 'jpn', wrapper: null }), () =>
      randomBytes(32),
    );
    const { communication } = await inside.publicKeys(1);
    expect(await sealer.publicKeys(1)).toEqual(await inside.publicKeys(1));
    expect(await sealer.tagsKey(1)).toEqual(await inside.tagsKey(1));
    const work = {
      partner: 'crp',
      epoch: 1,
      keyClass: 'communication',
      elements: elements(),
    } as const;
    const { elements: evaluated, proof } = await sealer.evaluate(work);
    expect(evaluated).toEqual((await inside.evaluate(work)).elements);
    expect(() => verifyProof(communication, work.elements, evaluated, proof)).not.toThrow();

    // More than one piece, on its own threads.
    const inputs = Array.from({ length: 9_000 }, (_, at) => keyInput(2, 'phone', `+33639980${at}`));
    const some = { epoch: 1, keyClass: 'communication', inputs: inputs.slice(0, 40) } as const;
    const shown = await sealer.show(some);
    expect(shown).toEqual(await inside.show(some));
    const seen: number[] = [];
    const outputs = await sealer.build(
      { epoch: 1, keyClass: 'communication', inputs, onProgress: (done) => seen.push(done) },
      { evaluateKeys: () => Promise.reject(new Error('not these threads')) },
    );
    await using builder = createIndexBuilder({ workers: 1 });
    expect(outputs).toEqual(await inside.build({ epoch: 1, keyClass: 'communication', inputs }, builder));
    // What is shown of a key is what its output is hashed from.
    for (const [at, input] of some.inputs.entries())
      expect(toHex(outputOf(input, shown.slice(32 * at, 32 * at + 32)))).toBe(
        toHex(outputs.slice(64 * at, 64 * at + 64)),
      );
    expect(seen).toEqual([4_096, 8_192, 9_000]);
    expect(pids).toHaveLength(1);
  }, 60_000);

  it('opens what a standing question keeps under its own words alone', async () => {
    const host = hostOf();
    const { sealer } = startSealer(host);
    const sealed = await sealer.sealStanding('tags of q', Uint8Array.of(1, 2, 3));
    expect(await sealer.openStanding('tags of q', sealed)).toEqual(Uint8Array.of(1, 2, 3));
    await expect(sealer.openStanding('tags of r', sealed)).rejects.toMatchObject({ code: 'sealer-broken' });
    // Its seed outlives every epoch, and every process.
    await sealer.destroyBefore(1_000);
    await sealer.close();
    const { sealer: next } = startSealer(host);
    expect(await next.openStanding('tags of q', sealed)).toEqual(Uint8Array.of(1, 2, 3));
  }, 60_000);

  it('that is killed in the middle fails what was asked, is started again by the next call, and has lost nothing', async () => {
    const { sealer, pids, logged } = startSealer(hostOf());
    await sealer.begin(1);
    const before = await sealer.publicKeys(1);
    const inputs = Array.from({ length: 40_000 }, (_, at) => keyInput(2, 'phone', `+33639980${at}`));
    const building = sealer.build(
      {
        epoch: 1,
        keyClass: 'communication',
        inputs,
        onProgress: () => process.kill(pids[0] ?? 0, 'SIGKILL'),
      },
      { evaluateKeys: () => Promise.reject(new Error('not these threads')) },
    );
    await expect(building).rejects.toMatchObject({ code: 'sealer-away' });
    expect(logged).toEqual(['sealer-away']);
    expect(await sealer.publicKeys(1)).toEqual(before);
    expect(pids).toHaveLength(2);
  }, 60_000);

  it('ends when its server is gone', async () => {
    const { sealer, pids } = startSealer(hostOf());
    await sealer.begin(1);
    await sealer.close();
    await expect.poll(() => isAlive(pids[0] ?? 0), { timeout: 10_000 }).toBe(false);
    await expect(sealer.holds(1)).rejects.toMatchObject({ code: 'sealer-away' });
  }, 60_000);

  it('says why it did not open: seeds that are locked stop the start, and begin no epoch', async () => {
    const host = hostOf();
    writeFileSync(join(host.folder, 'epoch-1.seed'), `entente-seed-1\n${'x'.repeat(60)}`);
    const { sealer } = startSealer(host);
    await expect(sealer.begin(1)).rejects.toMatchObject({ code: 'seed-locked' });
  }, 60_000);

  it('refuses batches that no question may have, and elements that are none', async () => {
    const { sealer } = startSealer(hostOf());
    await sealer.begin(1);
    const evaluate = (bytes: Uint8Array, epoch = 1) =>
      sealer.evaluate({ partner: 'crp', epoch, keyClass: 'person', elements: bytes });
    await expect(evaluate(new Uint8Array(0))).rejects.toMatchObject({ code: 'batch-size' });
    await expect(evaluate(new Uint8Array(33))).rejects.toMatchObject({ code: 'batch-size' });
    await expect(evaluate(new Uint8Array(32 * 4_097))).rejects.toMatchObject({ code: 'batch-size' });
    await expect(evaluate(new Uint8Array(FRAME_BYTES_MAX + 32))).rejects.toMatchObject({
      code: 'sealer-broken',
    });
    await expect(evaluate(new Uint8Array(32 * 16))).rejects.toMatchObject({ code: 'element-invalid' });
    await expect(evaluate(elements(), 7)).rejects.toMatchObject({ code: 'epoch-unknown' });
    expect((await evaluate(elements())).proof).toHaveLength(64);
  }, 60_000);
});

describe('a sealer under a user of its own', () => {
  it('listens where its user alone may knock, outlives garbage on one channel, and serves the next', async () => {
    const host = hostOf();
    const path = join(host.folder, 'sealer.sock');
    const server = await listenAt(path, false, openSealerHost(host));
    closing.push(() => server.close());
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await expect(listenAt(path, false, openSealerHost(host))).rejects.toMatchObject({
      code: 'sealer-broken',
    });
    const sealer = sealerOver(socketSealer(path), () => {});
    closing.push(() => sealer.close());
    await sealer.begin(1);
    for (const garbage of [
      randomBytes(200_000),
      new Uint8Array(8).fill(0xff),
      Buffer.from([0, 0, 0, 3, 0, 0, 0, 0, 0x7b, 0x7b, 0x7b]),
      encodeFrame({ head: { id: 1, call: 'seed', epoch: 1 }, bytes: new Uint8Array(0) }),
      encodeFrame({ head: { id: 1, call: 'holds', epoch: -1 }, bytes: new Uint8Array(0) }),
    ]) {
      const channel = connect(path);
      channel.on('error', () => {});
      channel.write(garbage);
      await new Promise((resolve) => channel.once('close', resolve));
    }
    expect(await sealer.holds(1)).toBe(true);
  }, 60_000);

  it('that is gone is said to be away, and found again when it is back', async () => {
    const host = hostOf();
    const path = join(host.folder, 'sealer.sock');
    const first = await listenAt(path, true, openSealerHost(host));
    expect(statSync(path).mode & 0o777).toBe(0o660);
    const sealer = sealerOver(socketSealer(path), () => {});
    closing.push(() => sealer.close());
    await sealer.begin(1);
    await first.close();
    await expect
      .poll(() => sealer.holds(1).catch((error: { code: string }) => error.code))
      .toBe('sealer-away');
    const second = await listenAt(path, false, openSealerHost(host));
    closing.push(() => second.close());
    expect(await sealer.holds(1)).toBe(true);
  }, 60_000);
});

describe('what a sealer answers', () => {
  it.each([
    ['noise', () => randomBytes(4_000)],
    ['an answer that nobody asked for', () => frame({ id: 99, ok: true })],
    ['an answer of another length', () => frame({ id: 1, ok: true })],
    ['a head that is no answer', () => frame({ id: 1, ok: 'yes' })],
  ])('is not believed when it is %s', async (_what, answer) => {
    const sealer = sealerOver(
      async () => answering(answer()),
      () => {},
    );
    closing.push(() => sealer.close());
    await expect(sealer.tagsKey(1)).rejects.toMatchObject({
      code: expect.stringMatching(/^sealer-/) as string,
    });
  });

  it('comes whole however the channel cuts it', () => {
    const sent = [0, 1, 70_000].map((length, at) => ({ head: { id: at + 1 }, bytes: randomBytes(length) }));
    const all = Buffer.concat(sent.map(encodeFrame));
    for (const step of [1, 7, 4_096, all.length]) {
      const reader = new FrameReader();
      const got = [];
      for (let at = 0; at < all.length; at += step) got.push(...reader.take(all.subarray(at, at + step)));
      expect(got.map(({ bytes }) => Buffer.from(bytes))).toEqual(sent.map(({ bytes }) => bytes));
    }
  });
});

/** The three places where a sealer may be; each opens again over the same folder after `kill`. */
const DOORS = [
  {
    place: 'a child of the server',
    open: async (host: SealerHost) => {
      const { sealer, pids } = startSealer(host);
      await sealer.holds(1);
      return {
        sealer,
        async kill() {
          process.kill(pids[0] ?? 0, 'SIGKILL');
          await expect.poll(() => isAlive(pids[0] ?? 0), { timeout: 10_000 }).toBe(false);
        },
      };
    },
  },
  {
    place: 'the server itself',
    open: async (host: SealerHost) => {
      // What a killed server leaves is what lies in the folder.
      return { sealer: openSealerHost(host).sealer, kill: async () => {} };
    },
  },
  {
    place: 'a process that listens at a socket',
    open: async (host: SealerHost) => {
      const path = join(host.folder, 'sealer.sock');
      const server = await listenAt(path, false, openSealerHost(host));
      const sealer = sealerOver(socketSealer(path), () => {});
      closing.push(() => server.close());
      closing.push(() => sealer.close());
      return { sealer, kill: () => server.close() };
    },
  },
] as const;

const grantOf = (other: Partial<SealerGrant> = {}): SealerGrant => ({
  agency: 'jpn',
  id: 'g1',
  partner: 'crp',
  keyClass: 'person',
  elements: 16,
  from: new Date(Date.now() - 1_000).toISOString(),
  until: new Date(Date.now() + 3_600_000).toISOString(),
  ...other,
});

describe.each(DOORS)('what each partner may have evaluated, counted in $place', ({ open }) => {
  const limits = { partners: ['crp', 'ard'], classes: { person: ceiling(40, 100) } };
  const used = { code: 'budget-used-up' };

  it('is counted before it is evaluated, by partner, also after a kill', async () => {
    const host = hostOf({ ceilings: limits });
    const first = await open(host);
    await first.sealer.begin(1);
    const ask = (sealer: Sealer, partner: string, keyClass: 'person' | 'vehicle' = 'person') =>
      sealer.evaluate({ partner, epoch: 1, keyClass, elements: elements() });
    await ask(first.sealer, 'crp');
    await ask(first.sealer, 'crp');
    await first.kill();
    const { sealer } = await open(host);
    await expect(ask(sealer, 'crp')).rejects.toMatchObject(used);
    // Another's is untouched; a stranger, and a class for which the agreement gives nothing, have none.
    expect((await ask(sealer, 'ard')).proof).toHaveLength(64);
    const nothing = { code: 'budget-epoch-used-up' };
    await expect(ask(sealer, 'nobody')).rejects.toMatchObject(nothing);
    await expect(ask(sealer, 'ard', 'vehicle')).rejects.toMatchObject(nothing);
  }, 60_000);

  it('is more for the span of a grant that the agency signed, once, and for that partner alone', async () => {
    const host = hostOf({ ceilings: limits });
    const first = await open(host);
    await first.sealer.begin(1);
    const ask = (sealer: Sealer, partner: string) =>
      sealer.evaluate({ partner, epoch: 1, keyClass: 'person', elements: elements() });
    for (const partner of ['crp', 'crp', 'ard', 'ard']) await ask(first.sealer, partner);
    await expect(ask(first.sealer, 'crp')).rejects.toMatchObject(used);
    const signed = signSealerGrant(keys, grantOf());
    await first.sealer.grant(signed);
    await first.kill();
    const { sealer } = await open(host);
    // Told twice it is one grant.
    await sealer.grant(signed);
    await expect(ask(sealer, 'ard')).rejects.toMatchObject(used);
    expect((await ask(sealer, 'crp')).proof).toHaveLength(64);
    await expect(ask(sealer, 'crp')).rejects.toMatchObject(used);
  }, 60_000);

  it('is not more for what nobody, or another, signed, for what is over, too long or more than an epoch', async () => {
    const { sealer } = await open(hostOf({ ceilings: limits }));
    await sealer.begin(1);
    const refused = { code: 'grant-refused' };
    const signed = signSealerGrant(keys, grantOf());
    const hour = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
    for (const bytes of [
      new Uint8Array(0),
      randomBytes(300),
      signed.subarray(0, -1),
      Uint8Array.from(signed, (byte, at) => (at === signed.length - 4 ? byte ^ 1 : byte)),
      signSealerGrant({ signing: signingPair() }, grantOf()),
      signSealerGrant(keys, grantOf({ agency: 'crp' })),
      signSealerGrant(keys, grantOf({ from: hour(-3), until: hour(-1) })),
      signSealerGrant(keys, grantOf({ from: hour(0), until: hour(73) })),
      signSealerGrant(keys, grantOf({ partner: 'nobody' })),
      signSealerGrant(keys, grantOf({ keyClass: 'vehicle' })),
      signSealerGrant(keys, grantOf({ elements: 101 })),
    ])
      await expect(sealer.grant(bytes)).rejects.toMatchObject(refused);
    await sealer.grant(signed);
    await expect(sealer.grant(signSealerGrant(keys, grantOf({ elements: 32 })))).rejects.toMatchObject(
      refused,
    );
    // All grants of 90 days together are no more than one epoch.
    await sealer.grant(signSealerGrant(keys, grantOf({ id: 'g2', elements: 84 })));
    const more = signSealerGrant(keys, grantOf({ id: 'g3', elements: 1 }));
    await expect(sealer.grant(more)).rejects.toMatchObject(refused);
    expect(await sealer.holds(1)).toBe(true);
  }, 60_000);
});

describe('the counters of a sealer', () => {
  const day = 86_400_000;

  it('begin anew with the day and not with the epoch, and are never lost by a crash', () => {
    const { folder } = hostOf();
    const clock = new ManualClock(new Date('2026-11-03T12:00:00Z'));
    const limits = { partners: ['crp'], classes: { person: ceiling(100, 250) } };
    const open = () => openSealerCounters({ folder, clock, ceilings: limits });
    let counters = open();
    counters.count('crp', 1, 'person', 90);
    expect(() => counters.count('crp', 1, 'person', 16)).toThrow(
      /the budget of the day is used up: 90 of 100 elements/,
    );
    expect(() => counters.count('crp', 2, 'person', 16)).toThrow();
    counters.count('crp', 1, 'person', 10);
    clock.advance(day);
    counters = open();
    counters.count('crp', 1, 'person', 96);
    clock.advance(day);
    expect(() => counters.count('crp', 1, 'person', 80)).toThrow();
    counters.count('crp', 2, 'person', 80);
    counters.forgetBefore(2);
    const text = readFileSync(join(folder, 'counted.json'), 'utf8');
    expect(text).toContain('crp person epoch 2');
    writeFileSync(join(folder, 'counted.json'), '{"person day');
    expect(open).toThrow(expect.objectContaining({ code: 'sealer-broken' }) as Error);
    writeFileSync(join(folder, 'counted.json'), text);
    writeFileSync(join(folder, 'granted.json'), '[{}]');
    expect(open).toThrow(expect.objectContaining({ code: 'sealer-broken' }) as Error);
  });

  it('count all partners together, by day and by epoch, also after a crash and for grants', () => {
    const { folder } = hostOf();
    const clock = new ManualClock(new Date('2026-11-03T12:00:00Z'));
    const person = { perDay: 64, perEpoch: 100, allPartnersPerDay: 96, allPartnersPerEpoch: 130 };
    const partners = ['crp', 'ard', 'fio'];
    const open = () => openSealerCounters({ folder, clock, ceilings: { partners, classes: { person } } });
    let counters = open();
    const count = (partner: string, elements: number) => counters.count(partner, 1, 'person', elements);
    const code = (of: string) => expect.objectContaining({ code: of }) as Error;
    count('crp', 64);
    counters = open();
    // 64 + 48 are more than the 96 of all; of what others have used no number is said.
    expect(() => count('ard', 48)).toThrow(code('budget-all-used-up'));
    expect(() => count('ard', 48)).toThrow(/^[^0-9]*; ask again after 00:00 UTC$/);
    count('ard', 32);
    clock.advance(day);
    // 96 of the epoch's 130 are used: 34 are left for everybody.
    expect(() => count('fio', 48)).toThrow(code('budget-all-epoch-used-up'));
    count('fio', 32);
    // All grants of 90 days together are no more than all may have in an epoch: 100 to one, 30 to another.
    const from = clock.now().toISOString();
    const until = new Date(clock.now().getTime() + 3_600_000).toISOString();
    const grant = (id: string, partner: string, elements: number) =>
      counters.grant(grantOf({ id, partner, elements, from, until }));
    grant('one', 'crp', 100);
    expect(() => grant('two', 'ard', 31)).toThrow(code('grant-refused'));
    grant('two', 'ard', 30);
    counters = open();
    count('crp', 64);
    expect(() => count('fio', 16)).toThrow(code('budget-all-epoch-used-up'));
  });

  it('take a grant when the budget is used up, the one that ends first, and none that is over', () => {
    const { folder } = hostOf();
    const clock = new ManualClock(new Date('2026-11-03T12:00:00Z'));
    const limits = { partners: ['crp'], classes: { person: ceiling(16, 100) } };
    const counters = openSealerCounters({ folder, clock, ceilings: limits });
    const until = (hours: number) => new Date(clock.now().getTime() + hours * 3_600_000).toISOString();
    const from = clock.now().toISOString();
    counters.grant(grantOf({ id: 'long', elements: 32, from, until: until(10) }));
    counters.grant(grantOf({ id: 'short', elements: 16, from, until: until(2) }));
    const count = () => counters.count('crp', 1, 'person', 16);
    count();
    count();
    const kept = () =>
      (JSON.parse(readFileSync(join(folder, 'granted.json'), 'utf8')) as { id: string; used: number }[]).map(
        ({ id, used: spent }) => [id, spent],
      );
    expect(kept()).toEqual([
      ['long', 0],
      ['short', 16],
    ]);
    count();
    clock.advance(11 * 3_600_000);
    expect(count).toThrow();
    // The next day is a new budget; 90 days later so are grants.
    clock.advance(day);
    count();
    const again = { id: 'again', elements: 100, from: until(0), until: until(1) };
    expect(() => counters.grant(grantOf(again))).toThrow();
    clock.advance(90 * day);
    counters.grant(grantOf({ ...again, from: until(0), until: until(1) }));
  });
});

/** A signing key as an agency has one. */
function signingPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey,
    publicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
  };
}

function frame(head: unknown): Uint8Array {
  return encodeFrame({ head, bytes: new Uint8Array(0) });
}

/** A channel whose other end says this to whatever it hears. */
function answering(said: Uint8Array): Duplex {
  const towards = new PassThrough();
  const back = new PassThrough();
  towards.once('data', () => back.write(said));
  return Duplex.from({ readable: back, writable: towards });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
