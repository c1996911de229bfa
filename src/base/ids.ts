import { randomBytes } from 'node:crypto';
import { concatBytes, lengthPrefixed, sha256, toHex, utf8 } from './bytes.ts';

/** 128 random bits as 32 hexadecimal digits: cases, questions, messages, handles, officers. */
export function randomId(): string {
  return randomBytes(16).toString('hex');
}

/**
 * 128 bits derived from the parts, as 32 hexadecimal digits: the same parts give the same id on every reload.
 * Derived ids never cross to a partner (a dictionary of source keys would undo them).
 */
export function derivedId(...parts: readonly string[]): string {
  const framed = parts.map((part) => lengthPrefixed(utf8(part)));
  return toHex(sha256(utf8('entente-id'), concatBytes(...framed))).slice(0, 32);
}

/** Whether the text has the shape of an id: 32 lower-case hexadecimal digits. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}
