import { beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../base/index.ts';
import { eachPairTag, pairTag } from './pair.ts';
import { sealedReady } from './ready.ts';
import { OUTPUT_BYTES } from './suite.ts';
import { tag, tagMany } from './tags.ts';
import { drawn } from './vectors.test-kit.ts';

const salt = drawn('salt', 32);
const outputs = (count: number): Uint8Array => drawn(`outputs ${count}`, count * OUTPUT_BYTES);
const outputAt = (all: Uint8Array, at: number): Uint8Array =>
  all.subarray(at * OUTPUT_BYTES, (at + 1) * OUTPUT_BYTES);

/** A thousand and twenty-four are hashed at a time, 256 of them by the kernel at once. */
describe.each([0, 1, 257, 1_024, 1_025, 2_049])('%i hashes at once are what each is alone:', (count) => {
  beforeAll(sealedReady);
  const all = outputs(count);
  const places = Array.from({ length: count }, (_, at) => at);

  it('tags of keys', () => {
    const alone = places.map((at) => toHex(tag(salt, outputAt(all, at))));
    expect(toHex(tagMany(salt, all))).toBe(alone.join(''));
  });

  it('tags of pairs', () => {
    const found: string[] = [];
    eachPairTag(salt, all, (one, place) => (found[place] = toHex(one)));
    expect(found).toEqual(places.map((at) => toHex(pairTag(salt, outputAt(all, at)))));
  });
});

describe('many tags', () => {
  it('are refused for a salt or outputs of another length', () => {
    expect(() => tagMany(salt.subarray(1), outputs(2))).toThrow(
      expect.objectContaining({ code: 'key-invalid' }),
    );
    for (const refused of [
      () => tagMany(salt, outputs(2).subarray(1)),
      () => eachPairTag(salt, outputs(2).subarray(1), () => undefined),
    ])
      expect(refused).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  });
});
