import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256, toHex } from '../base/index.ts';
import { allPlaces, peel, planBlocks, scramble } from './fuse.ts';
import {
  buildSegment,
  buildSegments,
  lookUp,
  openSegment,
  openSegmentAt,
  type Segment,
  SEGMENT_KEYS_MAX,
  segmentHash,
  type SegmentInput,
  segmentLength,
} from './index.ts';
import { HEADER_BYTES, parseHeader } from './segment-header.ts';
import { buildFilter, residueOf } from './segment.ts';
import { bytes, drawn, readVectors } from './vectors.test-kit.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'SealedError', code: name });
const tagsOf = (label: string, count: number): Uint8Array => drawn(label, 16 * count);
const tagAt = (tags: Uint8Array, index: number): Uint8Array => tags.slice(16 * index, 16 * index + 16);
const open = (kind: SegmentInput['kind'], tags: Uint8Array): Segment =>
  openSegment(buildSegment({ keyClass: 'person', kind, bits: 64, tags }));

describe('a segment', { timeout: 120_000 }, () => {
  it('gives of many tags the places of those inside, as each alone would say', () => {
    const widths = fc.constantFrom<32 | 64>(32, 64);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), widths, fc.string(), (count, bits, label) => {
        const inside = tagsOf(label, count);
        const mixed = new Uint8Array([
          ...tagsOf(`others ${label}`, 300),
          ...inside,
          ...tagsOf(`more ${label}`, 5),
        ]);
        const segment = openSegment(buildSegment({ keyClass: 'person', kind: 'base', bits, tags: inside }));
        const alone = Array.from({ length: 305 + count }, (_, at) => at).filter((at) =>
          segment.has(tagAt(mixed, at)),
        );
        expect(segment.which(mixed)).toEqual(alone);
        expect(alone).toEqual(Array.from({ length: count }, (_, at) => 300 + at));
      }),
      { numRuns: 40 },
    );
    // More than are scrambled at a stretch, and bytes that do not begin at a word.
    const many = tagsOf('many', 70_000);
    const shifted = new Uint8Array(many.length + 3).subarray(3);
    shifted.set(many);
    expect(open('delta', tagsOf('many', 70_000).slice(16 * 69_990)).which(shifted)).toEqual(
      Array.from({ length: 10 }, (_, at) => 69_990 + at),
    );
    expect(() => open('delta', many.slice(0, 32)).which(many.slice(0, 17))).toThrow(code('input-invalid'));
  });

  it('contains every key it was built over, at every size and width', () => {
    const sizes = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 41, max: 3000 }));
    fc.assert(
      fc.property(sizes, fc.constantFrom<32 | 64>(32, 64), fc.string(), (count, bits, label) => {
        const tags = tagsOf(label, count);
        const segment = openSegment(buildSegment({ keyClass: 'vehicle', kind: 'base', bits, tags }));
        expect(segment).toMatchObject({ keyClass: 'vehicle', kind: 'base', bits, count });
        for (let index = 0; index < count; index += 1)
          if (!segment.has(tagAt(tags, index))) throw new Error(`${index}`);
        expect(segment.has(drawn(`stranger to ${label}`, 16))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('counts a repeated key once', () => {
    const tags = tagsOf('twice', 100);
    const both = new Uint8Array([...tags, ...tags]);
    expect(open('base', both).count).toBe(100);
  });

  it('takes a stranger for a member once in 2^32: its residue is uniform in each of four bytes', () => {
    const content = buildSegment({
      keyClass: 'person',
      kind: 'base',
      bits: 32,
      tags: tagsOf('members', 5000),
    });
    const residue = residueOf(parseHeader(content), (place) =>
      content.subarray(HEADER_BYTES + 4 * place, HEADER_BYTES + 4 * place + 4),
    );
    const strangers = 20_000;
    const zeros = [0, 0, 0, 0];
    let lowNibblesOfTwo = 0;
    for (let index = 0; index < strangers; index += 1) {
      const bytesLeft = residue(drawn(`stranger ${index}`, 16));
      for (const lane of zeros.keys()) if (bytesLeft[lane] === 0) zeros[lane] = (zeros[lane] ?? 0) + 1;
      if (((bytesLeft[0] ?? 1) & 15) === 0 && ((bytesLeft[3] ?? 1) & 15) === 0) lowNibblesOfTwo += 1;
    }
    // 20,000 / 256 = 78.1 expected, standard deviation √(20,000 · 1/256 · 255/256) = 8.8; six of them: 78.1 ± 53.
    for (const count of [...zeros, lowNibblesOfTwo]) {
      expect(count).toBeGreaterThan(78.1 - 53);
      expect(count).toBeLessThan(78.1 + 53);
    }
  });

  it('costs at most 4.6 bytes a key in a large base and 12 in a delta of 10,000', () => {
    const base = buildSegment({ keyClass: 'person', kind: 'base', bits: 32, tags: tagsOf('large', 500_000) });
    expect(base.length / 500_000).toBeLessThanOrEqual(4.6);
    const delta = buildSegment({
      keyClass: 'person',
      kind: 'delta',
      bits: 64,
      tags: tagsOf('small', 10_000),
    });
    expect(delta.length / 10_000).toBeLessThanOrEqual(12);
  });

  it('is cut when it would be too large', () => {
    const tags = tagsOf('too many', SEGMENT_KEYS_MAX + 1);
    const input = { keyClass: 'place', kind: 'base', bits: 32, tags } as const;
    expect(() => buildSegment(input)).toThrow(code('segment-too-large'));
    const parts = buildSegments(input).map((part) => openSegment(part));
    // 2^20 + 1 keys in two parts: 524,288 and 524,289.
    expect(parts.map((part) => part.count)).toEqual([524_288, 524_289]);
    expect(lookUp(parts, tagAt(tags, 0))).toBe('hit');
    expect(lookUp(parts, tagAt(tags, SEGMENT_KEYS_MAX))).toBe('hit');
  });

  it('does not look alike twice, so nobody sees from two segments that their keys are the same', () => {
    const input = { keyClass: 'person', kind: 'base', bits: 64, tags: tagsOf('same', 50) } as const;
    expect(segmentHash(buildSegment(input))).not.toBe(segmentHash(buildSegment(input)));
  });

  it('gives up after 64 seeds when none can work', () => {
    // Six keys that share all their three cells can never be peeled.
    expect(
      peel(
        Uint32Array.from({ length: 18 }, (_, index) => [0, 4, 8][index % 3] ?? 0),
        12,
      ),
    ).toBeNull();
    const stuck = (length: number): Uint8Array => new Uint8Array(length);
    let seeds = 0;
    const hopeless = { keyClass: 'person', kind: 'base', bits: 32, tags: hopelessTags(stuck(16)) } as const;
    const random = (length: number): Uint8Array => {
      if (length === 16) seeds += 1;
      return stuck(length);
    };
    expect(() => buildSegment(hopeless, random)).toThrow(code('segment-unbuildable'));
    expect(seeds).toBe(64);
  });

  it('refuses 32 bits in a delta or a tombstone', () => {
    for (const kind of ['delta', 'tombstone'] as const)
      expect(() => buildSegment({ keyClass: 'person', kind, bits: 32, tags: tagsOf('x', 3) })).toThrow(
        code('segment-invalid'),
      );
  });

  it('says its length in its first 40 bytes', () => {
    const content = buildSegment({ keyClass: 'person', kind: 'base', bits: 32, tags: tagsOf('length', 77) });
    expect(segmentLength(content.subarray(0, 40))).toBe(content.length);
  });

  it('refuses any header field beyond its limit, even under a right checksum', () => {
    const content = buildSegment({ keyClass: 'person', kind: 'base', bits: 32, tags: tagsOf('header', 20) });
    const bent = (at: number, ...values: number[]): Uint8Array => {
      const copy = content.slice(0, -32);
      copy.set(values, at);
      return new Uint8Array([...copy, ...sha256(copy)]);
    };
    const hostile = [
      bent(0, 0x65), // magic
      bent(6, 0, 3), // version
      bent(6, 0, 2), // that of a list
      bent(8, 0), // class
      bent(8, 6),
      bent(9, 4), // kind
      bent(9, 2), // a delta of 32 bits
      bent(10, 16), // bits
      bent(11, 1), // reserved
      bent(12, 0, 16, 0, 1), // 2^20 + 1 keys
      bent(12, 255, 255, 255, 255),
      bent(16, 0, 0, 0, 0), // block length
      bent(16, 0, 0, 0, 3),
      bent(16, 128, 0, 0, 0),
      bent(20, 0, 0, 0, 0), // block count
      bent(20, 255, 255, 255, 255),
      content.slice(0, -1),
      new Uint8Array([...content, 0]),
      content.slice(0, 39),
      content.map((byte, index) => (index === 60 ? byte ^ 1 : byte)), // body, wrong checksum
    ];
    for (const each of hostile) expect(() => openSegment(each)).toThrow(code('segment-invalid'));
  });
});

describe('a filter that is looked up where it lies', () => {
  it('says what the same bytes in memory say, and reads three cells for one tag', () => {
    const inside = tagsOf('at rest', 5_000);
    const mixed = new Uint8Array([...tagsOf('strangers', 300), ...inside]);
    for (const bits of [32, 64] as const) {
      const content = buildSegment({ keyClass: 'person', kind: 'base', bits, tags: inside });
      let read = 0;
      const paged = openSegmentAt(content.length, (at, length) => {
        read += length;
        return content.slice(at, at + length);
      });
      read = 0;
      expect(paged.has(tagAt(inside, 7))).toBe(true);
      expect(read).toBe((3 * bits) / 8);
      expect(paged.has(tagAt(mixed, 7))).toBe(false);
      const whole = openSegment(content);
      expect(paged.which(mixed)).toEqual(whole.which(mixed));
      expect(paged.which(mixed.slice(16 * 290, 16 * 310))).toEqual(
        Array.from({ length: 10 }, (_, at) => 10 + at),
      );
      expect({ ...paged, has: 0, which: 0 }).toEqual({ ...whole, has: 0, which: 0 });
      expect(() => paged.which(mixed.slice(0, 17))).toThrow(code('input-invalid'));
      expect(() => openSegmentAt(content.length + 1, (at, length) => content.slice(at, at + length))).toThrow(
        code('segment-invalid'),
      );
    }
  });
});

describe('a filter of 64 bits', () => {
  it('holds few keys too, as versions before lists wrote them', () => {
    for (const count of [0, 1, 2, 40, 1_000]) {
      const tags = tagsOf('few', count);
      const filter = openSegment(buildFilter({ keyClass: 'person', kind: 'delta', bits: 64, tags }, tags));
      expect(filter.which(tags)).toHaveLength(count);
      expect(filter.has(drawn('nobody', 16))).toBe(false);
    }
  });
});

describe('looking up', () => {
  it('lets the newest segment that contains the key decide', () => {
    const tags = tagsOf('history', 3);
    const base = open('base', tags);
    const erased = open('tombstone', tagAt(tags, 1));
    const back = open('delta', tagAt(tags, 1));
    expect(lookUp([base], tagAt(tags, 1))).toBe('hit');
    expect(lookUp([base, erased], tagAt(tags, 1))).toBe('miss');
    expect(lookUp([base, erased], tagAt(tags, 0))).toBe('hit');
    expect(lookUp([base, erased, back], tagAt(tags, 1))).toBe('hit');
    expect(lookUp([], tagAt(tags, 1))).toBe('miss');
    expect(lookUp([base, back], drawn('nobody', 16))).toBe('miss');
  });
});

describe('vectors/segment-v1.json', () => {
  it('opens the committed segment, holds its tags and no others', () => {
    const vector = readVectors<{
      segment: string;
      hash: string;
      header: object;
      members: string[];
      others: string[];
    }>('segment-v1.json');
    const segment = openSegment(bytes(vector.segment));
    const { seed, ...header } = parseHeader(bytes(vector.segment));
    expect({ ...header, seed: toHex(seed) }).toEqual(vector.header);
    expect(segmentHash(bytes(vector.segment))).toBe(vector.hash);
    expect(vector.members.map((tag) => segment.has(bytes(tag)))).toEqual(vector.members.map(() => true));
    expect(vector.others.map((tag) => segment.has(bytes(tag)))).toEqual(vector.others.map(() => false));
  });
});

/** Distinct tags that, under this one seed, all fall on the same three cells of the 12 that six keys get. */
function hopelessTags(seed: Uint8Array): Uint8Array {
  const found = new Map<string, Uint8Array[]>();
  for (let index = 0; ; index += 1) {
    const tag = drawn(`hopeless ${index}`, 16);
    const key = placesOf(seed, tag);
    const same = [...(found.get(key) ?? []), tag];
    found.set(key, same);
    if (same.length === 6) return new Uint8Array(same.flatMap((each) => [...each]));
  }
}

function placesOf(seed: Uint8Array, tag: Uint8Array): string {
  return [...allPlaces(planBlocks(6), scramble(seed, tag))].join();
}
