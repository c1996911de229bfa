// biome-ignore-all format: one vector of the right operand a line
/**
 * Products and squares modulo 32p = 2^260 − 608. Column k sums the products of limbs i and j with i + j = k; two of them are one
 * `i32x4.dot_i16x8_s`, of a vector (f_2i, f_2i+1) and one with g's limbs the other way round: (g_2j+1, g_2j) gives to an odd column,
 * (g_2j, g_2j−1) to an even one. Two columns are summed at a time, so that each vector is loaded
 * once for both; more would not fit the registers. field-reduce.ts has the bounds.
 */
import { C, join, reduce, wipeColumns } from './field-reduce.ts';

/** The right operand's limbs as the columns want them: 11 vectors for even ones, 10 for odd ones. */
export const EVEN = memory.data(176, 16);
export const ODD = memory.data(160, 16);

function plus(s: v128, f: v128, x: v128): v128 { return i32x4.add(s, i32x4.dot_i16x8_s(f, x)); }

function swap(limbs: v128): v128 {
  return i16x8.shuffle(limbs, limbs, 1, 0, 3, 2, 5, 4, 7, 6);
}

/** Fills EVEN and ODD. */
export function arrange(g: usize): void {
  const g0 = v128.load(g), g1 = v128.load(g, 16), g2 = v128.load(g, 32), g3 = v128.load(g, 48), g4 = v128.load(g, 64);
  const g5 = v128.load(g, 80), g6 = v128.load(g, 96), g7 = v128.load(g, 112), g8 = v128.load(g, 128), g9 = v128.load(g, 144);
  v128.store(EVEN, join(g0, i32x4.splat(0)));
  v128.store(EVEN, join(g1, g0), 16);
  v128.store(EVEN, join(g2, g1), 32);
  v128.store(EVEN, join(g3, g2), 48);
  v128.store(EVEN, join(g4, g3), 64);
  v128.store(EVEN, join(g5, g4), 80);
  v128.store(EVEN, join(g6, g5), 96);
  v128.store(EVEN, join(g7, g6), 112);
  v128.store(EVEN, join(g8, g7), 128);
  v128.store(EVEN, join(g9, g8), 144);
  v128.store(EVEN, join(i32x4.splat(0), g9), 160);
  v128.store(ODD, swap(g0));
  v128.store(ODD, swap(g1), 16);
  v128.store(ODD, swap(g2), 32);
  v128.store(ODD, swap(g3), 48);
  v128.store(ODD, swap(g4), 64);
  v128.store(ODD, swap(g5), 80);
  v128.store(ODD, swap(g6), 96);
  v128.store(ODD, swap(g7), 112);
  v128.store(ODD, swap(g8), 128);
  v128.store(ODD, swap(g9), 144);
}

/** h = f · g. */
export function multiply(h: usize, f: usize, g: usize): void {
  arrange(g);
  multiplyBySame(h, f);
}

