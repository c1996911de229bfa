import { hash } from 'node:crypto';
import { concatBytes, lengthPrefixed, utf8 } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { elementFromUniform, isZero, reduceScalar } from './group.ts';

/** RFC 9497 §3.1: mode and suite stand in every domain separation tag. */
const MODE_VOPRF = 0x01;
export const SUITE = 'ristretto255-SHA512';
export const CONTEXT = concatBytes(utf8('OPRFV1-'), Uint8Array.of(MODE_VOPRF), utf8(`-${SUITE}`));

/** RFC 9497 §4.1: the tags of HashToGroup and HashToScalar. */
export const GROUP_TAG = concatBytes(utf8('HashToGroup-'), CONTEXT);
export const SCALAR_TAG = concatBytes(utf8('HashToScalar-'), CONTEXT);

/** RFC 9497 §1.2: an input has at most 2^16 − 1 bytes. */
export const INPUT_BYTES_MAX = 0xffff;

/** SHA-512 of one byte string; a single call is several times faster than a hash object on short inputs. */
export function sha512Once(bytes: Uint8Array): Uint8Array {
  return hash('sha512', bytes, 'buffer');
}

const BLOCK_OF_ZEROS = new Uint8Array(128);
const SIXTY_FOUR_THEN_ZERO = Uint8Array.of(0, 64, 0);
const ONE = Uint8Array.of(1);

/** RFC 9380 §5.3.1, expand_message_xmd with SHA-512 to 64 bytes: one block, so b_1 alone. */
export function expandMessage(message: Uint8Array, tag: Uint8Array): Uint8Array {
  const tagPrime = concatBytes(tag, Uint8Array.of(tag.length));
  const b0 = sha512Once(concatBytes(BLOCK_OF_ZEROS, message, SIXTY_FOUR_THEN_ZERO, tagPrime));
  return sha512Once(concatBytes(b0, ONE, tagPrime));
}

/** RFC 9497 §4.1, HashToGroup: hash_to_ristretto255 under the suite's tag. */
export function hashToGroup(input: Uint8Array): Uint8Array {
  checkInput(input);
  return elementFromUniform(expandMessage(input, GROUP_TAG));
}

/** RFC 9497 §4.1, HashToScalar. */
export function hashToScalar(input: Uint8Array, tag: Uint8Array = SCALAR_TAG): Uint8Array {
  return reduceScalar(expandMessage(input, tag));
}

/** The output of the function: SHA-512(len ‖ input ‖ len ‖ element ‖ "Finalize"), RFC 9497 §3.3.1. */
export function hashOutput(input: Uint8Array, element: Uint8Array): Uint8Array {
  return sha512Once(outputMessage(input, element));
}

/** What `hashOutput` hashes. */
export function outputMessage(input: Uint8Array, element: Uint8Array): Uint8Array {
  return concatBytes(lengthPrefixed(input), lengthPrefixed(element), FINALIZE);
}
const FINALIZE = utf8('Finalize');

/** Throws `input-invalid` when the input is longer than the standard allows. */
export function checkInput(input: Uint8Array): void {
  if (input.length > INPUT_BYTES_MAX) {
    throw new SealedError(
      'input-invalid',
      `an input has at most ${INPUT_BYTES_MAX} bytes, got ${input.length}`,
    );
  }
}

/** The element, unless it is the identity, which no input may hash to (RFC 9497 §3.3.1, InvalidInputError). */
export function refuseIdentity(element: Uint8Array): Uint8Array {
  if (isZero(element)) throw new SealedError('input-invalid', 'the input hashes to the identity element');
  return element;
}
