import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, toHex } from '../base/index.ts';
import {
  buildKeptSegments,
  createIndexBuilder,
  keptTags,
  type KeptSegment,
  lookUp,
  type MergeInput,
  mergeKeptSegments,
  openSegment,
  sealTags,
  sealedReady,
  SEGMENT_KEYS_MAX,
  type SegmentKind,
  tagMany,
} from './index.ts';
import { type MergedPart, mergeTags } from './merge-tags.ts';
import { sortTags } from './sorted-tags.ts';
import { drawn } from './vectors.test-kit.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'SealedError', code: name });
const tagsIn = (tags: Uint8Array): string[] =>
  Array.from({ length: tags.length / 16 }, (_, at) => toHex(tags.subarray(16 * at, 16 * at + 16)));
/** The tag of a small number: its place among others is not the number's. */
const tagOf = (number: number): Uint8Array => drawn(`tag ${number}`, 16);
const join16 = (numbers: readonly number[]): Uint8Array => sortTags(Buffer.concat(numbers.map(tagOf)));
const inMemory = (file: Uint8Array) => (position: number, length: number) =>
  file.subarray(position, position + length);

describe('sorted tags', () => {
  it('are in the order of their bytes, each once, at any size', () => {
    const few = fc.uint8Array({ minLength: 16, maxLength: 16 });
    // Tags that agree in the first four bytes or in all but the last are told apart too.
    const alike = fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)).map(([first, last]) => {
      const tag = new Uint8Array(16);
      [tag[4], tag[15]] = [first, last];
      return tag;
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(few, alike), { maxLength: 300 }), (tags) => {
        const wanted = [...new Set(tags.map((tag) => toHex(tag)))].toSorted();
        expect(tagsIn(sortTags(Buffer.concat(tags)))).toEqual(wanted);
      }),
    );
    expect(() => sortTags(new Uint8Array(17))).toThrow(code('input-invalid'));
  });
});

describe('kept tags', () => {
  const key = drawn('key', 32);

  it('come back in pieces, whatever their number', () => {
    for (const count of [0, 1, 16_383, 16_384, 16_385, 40_000]) {
      const tags = sortTags(drawn(`kept ${count}`, 16 * count));
      const file = sealTags(key, 'about', tags);
      expect(toHex(Buffer.concat([...keptTags(key, 'about', inMemory(file))]))).toBe(toHex(tags));
    }
  });

  it('show no tag to whoever reads the file', () => {
    const tags = sortTags(drawn('hidden', 1_600));
    const file = toHex(sealTags(key, 'about', tags));
    expect(tagsIn(tags).filter((tag) => file.includes(tag))).toEqual([]);
  });

  it('open under no other key, about nothing else, and not changed, cut or prolonged anywhere', () => {
    const file = sealTags(key, 'about', sortTags(drawn('guarded', 16 * 20_000)));
    const read = (of: Uint8Array, withKey = key, about = 'about'): number =>
      [...keptTags(withKey, about, inMemory(of))].length;
    expect(read(file)).toBe(2);
    expect(() => read(file, drawn('other', 32))).toThrow(code('tags-invalid'));
    expect(() => read(file, key, 'else')).toThrow(code('tags-invalid'));
    expect(() => read(file, key.subarray(1))).toThrow(code('key-invalid'));
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(file);
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(() => read(changed)).toThrow(code('tags-invalid'));
        expect(() => read(file.subarray(0, at))).toThrow(code('tags-invalid'));
      }),
      { numRuns: 200 },
    );
    expect(() => read(concatBytes(file, Uint8Array.of(0)))).toThrow(code('tags-invalid'));
    // The second piece in place of the first.
    const swapped = Uint8Array.from(file);
    swapped.copyWithin(28, 28 + 16_384 * 16 + 16);
    expect(() => read(swapped)).toThrow(code('tags-invalid'));
  });
});

