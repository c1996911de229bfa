import { randomBytes } from 'node:crypto';
import { createIndexBuilder, deriveKeyPair, keyInput, tagMany } from '../src/sealed/index.ts';

const AT_ONCE = 100_000;

export interface BuiltIndex {
  readonly keys: number;
  readonly seconds: number;
  readonly segmentBytes: number;
}

/** A whole set-up for one partner: every key evaluated, tagged, built into segments. Wall-clock seconds. */
export async function buildIndex(keys: number, workers: number): Promise<BuiltIndex> {
  await using builder = createIndexBuilder({ workers });
  const { secretKey } = deriveKeyPair(randomBytes(32), 'person');
  const salt = randomBytes(32);
  const inputsFrom = (from: number, count: number): Uint8Array[] =>
    Array.from({ length: count }, (_, at) => keyInput(1, 'names+birthyear', `${from + at}|1984`));
  // Threads are started and their code is compiled before the clock runs.
  await builder.evaluateKeys(secretKey, inputsFrom(-2_000, 2_000));
  const began = performance.now();
  const tags: Uint8Array[] = [];
  for (let from = 0; from < keys; from += AT_ONCE) {
    const inputs = inputsFrom(from, Math.min(AT_ONCE, keys - from));
    tags.push(tagMany(salt, await builder.evaluateKeys(secretKey, inputs)));
  }
  const segments = await builder.buildSegments({
    keyClass: 'person',
    kind: 'base',
    bits: 32,
    tags: new Uint8Array(Buffer.concat(tags)),
  });
  return {
    keys,
    seconds: (performance.now() - began) / 1_000,
    segmentBytes: segments.reduce((sum, segment) => sum + segment.length, 0),
  };
}
