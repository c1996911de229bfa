import { createHash, hash as hashOnce, timingSafeEqual } from 'node:crypto';

const encoder = new TextEncoder();

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** All parts, one after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Two bytes of length, big endian, then the bytes: no two lists of parts share an encoding. At most 65,535 bytes. */
export function lengthPrefixed(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0xffff)
    throw new RangeError(`a length-prefixed part has at most 65535 bytes, got ${bytes.length}`);
  const framed = new Uint8Array(bytes.length + 2);
  framed[0] = bytes.length >> 8;
  framed[1] = bytes.length & 0xff;
  framed.set(bytes, 2);
  return framed;
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** The bytes of a lower-case hexadecimal text; null when it is anything else. */
export function readHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return null;
  return new Uint8Array(Buffer.from(text, 'hex'));
}

/** RFC 4648 §5 without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

/** The bytes of an unpadded base64url text; null when it is not the one canonical encoding of its bytes. */
export function readBase64Url(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? new Uint8Array(bytes) : null;
}

/** RFC 4648 §4 with padding. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** The bytes of a padded base64 text; null when it is not the one canonical encoding of its bytes. */
export function readBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? new Uint8Array(bytes) : null;
}

/** Whether two byte strings are the same, in time that depends on their length alone. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

/** SHA-256 over all parts, one after the other. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return hashOf('sha256', parts);
}

/** SHA-512 over all parts, one after the other. */
export function sha512(...parts: readonly Uint8Array[]): Uint8Array {
  return hashOf('sha512', parts);
}

/** Up to here it is cheaper to join the parts than to feed them one by one. */
const JOINED_MAX = 4_096;

function hashOf(name: 'sha256' | 'sha512', parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return new Uint8Array(hashOnce(name, only, 'buffer'));
  if (parts.reduce((sum, part) => sum + part.length, 0) <= JOINED_MAX)
    return new Uint8Array(hashOnce(name, concatBytes(...parts), 'buffer'));
  const hash = createHash(name);
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}
