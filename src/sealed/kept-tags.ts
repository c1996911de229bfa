import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { concatBytes, lengthPrefixed, utf8 } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { SEGMENT_KEYS_MAX } from './segment-header.ts';
import { TAG_BYTES } from './tags.ts';

/**
 * The tags of one segment as they rest beside it, so that a merge need not evaluate again. Sorted, in pieces of 16,384, each
 * sealed by AES-256-GCM under a key of this file alone (HMAC-SHA256 of the epoch's key over a random name and what the file is
 * about), its number as the nonce: no piece opens in another place, in another file or after the epoch's key is gone.
 *
 *   "ENTTAG" ‖ version (2) ‖ count (4) ‖ random name (16) ‖ pieces (tags ‖ 16 bytes)
 *
 * The entries of a segment of sealed values (value-entries.ts) are kept in the same way under "ENTVTG".
 */
export interface KeptItems {
  /** Six letters. */
  readonly magic: string;
  /** Of each item. */
  readonly width: number;
  readonly countMax: number;
}
export const KEPT_TAGS: KeptItems = { magic: 'ENTTAG', width: TAG_BYTES, countMax: SEGMENT_KEYS_MAX };

const VERSION = 1;
export const NAME_BYTES = 16;
const SEAL_BYTES = 16;
const MAGIC_BYTES = 6;
const HEADER_BYTES = MAGIC_BYTES + 2 + 4 + NAME_BYTES;
const PIECE_TAGS = 16_384;

export const TAGS_KEY_BYTES = 32;
/** No valid file of kept tags is longer. */
export const KEPT_TAGS_BYTES_MAX = keptBytes(KEPT_TAGS, SEGMENT_KEYS_MAX);

/** Reads so many bytes of a file from a position on; fewer than asked where it ends. */
export type ReadAt = (position: number, length: number) => Uint8Array;

/** The file over the tags, which are sorted and distinct (`sortTags`), under a name that no other file has. */
export function sealTags(
  key: Uint8Array,
  about: string,
  sorted: Uint8Array,
  name: Uint8Array = randomBytes(NAME_BYTES),
  items: KeptItems = KEPT_TAGS,
): Uint8Array {
  const { width, countMax } = items;
  const count = sorted.length / width;
  if (!Number.isInteger(count) || count > countMax)
    throw new SealedError('input-invalid', `at most ${countMax} whole tags are kept in one file`);
  const header = encodeHeader(items, count, name);
  const fileKey = keyOfFile(key, about, header);
  const pieces = Array.from({ length: Math.ceil(count / PIECE_TAGS) }, (_, piece) => {
    const tags = sorted.subarray(piece * PIECE_TAGS * width, (piece + 1) * PIECE_TAGS * width);
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(piece)).setAAD(header);
    return concatBytes(cipher.update(tags), cipher.final(), cipher.getAuthTag());
  });
  return concatBytes(header, ...pieces);
}

/** The tags again, piece by piece (at most 256 KiB of them at a time); throws `tags-invalid` at the first piece that does not open. */
export function* keptTags(
  key: Uint8Array,
  about: string,
  readAt: ReadAt,
  items: KeptItems = KEPT_TAGS,
): Generator<Uint8Array> {
  const header = readAt(0, HEADER_BYTES);
  const count = parseHeader(items, header);
  const pieceBytes = PIECE_TAGS * items.width + SEAL_BYTES;
  if (readAt(keptBytes(items, count), 1).length > 0) throw invalid('bytes stand behind the last tag');
  const fileKey = keyOfFile(key, about, header);
  for (let piece = 0; piece * PIECE_TAGS < count; piece += 1) {
    const length = Math.min(PIECE_TAGS, count - piece * PIECE_TAGS) * items.width + SEAL_BYTES;
    const sealed = readAt(HEADER_BYTES + piece * pieceBytes, length);
    if (sealed.length !== length) throw invalid('the file is cut short');
    yield openPiece(fileKey, header, piece, sealed);
  }
}

/** The random name of the file, which its pieces vouch for. */
export function keptName(readAt: ReadAt, items: KeptItems = KEPT_TAGS): Uint8Array {
  const header = readAt(0, HEADER_BYTES);
  parseHeader(items, header);
  return header.slice(HEADER_BYTES - NAME_BYTES);
}

function openPiece(key: Uint8Array, header: Uint8Array, piece: number, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(piece)).setAAD(header);
  decipher.setAuthTag(sealed.subarray(sealed.length - SEAL_BYTES));
  try {
    return concatBytes(decipher.update(sealed.subarray(0, sealed.length - SEAL_BYTES)), decipher.final());
  } catch (cause) {
    throw new SealedError('tags-invalid', 'kept tags were changed, or are sealed under another key', {
      cause,
    });
  }
}

function encodeHeader({ magic }: KeptItems, count: number, name: Uint8Array): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  header.set(utf8(magic), 0);
  view.setUint16(6, VERSION);
  view.setUint32(8, count);
  header.set(name, 12);
  return header;
}

function parseHeader({ magic, countMax }: KeptItems, header: Uint8Array): number {
  if (header.length < HEADER_BYTES) throw invalid('the file is cut short');
  const view = new DataView(header.buffer, header.byteOffset, HEADER_BYTES);
  if (!utf8(magic).every((byte, at) => header[at] === byte) || view.getUint16(6) !== VERSION)
    throw invalid('the file does not begin as kept tags');
  const count = view.getUint32(8);
  if (count > countMax) throw invalid(`a file keeps at most ${countMax} tags`);
  return count;
}

function keptBytes({ width }: KeptItems, count: number): number {
  return HEADER_BYTES + count * width + Math.ceil(count / PIECE_TAGS) * SEAL_BYTES;
}

function keyOfFile(key: Uint8Array, about: string, header: Uint8Array): Uint8Array {
  if (key.length !== TAGS_KEY_BYTES)
    throw new SealedError('key-invalid', `a key of kept tags has ${TAGS_KEY_BYTES} bytes`);
  return createHmac('sha256', key)
    .update(concatBytes(utf8('entente-kept-tags'), lengthPrefixed(utf8(about)), header))
    .digest();
}

/** Unique within a file, and each file has a key of its own. */
function nonceOf(piece: number): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(8, piece);
  return nonce;
}

function invalid(message: string): SealedError {
  return new SealedError('tags-invalid', message);
}
