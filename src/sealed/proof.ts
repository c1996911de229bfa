import { randomBytes } from 'node:crypto';
import { concatBytes, equalBytes, lengthPrefixed, utf8 } from '../base/index.ts';
import { arithmetic } from './arithmetic.ts';
import { batchElements } from './batch.ts';
import { SealedError } from './errors.ts';
import {
  add,
  ELEMENT_BYTES,
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
import { CONTEXT, hashToScalar, SCALAR_TAG, sha512Once } from './hashing.ts';
import { runSteps, type Steps } from './steps.ts';
import { checkSecretKey } from './suite.ts';

/** RFC 9497 §2.2: one proof that a whole batch was evaluated under the key whose public half was announced. */
export const PROOF_BYTES = 64;

const SEED_TAG = lengthPrefixed(concatBytes(utf8('Seed-'), CONTEXT));
const COMPOSITE = utf8('Composite');
const CHALLENGE = utf8('Challenge');

/** Pairs of a batch that are weighed between two pauses of the steps: about 20 ms. */
const PIECE = 512;

/** RFC 9497 §2.2.1. The random scalar is fresh for each proof; only the published vectors hand one in. */
export function generateProof(
  secretKey: Uint8Array,
  publicKey: Uint8Array,
  blinded: Uint8Array,
  evaluated: Uint8Array,
  random: Uint8Array = randomScalar(),
): Uint8Array {
  return runSteps(proofSteps(secretKey, publicKey, blinded, evaluated, random));
}

/** RFC 9497 §2.2.2: throws `proof-invalid` unless every element was evaluated under that key. */
export function verifyProof(
  publicKey: Uint8Array,
  blinded: Uint8Array,
  evaluated: Uint8Array,
  proof: Uint8Array,
): void {
  runSteps(verificationSteps(publicKey, blinded, evaluated, proof));
}

/** `generateProof` in steps, for a server with other work to do meanwhile. */
export function* proofSteps(
  secretKey: Uint8Array,
  publicKey: Uint8Array,
  blinded: Uint8Array,
  evaluated: Uint8Array,
  random: Uint8Array = randomScalar(),
): Steps<Uint8Array> {
  checkSecretKey(secretKey);
  const { m } = yield* composites(publicKey, blinded, evaluated, false);
  const z = multiply(secretKey, m);
  const c = challenge(publicKey, m, z, multiplyBase(random), multiply(random, m));
  return concatBytes(c, subtractScalars(random, multiplyScalars(c, secretKey)));
}

/** `verifyProof` in steps. */
export function* verificationSteps(
  publicKey: Uint8Array,
  blinded: Uint8Array,
  evaluated: Uint8Array,
  proof: Uint8Array,
): Steps<void> {
  if (!isElement(publicKey)) throw new SealedError('key-invalid', 'the public key is not an element');
  const c = proof.subarray(0, SCALAR_BYTES);
  const s = proof.subarray(SCALAR_BYTES);
  if (proof.length !== PROOF_BYTES || !isScalar(c) || !isScalar(s) || isZero(c) || isZero(s))
    throw new SealedError('proof-invalid', 'a proof is two scalars of 32 bytes');
  const { m, z } = yield* composites(publicKey, blinded, evaluated, true);
  if (isZero(m) || isZero(z)) throw new SealedError('proof-invalid', 'the composite is the identity');
  const t2 = add(multiplyBase(s), multiply(c, publicKey));
  const t3 = add(multiply(s, m), multiply(c, z));
  if (!equalBytes(challenge(publicKey, m, z, t2, t3), c))
    throw new SealedError('proof-invalid', 'the batch was not evaluated under the announced key');
}

/** RFC 9497 §2.2.1, ComputeComposites: m = Σ d_i·C_i and, for the verifier, z = Σ d_i·D_i. */
function* composites(
  publicKey: Uint8Array,
  blinded: Uint8Array,
  evaluated: Uint8Array,
  both: boolean,
): Steps<{ m: Uint8Array; z: Uint8Array }> {
  const c = batchElements(blinded);
  const d = batchElements(evaluated);
  if (c.length !== d.length)
    throw new SealedError('batch-size', `${c.length} elements were asked and ${d.length} answered`);
  const seed = lengthPrefixed(sha512Once(concatBytes(lengthPrefixed(publicKey), SEED_TAG)));
  let m: Uint8Array = new Uint8Array(ELEMENT_BYTES);
  let z: Uint8Array = m;
  for (let from = 0; from < c.length; from += PIECE) {
    if (from > 0) yield;
    const piece = Array.from({ length: Math.min(PIECE, c.length - from) }, (_, at) => from + at);
    const weights = hashWeights(piece.map((at) => weightMessage(seed, at, c[at], d[at])));
    const range = [from * ELEMENT_BYTES, (from + piece.length) * ELEMENT_BYTES] as const;
    m = add(m, arithmetic().sumWeighted(weights, blinded.subarray(...range)));
    if (both) z = add(z, arithmetic().sumWeighted(weights, evaluated.subarray(...range)));
  }
  return { m, z };
}

/** What is hashed to the factor d_i of a pair: it is bound to the key, the place and both elements. */
function weightMessage(seed: Uint8Array, index: number, asked?: Uint8Array, answer?: Uint8Array): Uint8Array {
  const place = Uint8Array.of(index >> 8, index & 0xff);
  const pair = [asked, answer].map((element) => lengthPrefixed(element ?? new Uint8Array()));
  return concatBytes(seed, place, ...pair, COMPOSITE);
}

function hashWeights(messages: readonly Uint8Array[]): Uint8Array {
  const wide = arithmetic().expandMany(messages, SCALAR_TAG);
  const weights = new Uint8Array(messages.length * SCALAR_BYTES);
  for (let at = 0; at < messages.length; at += 1)
    weights.set(reduceScalar(wide.subarray(64 * at, 64 * (at + 1))), at * SCALAR_BYTES);
  return weights;
}

function challenge(...elements: readonly Uint8Array[]): Uint8Array {
  return hashToScalar(concatBytes(...elements.map(lengthPrefixed), CHALLENGE));
}

/** A uniformly random scalar other than zero. */
export function randomScalar(): Uint8Array {
  const scalar = reduceScalar(randomBytes(64));
  return isZero(scalar) ? randomScalar() : scalar;
}
