import { assert, concatBytes, lengthPrefixed, utf8 } from '../base/index.ts';
import { arithmetic } from './arithmetic.ts';
import { batchElements } from './batch.ts';
import { SealedError } from './errors.ts';
import { invertScalar, isElement, isScalar, isZero, multiply, multiplyBase } from './group.ts';
import { checkInput, CONTEXT, hashOutput, hashToGroup, hashToScalar, refuseIdentity } from './hashing.ts';

/**
 * RFC 9497, mode VOPRF (0x01), suite ristretto255-SHA512. The functions carry the standard's names. Those for one element
 * run on libsodium; suite-many.ts has them for whole batches.
 */

export interface KeyPair {
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

const SEED_BYTES = 32;
export const OUTPUT_BYTES = 64;

/** RFC 9497 §3.2.1: the key pair of a 32-byte seed; the key class is the info. */
export function deriveKeyPair(seed: Uint8Array, info: string | Uint8Array): KeyPair {
  if (seed.length !== SEED_BYTES) throw new SealedError('key-invalid', 'a key seed has 32 bytes');
  const label = typeof info === 'string' ? utf8(info) : info;
  const tag = concatBytes(utf8('DeriveKeyPair'), CONTEXT);
  for (let counter = 0; counter < 256; counter += 1) {
    const secretKey = hashToScalar(concatBytes(seed, lengthPrefixed(label), Uint8Array.of(counter)), tag);
    if (!isZero(secretKey)) return { secretKey, publicKey: multiplyBase(secretKey) };
  }
  throw new SealedError('key-invalid', 'no key could be derived from the seed');
}

/** r_j = HashToScalar(seed ‖ j), j as 4 bytes big endian: a question's scalars all follow from one seed of 32 bytes. */
export function blindScalar(seed: Uint8Array, index: number): Uint8Array {
  const scalar = hashToScalar(blindMessage(seed, index));
  assert(!isZero(scalar), 'a hash to zero happens once in 2^252');
  return scalar;
}

/** What is hashed to r_j: seed ‖ j. */
export function blindMessage(seed: Uint8Array, index: number): Uint8Array {
  if (seed.length !== SEED_BYTES) throw new SealedError('key-invalid', 'a blind seed has 32 bytes');
  assert(Number.isInteger(index) && index >= 0 && index < 2 ** 32, 'a blind index has 32 bits');
  return concatBytes(seed, uint32(index));
}

/** RFC 9497 §3.3.1: the blinded element r · H(x), 32 bytes. */
export function blind(input: Uint8Array, scalar: Uint8Array): Uint8Array {
  checkBlindScalar(scalar);
  return multiply(scalar, refuseIdentity(hashToGroup(input)));
}

/**
 * RFC 9497 §3.3.2: each element times the key, concatenated as they came (1 to 4,096 of them, 32 bytes each).
 * Throws `element-invalid` or `batch-size` and gives no partial answer.
 */
export function blindEvaluate(secretKey: Uint8Array, elements: Uint8Array): Uint8Array {
  checkSecretKey(secretKey);
  batchElements(elements);
  return arithmetic().multiplyElements(secretKey, elements);
}

/** RFC 9497 §3.3.2 without the proof check, which `verifyProof` makes for the whole batch: 64 bytes. */
export function finalize(input: Uint8Array, scalar: Uint8Array, evaluatedElement: Uint8Array): Uint8Array {
  checkInput(input);
  checkBlindScalar(scalar);
  return hashOutput(input, multiply(invertScalar(scalar), evaluatedElement));
}

/** RFC 9497 §3.3.1, Evaluate: what `finalize` gives the asker, computed by the owner: 64 bytes. */
export function evaluate(secretKey: Uint8Array, input: Uint8Array): Uint8Array {
  return hashOutput(input, evaluatedElement(secretKey, input));
}

/** The element that is hashed to an output, 32 bytes: shown beside the input, it shows whose output that is. */
export function evaluatedElement(secretKey: Uint8Array, input: Uint8Array): Uint8Array {
  checkSecretKey(secretKey);
  return multiply(secretKey, hashToGroup(input));
}

/** RFC 9497 §3.3.1, the last step of Evaluate: the output that an input has where this is its evaluated element, 64 bytes. */
export function outputOf(input: Uint8Array, element: Uint8Array): Uint8Array {
  checkInput(input);
  if (!isElement(element))
    throw new SealedError('element-invalid', 'expected 32 bytes that encode an element');
  return hashOutput(input, element);
}

const DOMAIN = utf8('entente');

/** The input of one match key: "entente" ‖ key version (2 bytes) ‖ rule ‖ canonical value, each length-prefixed. */
export function keyInput(keyVersion: number, rule: string, value: string): Uint8Array {
  if (!Number.isInteger(keyVersion) || keyVersion < 0 || keyVersion > 0xffff)
    throw new SealedError('input-invalid', 'a key version has 16 bits');
  const version = Uint8Array.of(keyVersion >> 8, keyVersion & 0xff);
  const parts = [DOMAIN, version, utf8(rule), utf8(value)];
  for (const part of parts) checkInput(part);
  const input = concatBytes(...parts.map(lengthPrefixed));
  checkInput(input);
  return input;
}

/** Throws `key-invalid` unless the bytes are a canonical, non-zero scalar. */
export function checkSecretKey(secretKey: Uint8Array): void {
  if (!isScalar(secretKey) || isZero(secretKey))
    throw new SealedError('key-invalid', 'expected a secret key: a scalar other than zero');
}

/** Throws `scalar-invalid` unless the bytes are a canonical, non-zero scalar. */
export function checkBlindScalar(scalar: Uint8Array): void {
  if (!isScalar(scalar) || isZero(scalar))
    throw new SealedError('scalar-invalid', 'expected 32 bytes that encode a scalar other than zero');
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}
