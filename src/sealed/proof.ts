import { randomBytes } from 'node:crypto';
import { concatBytes, equalBytes, lengthPrefixed, utf8 } from '../base/index.ts';
import { batchElements } from './batch.ts';
import { SealedError } from './errors.ts';
import {
  add,
  isElement,
  isScalar,
  isZero,
  multiply,
  multiplyBase,
  multiplyScalars,
  reduceScalar,
  SCALAR_BYTES,
  subtractScalars,
} from './group.ts';
import { CONTEXT, hashToScalar, sha512Once } from './hashing.ts';
import { checkSecretKey } from './suite.ts';

/** RFC 9497 §2.2: one proof that a whole batch was evaluated under the key whose public half was announced. */
export const PROOF_BYTES = 64;

const SEED_TAG = lengthPrefixed(concatBytes(utf8('Seed-'), CONTEXT));
const COMPOSITE = utf8('Composite');
const CHALLENGE = utf8('Challenge');

/** RFC 9497 §2.2.1. The random scalar is fresh for each proof; only the published vectors hand one in. */
export function generateProof(
  secretKey: Uint8Array,
  publicKey: Uint8Array,
  blinded: Uint8Array,
  evaluated: Uint8Array,
  random: Uint8Array = randomScalar(),
): Uint8Array {
  checkSecretKey(secretKey);
  const m = sumWeighted(weights(publicKey, blinded, evaluated), batchElements(blinded));
  const z = multiply(secretKey, m);
  const c = challenge(publicKey, m, z, multiplyBase(random), multiply(random, m));
  return concatBytes(c, subtractScalars(random, multiplyScalars(c, secretKey)));
}

/** RFC 9497 §2.2.2: throws `proof-invalid` unless every element was evaluated under that key. */
export function verifyProof(
  publicKey: Uint8Array,
  blinded: Uint8Array,
  evaluated: Uint8Array,
  proof: Uint8Array,
): void {
  if (!isElement(publicKey)) throw new SealedError('key-invalid', 'the public key is not an element');
  const c = proof.subarray(0, SCALAR_BYTES);
  const s = proof.subarray(SCALAR_BYTES);
  if (proof.length !== PROOF_BYTES || !isScalar(c) || !isScalar(s) || isZero(c) || isZero(s))
    throw new SealedError('proof-invalid', 'a proof is two scalars of 32 bytes');
  const factors = weights(publicKey, blinded, evaluated);
  const m = sumWeighted(factors, batchElements(blinded));
  const z = sumWeighted(factors, batchElements(evaluated));
  if (isZero(m) || isZero(z)) throw new SealedError('proof-invalid', 'the composite is the identity');
  const t2 = add(multiplyBase(s), multiply(c, publicKey));
  const t3 = add(multiply(s, m), multiply(c, z));
  if (!equalBytes(challenge(publicKey, m, z, t2, t3), c))
    throw new SealedError('proof-invalid', 'the batch was not evaluated under the announced key');
}

/** RFC 9497 §2.2.1, ComputeComposites: the factor d_i of each pair, bound to the key and to both lists. */
function weights(publicKey: Uint8Array, blinded: Uint8Array, evaluated: Uint8Array): Uint8Array[] {
  const c = batchElements(blinded);
  const d = batchElements(evaluated);
  if (c.length !== d.length)
    throw new SealedError('batch-size', `${c.length} elements were asked and ${d.length} answered`);
  const seed = lengthPrefixed(sha512Once(concatBytes(lengthPrefixed(publicKey), SEED_TAG)));
  return c.map((element, index) => {
    const place = Uint8Array.of(index >> 8, index & 0xff);
    const answer = d[index] ?? new Uint8Array();
    return hashToScalar(concatBytes(seed, place, lengthPrefixed(element), lengthPrefixed(answer), COMPOSITE));
  });
}

function sumWeighted(factors: readonly Uint8Array[], elements: readonly Uint8Array[]): Uint8Array {
  return elements
    .map((element, index) => multiply(factors[index] ?? new Uint8Array(SCALAR_BYTES), element))
    .reduce(add);
}

function challenge(...elements: readonly Uint8Array[]): Uint8Array {
  return hashToScalar(concatBytes(...elements.map(lengthPrefixed), CHALLENGE));
}

/** A uniformly random scalar other than zero. */
export function randomScalar(): Uint8Array {
  const scalar = reduceScalar(randomBytes(64));
  return isZero(scalar) ? randomScalar() : scalar;
}
