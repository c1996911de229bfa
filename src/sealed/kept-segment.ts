import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { concatBytes } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { paddedKeys, padTags } from './key-padding.ts';
import {
  KEPT_TAGS,
  type KeptItems,
  keptName,
  keptTags,
  NAME_BYTES,
  type ReadAt,
  sealTags,
} from './kept-tags.ts';
import { mergeTags } from './merge-tags.ts';
import { seededRandom, type SegmentShape, shapeOf } from './padding-seed.ts';
import { buildDistinct, segmentHash } from './segment.ts';
import {
  type FingerprintBits,
  type SealedClass,
  SEGMENT_KEYS_MAX,
  type SegmentKind,
} from './segment-header.ts';
import { sortTags } from './sorted-tags.ts';
import { TAG_BYTES, tagMany } from './tags.ts';

/** A segment and, sealed, the tags it was built over. */
export interface KeptSegment {
  readonly kind: SegmentKind;
  readonly bits: FingerprintBits;
  /** Padding included. */
  readonly count: number;
  readonly hash: string;
  readonly segment: Uint8Array;
  readonly tags: Uint8Array;
}

/** Under which key tags are kept, what they are about (they open for nothing else), and how far their segments are padded. */
export interface TagsKeeper {
  readonly key: Uint8Array;
  readonly about: string;
  /** The smallest number of keys that a segment shows (`paddedKeys`); 1: it is not padded. Padding is not kept, so that a merge drops it. */
  readonly padTo: number;
  /** From which everything follows that is no key (`PADDING_SEED_BYTES`, padding-seed.ts). */
  readonly seed: Uint8Array;
}

export interface KeptInput extends TagsKeeper {
  readonly keyClass: SealedClass;
  readonly kind: SegmentKind;
  readonly bits: FingerprintBits;
  readonly salt: Uint8Array;
  /** 64 bytes each; repeated ones count once. */
  readonly outputs: Uint8Array;
}

/** As many segments as the outputs need, of nearly equal size; at least one. */
export function buildKeptSegments(input: KeptInput): KeptSegment[] {
  const tags = sortTags(tagMany(input.salt, input.outputs));
  const count = tags.length / TAG_BYTES;
  const parts = Math.max(1, Math.ceil(count / SEGMENT_KEYS_MAX));
  const bound = (part: number): number => Math.floor((count * part) / parts) * TAG_BYTES;
  return Array.from({ length: parts }, (_, part) =>
    keepSegment(input, input, tags.subarray(bound(part), bound(part + 1))),
  );
}

export interface KeptSource {
  readonly kind: SegmentKind;
  readonly hash: string;
  readonly count: number;
  /** Where its kept tags lie. */
  readonly path: string;
}

export interface MergeInput extends TagsKeeper {
  readonly keyClass: SealedClass;
  /** Of the merged base; what is taken back has 64. */
  readonly bits: FingerprintBits;
  readonly oldestFirst: readonly KeptSource[];
  /** Whether what was taken back must be said again: something older stays. */
  readonly keepsTombstones: boolean;
}

/** One base (in parts) in place of many segments, from their kept tags; throws `tags-invalid` when those cannot be read. */
export function* mergeKeptSegments(input: MergeInput): Generator<KeptSegment> {
  const files: number[] = [];
  try {
    const sources = input.oldestFirst.map(({ kind, hash, path }) => {
      const file = openTags(path);
      files.push(file);
      return { kind, pieces: keptTags(input.key, aboutSegment(input, hash), readerOf(file)) };
    });
    const options = { keepsTombstones: input.keepsTombstones, partTags: partTagsOf(input) };
    for (const { kind, tags } of mergeTags(sources, options))
      yield keepSegment(input, { ...input, kind, bits: kind === 'base' ? input.bits : 64 }, tags);
  } finally {
    for (const file of files) closeSync(file);
  }
}

/** Nearly equal parts, none above a segment's limit, if no tag stands in two sources; fewer are needed when some do. */
function partTagsOf({ oldestFirst }: MergeInput): number {
  const most = oldestFirst.reduce((sum, source) => sum + (source.kind === 'tombstone' ? 0 : source.count), 0);
  return Math.max(1_024, Math.ceil(most / Math.max(1, Math.ceil(most / SEGMENT_KEYS_MAX))));
}

function keepSegment(
  keeper: TagsKeeper,
  { keyClass, kind, bits }: Pick<KeptInput, 'keyClass' | 'kind' | 'bits'>,
  tags: Uint8Array,
): KeptSegment {
  const count = paddedKeys(kind, tags.length / TAG_BYTES, keeper.padTo);
  const name = randomBytes(NAME_BYTES);
  const segment = rebuildSegment({ keyClass, kind, bits, count }, { seed: keeper.seed, name, tags });
  const hash = segmentHash(segment);
  const sealed = sealTags(keeper.key, aboutSegment(keeper, hash), tags, name);
  return { kind, bits, count, hash, segment, tags: sealed };
}

/** From what a segment is built, bit for bit. */
export interface SegmentParts {
  readonly seed: Uint8Array;
  readonly name: Uint8Array;
  /** Sorted, distinct; no padding. */
  readonly tags: Uint8Array;
}

/** The bytes of the one segment over these tags under this seed and name; the same parts always give the same. */
export function rebuildSegment(shape: SegmentShape, { seed, name, tags }: SegmentParts): Uint8Array {
  const random = seededRandom(seed, shapeOf(shape), name, tags);
  // Sorted tags stand once each, and a random one equals none of them.
  return buildDistinct({ ...shape, tags: padTags(tags, shape.count, random) }, random);
}

/** What was kept beside a segment; throws `tags-invalid` when it is not there or does not open. */
export function readKeptTags(
  keeper: Pick<TagsKeeper, 'key' | 'about'>,
  source: Pick<KeptSource, 'hash' | 'path'>,
): Omit<SegmentParts, 'seed'> {
  return readKept(keeper, source, KEPT_TAGS);
}

/** The same of whatever is kept so. */
export function readKept(
  keeper: Pick<TagsKeeper, 'key' | 'about'>,
  { hash, path }: Pick<KeptSource, 'hash' | 'path'>,
  items: KeptItems,
): Omit<SegmentParts, 'seed'> {
  const file = openTags(path);
  try {
    const readAt = readerOf(file);
    const tags = concatBytes(...keptTags(keeper.key, aboutSegment(keeper, hash), readAt, items));
    return { name: keptName(readAt, items), tags };
  } finally {
    closeSync(file);
  }
}

function aboutSegment({ about }: Pick<TagsKeeper, 'about'>, hash: string): string {
  return `${about}\n${hash}`;
}

function openTags(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new SealedError('tags-invalid', 'the tags of a segment were not kept', { cause });
  }
}

function readerOf(file: number): ReadAt {
  return (position, length) => {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, position));
  };
}
