/** ristretto255 (RFC 9496): from bytes to points of the curve and back, two at a time. */
import {
  D,
  D_MINUS_ONE_SQ,
  INVSQRT_A_MINUS_D,
  ONE,
  ONE_MINUS_D_SQ,
  SQRT_AD_MINUS_ONE,
  SQRT_M1,
} from './constants.ts';
import { CANONICAL, fromBytes, isNegative, isZero, toCanonical } from './field-bytes.ts';
import { multiply, square } from './field-multiply.ts';
import { absolute, invert, rootOfRatio } from './field-roots.ts';
import { add, copy, FIELD, laneMask, negate, select, subtract, ZERO } from './field.ts';
import { addCached, POINT, T, toCached, Y, Z } from './point.ts';

const u = memory.data(80, 16);
const v = memory.data(80, 16);
const w = memory.data(80, 16);
const x = memory.data(80, 16);
const y = memory.data(80, 16);
const s = memory.data(80, 16);
const n = memory.data(80, 16);
const mapped = memory.data(320, 16);
const cached = memory.data(320, 16);

/**
 * §4.3.1: the points of two encodings of 32 bytes. Gives one bit a lane: 1 for A, 2 for B where the bytes are no canonical
 * encoding or encode the identity, which RFC 9497 §2.1 refuses. What stands in a refused lane is not to be used.
 */
export function decode(r: usize, bytesA: usize, bytesB: usize): u32 {
  fromBytes(s, 0, bytesA);
  fromBytes(s, 1, bytesB);
  const canonical = laneMask(sameBytes(0, bytesA), sameBytes(1, bytesB));
  let wrong = v128.or(v128.not(canonical), v128.or(isNegative(s), isZero(s)));
  square(x, s);
  subtract(y, ONE, x); // u1 = 1 − s²
  add(w, ONE, x); // u2 = 1 + s²
  square(u, w); // u2²
  square(v, y);
  multiply(v, v, D);
  add(v, v, u);
  multiply(v, v, ONE);
  negate(v, v); // v = −(D·u1²) − u2²
  multiply(x, v, u);
  wrong = v128.or(wrong, v128.not(rootOfRatio(x, ONE, x)));
  multiply(w, w, x); // den_x = u2 / √(v·u2²)
  multiply(x, x, w);
  multiply(x, x, v); // den_y = den_x · v / √(v·u2²)
  multiply(r + Y, y, x);
  multiply(w, w, s);
  add(w, w, w);
  multiply(w, w, ONE);
  absolute(x, w); // x = |2s·den_x|
  multiply(r, x, ONE);
  copy(r + Z, ONE);
  multiply(r + T, r, r + Y);
  wrong = v128.or(wrong, v128.or(isNegative(r + T), isZero(r + Y)));
  return (i32x4.extract_lane(wrong, 0) & 1) | (i32x4.extract_lane(wrong, 1) & 2);
}

/** All ones when the element in s was read from its own canonical bytes. */
function sameBytes(lane: usize, bytes: usize): u32 {
  toCanonical(s, lane);
  const rest =
    (load<u64>(CANONICAL) ^ load<u64>(bytes)) |
    (load<u64>(CANONICAL, 8) ^ load<u64>(bytes, 8)) |
    (load<u64>(CANONICAL, 16) ^ load<u64>(bytes, 16)) |
    (load<u64>(CANONICAL, 24) ^ load<u64>(bytes, 24));
  return <u32>(((rest | (0 - rest)) >> 63) - 1);
}

/** §4.3.4: the points derived from two strings of 64 uniform bytes: the sum of the maps of their halves. */
export function fromUniform(r: usize, bytesA: usize, bytesB: usize): void {
  fromBytes(s, 0, bytesA);
  fromBytes(s, 1, bytesB);
  map(mapped);
  fromBytes(s, 0, bytesA + 32);
  fromBytes(s, 1, bytesB + 32);
  toCached(cached, mapped);
  map(mapped);
  addCached(r, mapped, cached, true);
}

