import { concatBytes, lengthPrefixed, utf8 } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { hashEach } from './hash-each.ts';
import { sha512Once } from './hashing.ts';
import { OUTPUT_BYTES } from './suite.ts';

export const SALT_BYTES = 32;
export const TAG_BYTES = 16;
const DOMAIN = utf8('entente-tag');

/**
 * T, what a partner compares: the first 16 bytes of SHA-512("entente-tag" ‖ salt ‖ length ‖ output). The salt is the
 * owner's secret with this one partner, so two partners cannot compare the segments they were given.
 */
export function tag(salt: Uint8Array, output: Uint8Array): Uint8Array {
  if (output.length !== OUTPUT_BYTES) throw new SealedError('input-invalid', 'an output has 64 bytes');
  return sha512Once(tagMessage(salt, output)).slice(0, TAG_BYTES);
}

/** The tags of many outputs (64 bytes each), 16 bytes each, in order. */
export function tagMany(salt: Uint8Array, outputs: Uint8Array): Uint8Array {
  const count = outputs.length / OUTPUT_BYTES;
  if (!Number.isInteger(count)) throw new SealedError('input-invalid', 'outputs have 64 bytes each');
  const tags = new Uint8Array(count * TAG_BYTES);
  hashEach(
    tagMessage(salt, new Uint8Array(OUTPUT_BYTES)),
    count,
    (message, at) => {
      const output = outputs.subarray(at * OUTPUT_BYTES, (at + 1) * OUTPUT_BYTES);
      message.set(output, message.length - OUTPUT_BYTES);
    },
    (digest, at) => tags.set(digest.subarray(0, TAG_BYTES), at * TAG_BYTES),
  );
  return tags;
}

/** What a tag is the hash of; the output stands last. */
function tagMessage(salt: Uint8Array, output: Uint8Array): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new SealedError('key-invalid', 'a tag salt has 32 bytes');
  return concatBytes(DOMAIN, salt, lengthPrefixed(output));
}
