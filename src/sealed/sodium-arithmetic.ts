import { concatBytes } from '../base/index.ts';
import type { Arithmetic } from './arithmetic.ts';
import { add, ELEMENT_BYTES, elementFromUniform, multiply, SCALAR_BYTES } from './group.ts';
import { expandMessage, sha512Once } from './hashing.ts';

const UNIFORM_BYTES = 64;

/** The batches of `Arithmetic` one element after the other, where the kernel cannot run. */
export const sodiumArithmetic: Arithmetic = {
  name: 'libsodium',

  expandMany: (messages, tag) => concatBytes(...messages.map((message) => expandMessage(message, tag))),

  sha512Many: (messages) => concatBytes(...messages.map(sha512Once)),

  multiplyHashed: (scalars, uniform) =>
    each(scalars, uniform, UNIFORM_BYTES, (scalar, bytes) => multiply(scalar, elementFromUniform(bytes))),

  multiplyElements: (scalars, elements) => each(scalars, elements, ELEMENT_BYTES, multiply),

  sumWeighted: (weights, elements) => {
    let sum: Uint8Array = new Uint8Array(ELEMENT_BYTES);
    for (let at = 0; at < elements.length; at += ELEMENT_BYTES) {
      const weight = weights.subarray(at, at + SCALAR_BYTES);
      sum = add(sum, multiply(weight, elements.subarray(at, at + ELEMENT_BYTES)));
    }
    return sum;
  },
};

function each(
  scalars: Uint8Array,
  items: Uint8Array,
  size: number,
  compute: (scalar: Uint8Array, item: Uint8Array) => Uint8Array,
): Uint8Array {
  const count = items.length / size;
  const step = scalars.length === SCALAR_BYTES ? 0 : SCALAR_BYTES;
  const results = new Uint8Array(count * ELEMENT_BYTES);
  for (let at = 0; at < count; at += 1) {
    const scalar = scalars.subarray(at * step, at * step + SCALAR_BYTES);
    results.set(compute(scalar, items.subarray(at * size, (at + 1) * size)), at * ELEMENT_BYTES);
  }
  return results;
}
