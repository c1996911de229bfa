import { concatBytes, lengthPrefixed, utf8 } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { hashEach } from './hash-each.ts';
import { sha512Once } from './hashing.ts';
import { OUTPUT_BYTES } from './suite.ts';
import { SALT_BYTES } from './tags.ts';

const PAIR = utf8('entente-pair');
const PAIR_TAG = utf8('entente-pair-tag');
const PAD = utf8('entente-pad');
export const PAIR_TAG_BYTES = 16;
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
 * The tag of a pair, what T (tags.ts) is of a key: the first 16 bytes of SHA-512("entente-pair-tag" ‖ salt ‖ length ‖ output). It leads back to no
 * output and is one partner's own; whoever has it finds the pair in all of that partner's segments, also where one takes it back.
 */
export function pairTag(salt: Uint8Array, output: Uint8Array): Uint8Array {
  if (output.length !== OUTPUT_BYTES) throw new SealedError('input-invalid', 'an output has 64 bytes');
  return sha512Once(pairTagMessage(salt, output)).slice(0, PAIR_TAG_BYTES);
}

/** The tags of many pairs at once (outputs of 64 bytes each): `take` gets each, 16 bytes, a view. */
export function eachPairTag(
  salt: Uint8Array,
  outputs: Uint8Array,
  take: (tag: Uint8Array, place: number) => void,
): void {
  const count = outputs.length / OUTPUT_BYTES;
  if (!Number.isInteger(count)) throw new SealedError('input-invalid', 'outputs have 64 bytes each');
  hashEach(
    pairTagMessage(salt, new Uint8Array(OUTPUT_BYTES)),
    count,
    (message, at) => {
      const output = outputs.subarray(at * OUTPUT_BYTES, (at + 1) * OUTPUT_BYTES);
      message.set(output, message.length - OUTPUT_BYTES);
    },
    (digest, at) => take(digest.subarray(0, PAIR_TAG_BYTES), at),
  );
}

/** What a pair's tag is the hash of; the output stands last. */
function pairTagMessage(salt: Uint8Array, output: Uint8Array): Uint8Array {
  requireSalt(salt);
  return concatBytes(PAIR_TAG, salt, lengthPrefixed(output));
}

/**
 * The pad of one slot: SHA-512("entente-pad" ‖ segment ‖ slot ‖ pair's tag), 64 bytes. Bytes 24 to 31 hide which record is in it; in version 2
 * the first 8 say where it lies and 16 to 23 hide its check.
 */
export function slotPad(segment: Uint8Array, slot: number, tag: Uint8Array): Uint8Array {
  return slotPadder(segment)(slot, tag);
}

/** The same for many slots of one segment. */
export function slotPadder(segment: Uint8Array): (slot: number, tag: Uint8Array) => Uint8Array {
  const message = concatBytes(PAD, segment, new Uint8Array(1 + PAIR_TAG_BYTES));
  const slotAt = PAD.length + segment.length;
  return (slot, tag) => {
    message[slotAt] = slot;
    message.set(tag, slotAt + 1);
    return sha512Once(message);
  };
}

/** The same in segments of version 1, from the output itself: SHA-512("entente-pad" ‖ salt ‖ segment ‖ slot ‖ length ‖ output). */
export function slotPadV1(
  salt: Uint8Array,
  segment: Uint8Array,
  slot: number,
  output: Uint8Array,
): Uint8Array {
  requireSalt(salt);
  return sha512Once(concatBytes(PAD, salt, segment, Uint8Array.of(slot), lengthPrefixed(output)));
}

function requireSalt(salt: Uint8Array): void {
  if (salt.length !== SALT_BYTES) throw new SealedError('key-invalid', 'a tag salt has 32 bytes');
}
