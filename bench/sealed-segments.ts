/** Segments, deltas and what is looked up in them: bytes, processor time, and how often a stranger is taken for somebody. */
import { randomBytes } from 'node:crypto';
import {
  buildSegment,
  createIndexBuilder,
  deriveKeyPair,
  keyInput,
  openSegment,
  TAG_BYTES,
  tagMany,
} from '../src/sealed/index.ts';

const DELTA_KEYS = 24_000;

/** Processor seconds that the work took. */
export function processorSeconds(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}

export function deltaBytesPerKey(keys = DELTA_KEYS): number {
  return deltaOf(keys).length / keys;
}

/** Seconds for so many standing tags against one delta of 24,000 keys, as room exchange looks them up when it arrives; no network. */
export function standingSeconds(tags: number): number {
  const segment = openSegment(deltaOf(DELTA_KEYS));
  const standing = randomBytes(tags * TAG_BYTES);
  return processorSeconds(() => void segment.which(standing));
}

/** Processor milliseconds a key when one more record of 24 keys is published: evaluated, tagged and built into a delta for one partner. */
export async function addKeyMs(rounds: number): Promise<number> {
  await using builder = createIndexBuilder({ workers: 1 });
  const { secretKey } = deriveKeyPair(randomBytes(32), 'person');
  const salt = randomBytes(32);
  const keys = 24;
  const one = async (round: number): Promise<void> => {
    const inputs = Array.from({ length: keys }, (_, at) =>
      keyInput(1, 'names+birthyear', `${round} ${at}|1984`),
    );
    const tags = tagMany(salt, await builder.evaluateKeys(secretKey, inputs));
    buildSegment({ keyClass: 'person', kind: 'delta', bits: 64, tags });
  };
  await one(-1);
  const began = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) await one(round);
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000 / rounds / keys;
}

/**
 * False hits a year from tags alone: 30 partners, 100,000 standing elements at each, a delta of 64 keys at every beat of five
 * seconds. A fingerprint of 64 bits agrees with each of a list's once in 2^64.
 */
export function falseHitsPerYear({
  partners = 30,
  elements = 100_000,
  beatSeconds = 5,
  keys = 64,
} = {}): number {
  return ((365 * 86_400) / beatSeconds) * partners * elements * keys * 2 ** -64;
}

function deltaOf(keys: number): Uint8Array {
  return buildSegment({
    keyClass: 'person',
    kind: 'delta',
    bits: 64,
    tags: randomBytes(keys * TAG_BYTES),
  });
}
