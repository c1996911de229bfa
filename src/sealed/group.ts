import { assert } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { heap, put, take, wipeScratch } from './heap.ts';

/** ristretto255 (RFC 9496): a group of prime order; elements and scalars are 32 bytes, scalars little endian. */
export const ELEMENT_BYTES = 32;
export const SCALAR_BYTES = 32;

/** The order of the group, 2^252 + 27742317777372353535851937790883648493, as a big-endian hexadecimal number. */
const ORDER = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn;

/** Whether the bytes are one canonical, non-identity element. RFC 9497 §2.1: the identity is refused. */
export function isElement(bytes: Uint8Array): boolean {
  if (bytes.length !== ELEMENT_BYTES || bytes.every((byte) => byte === 0)) return false;
  const h = heap();
  put(h, h.left, bytes);
  return h.raw._crypto_core_ristretto255_is_valid_point(h.left) === 1;
}

/** Whether the bytes are one canonical scalar: 0 ≤ value < order (RFC 9497 §4.1, DeserializeScalar). */
export function isScalar(bytes: Uint8Array): boolean {
  if (bytes.length !== SCALAR_BYTES) return false;
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`) < ORDER;
}

/** Whether every byte is zero. */
export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** RFC 9496 §4.3.4: the element derived from 64 uniform bytes. */
export function elementFromUniform(uniform: Uint8Array): Uint8Array {
  assert(uniform.length === 64, 'an element is derived from 64 bytes');
  const h = heap();
  put(h, h.wide, uniform);
  h.raw._crypto_core_ristretto255_from_hash(h.out, h.wide);
  return take(h, h.out, ELEMENT_BYTES);
}

/** scalar · element; throws `element-invalid` for an identity, non-canonical or wrong-length element. */
export function multiply(scalar: Uint8Array, element: Uint8Array): Uint8Array {
  assert(scalar.length === SCALAR_BYTES, 'a scalar has 32 bytes');
  if (element.length !== ELEMENT_BYTES) throw invalidElement();
  const h = heap();
  put(h, h.left, scalar);
  put(h, h.right, element);
  // libsodium refuses a non-canonical element and an identity result; the result is the identity only if an operand is.
  const failed = h.raw._crypto_scalarmult_ristretto255(h.out, h.left, h.right) !== 0;
  const product = take(h, h.out, ELEMENT_BYTES);
  wipeScratch(h);
  if (failed) throw invalidElement();
  return product;
}

/** scalar · generator; throws `scalar-invalid` for zero. */
export function multiplyBase(scalar: Uint8Array): Uint8Array {
  assert(scalar.length === SCALAR_BYTES, 'a scalar has 32 bytes');
  const h = heap();
  put(h, h.left, scalar);
  const failed = h.raw._crypto_scalarmult_ristretto255_base(h.out, h.left) !== 0;
  const product = take(h, h.out, ELEMENT_BYTES);
  wipeScratch(h);
  if (failed) throw new SealedError('scalar-invalid', 'the scalar is zero');
  return product;
}

/** left + right; throws `element-invalid` when one of them is not an element. */
export function add(left: Uint8Array, right: Uint8Array): Uint8Array {
  const h = heap();
  put(h, h.left, left);
  put(h, h.right, right);
  if (h.raw._crypto_core_ristretto255_add(h.out, h.left, h.right) !== 0) throw invalidElement();
  return take(h, h.out, ELEMENT_BYTES);
}

/** The 64 bytes, read as a little-endian number, modulo the order. */
export function reduceScalar(wide: Uint8Array): Uint8Array {
  assert(wide.length === 64, 'a scalar is reduced from 64 bytes');
  return scalarOperation((h) => {
    put(h, h.wide, wide);
    h.raw._crypto_core_ristretto255_scalar_reduce(h.out, h.wide);
  });
}

/** 1 / scalar modulo the order; throws `scalar-invalid` for zero. */
export function invertScalar(scalar: Uint8Array): Uint8Array {
  if (isZero(scalar)) throw new SealedError('scalar-invalid', 'zero has no inverse');
  return scalarOperation((h) => {
    put(h, h.left, scalar);
    h.raw._crypto_core_ristretto255_scalar_invert(h.out, h.left);
  });
}

/** The inverses of many scalars: one inversion and three products for each; throws `scalar-invalid` if one is zero. */
export function invertScalars(scalars: readonly Uint8Array[]): Uint8Array[] {
  // before[i] is the product of all scalars before place i.
  const before: Uint8Array[] = [];
  let product: Uint8Array = Uint8Array.of(1, ...new Uint8Array(SCALAR_BYTES - 1));
  for (const scalar of scalars) {
    if (isZero(scalar)) throw new SealedError('scalar-invalid', 'zero has no inverse');
    before.push(product);
    product = multiplyScalars(product, scalar);
  }
  let inverse = invertScalar(product);
  const inverses: Uint8Array[] = [];
  for (const [fromEnd, scalar] of scalars.toReversed().entries()) {
    inverses.push(multiplyScalars(inverse, before[scalars.length - 1 - fromEnd] ?? product));
    inverse = multiplyScalars(inverse, scalar);
  }
  return inverses.reverse();
}

/** left · right modulo the order. */
export function multiplyScalars(left: Uint8Array, right: Uint8Array): Uint8Array {
  return scalarOperation((h) => {
    put(h, h.left, left);
    put(h, h.right, right);
    h.raw._crypto_core_ristretto255_scalar_mul(h.out, h.left, h.right);
  });
}

/** left − right modulo the order. */
export function subtractScalars(left: Uint8Array, right: Uint8Array): Uint8Array {
  return scalarOperation((h) => {
    put(h, h.left, left);
    put(h, h.right, right);
    h.raw._crypto_core_ristretto255_scalar_sub(h.out, h.left, h.right);
  });
}

function scalarOperation(compute: (h: ReturnType<typeof heap>) => void): Uint8Array {
  const h = heap();
  compute(h);
  const result = take(h, h.out, SCALAR_BYTES);
  wipeScratch(h);
  return result;
}

export function invalidElement(): SealedError {
  return new SealedError(
    'element-invalid',
    'expected 32 bytes that encode one element other than the identity',
  );
}