/** What stands after all of it, said plainly: the newest that names a number decides. */
function decide(layers: readonly Layer[]): { held: Set<number>; gone: Set<number> } {
  const [held, gone] = [new Set<number>(), new Set<number>()];
  for (const { kind, numbers } of layers) {
    const [into, outOf] = kind === 'tombstone' ? [gone, held] : [held, gone];
    for (const number of numbers) {
      into.add(number);
      outOf.delete(number);
    }
  }
  return { held, gone };
}

interface Layer {
  readonly kind: SegmentKind;
  readonly numbers: readonly number[];
}

const layers = fc.array(
  fc.record({
    kind: fc.constantFrom<SegmentKind>('base', 'delta', 'tombstone'),
    numbers: fc.uniqueArray(fc.nat(120), { maxLength: 60 }),
  }),
  { maxLength: 16 },
);

describe('a merge of tags', () => {
  it('says of every tag what the newest segment with it said, adds none, and keeps what was taken back only where it must', () => {
    fc.assert(
      fc.property(
        layers,
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        (drawnLayers, keepsTombstones, partTags) => {
          const sources = drawnLayers.map(({ kind, numbers }) => ({
            kind,
            pieces: inPieces(join16(numbers)),
          }));
          const parts = [...mergeTags(sources, { keepsTombstones, partTags })];
          const { held, gone } = decide(drawnLayers);
          expect(numbersOf(parts, 'base')).toEqual(tagsIn(join16([...held])));
          expect(numbersOf(parts, 'tombstone')).toEqual(keepsTombstones ? tagsIn(join16([...gone])) : []);
          for (const { kind, tags } of parts)
            expect(tags.length / 16).toBeLessThanOrEqual(kind === 'base' ? partTags : 121);
        },
      ),
    );
  });

  it('notices tags that are not sorted', () => {
    const tags = join16([1, 2, 3]);
    const turned = concatBytes(tags.subarray(16), tags.subarray(0, 16));
    const sources = [{ kind: 'base', pieces: inPieces(turned) }] as const;
    expect(() => [...mergeTags(sources, { keepsTombstones: false, partTags: 10 })]).toThrow(
      code('tags-invalid'),
    );
  });

  function numbersOf(parts: readonly MergedPart[], kind: MergedPart['kind']): string[] {
    return parts.filter((part) => part.kind === kind).flatMap(({ tags }) => tagsIn(tags));
  }

  function* inPieces(tags: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < tags.length; at += 16 * 7) yield tags.subarray(at, at + 16 * 7);
  }
});

