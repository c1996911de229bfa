import { equalBytes, sha256 } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { tagScrambler } from './fuse.ts';
import {
  readClass,
  readKind,
  SEGMENT_MAGIC,
  type SealedClass,
  type SegmentKind,
  writeCodes,
} from './segment-header.ts';
import type { Segment } from './segment.ts';
import { TAG_BYTES } from './tags.ts';

/**
 * Segments of few keys (format version 2): the fingerprints of 64 bits themselves, sorted. A filter spares an eighth of the bytes
 * only among many keys, and its blocks, header and checksum weigh among few. What a list says of a stranger is wrong once in
 * 2^64 for each of its keys, hence the limit.
 *
 *   "ENTSEG" ‖ version (2) ‖ key class (1) ‖ kind (1) ‖ keys (2) ‖ seed (16) ‖ fingerprints ascending (8 each) ‖ checksum (8)
 */
export const LIST_VERSION = 2;
export const LIST_KEYS_MAX = 4_096;
export const LIST_HEADER_BYTES = 28;
const FINGERPRINT_BYTES = 8;
const LIST_CHECKSUM_BYTES = 8;

export interface ListInput {
  readonly keyClass: SealedClass;
  readonly kind: SegmentKind;
  /** Distinct. */
  readonly tags: Uint8Array;
  readonly seed: Uint8Array;
}

export function listBytes(count: number): number {
  return LIST_HEADER_BYTES + count * FINGERPRINT_BYTES + LIST_CHECKSUM_BYTES;
}

/** The bytes of the list; null where two tags have one fingerprint under this seed. */
export function encodeList({ keyClass, kind, tags, seed }: ListInput): Uint8Array | null {
  const count = tags.length / TAG_BYTES;
  const found = fingerprints(seed, tags);
  const order = Uint32Array.from({ length: count }, (_, at) => at).toSorted((left, right) =>
    compare(found, left, found, right),
  );
  const bytes = new Uint8Array(listBytes(count));
  const view = new DataView(bytes.buffer);
  bytes.set(SEGMENT_MAGIC, 0);
  view.setUint16(6, LIST_VERSION);
  writeCodes(view, keyClass, kind);
  view.setUint16(10, count);
  bytes.set(seed, 12);
  for (const [place, at] of order.entries()) {
    if (place > 0 && compare(found, order[place - 1] as number, found, at) === 0) return null;
    view.setUint32(LIST_HEADER_BYTES + place * FINGERPRINT_BYTES, found[2 * at] as number);
    view.setUint32(LIST_HEADER_BYTES + place * FINGERPRINT_BYTES + 4, found[2 * at + 1] as number);
  }
  const content = bytes.subarray(0, bytes.length - LIST_CHECKSUM_BYTES);
  bytes.set(sha256(content).subarray(0, LIST_CHECKSUM_BYTES), content.length);
  return bytes;
}

/** How long the list is, from its first 12 bytes or more; throws `segment-invalid`. */
export function listLength(firstBytes: Uint8Array): number {
  if (firstBytes.length < 12) throw invalid('a header is cut short');
  const count = viewOf(firstBytes).getUint16(10);
  if (count > LIST_KEYS_MAX) throw invalid(`a list has at most ${LIST_KEYS_MAX} keys`);
  return listBytes(count);
}

/** The list that the bytes are, every field, order and checksum verified; throws `segment-invalid`. */
export function openList(bytes: Uint8Array): Segment {
  const length = listLength(bytes);
  if (bytes.length !== length) throw invalid(`the header asks for ${length} bytes, got ${bytes.length}`);
  const content = bytes.subarray(0, length - LIST_CHECKSUM_BYTES);
  if (!equalBytes(sha256(content).subarray(0, LIST_CHECKSUM_BYTES), bytes.subarray(content.length)))
    throw invalid('the checksum does not fit the bytes');
  const view = viewOf(bytes);
  const [keyClass, kind, count] = [
    readClass(view.getUint8(8)),
    readKind(view.getUint8(9)),
    view.getUint16(10),
  ];
  const words = new Uint32Array(2 * count);
  for (let word = 0; word < words.length; word += 1)
    words[word] = view.getUint32(LIST_HEADER_BYTES + 4 * word);
  for (let at = 1; at < count; at += 1)
    if (compare(words, at - 1, words, at) >= 0) throw invalid('fingerprints stand ascending, each once');
  const seed = bytes.slice(12, LIST_HEADER_BYTES);
  const which = (tags: Uint8Array): readonly number[] => {
    if (tags.length % TAG_BYTES !== 0)
      throw new SealedError('input-invalid', `tags have ${TAG_BYTES} bytes each`);
    const sought = fingerprints(seed, tags);
    const inside: number[] = [];
    for (let tag = 0; tag < sought.length / 2; tag += 1) if (contains(words, sought, tag)) inside.push(tag);
    return inside;
  };
  const has = (tag: Uint8Array): boolean => {
    if (tag.length !== TAG_BYTES) throw new SealedError('input-invalid', `a tag has ${TAG_BYTES} bytes`);
    return which(tag).length === 1;
  };
  return { keyClass, kind, bits: 64, count, has, which: (tags) => (count > 0 ? which(tags) : []) };
}

/** Bytes 8 to 15 of each tag's AES under the seed, as two words: half of a block, from which no tag follows. */
function fingerprints(seed: Uint8Array, tags: Uint8Array): Uint32Array {
  const scrambled = tagScrambler(seed)(tags);
  const view = viewOf(scrambled);
  const words = new Uint32Array((tags.length / TAG_BYTES) * 2);
  for (let at = 0; at < words.length; at += 2) {
    words[at] = view.getUint32(at * 8 + 8);
    words[at + 1] = view.getUint32(at * 8 + 12);
  }
  return words;
}

function contains(words: Uint32Array, sought: Uint32Array, tag: number): boolean {
  let [low, high] = [0, words.length / 2];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compare(words, middle, sought, tag);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}

function compare(left: Uint32Array, at: number, right: Uint32Array, place: number): number {
  const first = (left[2 * at] as number) - (right[2 * place] as number);
  return first === 0 ? (left[2 * at + 1] as number) - (right[2 * place + 1] as number) : first;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function invalid(message: string): SealedError {
  return new SealedError('segment-invalid', message);
}
