import { beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../base/index.ts';
import {
  createIndexBuilder,
  deriveKeyPair,
  evaluateMany,
  keyInput,
  openSegment,
  type Progress,
  sealedReady,
  tagMany,
} from './index.ts';
import { drawn } from './vectors.test-kit.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'SealedError', code: name });
const inputs = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => keyInput(1, 'phone', `+3363998${index}`));

describe('the index builder', () => {
  beforeAll(sealedReady);
  const secretKey = (): Uint8Array => deriveKeyPair(drawn('builder', 32), 'communication').secretKey;

  it('gives what one thread gives, in order, with progress up to the whole, for one worker and for two', async () => {
    const all = inputs(1100);
    const expected = toHex(evaluateMany(secretKey(), all));
    for (const workers of [1, 2]) {
      await using builder = createIndexBuilder({ workers });
      const seen: Progress[] = [];
      const key = secretKey();
      expect(toHex(await builder.evaluateKeys(key, all, (progress) => seen.push(progress)))).toBe(expected);
      expect(seen.map((progress) => progress.done)).toEqual(
        seen.map((progress) => progress.done).toSorted((a, b) => a - b),
      );
      expect(seen.at(-1)).toEqual({ done: 1100, total: 1100 });
      expect(toHex(key)).toBe(toHex(secretKey()));
      expect(await builder.evaluateKeys(key, [])).toHaveLength(0);
    }
  });

  it('builds the segments of the outputs in a worker', async () => {
    await using builder = createIndexBuilder({ workers: 1 });
    const tags = tagMany(drawn('salt', 32), await builder.evaluateKeys(secretKey(), inputs(300)));
    const [segment] = await builder.buildSegments({
      keyClass: 'communication',
      kind: 'base',
      bits: 32,
      tags,
    });
    expect(openSegment(segment ?? new Uint8Array()).has(tags.slice(0, 16))).toBe(true);
  });

  it('refuses a bad input with its code and goes on working', async () => {
    await using builder = createIndexBuilder({ workers: 2 });
    await expect(builder.evaluateKeys(secretKey(), [new Uint8Array(70_000)])).rejects.toThrow(
      code('input-invalid'),
    );
    await expect(builder.evaluateKeys(new Uint8Array(32), inputs(1))).rejects.toThrow(code('key-invalid'));
    expect(await builder.evaluateKeys(secretKey(), inputs(2))).toHaveLength(128);
  });

  it('closes in the middle of a job: the job fails, nothing hangs, later jobs are refused', async () => {
    const builder = createIndexBuilder({ workers: 1 });
    let started = (): void => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    const job = builder.evaluateKeys(secretKey(), inputs(50_000), () => started());
    const failed = expect(job).rejects.toThrow(code('builder-closed'));
    await running;
    await builder.close();
    await failed;
    await expect(builder.evaluateKeys(secretKey(), inputs(1))).rejects.toThrow(code('builder-closed'));
    await builder.close();
  });
});
