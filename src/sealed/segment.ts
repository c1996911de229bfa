import { randomBytes } from 'node:crypto';
import { concatBytes, equalBytes, sha256, toHex } from '../base/index.ts';
import { distinctTags } from './distinct.ts';
import { SealedError } from './errors.ts';
import { allPlaces, assignCells, peel, planBlocks, scramble, tagScrambler, writePlaces } from './fuse.ts';
import {
  bitsAllowed,
  cellCount,
  CHECKSUM_BYTES,
  encodeHeader,
  type FingerprintBits,
  HEADER_BYTES,
  parseHeader,
  readVersion,
  type SealedClass,
  SEGMENT_KEYS_MAX,
  segmentBytes,
  type SegmentHeader,
  type SegmentKind,
} from './segment-header.ts';
import type { ReadAt } from './kept-tags.ts';
import { encodeList, LIST_KEYS_MAX, LIST_VERSION, listLength, openList } from './list-segment.ts';
import { placesInside } from './standing.ts';
import { TAG_BYTES } from './tags.ts';

export interface SegmentInput {
  readonly keyClass: SealedClass;
  readonly kind: SegmentKind;
  readonly bits: FingerprintBits;
  /** 16 bytes each; repeated ones count once. */
  readonly tags: Uint8Array;
}

/** A segment whose bytes were checked. `has` may err only towards yes: once in 2^32 or 2^64 strangers. */
export interface Segment {
  readonly keyClass: SealedClass;
  readonly kind: SegmentKind;
  readonly bits: FingerprintBits;
  readonly count: number;
  has(tag: Uint8Array): boolean;
  /** Of many tags (16 bytes each) the places, counted in tags, of those that it contains. */
  which(tags: Uint8Array): readonly number[];
}

const SEED_BYTES = 16;
/** One attempt fails about once in a hundred; 64 in a row do not happen to distinct tags. */
const ATTEMPTS_MAX = 64;

/** The bytes of one segment over the tags (at most 2^20): a list where there are few of 64 bits, else a filter; throws `segment-too-large`. */
export function buildSegment(
  input: SegmentInput,
  random: (length: number) => Uint8Array = randomBytes,
): Uint8Array {
  return buildDistinct({ ...input, tags: distinctTags(input.tags) }, random);
}

/** The same over tags of which the caller knows that none is there twice: no copy of them is made. */
export function buildDistinct(
  input: SegmentInput,
  random: (length: number) => Uint8Array = randomBytes,
): Uint8Array {
  if (!bitsAllowed(input.kind, input.bits))
    throw new SealedError('segment-invalid', `a ${input.kind} has fingerprints of 64 bits`);
  const { tags } = input;
  const count = tags.length / TAG_BYTES;
  if (count > SEGMENT_KEYS_MAX)
    throw new SealedError(
      'segment-too-large',
      `a segment has at most ${SEGMENT_KEYS_MAX} keys, got ${count}`,
    );
  const isList = input.bits === 64 && count <= LIST_KEYS_MAX;
  return isList ? buildList(input, tags, random) : buildFilter(input, tags, random);
}

function buildList(
  { keyClass, kind }: SegmentInput,
  tags: Uint8Array,
  random: (length: number) => Uint8Array,
): Uint8Array {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const bytes = encodeList({ keyClass, kind, tags, seed: random(SEED_BYTES) });
    if (bytes !== null) return bytes;
  }
  throw new SealedError('segment-unbuildable', 'no seed gave every key a fingerprint of its own');
}

/** A filter over distinct tags, however few: format version 1. */
export function buildFilter(
  input: SegmentInput,
  tags: Uint8Array,
  random: (length: number) => Uint8Array = randomBytes,
): Uint8Array {
  const count = tags.length / TAG_BYTES;
  const plan = planBlocks(count);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const seed = random(SEED_BYTES);
    const body = fillBody({ ...plan, seed, bits: input.bits, tags }, random);
    if (body === null) continue;
    const header = { keyClass: input.keyClass, kind: input.kind, bits: input.bits, count, ...plan, seed };
    const content = concatBytes(encodeHeader(header), body);
    return concatBytes(content, sha256(content));
  }
  throw new SealedError('segment-unbuildable', `no seed of ${ATTEMPTS_MAX} gave a filter of ${count} keys`);
}

/** As many segments as the tags need, of nearly equal size; at least one. */
export function buildSegments(input: SegmentInput): Uint8Array[] {
  const tags = distinctTags(input.tags);
  const count = tags.length / TAG_BYTES;
  const parts = Math.max(1, Math.ceil(count / SEGMENT_KEYS_MAX));
  const bound = (part: number): number => Math.floor((count * part) / parts) * TAG_BYTES;
  return Array.from({ length: parts }, (_, part) =>
    buildSegment({ ...input, tags: tags.slice(bound(part), bound(part + 1)) }),
  );
}

interface BodyInput extends Pick<SegmentHeader, 'blockLength' | 'blockCount' | 'seed' | 'bits'> {
  readonly tags: Uint8Array;
}