/** h = f · g, the g of the last `multiply`, with no other product or square since. */
export function multiplyBySame(h: usize, f: usize): void {
  const a0 = v128.load(f), a1 = v128.load(f, 16), a2 = v128.load(f, 32), a3 = v128.load(f, 48), a4 = v128.load(f, 64);
  const a5 = v128.load(f, 80), a6 = v128.load(f, 96), a7 = v128.load(f, 112), a8 = v128.load(f, 128), a9 = v128.load(f, 144);
  let s: v128, t: v128, x: v128;
  x = v128.load(EVEN, 16); t = i32x4.dot_i16x8_s(a0, x);
  x = v128.load(EVEN); s = i32x4.dot_i16x8_s(a0, x); t = plus(t, a1, x);
  v128.store(C, s); v128.store(C, t, 32);
  x = v128.load(EVEN, 48); t = i32x4.dot_i16x8_s(a0, x);
  x = v128.load(EVEN, 32); s = i32x4.dot_i16x8_s(a0, x); t = plus(t, a1, x);
  x = v128.load(EVEN, 16); s = plus(s, a1, x); t = plus(t, a2, x);
  x = v128.load(EVEN); s = plus(s, a2, x); t = plus(t, a3, x);
  v128.store(C, s, 64); v128.store(C, t, 96);
  x = v128.load(EVEN, 80); t = i32x4.dot_i16x8_s(a0, x);
  x = v128.load(EVEN, 64); s = i32x4.dot_i16x8_s(a0, x); t = plus(t, a1, x);
  x = v128.load(EVEN, 48); s = plus(s, a1, x); t = plus(t, a2, x);
  x = v128.load(EVEN, 32); s = plus(s, a2, x); t = plus(t, a3, x);
  x = v128.load(EVEN, 16); s = plus(s, a3, x); t = plus(t, a4, x);
  x = v128.load(EVEN); s = plus(s, a4, x); t = plus(t, a5, x);
  v128.store(C, s, 128); v128.store(C, t, 160);
  x = v128.load(EVEN, 112); t = i32x4.dot_i16x8_s(a0, x);
  x = v128.load(EVEN, 96); s = i32x4.dot_i16x8_s(a0, x); t = plus(t, a1, x);
  x = v128.load(EVEN, 80); s = plus(s, a1, x); t = plus(t, a2, x);
  x = v128.load(EVEN, 64); s = plus(s, a2, x); t = plus(t, a3, x);
  x = v128.load(EVEN, 48); s = plus(s, a3, x); t = plus(t, a4, x);
  x = v128.load(EVEN, 32); s = plus(s, a4, x); t = plus(t, a5, x);
  x = v128.load(EVEN, 16); s = plus(s, a5, x); t = plus(t, a6, x);
  x = v128.load(EVEN); s = plus(s, a6, x); t = plus(t, a7, x);
  v128.store(C, s, 192); v128.store(C, t, 224);
  x = v128.load(EVEN, 144); t = i32x4.dot_i16x8_s(a0, x);
  x = v128.load(EVEN, 128); s = i32x4.dot_i16x8_s(a0, x); t = plus(t, a1, x);
  x = v128.load(EVEN, 112); s = plus(s, a1, x); t = plus(t, a2, x);
  x = v128.load(EVEN, 96); s = plus(s, a2, x); t = plus(t, a3, x);
  x = v128.load(EVEN, 80); s = plus(s, a3, x); t = plus(t, a4, x);
  x = v128.load(EVEN, 64); s = plus(s, a4, x); t = plus(t, a5, x);
  x = v128.load(EVEN, 48); s = plus(s, a5, x); t = plus(t, a6, x);
  x = v128.load(EVEN, 32); s = plus(s, a6, x); t = plus(t, a7, x);
  x = v128.load(EVEN, 16); s = plus(s, a7, x); t = plus(t, a8, x);
  x = v128.load(EVEN); s = plus(s, a8, x); t = plus(t, a9, x);
  v128.store(C, s, 256); v128.store(C, t, 288);
  x = v128.load(EVEN, 160); s = i32x4.dot_i16x8_s(a0, x); t = i32x4.dot_i16x8_s(a1, x);
  x = v128.load(EVEN, 144); s = plus(s, a1, x); t = plus(t, a2, x);
  x = v128.load(EVEN, 128); s = plus(s, a2, x); t = plus(t, a3, x);
  x = v128.load(EVEN, 112); s = plus(s, a3, x); t = plus(t, a4, x);
  x = v128.load(EVEN, 96); s = plus(s, a4, x); t = plus(t, a5, x);
  x = v128.load(EVEN, 80); s = plus(s, a5, x); t = plus(t, a6, x);
  x = v128.load(EVEN, 64); s = plus(s, a6, x); t = plus(t, a7, x);
  x = v128.load(EVEN, 48); s = plus(s, a7, x); t = plus(t, a8, x);
  x = v128.load(EVEN, 32); s = plus(s, a8, x); t = plus(t, a9, x);
  x = v128.load(EVEN, 16); s = plus(s, a9, x);
  v128.store(C, s, 320); v128.store(C, t, 352);
  x = v128.load(EVEN, 160); s = i32x4.dot_i16x8_s(a2, x); t = i32x4.dot_i16x8_s(a3, x);
  x = v128.load(EVEN, 144); s = plus(s, a3, x); t = plus(t, a4, x);
  x = v128.load(EVEN, 128); s = plus(s, a4, x); t = plus(t, a5, x);
  x = v128.load(EVEN, 112); s = plus(s, a5, x); t = plus(t, a6, x);
  x = v128.load(EVEN, 96); s = plus(s, a6, x); t = plus(t, a7, x);
  x = v128.load(EVEN, 80); s = plus(s, a7, x); t = plus(t, a8, x);
  x = v128.load(EVEN, 64); s = plus(s, a8, x); t = plus(t, a9, x);
  x = v128.load(EVEN, 48); s = plus(s, a9, x);
  v128.store(C, s, 384); v128.store(C, t, 416);
  x = v128.load(EVEN, 160); s = i32x4.dot_i16x8_s(a4, x); t = i32x4.dot_i16x8_s(a5, x);
  x = v128.load(EVEN, 144); s = plus(s, a5, x); t = plus(t, a6, x);
  x = v128.load(EVEN, 128); s = plus(s, a6, x); t = plus(t, a7, x);
  x = v128.load(EVEN, 112); s = plus(s, a7, x); t = plus(t, a8, x);
  x = v128.load(EVEN, 96); s = plus(s, a8, x); t = plus(t, a9, x);
  x = v128.load(EVEN, 80); s = plus(s, a9, x);
  v128.store(C, s, 448); v128.store(C, t, 480);
  x = v128.load(EVEN, 160); s = i32x4.dot_i16x8_s(a6, x); t = i32x4.dot_i16x8_s(a7, x);
  x = v128.load(EVEN, 144); s = plus(s, a7, x); t = plus(t, a8, x);
  x = v128.load(EVEN, 128); s = plus(s, a8, x); t = plus(t, a9, x);
  x = v128.load(EVEN, 112); s = plus(s, a9, x);
  v128.store(C, s, 512); v128.store(C, t, 544);
  x = v128.load(EVEN, 160); s = i32x4.dot_i16x8_s(a8, x); t = i32x4.dot_i16x8_s(a9, x);
  x = v128.load(EVEN, 144); s = plus(s, a9, x);
  v128.store(C, s, 576); v128.store(C, t, 608);
  x = v128.load(ODD, 16); t = i32x4.dot_i16x8_s(a0, x);
  x = v128.load(ODD); s = i32x4.dot_i16x8_s(a0, x); t = plus(t, a1, x);
  v128.store(C, s, 16); v128.store(C, t, 48);
  x = v128.load(ODD, 48); t = i32x4.dot_i16x8_s(a0, x);
  x = v128.load(ODD, 32); s = i32x4.dot_i16x8_s(a0, x); t = plus(t, a1, x);
  x = v128.load(ODD, 16); s = plus(s, a1, x); t = plus(t, a2, x);
  x = v128.load(ODD); s = plus(s, a2, x); t = plus(t, a3, x);
  v128.store(C, s, 80); v128.store(C, t, 112);
  x = v128.load(ODD, 80); t = i32x4.dot_i16x8_s(a0, x);
  x = v128.load(ODD, 64); s = i32x4.dot_i16x8_s(a0, x); t = plus(t, a1, x);
  x = v128.load(ODD, 48); s = plus(s, a1, x); t = plus(t, a2, x);
  x = v128.load(ODD, 32); s = plus(s, a2, x); t = plus(t, a3, x);
  x = v128.load(ODD, 16); s = plus(s, a3, x); t = plus(t, a4, x);
  x = v128.load(ODD); s = plus(s, a4, x); t = plus(t, a5, x);
  v128.store(C, s, 144); v128.store(C, t, 176);
  x = v128.load(ODD, 112); t = i32x4.dot_i16x8_s(a0, x);
  x = v128.load(ODD, 96); s = i32x4.dot_i16x8_s(a0, x); t = plus(t, a1, x);
  x = v128.load(ODD, 80); s = plus(s, a1, x); t = plus(t, a2, x);
  x = v128.load(ODD, 64); s = plus(s, a2, x); t = plus(t, a3, x);
  x = v128.load(ODD, 48); s = plus(s, a3, x); t = plus(t, a4, x);
  x = v128.load(ODD, 32); s = plus(s, a4, x); t = plus(t, a5, x);
  x = v128.load(ODD, 16); s = plus(s, a5, x); t = plus(t, a6, x);
  x = v128.load(ODD); s = plus(s, a6, x); t = plus(t, a7, x);
  v128.store(C, s, 208); v128.store(C, t, 240);
  x = v128.load(ODD, 144); t = i32x4.dot_i16x8_s(a0, x);
  x = v128.load(ODD, 128); s = i32x4.dot_i16x8_s(a0, x); t = plus(t, a1, x);
  x = v128.load(ODD, 112); s = plus(s, a1, x); t = plus(t, a2, x);
  x = v128.load(ODD, 96); s = plus(s, a2, x); t = plus(t, a3, x);
  x = v128.load(ODD, 80); s = plus(s, a3, x); t = plus(t, a4, x);
  x = v128.load(ODD, 64); s = plus(s, a4, x); t = plus(t, a5, x);
  x = v128.load(ODD, 48); s = plus(s, a5, x); t = plus(t, a6, x);
  x = v128.load(ODD, 32); s = plus(s, a6, x); t = plus(t, a7, x);
  x = v128.load(ODD, 16); s = plus(s, a7, x); t = plus(t, a8, x);
  x = v128.load(ODD); s = plus(s, a8, x); t = plus(t, a9, x);
  v128.store(C, s, 272); v128.store(C, t, 304);
  x = v128.load(ODD, 144); s = i32x4.dot_i16x8_s(a1, x); t = i32x4.dot_i16x8_s(a2, x);
  x = v128.load(ODD, 128); s = plus(s, a2, x); t = plus(t, a3, x);
  x = v128.load(ODD, 112); s = plus(s, a3, x); t = plus(t, a4, x);
  x = v128.load(ODD, 96); s = plus(s, a4, x); t = plus(t, a5, x);
  x = v128.load(ODD, 80); s = plus(s, a5, x); t = plus(t, a6, x);
  x = v128.load(ODD, 64); s = plus(s, a6, x); t = plus(t, a7, x);
  x = v128.load(ODD, 48); s = plus(s, a7, x); t = plus(t, a8, x);
  x = v128.load(ODD, 32); s = plus(s, a8, x); t = plus(t, a9, x);
  x = v128.load(ODD, 16); s = plus(s, a9, x);
  v128.store(C, s, 336); v128.store(C, t, 368);
  x = v128.load(ODD, 144); s = i32x4.dot_i16x8_s(a3, x); t = i32x4.dot_i16x8_s(a4, x);
  x = v128.load(ODD, 128); s = plus(s, a4, x); t = plus(t, a5, x);
  x = v128.load(ODD, 112); s = plus(s, a5, x); t = plus(t, a6, x);
  x = v128.load(ODD, 96); s = plus(s, a6, x); t = plus(t, a7, x);
  x = v128.load(ODD, 80); s = plus(s, a7, x); t = plus(t, a8, x);
  x = v128.load(ODD, 64); s = plus(s, a8, x); t = plus(t, a9, x);
  x = v128.load(ODD, 48); s = plus(s, a9, x);
  v128.store(C, s, 400); v128.store(C, t, 432);
  x = v128.load(ODD, 144); s = i32x4.dot_i16x8_s(a5, x); t = i32x4.dot_i16x8_s(a6, x);
  x = v128.load(ODD, 128); s = plus(s, a6, x); t = plus(t, a7, x);
  x = v128.load(ODD, 112); s = plus(s, a7, x); t = plus(t, a8, x);
  x = v128.load(ODD, 96); s = plus(s, a8, x); t = plus(t, a9, x);
  x = v128.load(ODD, 80); s = plus(s, a9, x);
  v128.store(C, s, 464); v128.store(C, t, 496);
  x = v128.load(ODD, 144); s = i32x4.dot_i16x8_s(a7, x); t = i32x4.dot_i16x8_s(a8, x);
  x = v128.load(ODD, 128); s = plus(s, a8, x); t = plus(t, a9, x);
  x = v128.load(ODD, 112); s = plus(s, a9, x);
  v128.store(C, s, 528); v128.store(C, t, 560);
  x = v128.load(ODD, 144); s = i32x4.dot_i16x8_s(a9, x);
  v128.store(C, s, 592);
  reduce(h);
}

/** Overwrites what the last product was made of. */
export function wipeProduct(): void {
  memory.fill(EVEN, 0, 176);
  memory.fill(ODD, 0, 160);
  wipeColumns();
}
