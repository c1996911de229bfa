import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex, PassThrough } from 'node:stream';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, ManualClock } from '../../base/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import {
  blind,
  blindScalar,
  createIndexBuilder,
  keyInput,
  padWithRandomElements,
  sealedReady,
  verifyProof,
} from '../../sealed/index.ts';
import { openSealer } from './sealer.ts';
import { childSealer, listenAt, socketSealer } from './sealer-channels.ts';
import { sealerOver } from './sealer-client.ts';
import { openSealerCounters } from './sealer-counters.ts';
import { encodeFrame, FRAME_BYTES_MAX, FrameReader } from './sealer-frames.ts';
import { openSealerHost, type SealerHost } from './sealer-host.ts';
import { openSeedFiles } from './seed-files.ts';

const folders: string[] = [];
const closing: (() => Promise<void>)[] = [];
beforeAll(sealedReady);
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const CEILING = { perDay: 10_000, perEpoch: 100_000 };
const ceilings = Object.fromEntries(KEY_CLASSES.map((keyClass) => [keyClass, CEILING]));

function hostOf(other: Partial<SealerHost> = {}): SealerHost {
  const folder = mkdtempSync(join(tmpdir(), 'entente-sealer-'));
  folders.push(folder);
  return { agencyId: 'jpn', folder, seedKey: null, ceilings, workers: 1, ...other };
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
  const one = blind(keyInput(2, 'phone', '+33639984711'), blindScalar(randomBytes(32), 0));
  return concatBytes(...padWithRandomElements([one]));
}

describe('a sealer in a process of its own', () => {
  it('evaluates, proves and builds what the sealer inside the process does, from the same seed', async () => {
    const host = hostOf();
    const { sealer, pids } = startSealer(host);
    await sealer.begin(1);
    expect(await sealer.holds(1)).toBe(true);
    expect(await sealer.holds(2)).toBe(false);
    const inside = openSealer(openSeedFiles({ folder: host.folder, agencyId: 'jpn', wrapper: null }), () =>
      randomBytes(32),
    );
    const { communication } = await inside.publicKeys(1);
    expect(await sealer.publicKeys(1)).toEqual(await inside.publicKeys(1));
    expect(await sealer.tagsKey(1)).toEqual(await inside.tagsKey(1));
    const work = { epoch: 1, keyClass: 'communication', elements: elements() } as const;
    const { elements: evaluated, proof } = await sealer.evaluate(work);
    expect(evaluated).toEqual((await inside.evaluate(work)).elements);
    expect(() => verifyProof(communication, work.elements, evaluated, proof)).not.toThrow();

    // More than one piece, on its own threads.
    const inputs = Array.from({ length: 9_000 }, (_, at) => keyInput(2, 'phone', `+33639980${at}`));
    const seen: number[] = [];
    const outputs = await sealer.build(
      { epoch: 1, keyClass: 'communication', inputs, onProgress: (done) => seen.push(done) },
      { evaluateKeys: () => Promise.reject(new Error('not these threads')) },
    );
    await using builder = createIndexBuilder({ workers: 1 });
    expect(outputs).toEqual(await inside.build({ epoch: 1, keyClass: 'communication', inputs }, builder));
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
      sealer.evaluate({ epoch, keyClass: 'person', elements: bytes });
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

  it('counts before it evaluates, over all partners together, also after it was killed', async () => {
    const host = hostOf({ ceilings: { person: { perDay: 40, perEpoch: 100 } } });
    const { sealer, pids } = startSealer(host);
    await sealer.begin(1);
    const evaluate = () => sealer.evaluate({ epoch: 1, keyClass: 'person', elements: elements() });
    await evaluate();
    await evaluate();
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await expect.poll(() => isAlive(pids[0] ?? 0), { timeout: 10_000 }).toBe(false);
    await expect(evaluate()).rejects.toMatchObject({ code: 'budget-used-up' });
    // A class for which the agreement grants nothing has no ceiling to be under.
    const other = sealer.evaluate({ epoch: 1, keyClass: 'vehicle', elements: elements() });
    await expect(other).rejects.toMatchObject({ code: 'budget-used-up' });
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

describe('the counters of a sealer', () => {
  it('begin anew with the day and not with the epoch, and are never lost by a crash', () => {
    const { folder } = hostOf();
    const clock = new ManualClock(new Date('2026-11-03T12:00:00Z'));
    const open = () =>
      openSealerCounters({ folder, clock, ceilings: { person: { perDay: 100, perEpoch: 250 } } });
    let counters = open();
    counters.count(1, 'person', 90);
    expect(() => counters.count(1, 'person', 16)).toThrow(/all partners together/);
    expect(() => counters.count(2, 'person', 16)).toThrow();
    counters.count(1, 'person', 10);
    clock.advance(86_400_000);
    counters = open();
    counters.count(1, 'person', 96);
    clock.advance(86_400_000);
    expect(() => counters.count(1, 'person', 80)).toThrow();
    counters.count(2, 'person', 80);
    counters.forgetBefore(2);
    expect(readFileSync(join(folder, 'counted.json'), 'utf8')).toContain('person epoch 2');
    writeFileSync(join(folder, 'counted.json'), '{"person day');
    expect(open).toThrow(expect.objectContaining({ code: 'sealer-broken' }) as Error);
  });
});

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
