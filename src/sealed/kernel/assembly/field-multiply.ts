// biome-ignore-all format: one column of the product a line
/**
 * Products and squares modulo p. Column k sums the products of limbs i and j with i + j ≡ k modulo 10. Where both are odd
 * the weights are 1 bit short (upper case F: 2f), where i + j ≥ 10 the product wraps round 2^255 ≡ 19 (upper case G: 19g).
 *
 * Bounds: operands < 2^27.6 / 2^26.6 (see field.ts). 19g < 2^27.6 · 19 < 2^31.9 and 2f, 38f (odd limbs only) < 2^31.9 fit a
 * limb of 32 bits. A column is < 19 · (5 + 5/2) · 2^(27.6 · 2) < 2^62.4, twice a square included < 2^63.4: no column overflows.
 * The carries walk two chains at once, 0-1-2-3-4 and 4-5-6-7-8-9, then 9-0-1. What leaves limb 9 is < 2^39, times 19 < 2^43.3,
 * so limb 1 ends < 2^25 + 2^17.3, limb 5 < 2^25 + 2^13: reduced.
 */

/** The low words of both lanes multiplied to 64 bits. */
function p(f: v128, g: v128): v128 {
  return i64x2.extmul_low_i32x4_u(f, g);
}

function sum5(a: v128, b: v128, c: v128, d: v128, e: v128): v128 {
  return i64x2.add(i64x2.add(i64x2.add(a, b), i64x2.add(c, d)), e);
}

function sum6(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128): v128 {
  return i64x2.add(sum5(a, b, c, d, e), f);
}

function sum(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128, i: v128, j: v128): v128 {
  return i64x2.add(sum5(a, b, c, d, e), sum5(f, g, h, i, j));
}

function twice(f: v128): v128 {
  return i32x4.add(f, f);
}

function times19(f: v128): v128 {
  return i32x4.mul(f, i32x4.splat(19));
}

/** 19c of a carry of up to 43 bits: 16c + 2c + c. */
function carry19(c: v128): v128 {
  return i64x2.add(i64x2.add(i64x2.shl(c, 4), i64x2.shl(c, 1)), c);
}

/** The column of an even limb plus that limb. */
function addLow(column: v128, pair: v128): v128 {
  return i64x2.add(column, i64x2.extend_low_i32x4_u(pair));
}

/** The column of an odd limb plus that limb. */
function addHigh(column: v128, pair: v128): v128 {
  return i64x2.add(column, i64x2.extend_high_i32x4_u(pair));
}

