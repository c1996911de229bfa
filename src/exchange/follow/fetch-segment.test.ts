import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../base/index.ts';
import { buildSegment, type SegmentEntry, segmentHash, TAG_BYTES } from '../../sealed/index.ts';
import {
  createPeerClient,
  type Offered,
  type PeerClient,
  type PeerServer,
  startPeerServer,
} from '../../wire/index.ts';
import { buildTown, memberOf, type Town } from '../../wire/test-town.ts';
import { ExchangeError } from '../errors.ts';
import { fetchSegment } from './fetch-segment.ts';
import { openSegmentFiles, type SegmentFiles } from '../publish/segment-files.ts';

const NOW = new Date();
const KEYS = 20_000;
const segment = buildSegment({
  keyClass: 'person',
  kind: 'delta',
  bits: 64,
  tags: randomBytes(KEYS * TAG_BYTES),
});
const entry: SegmentEntry = {
  hash: segmentHash(segment),
  keyClass: 'person',
  kind: 'delta',
  bits: 64,
  count: KEYS,
  bytes: segment.length,
  sequence: 1,
};

describe('a segment that is fetched from a partner', () => {
  let town: Town;
  let folder: string;
  let files: SegmentFiles;
  let offered: Offered | null;
  let server: PeerServer;
  const open: (() => Promise<unknown> | void)[] = [];

  beforeAll(async () => {
    town = await buildTown(NOW);
  });
  afterAll(() => town[Symbol.asyncDispose]());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'entente-fetch-'));
    files = openSegmentFiles(folder);
    offered = offerOf(segment);
    server = await serve(0);
  });
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  /** Birch offers alder what `offered` says. */
  function serve(port: number): Promise<PeerServer> {
    return startPeerServer({
      keys: town.birch.keys,
      agreement: () => agreementAt(server.port),
      self: 'birch',
      host: '127.0.0.1',
      port,
      clock: new ManualClock(NOW),
      onMessage: () => Promise.reject(new Error('no message is sent here')),
      onFetch: async () => offered,
    });
  }
  function agreementAt(port: number) {
    return town.sign((draft) => ({
      ...draft,
      members: [town.alder, town.birch, town.cedar].map((agency, index) =>
        memberOf(agency, index, `https://127.0.0.1:${agency.id === 'birch' ? port : 1}`),
      ),
    })).agreement;
  }
  function clientTo(port: number): PeerClient {
    const client = createPeerClient({
      keys: town.alder.keys,
      agreement: () => agreementAt(port),
      self: 'alder',
      clock: new ManualClock(NOW),
    });
    open.push(() => client.close());
    return client;
  }
  /** What birch offers is a file on its disk, as it is at a real owner. */
  function offerOf(bytes: Uint8Array): Offered {
    const path = join(folder, 'offered');
    writeFileSync(path, bytes);
    return { path };
  }
  const fetchVia = (port: number, onBytes?: (here: number) => void): Promise<void> =>
    fetchSegment(
      { client: clientTo(port), files, partner: 'birch', ...(onBytes === undefined ? {} : { onBytes }) },
      entry,
    );
  const partPath = (): string => files.partPath('birch', entry.hash);
  const isHere = (): boolean => openSegmentFiles(folder).isSound('from', 'birch', entry.hash);
  /** The fault or code by which it was not taken. */
  async function whyNot(work: Promise<void>): Promise<unknown> {
    const error = await work.then(
      () => null,
      (cause: unknown) => cause,
    );
    return error instanceof ExchangeError ? (error.evidence?.['rule'] ?? error.code) : error;
  }

  /** A line to birch on which every connection breaks after so many bytes. */
  async function brokenLine(bytes: number): Promise<number> {
    const line: Server = createServer((near) => {
      const far = connect(server.port, '127.0.0.1');
      let passed = 0;
      far.on('data', (chunk: Uint8Array) => {
        near.write(chunk.subarray(0, bytes - passed));
        passed += chunk.length;
        if (passed >= bytes) {
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
    open.push(() => new Promise((resolve) => line.close(resolve)));
    return (line.address() as AddressInfo).port;
  }

  it('goes on where it broke off, through broken lines and a restart of either side; no byte comes twice', async () => {
    const line = await brokenLine(30_000);
    const here: number[] = [];
    let rounds = 0;
    while (!isHere()) {
      rounds += 1;
      // Both sides begin anew: another client over the files on disk, another server on the port.
      files = openSegmentFiles(folder);
      const { port } = server;
      await server.close();
      server = await serve(port);
      await fetchVia(line, (bytes) => here.push(bytes)).catch((error: unknown) =>
        expect(error).toMatchObject({ code: 'partner-down' }),
      );
    }
    expect(rounds).toBeGreaterThan(1);
    expect(here).toEqual([...new Set(here)].toSorted((left, right) => left - right));
    expect(here.at(-1)).toBe(entry.bytes);
    expect(existsSync(partPath())).toBe(false);
    expect(files.open('from', 'birch', entry.hash)?.count).toBe(KEYS);
  });

  it('that is longer than the manifest says is not taken, and not a byte of it is read', async () => {
    offered = offerOf(Buffer.concat([segment, Uint8Array.of(0)]));
    expect(await whyNot(fetchVia(server.port))).toBe('segment-too-long');
    expect(readFileSync(partPath())).toHaveLength(0);
  });

  it('that never ends is not read beyond what the manifest says', async () => {
    let closed = false;
    const endless = createHttpsServer(
      {
        key: town.birch.keys.tls.keyPem,
        cert: town.birch.keys.tls.certPem,
        minVersion: 'TLSv1.3',
        requestCert: true,
        rejectUnauthorized: false,
      },
      (_request, response) => {
        const timer = setInterval(() => response.write(randomBytes(60_000)), 1);
        response.on('close', () => {
          closed = true;
          clearInterval(timer);
        });
      },
    );
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => endless.close(resolve)));
    expect(await whyNot(fetchVia((endless.address() as AddressInfo).port))).toBe('segment-too-long');
    expect(readFileSync(partPath()).length).toBeLessThanOrEqual(entry.bytes);
    await expect.poll(() => closed).toBe(true);
  });

  it('that is cut short is not taken, and goes on from there once it is whole', async () => {
    offered = offerOf(segment.subarray(0, 50_000));
    expect(await whyNot(fetchVia(server.port))).toBe('segment-cut-short');
    offered = offerOf(segment);
    const here: number[] = [];
    await fetchVia(server.port, (bytes) => here.push(bytes));
    expect(here[0]).toBeGreaterThan(50_000);
    expect(isHere()).toBe(true);
  });

  it.each([
    ['of other bytes', randomBytes(50_000)],
    ['longer than the whole', randomBytes(entry.bytes + 1)],
    ['as long as the whole, and wrong', randomBytes(entry.bytes)],
  ])('begins anew over a part %s, in the same call', async (_name, bytes) => {
    mkdirSync(dirname(partPath()), { recursive: true });
    writeFileSync(partPath(), bytes);
    await fetchVia(server.port);
    expect(isHere()).toBe(true);
  });

  it('that is damaged is not taken, and nothing of it stays', async () => {
    const damaged = Uint8Array.from(segment);
    damaged[1_000] = (damaged[1_000] ?? 0) ^ 1;
    offered = offerOf(damaged);
    expect(await whyNot(fetchVia(server.port))).toBe('segment-damaged');
    expect(readFileSync(partPath())).toHaveLength(0);
    expect(isHere()).toBe(false);
  });

  it.each([
    ['is of another class', { keyClass: 'place' as const }],
    ['holds another number of keys', { count: KEYS - 1 }],
  ])('that %s than the manifest says is not taken', async (_how, said) => {
    const other = { ...entry, ...said };
    const from = { client: clientTo(server.port), files, partner: 'birch' };
    expect(await whyNot(fetchSegment(from, other))).toBe('segment-damaged');
    expect(isHere()).toBe(false);
  });

  it('that is not handed out is withheld', async () => {
    offered = null;
    expect(await whyNot(fetchVia(server.port))).toBe('segment-withheld');
  });

  // A file that takes nothing: where the system has one, a write to it fails as on a full disk.
  it.runIf(existsSync('/dev/full'))(
    'finds a full disk: that is said, and it arrives when there is room',
    async () => {
      mkdirSync(dirname(partPath()), { recursive: true });
      symlinkSync('/dev/full', partPath());
      expect(await whyNot(fetchVia(server.port))).toBe('no-disk-space');
      rmSync(partPath());
      await fetchVia(server.port);
      expect(isHere()).toBe(true);
    },
  );

  it('is not begun where the disk has not room for all of it', async () => {
    const huge = { ...entry, bytes: Number.MAX_SAFE_INTEGER };
    const from = { client: clientTo(server.port), files, partner: 'birch' };
    expect(await whyNot(fetchSegment(from, huge))).toBe('no-disk-space');
  });
});
