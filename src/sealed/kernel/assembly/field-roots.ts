/** Powers with fixed exponents: the inverse, and the square root of a quotient (RFC 9496 §4.2). */
import { SQRT_M1 } from './constants.ts';
import { isNegative, isZero } from './field-bytes.ts';
import { multiply } from './field-multiply.ts';
import { square } from './field-square.ts';
import { add, copy, negate, select, subtract } from './field.ts';

const t0 = memory.data(160, 16);
const t1 = memory.data(160, 16);
const t2 = memory.data(160, 16);
const root = memory.data(160, 16);
const check = memory.data(160, 16);
const power = memory.data(160, 16);
const other = memory.data(160, 16);

/** h = f^(2^times), times ≥ 1. */
function squareTimes(h: usize, f: usize, times: i32): void {
  square(h, f);
  for (let i = 1; i < times; i++) square(h, h);
}

/** h = f^(2^252 − 3), the chain of exponents 2^5−1, 2^10−1, … 2^250−1. */
function power252(h: usize, f: usize): void {
  square(t0, f);
  squareTimes(t1, t0, 2);
  multiply(t1, f, t1);
  multiply(t0, t0, t1);
  square(t0, t0);
  multiply(t0, t1, t0);
  squareTimes(t1, t0, 5);
  multiply(t0, t1, t0);
  squareTimes(t1, t0, 10);
  multiply(t1, t1, t0);
  squareTimes(t2, t1, 20);
  multiply(t1, t2, t1);
  squareTimes(t1, t1, 10);
  multiply(t0, t1, t0);
  squareTimes(t1, t0, 50);
  multiply(t1, t1, t0);
  squareTimes(t2, t1, 100);
  multiply(t1, t2, t1);
  squareTimes(t1, t1, 50);
  multiply(t0, t1, t0);
  squareTimes(t0, t0, 2);
  multiply(h, t0, f);
}

/** h = 1/f, 0 for 0: f^(p−2), p − 2 = 8 · (2^252 − 3) + 3. h and f are different places. */
export function invert(h: usize, f: usize): void {
  power252(power, f);
  squareTimes(power, power, 3);
  square(other, f);
  multiply(other, other, f);
  multiply(h, power, other);
}

/**
 * RFC 9496 §4.2, SQRT_RATIO_M1: h = +√(u/v) and a mask of all ones in the lanes where u/v is a square (or u is 0);
 * elsewhere h = +√(SQRT_M1 · u/v). u and v are reduced; h is loose.
 */
export function rootOfRatio(h: usize, u: usize, v: usize): v128 {
  // r = u · v³ · (u · v⁷)^((p−5)/8), (p − 5)/8 = 2^252 − 3.
  square(check, v);
  multiply(check, check, v);
  square(power, check);
  multiply(power, power, v);
  multiply(power, u, power);
  power252(power, power);
  multiply(other, u, check);
  multiply(root, other, power);
  square(check, root);
  multiply(check, v, check);
  subtract(power, check, u);
  const correct = isZero(power);
  add(power, check, u);
  const flipped = isZero(power);
  multiply(other, u, SQRT_M1);
  add(power, check, other);
  const flippedTwice = isZero(power);
  multiply(other, root, SQRT_M1);
  select(root, v128.or(flipped, flippedTwice), other, root);
  negate(other, root);
  select(h, isNegative(root), other, root);
  return v128.or(correct, flipped);
}

/** h = |f|: the one of f and −f that is not negative. Both may be loose. */
export function absolute(h: usize, f: usize): void {
  copy(other, f);
  negate(h, other);
  select(h, isNegative(other), h, other);
}
