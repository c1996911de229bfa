import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../base/index.ts';
import { buildSegment, openSegment, segmentHash, segmentLength } from './index.ts';
import { LIST_KEYS_MAX, listBytes } from './list-segment.ts';
import { buildFilter } from './segment.ts';
import { bytes, drawn, readVectors } from './vectors.test-kit.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'SealedError', code: name });
const tagsOf = (label: string, count: number): Uint8Array => drawn(label, 16 * count);
const listOf = (count: number): Uint8Array =>
  buildSegment({ keyClass: 'document', kind: 'delta', bits: 64, tags: tagsOf('list', count) });

describe('a segment of few keys', () => {
  it('says the same of every tag as a filter over the same keys', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), fc.string(), (count, label) => {
        const tags = tagsOf(label, count);
        const input = { keyClass: 'person', kind: 'tombstone', bits: 64, tags } as const;
        const [list, filter] = [openSegment(buildSegment(input)), openSegment(buildFilter(input, tags))];
        const mixed = new Uint8Array([
          ...tagsOf(`before ${label}`, 200),
          ...tags,
          ...tagsOf(`after ${label}`, 7),
        ]);
        expect(list.which(mixed)).toEqual(filter.which(mixed));
        expect(list.which(mixed)).toEqual(Array.from({ length: count }, (_, at) => 200 + at));
        expect(list.has(tagsOf('nobody', 1))).toBe(false);
        expect({ ...list, has: 0, which: 0 }).toEqual({ ...filter, has: 0, which: 0 });
      }),
      { numRuns: 40 },
    );
  });

  it('costs at most 12 bytes a key from nine keys on; a filter cost 46 for ten and 16 for a hundred', () => {
    // 36 bytes and 8 a key.
    for (const count of [9, 10, 16, 64, 100, 1_000, LIST_KEYS_MAX]) {
      expect(listOf(count)).toHaveLength(36 + 8 * count);
      expect(listOf(count).length / count).toBeLessThanOrEqual(12);
    }
    expect(listBytes(10) / 10).toBe(11.6);
    expect(listOf(LIST_KEYS_MAX + 1).length).toBeGreaterThan(9 * LIST_KEYS_MAX);
  });

  it('does not look alike twice: no fingerprint of one segment stands in another over the same keys', () => {
    const fingerprintsOf = (list: Uint8Array): readonly string[] =>
      Array.from({ length: 300 }, (_, at) =>
        Buffer.from(list.subarray(28 + 8 * at, 36 + 8 * at)).toString('hex'),
      );
    const [first, second] = [fingerprintsOf(listOf(300)), new Set(fingerprintsOf(listOf(300)))];
    expect(first.filter((one) => second.has(one))).toEqual([]);
  });

  it('shows padding and keys alike: each byte of a fingerprint is uniform', () => {
    const ones = Array.from({ length: 64 }, () => 0);
    const list = listOf(4_000);
    for (let at = 0; at < 4_000; at += 1)
      for (let bit = 8; bit < 64; bit += 1) {
        // The first byte rises with the place in the list; all others must not.
        const byte = list[28 + 8 * at + (bit >> 3)] ?? 0;
        ones[bit] = (ones[bit] ?? 0) + ((byte >> (bit & 7)) & 1);
      }
    // Half of 4,000; standard deviation √(4,000 / 4) = 31.6; six of them: 190.
    for (const count of ones.slice(8)) expect(Math.abs(count - 2_000)).toBeLessThan(190);
  });

  it('says its length in its first 40 bytes', () => {
    const list = listOf(77);
    expect(segmentLength(list.subarray(0, 40))).toBe(list.length);
    expect(segmentLength(list.subarray(0, 12))).toBe(list.length);
    expect(() => segmentLength(list.subarray(0, 11))).toThrow(code('segment-invalid'));
  });

  it('refuses any field beyond its limit and any order but the ascending one, even under a right checksum', () => {
    const list = listOf(20);
    const bent = (at: number, ...values: number[]): Uint8Array => {
      const copy = list.slice(0, -8);
      copy.set(values, at);
      return new Uint8Array([...copy, ...sha256(copy).subarray(0, 8)]);
    };
    expect(openSegment(bent(12, 1)).count).toBe(20);
    const hostile = [
      bent(0, 0x65), // magic
      bent(6, 0, 3), // version
      bent(8, 0), // class
      bent(8, 6),
      bent(9, 4), // kind
      bent(10, 0, 21), // keys
      bent(10, 255, 255),
      bent(28, ...list.subarray(36, 44)), // the first fingerprint is the second
      bent(28, ...list.subarray(36, 44), ...list.subarray(28, 36)), // the first two changed places
      list.slice(0, -1),
      new Uint8Array([...list, 0]),
      list.slice(0, 11),
      list.map((byte, index) => (index === 60 ? byte ^ 1 : byte)), // wrong checksum
    ];
    for (const each of hostile) expect(() => openSegment(each)).toThrow(code('segment-invalid'));
    for (const tags of [new Uint8Array(15), new Uint8Array(17)]) {
      expect(() => openSegment(list).has(tags)).toThrow(code('input-invalid'));
      expect(() => openSegment(list).which(tags)).toThrow(code('input-invalid'));
    }
  });
});

describe('vectors/segment-v2.json', () => {
  it('opens the committed segment, holds its tags and no others, and is what the writer makes of its seed', () => {
    const vector = readVectors<{
      segment: string;
      hash: string;
      seed: string;
      members: string[];
      others: string[];
    }>('segment-v2.json');
    const segment = openSegment(bytes(vector.segment));
    expect(segmentHash(bytes(vector.segment))).toBe(vector.hash);
    expect(vector.members.map((tag) => segment.has(bytes(tag)))).toEqual(vector.members.map(() => true));
    expect(vector.others.map((tag) => segment.has(bytes(tag)))).toEqual(vector.others.map(() => false));
    const again = buildSegment(
      { keyClass: segment.keyClass, kind: segment.kind, bits: 64, tags: bytes(vector.members.join('')) },
      () => bytes(vector.seed),
    );
    expect(Buffer.from(again).toString('hex')).toBe(vector.segment);
  });
});
