import { assert, concatBytes } from '../base/index.ts';
import { arithmetic } from './arithmetic.ts';
import { ELEMENT_BYTES, invertScalars, isZero, reduceScalar } from './group.ts';
import { checkInput, GROUP_TAG, outputMessage, SCALAR_TAG } from './hashing.ts';
import { blindMessage, checkBlindScalar, checkSecretKey } from './suite.ts';

/** The functions of suite.ts for whole batches. Each call computes at once; a server hands it a few hundred at a time. */

/** Bytes of one input that was hashed for blinding. */
export const HASHED_BYTES = 64;

/** What `blindMany` needs of each input, 64 bytes: made once, it serves for every partner that is asked. */
export function hashInputs(inputs: readonly Uint8Array[]): Uint8Array {
  for (const input of inputs) checkInput(input);
  return arithmetic().expandMany(inputs, GROUP_TAG);
}

/** `blindScalar` of each number. */
export function blindScalars(seed: Uint8Array, numbers: readonly number[]): Uint8Array[] {
  const messages = numbers.map((number) => blindMessage(seed, number));
  const wide = arithmetic().expandMany(messages, SCALAR_TAG);
  return messages.map((_, at) => {
    const scalar = reduceScalar(wide.subarray(at * HASHED_BYTES, (at + 1) * HASHED_BYTES));
    assert(!isZero(scalar), 'a hash to zero happens once in 2^252');
    return scalar;
  });
}

/** `blind` for inputs that `hashInputs` hashed, each with its scalar: 32 bytes each, in order. */
export function blindMany(hashed: Uint8Array, scalars: readonly Uint8Array[]): Uint8Array {
  for (const scalar of scalars) checkBlindScalar(scalar);
  assert(hashed.length === scalars.length * HASHED_BYTES, 'every input has a scalar');
  return arithmetic().multiplyHashed(concatBytes(...scalars), hashed);
}

/** `finalize` for many evaluated elements of 32 bytes, each with its input and scalar: 64 bytes each, in order. */
export function finalizeMany(
  inputs: readonly Uint8Array[],
  scalars: readonly Uint8Array[],
  evaluated: Uint8Array,
): Uint8Array {
  for (const scalar of scalars) checkBlindScalar(scalar);
  const fit = scalars.length === inputs.length && evaluated.length === inputs.length * ELEMENT_BYTES;
  assert(fit, 'every input has a scalar and an evaluated element');
  const inverses = concatBytes(...invertScalars(scalars));
  return outputsOf(inputs, arithmetic().multiplyElements(inverses, evaluated));
}

/** `evaluate` for many inputs, 64 bytes each, in order. */
export function evaluateMany(secretKey: Uint8Array, inputs: readonly Uint8Array[]): Uint8Array {
  checkSecretKey(secretKey);
  return outputsOf(inputs, arithmetic().multiplyHashed(secretKey, hashInputs(inputs)));
}

function outputsOf(inputs: readonly Uint8Array[], elements: Uint8Array): Uint8Array {
  const messages = inputs.map((input, at) =>
    outputMessage(input, elements.subarray(at * ELEMENT_BYTES, (at + 1) * ELEMENT_BYTES)),
  );
  return arithmetic().sha512Many(messages);
}