/** Two limbs of both lanes, 64 bits each, as they lie in memory. */
function pack(even: v128, odd: v128): v128 {
  return i8x16.shuffle(even, odd, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
}

/** h = f · g. */
export function multiply(h: usize, f: usize, g: usize): void {
  const f0 = v128.load64_zero(f), f1 = v128.load64_zero(f, 8), f2 = v128.load64_zero(f, 16), f3 = v128.load64_zero(f, 24);
  const f4 = v128.load64_zero(f, 32), f5 = v128.load64_zero(f, 40), f6 = v128.load64_zero(f, 48), f7 = v128.load64_zero(f, 56);
  const f8 = v128.load64_zero(f, 64), f9 = v128.load64_zero(f, 72);
  const g0 = v128.load64_zero(g), g1 = v128.load64_zero(g, 8), g2 = v128.load64_zero(g, 16), g3 = v128.load64_zero(g, 24);
  const g4 = v128.load64_zero(g, 32), g5 = v128.load64_zero(g, 40), g6 = v128.load64_zero(g, 48), g7 = v128.load64_zero(g, 56);
  const g8 = v128.load64_zero(g, 64), g9 = v128.load64_zero(g, 72);
  const F1 = twice(f1), F3 = twice(f3), F5 = twice(f5), F7 = twice(f7), F9 = twice(f9);
  const G1 = times19(g1), G2 = times19(g2), G3 = times19(g3), G4 = times19(g4), G5 = times19(g5);
  const G6 = times19(g6), G7 = times19(g7), G8 = times19(g8), G9 = times19(g9);
  let h0 = sum(p(f0, g0), p(F1, G9), p(f2, G8), p(F3, G7), p(f4, G6), p(F5, G5), p(f6, G4), p(F7, G3), p(f8, G2), p(F9, G1));
  let h1 = sum(p(f0, g1), p(f1, g0), p(f2, G9), p(f3, G8), p(f4, G7), p(f5, G6), p(f6, G5), p(f7, G4), p(f8, G3), p(f9, G2));
  let h2 = sum(p(f0, g2), p(F1, g1), p(f2, g0), p(F3, G9), p(f4, G8), p(F5, G7), p(f6, G6), p(F7, G5), p(f8, G4), p(F9, G3));
  let h3 = sum(p(f0, g3), p(f1, g2), p(f2, g1), p(f3, g0), p(f4, G9), p(f5, G8), p(f6, G7), p(f7, G6), p(f8, G5), p(f9, G4));
  let h4 = sum(p(f0, g4), p(F1, g3), p(f2, g2), p(F3, g1), p(f4, g0), p(F5, G9), p(f6, G8), p(F7, G7), p(f8, G6), p(F9, G5));
  let h5 = sum(p(f0, g5), p(f1, g4), p(f2, g3), p(f3, g2), p(f4, g1), p(f5, g0), p(f6, G9), p(f7, G8), p(f8, G7), p(f9, G6));
  let h6 = sum(p(f0, g6), p(F1, g5), p(f2, g4), p(F3, g3), p(f4, g2), p(F5, g1), p(f6, g0), p(F7, G9), p(f8, G8), p(F9, G7));
  let h7 = sum(p(f0, g7), p(f1, g6), p(f2, g5), p(f3, g4), p(f4, g3), p(f5, g2), p(f6, g1), p(f7, g0), p(f8, G9), p(f9, G8));
  let h8 = sum(p(f0, g8), p(F1, g7), p(f2, g6), p(F3, g5), p(f4, g4), p(F5, g3), p(f6, g2), p(F7, g1), p(f8, g0), p(F9, G9));
  let h9 = sum(p(f0, g9), p(f1, g8), p(f2, g7), p(f3, g6), p(f4, g5), p(f5, g4), p(f6, g3), p(f7, g2), p(f8, g1), p(f9, g0));
  let c: v128;
  const m26 = i64x2.splat(0x3ffffff), m25 = i64x2.splat(0x1ffffff);
  c = i64x2.shr_u(h0, 26); h0 = v128.and(h0, m26); h1 = i64x2.add(h1, c);
  c = i64x2.shr_u(h4, 26); h4 = v128.and(h4, m26); h5 = i64x2.add(h5, c);
  c = i64x2.shr_u(h1, 25); h1 = v128.and(h1, m25); h2 = i64x2.add(h2, c);
  c = i64x2.shr_u(h5, 25); h5 = v128.and(h5, m25); h6 = i64x2.add(h6, c);
  c = i64x2.shr_u(h2, 26); h2 = v128.and(h2, m26); h3 = i64x2.add(h3, c);
  c = i64x2.shr_u(h6, 26); h6 = v128.and(h6, m26); h7 = i64x2.add(h7, c);
  c = i64x2.shr_u(h3, 25); h3 = v128.and(h3, m25); h4 = i64x2.add(h4, c);
  c = i64x2.shr_u(h7, 25); h7 = v128.and(h7, m25); h8 = i64x2.add(h8, c);
  c = i64x2.shr_u(h4, 26); h4 = v128.and(h4, m26); h5 = i64x2.add(h5, c);
  c = i64x2.shr_u(h8, 26); h8 = v128.and(h8, m26); h9 = i64x2.add(h9, c);
  c = i64x2.shr_u(h9, 25); h9 = v128.and(h9, m25); h0 = i64x2.add(h0, carry19(c));
  c = i64x2.shr_u(h0, 26); h0 = v128.and(h0, m26); h1 = i64x2.add(h1, c);
  v128.store(h, pack(h0, h1));
  v128.store(h, pack(h2, h3), 16);
  v128.store(h, pack(h4, h5), 32);
  v128.store(h, pack(h6, h7), 48);
  v128.store(h, pack(h8, h9), 64);
}

/** h = f². */
export function square(h: usize, f: usize): void {
  squareInto(h, f, 0, false);
}

/** h = f² − s, s a sum or a difference (each limb < that of 4p). */
export function squareMinus(h: usize, f: usize, s: usize): void {
  squareInto(h, f, s, false);
}

/** h = 2f² − s, s a sum or a difference. */
export function twiceSquareMinus(h: usize, f: usize, s: usize): void {
  squareInto(h, f, s, true);
}

/** f² or 2f², less s (0 for none) before the carries; 4p is added so that nothing falls below zero. */
function squareInto(h: usize, f: usize, s: usize, doubled: bool): void {
  const f0 = v128.load64_zero(f), f1 = v128.load64_zero(f, 8), f2 = v128.load64_zero(f, 16), f3 = v128.load64_zero(f, 24);
  const f4 = v128.load64_zero(f, 32), f5 = v128.load64_zero(f, 40), f6 = v128.load64_zero(f, 48), f7 = v128.load64_zero(f, 56);
  const f8 = v128.load64_zero(f, 64), f9 = v128.load64_zero(f, 72);
  const d0 = twice(f0), d1 = twice(f1), d2 = twice(f2), d3 = twice(f3), d4 = twice(f4);
  const d5 = twice(f5), d6 = twice(f6), d7 = twice(f7), d8 = twice(f8);
  const N6 = times19(f6), N7 = times19(f7), N8 = times19(f8), N9 = times19(f9);
  const M5 = times19(d5), M7 = twice(N7), M9 = twice(N9);
  let h0 = sum6(p(f0, f0), p(d1, M9), p(d2, N8), p(d3, M7), p(d4, N6), p(f5, M5));
  let h1 = sum5(p(d0, f1), p(d2, N9), p(d3, N8), p(d4, N7), p(d5, N6));
  let h2 = sum6(p(d0, f2), p(d1, f1), p(d3, M9), p(d4, N8), p(d5, M7), p(f6, N6));
  let h3 = sum5(p(d0, f3), p(d1, f2), p(d4, N9), p(d5, N8), p(d6, N7));
  let h4 = sum6(p(d0, f4), p(d1, d3), p(f2, f2), p(d5, M9), p(d6, N8), p(f7, M7));
  let h5 = sum5(p(d0, f5), p(d1, f4), p(d2, f3), p(d6, N9), p(d7, N8));
  let h6 = sum6(p(d0, f6), p(d1, d5), p(d2, f4), p(d3, f3), p(d7, M9), p(f8, N8));
  let h7 = sum5(p(d0, f7), p(d1, f6), p(d2, f5), p(d3, f4), p(d8, N9));
  let h8 = sum6(p(d0, f8), p(d1, d7), p(d2, f6), p(d3, d5), p(f4, f4), p(f9, M9));
  let h9 = sum5(p(d0, f9), p(d1, f8), p(d2, f7), p(d3, f6), p(d4, f5));
  if (doubled) {
    h0 = i64x2.add(h0, h0); h1 = i64x2.add(h1, h1); h2 = i64x2.add(h2, h2); h3 = i64x2.add(h3, h3); h4 = i64x2.add(h4, h4);
    h5 = i64x2.add(h5, h5); h6 = i64x2.add(h6, h6); h7 = i64x2.add(h7, h7); h8 = i64x2.add(h8, h8); h9 = i64x2.add(h9, h9);
  }
  if (s != 0) {
    const r0 = i32x4.sub(i32x4(0xfffffb4, 0xfffffb4, 0x7fffffc, 0x7fffffc), v128.load(s));
    const r2 = i32x4.sub(i32x4(0xffffffc, 0xffffffc, 0x7fffffc, 0x7fffffc), v128.load(s, 16));
    const r4 = i32x4.sub(i32x4(0xffffffc, 0xffffffc, 0x7fffffc, 0x7fffffc), v128.load(s, 32));
    const r6 = i32x4.sub(i32x4(0xffffffc, 0xffffffc, 0x7fffffc, 0x7fffffc), v128.load(s, 48));
    const r8 = i32x4.sub(i32x4(0xffffffc, 0xffffffc, 0x7fffffc, 0x7fffffc), v128.load(s, 64));
    h0 = addLow(h0, r0); h1 = addHigh(h1, r0);
    h2 = addLow(h2, r2); h3 = addHigh(h3, r2);
    h4 = addLow(h4, r4); h5 = addHigh(h5, r4);
    h6 = addLow(h6, r6); h7 = addHigh(h7, r6);
    h8 = addLow(h8, r8); h9 = addHigh(h9, r8);
  }
  let c: v128;
  const m26 = i64x2.splat(0x3ffffff), m25 = i64x2.splat(0x1ffffff);
  c = i64x2.shr_u(h0, 26); h0 = v128.and(h0, m26); h1 = i64x2.add(h1, c);
  c = i64x2.shr_u(h4, 26); h4 = v128.and(h4, m26); h5 = i64x2.add(h5, c);
  c = i64x2.shr_u(h1, 25); h1 = v128.and(h1, m25); h2 = i64x2.add(h2, c);
  c = i64x2.shr_u(h5, 25); h5 = v128.and(h5, m25); h6 = i64x2.add(h6, c);
  c = i64x2.shr_u(h2, 26); h2 = v128.and(h2, m26); h3 = i64x2.add(h3, c);
  c = i64x2.shr_u(h6, 26); h6 = v128.and(h6, m26); h7 = i64x2.add(h7, c);
  c = i64x2.shr_u(h3, 25); h3 = v128.and(h3, m25); h4 = i64x2.add(h4, c);
  c = i64x2.shr_u(h7, 25); h7 = v128.and(h7, m25); h8 = i64x2.add(h8, c);
  c = i64x2.shr_u(h4, 26); h4 = v128.and(h4, m26); h5 = i64x2.add(h5, c);
  c = i64x2.shr_u(h8, 26); h8 = v128.and(h8, m26); h9 = i64x2.add(h9, c);
  c = i64x2.shr_u(h9, 25); h9 = v128.and(h9, m25); h0 = i64x2.add(h0, carry19(c));
  c = i64x2.shr_u(h0, 26); h0 = v128.and(h0, m26); h1 = i64x2.add(h1, c);
  v128.store(h, pack(h0, h1));
  v128.store(h, pack(h2, h3), 16);
  v128.store(h, pack(h4, h5), 32);
  v128.store(h, pack(h6, h7), 48);
  v128.store(h, pack(h8, h9), 64);
}
