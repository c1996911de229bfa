/** Writes the little of DER (X.690) that a certificate needs. Nothing is read here: node:crypto parses certificates. */
import { concatBytes, utf8 } from '../base/index.ts';

export type Der = Uint8Array;

function tagged(tag: number, content: Uint8Array): Der {
  const length = content.length;
  if (length < 0x80) return concatBytes(Uint8Array.of(tag, length), content);
  if (length < 0x100) return concatBytes(Uint8Array.of(tag, 0x81, length), content);
  if (length < 0x10000) return concatBytes(Uint8Array.of(tag, 0x82, length >> 8, length & 0xff), content);
  throw new RangeError('a certificate part has at most 65535 bytes');
}

export const sequence = (...parts: readonly Der[]): Der => tagged(0x30, concatBytes(...parts));
export const set = (...parts: readonly Der[]): Der => tagged(0x31, concatBytes(...parts));
export const octetString = (bytes: Uint8Array): Der => tagged(0x04, bytes);
export const bitString = (bytes: Uint8Array, unusedBits = 0): Der =>
  tagged(0x03, concatBytes(Uint8Array.of(unusedBits), bytes));
export const utf8String = (text: string): Der => tagged(0x0c, utf8(text));
export const yes = (): Der => tagged(0x01, Uint8Array.of(0xff));
export const explicit = (number: number, content: Der): Der => tagged(0xa0 | number, content);

/** A positive INTEGER: no needless leading zeros, one where the first bit is set (X.690 §8.3). */
export function integer(bytes: Uint8Array): Der {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const body = bytes.subarray(start);
  return tagged(0x02, (body[0] ?? 0) & 0x80 ? concatBytes(Uint8Array.of(0), body) : body);
}

/** An OBJECT IDENTIFIER in base 128 (X.690 §8.19). */
export function objectId(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const digits = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
    bytes.push(...digits);
  }
  return tagged(0x06, Uint8Array.from(bytes));
}

/** RFC 5280 §4.1.2.5: UTCTime up to 2049, GeneralizedTime from 2050. */
export function time(date: Date): Der {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  return date.getUTCFullYear() < 2050 ? tagged(0x17, utf8(digits.slice(2))) : tagged(0x18, utf8(digits));
}