/** §4.3.4, MAP: the point of the number in s (its t). */
function map(r: usize): void {
  square(x, s);
  multiply(x, x, SQRT_M1); // r = SQRT_M1 · t²
  add(y, x, ONE);
  multiply(u, y, ONE_MINUS_D_SQ);
  multiply(y, x, D);
  add(y, y, ONE);
  multiply(y, y, ONE);
  negate(y, y); // −1 − r·D
  add(w, x, D);
  multiply(v, y, w);
  const wasSquare = rootOfRatio(y, u, v);
  multiply(w, y, s);
  absolute(n, w);
  multiply(n, n, ONE);
  negate(n, n); // −|s·t|
  select(s, wasSquare, y, n);
  negate(w, ONE);
  select(w, wasSquare, w, x); // c = −1 or r
  subtract(y, x, ONE);
  multiply(y, y, w);
  multiply(y, y, D_MINUS_ONE_SQ);
  subtract(n, y, v); // N = c·(r − 1)·D_MINUS_ONE_SQ − v
  multiply(w, s, v);
  add(w, w, w); // w0 = 2s·v
  multiply(x, n, SQRT_AD_MINUS_ONE); // w1
  square(y, s);
  subtract(u, ONE, y); // w2
  add(v, ONE, y); // w3
  multiply(r, w, v);
  multiply(r + Y, u, x);
  multiply(r + Z, x, v);
  multiply(r + T, w, u);
}

/**
 * The encoding of 2P without a root, after the inverse of one product: the doubling's e = 2XY, f = Z² + d·T², g = Y² + X²,
 * h = Z² − d·T² (2P = (e·h : f·g : …) on a curve 2-isogenous to the group's) give it with 1/(e·f·g·h) alone, and the
 * inverses of many products cost one (Montgomery's trick; the encoding is by Hamburg and de Valence).
 */
export const PENDING: usize = 640;
const E: usize = 0;
const F: usize = 80;
const G: usize = 160;
const H: usize = 240;
const EG: usize = 320;
const FH: usize = 400;
const PRODUCT: usize = 480;
const BEFORE: usize = 560;

const running = memory.data(80, 16);
const inverse = memory.data(80, 16);

/** Encodes the doubles of `pairs` pairs of points, one pair's 64 bytes after the other's; `pending` has room for each pair. */
export function encodeDoubles(bytes: usize, points: usize, pairs: i32, pending: usize): void {
  copy(running, ONE);
  for (let i = 0; i < pairs; i++) {
    const state = pending + <usize>i * PENDING;
    prepareDouble(state, points + <usize>i * POINT);
    copy(state + BEFORE, running);
    multiply(running, running, state + PRODUCT);
  }
  invert(inverse, running);
  for (let i = pairs - 1; i >= 0; i--) {
    const state = pending + <usize>i * PENDING;
    multiply(running, inverse, state + BEFORE);
    multiply(inverse, inverse, state + PRODUCT);
    finishDouble(bytes + 64 * <usize>i, state);
  }
}

/** A product of zero (2P is the identity) would spoil the whole batch: one stands in for it, and eg = 0 makes the bytes zero. */
function prepareDouble(state: usize, p: usize): void {
  square(x, p);
  square(y, p + Y);
  add(state + G, y, x);
  add(w, p, p);
  multiply(state + E, w, p + Y);
  square(y, p + Z);
  square(x, p + T);
  multiply(x, x, D);
  add(state + F, y, x);
  subtract(state + H, y, x);
  multiply(state + EG, state + E, state + G);
  multiply(state + FH, state + F, state + H);
  multiply(state + PRODUCT, state + EG, state + FH);
  const zero = isZero(state + PRODUCT);
  select(state + PRODUCT, zero, ONE, state + PRODUCT);
  select(state + EG, zero, ZERO, state + EG);
  select(state + FH, zero, ZERO, state + FH);
}

/** With `running` = 1/(e·f·g·h): 1/Z = eg · running and 1/T = fh · running of 2P. */
function finishDouble(bytes: usize, state: usize): void {
  multiply(u, state + EG, running); // 1/Z
  multiply(v, state + FH, running); // 1/T
  multiply(w, state + EG, u);
  const rotate = isNegative(w);
  select(s, rotate, state + G, state + E);
  multiply(w, state + E, ONE);
  negate(w, w);
  select(n, rotate, w, state + G);
  multiply(w, state + F, SQRT_M1);
  select(w, rotate, w, state + H);
  multiply(w, w, ONE);
  select(y, rotate, SQRT_M1, INVSQRT_A_MINUS_D);
  multiply(x, w, s);
  multiply(x, x, u);
  multiply(n, n, ONE);
  negate(s, n);
  select(n, isNegative(x), s, n);
  multiply(n, n, ONE);
  subtract(w, w, n);
  multiply(x, n, v);
  multiply(x, x, y);
  multiply(w, w, x);
  absolute(x, w);
  toCanonical(x, 0);
  memory.copy(bytes, CANONICAL, 32);
  toCanonical(x, 1);
  memory.copy(bytes + 32, CANONICAL, 32);
}
