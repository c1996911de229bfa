import { createCipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readHex } from '../base/index.ts';

/** For this room's tests: a committed vector file. */
export function readVectors<Vectors>(name: string): Vectors {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8')) as Vectors;
}

/** The bytes of a hexadecimal text that the test itself wrote. */
export function bytes(hex: string): Uint8Array {
  const read = readHex(hex);
  if (read === null) throw new Error('the test wrote no hexadecimal text');
  return read;
}

/** `length` bytes that follow from the label alone, so that a test is the same at every run. */
export function drawn(label: string, length: number): Uint8Array {
  const seed = createHash('sha256').update(label).digest();
  const stream = createCipheriv('aes-128-ctr', seed.subarray(0, 16), seed.subarray(16));
  return Uint8Array.from(stream.update(new Uint8Array(length)));
}
