// biome-ignore-all format: one vector of the right operand a line
/**
 * Squares modulo 32p: the columns of field-multiply.ts, each product of two different limbs once, with one of them doubled, so that
 * halves as there would save nothing. Two columns are summed at a time, and each arranged vector is loaded once for both.
 */
import { swap } from './field-multiply.ts';
import { C, join, reduce } from './field-reduce.ts';

/** The limbs as the columns want them for a right operand: 11 vectors for even ones, 10 for odd ones. */
const EVEN = memory.data(176, 16);
const ODD = memory.data(160, 16);

function lowSquare(limbs: v128): v128 {
  return i32x4.dot_i16x8_s(v128.and(limbs, i32x4.splat(0xffff)), limbs);
}

function twice(limbs: v128): v128 {
  return i16x8.shl(limbs, 1);
}

function plus(s: v128, f: v128, x: v128): v128 { return i32x4.add(s, i32x4.dot_i16x8_s(f, x)); }

/** h = f². */
export function square(h: usize, f: usize): void {
  const a0 = v128.load(f), a1 = v128.load(f, 16), a2 = v128.load(f, 32), a3 = v128.load(f, 48), a4 = v128.load(f, 64);
  const a5 = v128.load(f, 80), a6 = v128.load(f, 96), a7 = v128.load(f, 112), a8 = v128.load(f, 128), a9 = v128.load(f, 144);
  v128.store(EVEN, join(a0, i32x4.splat(0)));
  v128.store(EVEN, join(a1, a0), 16);
  v128.store(EVEN, join(a2, a1), 32);
  v128.store(EVEN, join(a3, a2), 48);
  v128.store(EVEN, join(a4, a3), 64);
  v128.store(EVEN, join(a5, a4), 80);
  v128.store(EVEN, join(a6, a5), 96);
  v128.store(EVEN, join(a7, a6), 112);
  v128.store(EVEN, join(a8, a7), 128);
  v128.store(EVEN, join(a9, a8), 144);
  v128.store(EVEN, join(i32x4.splat(0), a9), 160);
  v128.store(ODD, swap(a0));
  v128.store(ODD, swap(a1), 16);
  v128.store(ODD, swap(a2), 32);
  v128.store(ODD, swap(a3), 48);
  v128.store(ODD, swap(a4), 64);
  v128.store(ODD, swap(a5), 80);
  v128.store(ODD, swap(a6), 96);
  v128.store(ODD, swap(a7), 112);
  v128.store(ODD, swap(a8), 128);
  v128.store(ODD, swap(a9), 144);
  let s: v128, t: v128, x: v128, y: v128;
  y = v128.load(f);
  const d0 = twice(y);
  x = v128.load(EVEN, 16); t = i32x4.dot_i16x8_s(join(d0, y), x);
  s = lowSquare(y);
  v128.store(C, s); v128.store(C, t, 32);
  y = v128.load(f, 16);
  const d1 = twice(y);
  x = v128.load(EVEN, 48); t = i32x4.dot_i16x8_s(d0, x);
  x = v128.load(EVEN, 32); s = i32x4.dot_i16x8_s(d0, x); t = plus(t, join(d1, y), x);
  s = i32x4.add(s, lowSquare(y));
  v128.store(C, s, 64); v128.store(C, t, 96);
  y = v128.load(f, 32);
  const d2 = twice(y);
  x = v128.load(EVEN, 80); t = i32x4.dot_i16x8_s(d0, x);
  x = v128.load(EVEN, 64); s = i32x4.dot_i16x8_s(d0, x); t = plus(t, d1, x);
  x = v128.load(EVEN, 48); s = plus(s, d1, x); t = plus(t, join(d2, y), x);
  s = i32x4.add(s, lowSquare(y));
  v128.store(C, s, 128); v128.store(C, t, 160);
  y = v128.load(f, 48);
  const d3 = twice(y);
  x = v128.load(EVEN, 112); t = i32x4.dot_i16x8_s(d0, x);
  x = v128.load(EVEN, 96); s = i32x4.dot_i16x8_s(d0, x); t = plus(t, d1, x);
  x = v128.load(EVEN, 80); s = plus(s, d1, x); t = plus(t, d2, x);
  x = v128.load(EVEN, 64); s = plus(s, d2, x); t = plus(t, join(d3, y), x);
  s = i32x4.add(s, lowSquare(y));
  v128.store(C, s, 192); v128.store(C, t, 224);
  y = v128.load(f, 64);
  const d4 = twice(y);
  x = v128.load(EVEN, 144); t = i32x4.dot_i16x8_s(d0, x);
  x = v128.load(EVEN, 128); s = i32x4.dot_i16x8_s(d0, x); t = plus(t, d1, x);
  x = v128.load(EVEN, 112); s = plus(s, d1, x); t = plus(t, d2, x);
  x = v128.load(EVEN, 96); s = plus(s, d2, x); t = plus(t, d3, x);
  x = v128.load(EVEN, 80); s = plus(s, d3, x); t = plus(t, join(d4, y), x);
  s = i32x4.add(s, lowSquare(y));
  v128.store(C, s, 256); v128.store(C, t, 288);
  y = v128.load(f, 80);
  const d5 = twice(y);
  x = v128.load(EVEN, 160); s = i32x4.dot_i16x8_s(d0, x); t = i32x4.dot_i16x8_s(d1, x);
  x = v128.load(EVEN, 144); s = plus(s, d1, x); t = plus(t, d2, x);
  x = v128.load(EVEN, 128); s = plus(s, d2, x); t = plus(t, d3, x);
  x = v128.load(EVEN, 112); s = plus(s, d3, x); t = plus(t, d4, x);
  x = v128.load(EVEN, 96); s = plus(s, d4, x); t = plus(t, join(d5, y), x);
  s = i32x4.add(s, lowSquare(y));
  v128.store(C, s, 320); v128.store(C, t, 352);
  y = v128.load(f, 96);
  const d6 = twice(y);
  x = v128.load(EVEN, 160); s = i32x4.dot_i16x8_s(d2, x); t = i32x4.dot_i16x8_s(d3, x);
  x = v128.load(EVEN, 144); s = plus(s, d3, x); t = plus(t, d4, x);
  x = v128.load(EVEN, 128); s = plus(s, d4, x); t = plus(t, d5, x);
  x = v128.load(EVEN, 112); s = plus(s, d5, x); t = plus(t, join(d6, y), x);
  s = i32x4.add(s, lowSquare(y));
  v128.store(C, s, 384); v128.store(C, t, 416);
  y = v128.load(f, 112);
  const d7 = twice(y);
  x = v128.load(EVEN, 160); s = i32x4.dot_i16x8_s(d4, x); t = i32x4.dot_i16x8_s(d5, x);
  x = v128.load(EVEN, 144); s = plus(s, d5, x); t = plus(t, d6, x);
  x = v128.load(EVEN, 128); s = plus(s, d6, x); t = plus(t, join(d7, y), x);
  s = i32x4.add(s, lowSquare(y));
  v128.store(C, s, 448); v128.store(C, t, 480);
  y = v128.load(f, 128);
  const d8 = twice(y);
  x = v128.load(EVEN, 160); s = i32x4.dot_i16x8_s(d6, x); t = i32x4.dot_i16x8_s(d7, x);
  x = v128.load(EVEN, 144); s = plus(s, d7, x); t = plus(t, join(d8, y), x);
  s = i32x4.add(s, lowSquare(y));
  v128.store(C, s, 512); v128.store(C, t, 544);
  y = v128.load(f, 144);
  const d9 = twice(y);
  x = v128.load(EVEN, 160); s = i32x4.dot_i16x8_s(d8, x); t = i32x4.dot_i16x8_s(join(d9, y), x);
  s = i32x4.add(s, lowSquare(y));
  v128.store(C, s, 576); v128.store(C, t, 608);
  x = v128.load(ODD, 16); t = i32x4.dot_i16x8_s(d0, x);
  x = v128.load(ODD); s = i32x4.dot_i16x8_s(v128.load(f), x);
  v128.store(C, s, 16); v128.store(C, t, 48);
  x = v128.load(ODD, 48); t = i32x4.dot_i16x8_s(d0, x);
  x = v128.load(ODD, 32); s = i32x4.dot_i16x8_s(d0, x); t = plus(t, d1, x);
  x = v128.load(ODD, 16); s = plus(s, v128.load(f, 16), x);
  v128.store(C, s, 80); v128.store(C, t, 112);
  x = v128.load(ODD, 80); t = i32x4.dot_i16x8_s(d0, x);
  x = v128.load(ODD, 64); s = i32x4.dot_i16x8_s(d0, x); t = plus(t, d1, x);
  x = v128.load(ODD, 48); s = plus(s, d1, x); t = plus(t, d2, x);
  x = v128.load(ODD, 32); s = plus(s, v128.load(f, 32), x);
  v128.store(C, s, 144); v128.store(C, t, 176);
  x = v128.load(ODD, 112); t = i32x4.dot_i16x8_s(d0, x);
  x = v128.load(ODD, 96); s = i32x4.dot_i16x8_s(d0, x); t = plus(t, d1, x);
  x = v128.load(ODD, 80); s = plus(s, d1, x); t = plus(t, d2, x);
  x = v128.load(ODD, 64); s = plus(s, d2, x); t = plus(t, d3, x);
  x = v128.load(ODD, 48); s = plus(s, v128.load(f, 48), x);
  v128.store(C, s, 208); v128.store(C, t, 240);
  x = v128.load(ODD, 144); t = i32x4.dot_i16x8_s(d0, x);
  x = v128.load(ODD, 128); s = i32x4.dot_i16x8_s(d0, x); t = plus(t, d1, x);
  x = v128.load(ODD, 112); s = plus(s, d1, x); t = plus(t, d2, x);
  x = v128.load(ODD, 96); s = plus(s, d2, x); t = plus(t, d3, x);
  x = v128.load(ODD, 80); s = plus(s, d3, x); t = plus(t, d4, x);
  x = v128.load(ODD, 64); s = plus(s, v128.load(f, 64), x);
  v128.store(C, s, 272); v128.store(C, t, 304);
  x = v128.load(ODD, 144); s = i32x4.dot_i16x8_s(d1, x); t = i32x4.dot_i16x8_s(d2, x);
  x = v128.load(ODD, 128); s = plus(s, d2, x); t = plus(t, d3, x);
  x = v128.load(ODD, 112); s = plus(s, d3, x); t = plus(t, d4, x);
  x = v128.load(ODD, 96); s = plus(s, d4, x); t = plus(t, d5, x);
  x = v128.load(ODD, 80); s = plus(s, v128.load(f, 80), x);
  v128.store(C, s, 336); v128.store(C, t, 368);
  x = v128.load(ODD, 144); s = i32x4.dot_i16x8_s(d3, x); t = i32x4.dot_i16x8_s(d4, x);
  x = v128.load(ODD, 128); s = plus(s, d4, x); t = plus(t, d5, x);
  x = v128.load(ODD, 112); s = plus(s, d5, x); t = plus(t, d6, x);
  x = v128.load(ODD, 96); s = plus(s, v128.load(f, 96), x);
  v128.store(C, s, 400); v128.store(C, t, 432);
  x = v128.load(ODD, 144); s = i32x4.dot_i16x8_s(d5, x); t = i32x4.dot_i16x8_s(d6, x);
  x = v128.load(ODD, 128); s = plus(s, d6, x); t = plus(t, d7, x);
  x = v128.load(ODD, 112); s = plus(s, v128.load(f, 112), x);
  v128.store(C, s, 464); v128.store(C, t, 496);
  x = v128.load(ODD, 144); s = i32x4.dot_i16x8_s(d7, x); t = i32x4.dot_i16x8_s(d8, x);
  x = v128.load(ODD, 128); s = plus(s, v128.load(f, 128), x);
  v128.store(C, s, 528); v128.store(C, t, 560);
  x = v128.load(ODD, 144); s = i32x4.dot_i16x8_s(v128.load(f, 144), x);
  v128.store(C, s, 592);
  reduce(h);
}

/** Overwrites what the last square was made of, but for its columns. */
export function wipeSquare(): void {
  memory.fill(EVEN, 0, 176);
  memory.fill(ODD, 0, 160);
}
