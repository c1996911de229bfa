import { hash, randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers-sumo';
import { concatBytes, lengthPrefixed, utf8 } from '../src/base/index.ts';
import {
  buildSegment,
  createIndexBuilder,
  deriveKeyPair,
  type IndexBuilder,
  keyInput,
  sealedArithmetic,
  sealedReady,
} from '../src/sealed/index.ts';

/** One line of the table: what was measured, how much of it a second, and per second of processor time. */
export interface SealedRate {
  readonly what: string;
  readonly workers: number;
  readonly keysPerSecond: number;
  readonly keysPerCpuSecond: number;
}

export interface SealedFigures {
  readonly keys: number;
  readonly rates: readonly SealedRate[];
  /** What the builder computed with: the kernel, or libsodium where the kernel cannot run. */
  readonly arithmetic: 'kernel' | 'libsodium';
  /** Keys per processor second of one worker, against libsodium's raw operations. */
  readonly ratioToRaw: number;
  /** Wall-clock gain of two workers over one; at most the number of free cores. */
  readonly speedUpOfTwo: number;
  readonly segmentBytesPerKey: number;
}

/**
 * Index keys a second. The anchor is what cannot be saved: libsodium's from_hash and scalarmult on its own heap, and the
 * three SHA-512 of each key. Rounds of anchor and builder alternate in one run, and the median of each is given.
 */
export async function measureSealed({ keys = 6000, rounds = 5 } = {}): Promise<SealedFigures> {
  await sealedReady();
  await sodium.ready;
  const inputs = Array.from({ length: keys }, (_, index) => keyInput(1, 'phone', `+336399${index}`));
  const { secretKey } = deriveKeyPair(randomBytes(32), 'communication');
  await using one = createIndexBuilder({ workers: 1 });
  await using two = createIndexBuilder({ workers: 2 });
  await Promise.all([one, two].map((builder) => builder.evaluateKeys(secretKey, inputs.slice(0, 1500))));

  const contenders = [
    { what: 'raw operations', workers: 0, run: async () => rawOperations(secretKey, inputs) },
    { what: 'index builder', workers: 1, run: evaluation(one, secretKey, inputs) },
    { what: 'index builder', workers: 2, run: evaluation(two, secretKey, inputs) },
  ];
  const samples = contenders.map((): Sample[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [place, contender] of contenders.entries()) samples[place]?.push(await timed(contender.run));
  }
  const rates = contenders.map(({ what, workers }, place) => ({
    what,
    workers,
    keysPerSecond: Math.round(keys / median((samples[place] ?? []).map((sample) => sample.wallS))),
    keysPerCpuSecond: Math.round(keys / median((samples[place] ?? []).map((sample) => sample.cpuS))),
  }));
  const [raw, single, double] = rates;
  return {
    keys,
    rates,
    arithmetic: sealedArithmetic().name,
    ratioToRaw: (single?.keysPerCpuSecond ?? 0) / (raw?.keysPerCpuSecond ?? 1),
    speedUpOfTwo: (double?.keysPerSecond ?? 0) / (single?.keysPerSecond ?? 1),
    segmentBytesPerKey: segmentBytesPerKey(500_000),
  };
}

interface Sample {
  readonly wallS: number;
  readonly cpuS: number;
}

async function timed(run: () => Promise<unknown>): Promise<Sample> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await run();
  const { user, system } = process.cpuUsage(cpu);
  return { wallS: (performance.now() - start) / 1000, cpuS: (user + system) / 1e6 };
}

function evaluation(
  builder: IndexBuilder,
  secretKey: Uint8Array,
  inputs: readonly Uint8Array[],
): () => Promise<unknown> {
  return () => builder.evaluateKeys(secretKey, inputs);
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function segmentBytesPerKey(count: number): number {
  const bytes = buildSegment({ keyClass: 'person', kind: 'base', bits: 32, tags: randomBytes(16 * count) });
  return bytes.length / count;
}

interface RawHeap {
  readonly HEAPU8: Uint8Array;
  _malloc(length: number): number;
  _free(address: number): void;
  _crypto_core_ristretto255_from_hash(out: number, uniform: number): number;
  _crypto_scalarmult_ristretto255(out: number, scalar: number, point: number): number;
}

function rawOperations(secretKey: Uint8Array, inputs: readonly Uint8Array[]): void {
  const { libsodium: raw } = sodium as unknown as { readonly libsodium: RawHeap };
  const [uniform, scalar, point, out] = [64, 32, 32, 32].map((length) => raw._malloc(length)) as [
    number,
    number,
    number,
    number,
  ];
  raw.HEAPU8.set(secretKey, scalar);
  const block = concatBytes(new Uint8Array(128), utf8('tag'));
  for (const input of inputs) {
    const first = hash('sha512', concatBytes(block, input), 'buffer');
    raw.HEAPU8.set(hash('sha512', first, 'buffer'), uniform);
    raw._crypto_core_ristretto255_from_hash(point, uniform);
    raw._crypto_scalarmult_ristretto255(out, scalar, point);
    hash('sha512', concatBytes(lengthPrefixed(input), raw.HEAPU8.subarray(out, out + 32)), 'buffer');
  }
  for (const address of [uniform, scalar, point, out]) raw._free(address);
}