describe('a merge of segments', { timeout: 120_000 }, () => {
  beforeAll(sealedReady);
  const folder = mkdtempSync(join(tmpdir(), 'entente-merge-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const salt = drawn('salt', 32);
  const key = drawn('key', 32);
  const about = 'jpn 1 person';
  const padTo = 1;
  const seed = drawn('padding', 32);
  const outputsOf = (from: number, until: number): Uint8Array =>
    Buffer.concat(Array.from({ length: until - from }, (_, at) => drawn(`output ${from + at}`, 64)));
  const keep = (kind: SegmentKind, from: number, until: number): KeptSegment => {
    const outputs = outputsOf(from, until);
    const [kept] = buildKeptSegments({
      keyClass: 'person',
      kind,
      bits: 64,
      salt,
      outputs,
      key,
      about,
      padTo,
      seed,
    });
    if (kept === undefined) throw new Error('a segment was asked for');
    writeFileSync(join(folder, kept.hash), kept.tags);
    return kept;
  };
  const inputOf = (oldestFirst: readonly KeptSegment[], keepsTombstones = false): MergeInput => ({
    keyClass: 'person',
    bits: 32,
    key,
    about,
    padTo,
    seed,
    keepsTombstones,
    oldestFirst: oldestFirst.map(({ kind, hash, count }) => ({
      kind,
      hash,
      count,
      path: join(folder, hash),
    })),
  });
  const answers = (segments: readonly KeptSegment[]): string[] => {
    const opened = segments.map(({ segment }) => openSegment(segment));
    const tags = tagMany(salt, outputsOf(0, 700));
    return Array.from({ length: 700 }, (_, at) => lookUp(opened, tags.subarray(16 * at, 16 * at + 16)));
  };
  const layersOf = (): KeptSegment[] => [
    keep('base', 0, 300),
    keep('delta', 300, 400),
    keep('tombstone', 100, 350),
    keep('delta', 120, 130),
    keep('tombstone', 390, 410),
  ];

  it('is looked up like what it replaces, in the same thread and in a worker', async () => {
    const before = layersOf();
    const merged = [...mergeKeptSegments(inputOf(before))];
    expect(merged).toMatchObject([{ kind: 'base', bits: 32, count: 100 + 10 + 40 }]);
    expect(answers(merged)).toEqual(answers(before));
    await using builder = createIndexBuilder({ workers: 1 });
    const inWorker: KeptSegment[] = [];
    await builder.merge(inputOf(before), async (segment) => void inWorker.push(segment));
    expect(inWorker.map(({ kind, count }) => [kind, count])).toEqual([['base', 150]]);
    expect(answers(inWorker)).toEqual(answers(before));
  });

  it('of the newer ones alone leaves the older one as it is: what they took back from it is said again', () => {
    const [oldest, ...newer] = layersOf();
    const merged = [...mergeKeptSegments(inputOf(newer, true))];
    // 300…349 and 390…399 are gone from the newer ones; of the older one 100…299 but for 120…129.
    expect(merged.map(({ kind, bits, count }) => [kind, bits, count])).toEqual([
      ['base', 32, 10 + 40],
      ['tombstone', 64, 250 - 10 + 20],
    ]);
    expect(answers([oldest as KeptSegment, ...merged])).toEqual(answers([oldest as KeptSegment, ...newer]));
  });

  it('can be merged again, from what it kept', () => {
    const before = layersOf();
    const merged = [...mergeKeptSegments(inputOf(before))];
    for (const { hash, tags } of merged) writeFileSync(join(folder, hash), tags);
    const after = [...merged, keep('delta', 600, 650)];
    const again = [...mergeKeptSegments(inputOf(after))];
    expect(again).toMatchObject([{ kind: 'base', count: 200 }]);
    expect(answers(again)).toEqual(answers(after));
  });

  it('leaves nothing where everything was taken back', () => {
    expect([...mergeKeptSegments(inputOf([keep('base', 0, 20), keep('tombstone', 0, 20)]))]).toEqual([]);
  });

  it('refuses tags that are missing, changed, or of another segment, and goes on working', async () => {
    const before = layersOf();
    const [first, second] = before as [KeptSegment, KeptSegment];
    await using builder = createIndexBuilder({ workers: 1 });
    const fails = async (): Promise<void> => {
      expect(() => [...mergeKeptSegments(inputOf(before))]).toThrow(code('tags-invalid'));
      await expect(builder.merge(inputOf(before), async () => {})).rejects.toThrow(code('tags-invalid'));
    };
    writeFileSync(join(folder, first.hash), second.tags);
    await fails();
    writeFileSync(join(folder, first.hash), first.tags.subarray(0, 100));
    await fails();
    rmSync(join(folder, first.hash));
    await fails();
    writeFileSync(join(folder, first.hash), first.tags);
    await builder.merge(inputOf(before), async ({ count }) => expect(count).toBe(150));
    expect(readFileSync(join(folder, first.hash))).toHaveLength(first.tags.length);
  });

  it('cuts what is more than one segment holds into nearly equal ones', () => {
    const half = SEGMENT_KEYS_MAX / 2 + 500;
    const before = [0, 1, 2].map((layer) => {
      const tags = sortTags(drawn(`large ${layer}`, 16 * half));
      const hash = `large-${layer}`;
      writeFileSync(join(folder, hash), sealTags(key, `${about}\n${hash}`, tags));
      return { kind: 'delta', hash, count: half, path: join(folder, hash) } as const;
    });
    const input = { ...inputOf([]), oldestFirst: before };
    const merged = [...mergeKeptSegments(input)].map(({ count }) => count);
    expect(merged).toEqual([(3 * half) / 2, (3 * half) / 2]);
  });
});
