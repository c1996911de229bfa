/** ristretto255 (RFC 9496): from bytes to points of the curve and back, four at a time. */
import {
  D,
  D_MINUS_ONE_SQ,
  INVSQRT_A_MINUS_D,
  ONE,
  ONE_MINUS_D_SQ,
  SQRT_AD_MINUS_ONE,
  SQRT_M1,
} from './constants.ts';
import { canonicalBytes, fromBytes, isCanonical, isNegative, isZero, toCanonical } from './field-bytes.ts';
import { multiply } from './field-multiply.ts';
import { square } from './field-square.ts';
import { absolute, invert, rootOfRatio } from './field-roots.ts';
import { add, copy, negate, select, settle, subtract, ZERO } from './field.ts';
import { addCached, POINT, T, toCached, Y, Z } from './point.ts';

const u = memory.data(160, 16);
const v = memory.data(160, 16);
const w = memory.data(160, 16);
const x = memory.data(160, 16);
const y = memory.data(160, 16);
const s = memory.data(160, 16);
const n = memory.data(160, 16);
const mapped = memory.data(640, 16);
const cached = memory.data(640, 16);

/**
 * §4.3.1: the points of four encodings of 32 bytes, one after the other. Gives one bit a lane, set where the bytes are no
 * canonical encoding or encode the identity, which RFC 9497 §2.1 refuses. What stands in a refused lane is not to be used.
 */
export function decode(r: usize, bytes: usize): i32 {
  for (let lane: usize = 0; lane < 4; lane++) fromBytes(s, lane, bytes + 32 * lane);
  let wrong = v128.or(v128.not(isCanonical(s)), v128.or(topBits(bytes), v128.or(isNegative(s), isZero(s))));
  square(x, s);
  subtract(y, ONE, x); // u1 = 1 − s²
  add(w, ONE, x); // u2 = 1 + s²
  square(u, w); // u2²
  square(v, y);
  multiply(v, v, D);
  add(v, v, u);
  negate(v, v); // v = −(D·u1²) − u2²
  multiply(x, v, u);
  wrong = v128.or(wrong, v128.not(rootOfRatio(x, ONE, x)));
  multiply(w, w, x); // den_x = u2 / √(v·u2²)
  multiply(x, x, w);
  multiply(x, x, v); // den_y = den_x · v / √(v·u2²)
  multiply(r + Y, y, x);
  multiply(w, w, s);
  add(w, w, w);
  absolute(x, w); // x = |2s·den_x|
  multiply(r, x, ONE);
  copy(r + Z, ONE);
  multiply(r + T, r, r + Y);
  wrong = v128.or(wrong, v128.or(isNegative(r + T), isZero(r + Y)));
  return i32x4.bitmask(wrong);
}

/** All ones in the lanes whose bytes have bit 255 set, which no limb holds. */
function topBits(bytes: usize): v128 {
  let last = i32x4.splat(load<i32>(bytes, 28));
  last = i32x4.replace_lane(last, 1, load<i32>(bytes, 60));
  last = i32x4.replace_lane(last, 2, load<i32>(bytes, 92));
  last = i32x4.replace_lane(last, 3, load<i32>(bytes, 124));
  return i32x4.shr_s(last, 31);
}

/** §4.3.4: the points derived from four strings of 64 uniform bytes: the sum of the maps of their halves. */
export function fromUniform(r: usize, bytes: usize): void {
  for (let lane: usize = 0; lane < 4; lane++) fromBytes(s, lane, bytes + 64 * lane);
  map(mapped);
  toCached(cached, mapped);
  for (let lane: usize = 0; lane < 4; lane++) fromBytes(s, lane, bytes + 64 * lane + 32);
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
  negate(y, y); // −1 − r·D
  add(w, x, D);
  multiply(v, y, w);
  const wasSquare = rootOfRatio(y, u, v);
  multiply(w, y, s);
  absolute(n, w);
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
export const PENDING: usize = 1280;
const E: usize = 0;
const F: usize = 160;
const G: usize = 320;
const H: usize = 480;
const EG: usize = 640;
const FH: usize = 800;
const PRODUCT: usize = 960;
const BEFORE: usize = 1120;

const running = memory.data(160, 16);
const inverse = memory.data(160, 16);

/** Encodes the doubles of `fours` times four points, 128 bytes after 128 bytes; `pending` has room for each four. */
export function encodeDoubles(bytes: usize, points: usize, fours: i32, pending: usize): void {
  copy(running, ONE);
  for (let i = 0; i < fours; i++) {
    const state = pending + <usize>i * PENDING;
    prepareDouble(state, points + <usize>i * POINT);
    copy(state + BEFORE, running);
    multiply(running, running, state + PRODUCT);
  }
  invert(inverse, running);
  for (let i = fours - 1; i >= 0; i--) {
    const state = pending + <usize>i * PENDING;
    multiply(running, inverse, state + BEFORE);
    multiply(inverse, inverse, state + PRODUCT);
    finishDouble(bytes + 128 * <usize>i, state);
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
  negate(w, state + E);
  select(n, rotate, w, state + G);
  multiply(w, state + F, SQRT_M1);
  select(w, rotate, w, state + H);
  select(y, rotate, SQRT_M1, INVSQRT_A_MINUS_D);
  multiply(x, w, s);
  multiply(x, x, u);
  negate(s, n);
  select(n, isNegative(x), s, n);
  subtract(w, w, n);
  settle(w, w);
  multiply(x, n, v);
  multiply(x, x, y);
  multiply(w, w, x);
  absolute(x, w);
  toCanonical(x);
  for (let lane: usize = 0; lane < 4; lane++) canonicalBytes(bytes + 32 * lane, lane);
}

/** Overwrites the points that the last bytes were mapped to. */
export function wipeRistretto(): void {
  memory.fill(mapped, 0, POINT);
  memory.fill(cached, 0, POINT);
}
