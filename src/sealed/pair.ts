import { concatBytes, lengthPrefixed, utf8 } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { sha512Once } from './hashing.ts';
import { OUTPUT_BYTES } from './suite.ts';
import { SALT_BYTES } from './tags.ts';

const PAIR = utf8('entente-pair');
const PAD = utf8('entente-pad');
export const SEGMENT_NAME_BYTES = 16;
/** Records that one pair of half keys can lead to in one segment. */
export const SLOTS_MAX = 8;

/**
 * What two half keys open together: SHA-512("entente-pair" ‖ length ‖ output ‖ length ‖ output), the family that comes first
 * by name first. Nothing that is sealed depends on one output alone, so one output alone tests nothing.
 */
export function pairOutput(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length !== OUTPUT_BYTES || second.length !== OUTPUT_BYTES)
    throw new SealedError('input-invalid', 'an output has 64 bytes');
  return sha512Once(concatBytes(PAIR, lengthPrefixed(first), lengthPrefixed(second)));
}

/**
 * The pad of one slot: SHA-512("entente-pad" ‖ salt ‖ segment ‖ slot ‖ length ‖ output), 64 bytes. Its first 8 bytes say where
 * the slot lies, bytes 16 to 31 hide what is in it.
 */
export function slotPad(salt: Uint8Array, segment: Uint8Array, slot: number, output: Uint8Array): Uint8Array {
  return sha512Once(slotMessage(salt, segment, slot, output));
}

/** What a pad is the hash of; the output stands last. */
export function slotMessage(
  salt: Uint8Array,
  segment: Uint8Array,
  slot: number,
  output: Uint8Array,
): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new SealedError('key-invalid', 'a tag salt has 32 bytes');
  return concatBytes(PAD, salt, segment, Uint8Array.of(slot), lengthPrefixed(output));
}
