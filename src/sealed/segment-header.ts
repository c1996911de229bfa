import type { MatchKey } from '../match/index.ts';
import { SealedError } from './errors.ts';

/** A match key's class; one key of the function per epoch and class. */
export type SealedClass = MatchKey['keyClass'];
export type SegmentKind = 'base' | 'delta' | 'tombstone';
export type FingerprintBits = 32 | 64;

/** How the cells of a segment are laid out. */
export interface BlockSizes {
  /** Distinct keys inside. */
  readonly count: number;
  /** Cells in a block, a power of two. */
  readonly blockLength: number;
  /** Blocks a key may start in; the body has two blocks more. */
  readonly blockCount: number;
}

/** What the 40 bytes at the start of a segment say (numbers big endian; docs/decisions has the whole layout). */
export interface SegmentHeader extends BlockSizes {
  readonly keyClass: SealedClass;
  readonly kind: SegmentKind;
  readonly bits: FingerprintBits;
  /** The AES-128 key that turns a tag into places and fingerprint. */
  readonly seed: Uint8Array;
}

export const HEADER_BYTES = 40;
export const CHECKSUM_BYTES = 32;
export const SEGMENT_VERSION = 1;
/** Larger holdings are cut into several segments. */
export const SEGMENT_KEYS_MAX = 2 ** 20;
const BLOCK_LENGTH_MAX = 2 ** 16;
const CELLS_MAX = 2 ** 22;
/** No valid segment is longer: a reader may stop there. */
export const SEGMENT_BYTES_MAX = HEADER_BYTES + CELLS_MAX * 8 + CHECKSUM_BYTES;

/** How every segment of keys begins; its format version follows. */
export const SEGMENT_MAGIC = Uint8Array.of(0x45, 0x4e, 0x54, 0x53, 0x45, 0x47); // "ENTSEG"
const CLASS_CODES: Readonly<Record<SealedClass, number>> = {
  person: 1,
  communication: 2,
  document: 3,
  vehicle: 4,
  place: 5,
};
const KIND_CODES: Readonly<Record<SegmentKind, number>> = { base: 1, delta: 2, tombstone: 3 };

/** Every key class, in the order of its code on the wire. */
export const SEALED_CLASSES = Object.keys(CLASS_CODES) as readonly SealedClass[];

/** Cells in the body. */
export function cellCount(header: Pick<SegmentHeader, 'blockLength' | 'blockCount'>): number {
  return (header.blockCount + 2) * header.blockLength;
}

/** The length of the whole segment in bytes. */
export function segmentBytes(header: SegmentHeader): number {
  return HEADER_BYTES + cellCount(header) * (header.bits / 8) + CHECKSUM_BYTES;
}

/** The header's 40 bytes. */
export function encodeHeader(header: SegmentHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(SEGMENT_MAGIC, 0);
  view.setUint16(6, SEGMENT_VERSION);
  writeCodes(view, header.keyClass, header.kind);
  view.setUint8(10, header.bits);
  view.setUint32(12, header.count);
  view.setUint32(16, header.blockLength);
  view.setUint32(20, header.blockCount);
  bytes.set(header.seed, 24);
  return bytes;
}

/** Key class and kind, where every version has them. */
export function writeCodes(view: DataView, keyClass: SealedClass, kind: SegmentKind): void {
  view.setUint8(8, CLASS_CODES[keyClass]);
  view.setUint8(9, KIND_CODES[kind]);
}

export function readClass(code: number): SealedClass {
  return readCode(CLASS_CODES, code, 'key class');
}

export function readKind(code: number): SegmentKind {
  return readCode(KIND_CODES, code, 'kind');
}

/** The format version that the first 8 bytes state; throws `segment-invalid` where they do not begin as a segment. */
export function readVersion(bytes: Uint8Array): number {
  if (bytes.length < 8 || !SEGMENT_MAGIC.every((byte, index) => bytes[index] === byte))
    throw invalid('the bytes do not begin as a segment');
  return ((bytes[6] as number) << 8) | (bytes[7] as number);
}

/** The header that the first 40 bytes state, every field within its limit; throws `segment-invalid`. */
export function parseHeader(bytes: Uint8Array): SegmentHeader {
  if (bytes.length < HEADER_BYTES) throw invalid(`a header has ${HEADER_BYTES} bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (readVersion(bytes) !== SEGMENT_VERSION) throw invalid(`expected format version ${SEGMENT_VERSION}`);
  if (view.getUint8(11) !== 0) throw invalid('the reserved byte must be zero');
  const header: SegmentHeader = {
    keyClass: readClass(view.getUint8(8)),
    kind: readKind(view.getUint8(9)),
    bits: readBits(view.getUint8(10)),
    count: view.getUint32(12),
    blockLength: view.getUint32(16),
    blockCount: view.getUint32(20),
    seed: bytes.slice(24, HEADER_BYTES),
  };
  checkSizes(header);
  return header;
}

function checkSizes(header: SegmentHeader): void {
  const { kind, bits, count } = header;
  if (!bitsAllowed(kind, bits)) throw invalid(`a ${kind} has fingerprints of 64 bits`);
  if (count > SEGMENT_KEYS_MAX) throw invalid(`a segment has at most ${SEGMENT_KEYS_MAX} keys`);
  requireBlocks(header);
}

/** Throws `segment-invalid` unless blocks and cells are within their limits and as many as the keys need. */
export function requireBlocks({ count, blockLength, blockCount }: BlockSizes): void {
  const powerOfTwo = blockLength > 0 && (blockLength & (blockLength - 1)) === 0;
  if (!powerOfTwo || blockLength > BLOCK_LENGTH_MAX)
    throw invalid(`a block length is a power of two up to ${BLOCK_LENGTH_MAX}`);
  const cells = cellCount({ blockLength, blockCount });
  if (blockCount < 1 || cells > CELLS_MAX)
    throw invalid(`a segment has 3 blocks or more and at most ${CELLS_MAX} cells`);
  if (cells < count || cells > 2 * count + 1024)
    throw invalid('the number of cells does not fit the number of keys');
}

/** Only a base that a question meets once may do with 32 bits. */
export function bitsAllowed(kind: SegmentKind, bits: FingerprintBits): boolean {
  return bits === 64 || kind === 'base';
}

function readCode<Name extends string>(
  codes: Readonly<Record<Name, number>>,
  code: number,
  what: string,
): Name {
  for (const name in codes) if (codes[name] === code) return name;
  throw invalid(`unknown ${what}`);
}

function readBits(bits: number): FingerprintBits {
  if (bits !== 32 && bits !== 64) throw invalid('fingerprints have 32 or 64 bits');
  return bits;
}

function invalid(message: string): SealedError {
  return new SealedError('segment-invalid', message);
}