function fillBody(input: BodyInput, random: (length: number) => Uint8Array): Uint8Array | null {
  const scrambled = Uint8Array.from(scramble(input.seed, input.tags));
  const places = allPlaces(input, scrambled);
  const peeling = peel(places, cellCount(input));
  if (peeling === null) return null;
  const body = Uint8Array.from(random(cellCount(input) * (input.bits / 8)));
  // XOR does not mind the byte order as long as cells and fingerprints are read alike.
  assignCells(peeling, places, scrambled, new Uint32Array(body.buffer), input.bits / 32);
  return body;
}

/** The segment that the bytes are, header, length and checksum verified; throws `segment-invalid`. */
export function openSegment(bytes: Uint8Array): Segment {
  if (readVersion(bytes) === LIST_VERSION) return openList(bytes);
  const header = parseHeader(bytes);
  if (bytes.length !== segmentBytes(header))
    throw new SealedError(
      'segment-invalid',
      `the header asks for ${segmentBytes(header)} bytes, got ${bytes.length}`,
    );
  const content = bytes.subarray(0, bytes.length - CHECKSUM_BYTES);
  if (!equalBytes(sha256(content), bytes.subarray(content.length)))
    throw new SealedError('segment-invalid', 'the checksum does not fit the bytes');
  const body = content.slice(HEADER_BYTES);
  return segmentOver(header, cellsOf(header, body), (tags) => placesInside(header, body, tags));
}

/** So many tags at once are worth reading the whole body for. */
const WHOLE_BODY_TAGS_MIN = 1_024;

/**
 * A filter that is looked up where it lies, three cells a tag, without being read into memory; for many tags at once it is, for as long
 * as that takes. The caller has verified the bytes by their hash. Throws `segment-invalid` where header and length do not fit.
 */
export function openSegmentAt(length: number, readAt: ReadAt): Segment {
  const header = parseHeader(readAt(0, HEADER_BYTES));
  if (length !== segmentBytes(header))
    throw new SealedError(
      'segment-invalid',
      `the header asks for ${segmentBytes(header)} bytes, got ${length}`,
    );
  const width = header.bits / 8;
  const segment = segmentOver(
    header,
    (place) => readAt(HEADER_BYTES + place * width, width),
    (tags) => placesInside(header, readAt(HEADER_BYTES, cellCount(header) * width), tags),
  );
  return {
    ...segment,
    which(tags) {
      if (tags.length % TAG_BYTES !== 0 || tags.length >= WHOLE_BODY_TAGS_MIN * TAG_BYTES)
        return segment.which(tags);
      const places = Array.from({ length: tags.length / TAG_BYTES }, (_, at) => at);
      return places.filter((at) => segment.has(tags.subarray(at * TAG_BYTES, (at + 1) * TAG_BYTES)));
    },
  };
}

type CellAt = (place: number) => Uint8Array;

function cellsOf({ bits }: SegmentHeader, body: Uint8Array): CellAt {
  const width = bits / 8;
  return (place) => body.subarray(place * width, (place + 1) * width);
}

function segmentOver(header: SegmentHeader, cellAt: CellAt, which: Segment['which']): Segment {
  const { keyClass, kind, bits, count } = header;
  const residue = residueOf(header, cellAt);
  return {
    keyClass,
    kind,
    bits,
    count,
    has: (tag) => count > 0 && residue(tag).every((byte) => byte === 0),
    which: (tags) => (count > 0 ? which(tags) : []),
  };
}

/** Fingerprint XOR the three cells of a tag: all zero for every key inside, uniformly random for any other. */
export function residueOf(header: SegmentHeader, cellAt: CellAt): (tag: Uint8Array) => Uint8Array {
  const scrambler = tagScrambler(header.seed);
  const width = header.bits / 8;
  const places = new Uint32Array(3);
  return (tag) => {
    if (tag.length !== TAG_BYTES) throw new SealedError('input-invalid', `a tag has ${TAG_BYTES} bytes`);
    const scrambled = scrambler(tag);
    writePlaces(header, new DataView(scrambled.buffer, scrambled.byteOffset, TAG_BYTES), 0, places, 0);
    const residue = scrambled.slice(8, 8 + width);
    for (const place of places) {
      const cell = cellAt(place);
      for (let byte = 0; byte < width; byte += 1)
        residue[byte] = (residue[byte] as number) ^ (cell[byte] as number);
    }
    return residue;
  };
}

/** How long the segment will be, from its first 40 bytes: a fetch knows its limit before it reads on. */
export function segmentLength(firstBytes: Uint8Array): number {
  if (readVersion(firstBytes) === LIST_VERSION) return listLength(firstBytes);
  return segmentBytes(parseHeader(firstBytes));
}

/** The name a manifest gives a segment: SHA-256 of its bytes in hexadecimal. */
export function segmentHash(bytes: Uint8Array): string {
  return toHex(sha256(bytes));
}
