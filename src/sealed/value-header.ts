import { SealedError } from './errors.ts';
import { SEGMENT_NAME_BYTES } from './pair.ts';
import {
  type BlockSizes,
  cellCount,
  CHECKSUM_BYTES,
  HEADER_BYTES,
  requireBlocks,
  type SegmentKind,
} from './segment-header.ts';

/** What the 40 bytes at the start of a value segment say (numbers big endian; docs/decisions has the whole layout). */
export interface ValueHeader extends BlockSizes {
  readonly version: 1 | TaggedVersion;
  readonly kind: SegmentKind;
  /** Slots inside. */
  readonly count: number;
  /** Random; every pad in the segment depends on it. */
  readonly name: Uint8Array;
}

/** Slots lie where a hash of the pair's tag says (2), or a cipher (3, value-slots.ts). In version 1 its output said so. */
export type TaggedVersion = 2 | 3;
/** What is written; older versions are read as well. */
export const VALUE_VERSION = 3;
/** A check of 64 bits and the record's tags in two families. */
export const CELL_BYTES = 16;
/** Larger holdings are cut into several segments. */
export const VALUES_MAX = 2 ** 20;
const CELLS_MAX = 2 ** 22;
/** No valid value segment is longer: a reader may stop there. */
export const VALUE_SEGMENT_BYTES_MAX = HEADER_BYTES + CELLS_MAX * CELL_BYTES + CHECKSUM_BYTES;

const MAGIC = Uint8Array.of(0x45, 0x4e, 0x54, 0x56, 0x41, 0x4c); // "ENTVAL"
const KIND_CODES: Readonly<Record<SegmentKind, number>> = { base: 1, delta: 2, tombstone: 3 };

/** The length of the whole segment in bytes. */
export function valueSegmentBytes(header: BlockSizes): number {
  return HEADER_BYTES + cellCount(header) * CELL_BYTES + CHECKSUM_BYTES;
}

/** The header's 40 bytes. */
export function encodeValueHeader(header: ValueHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC, 0);
  view.setUint16(6, header.version);
  view.setUint8(8, KIND_CODES[header.kind]);
  view.setUint32(12, header.count);
  view.setUint32(16, header.blockLength);
  view.setUint32(20, header.blockCount);
  bytes.set(header.name, HEADER_BYTES - SEGMENT_NAME_BYTES);
  return bytes;
}

/** The header that the first 40 bytes state, every field within its limit; throws `segment-invalid`. */
export function parseValueHeader(bytes: Uint8Array): ValueHeader {
  if (bytes.length < HEADER_BYTES) throw invalid(`a header has ${HEADER_BYTES} bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (!MAGIC.every((byte, index) => bytes[index] === byte))
    throw invalid('the bytes do not begin as a value segment');
  const version = view.getUint16(6);
  if (version !== 1 && version !== 2 && version !== VALUE_VERSION)
    throw invalid(`expected format version 1 to ${VALUE_VERSION}`);
  if (view.getUint8(9) !== 0 || view.getUint16(10) !== 0) throw invalid('the reserved bytes must be zero');
  const header: ValueHeader = {
    version,
    kind: readKind(view.getUint8(8)),
    count: view.getUint32(12),
    blockLength: view.getUint32(16),
    blockCount: view.getUint32(20),
    name: bytes.slice(HEADER_BYTES - SEGMENT_NAME_BYTES, HEADER_BYTES),
  };
  if (header.count > VALUES_MAX) throw invalid(`a value segment has at most ${VALUES_MAX} slots`);
  requireBlocks(header);
  return header;
}

function readKind(code: number): SegmentKind {
  for (const kind of ['base', 'delta', 'tombstone'] as const) if (KIND_CODES[kind] === code) return kind;
  throw invalid('unknown kind');
}

function invalid(message: string): SealedError {
  return new SealedError('segment-invalid', message);
}
