// biome-ignore-all format: one column a line
/**
 * Products modulo 32p = 2^260 − 608. Column k sums the products of limbs i and j with i + j = k; two of them are one
 * `i32x4.dot_i16x8_s`, of a vector (f_2i, f_2i+1) and one with g's limbs the other way round: (g_2j+1, g_2j) gives to an odd column,
 * (g_2j, g_2j−1) to an even one. field-reduce.ts has the columns' bounds.
 *
 * The 400 products of limbs are made of three times 100 (Karatsuba and Ofman 1962): with f = F0 + F1·2^130 and g alike, the columns
 * of low = F0·G0, high = F1·G1 and both = (F0 + F1)·(G0 + G1) give the middle, both − low − high. The sums of two limbs lie within
 * −16,400 … 18,300. Columns of `both`, and what is taken away from them, may pass 2^31; they are exact modulo 2^32, and the
 * product's columns, which they make, are within bounds.
 */
import { C, join, reduce, wipeColumns } from './field-reduce.ts';

/** The sums of either operand's halves, and their product's columns. */
const sumF = memory.data(80, 16);
const sumG = memory.data(80, 16);
const B = memory.data(304, 16);

function dot(f: v128, x: v128): v128 { return i32x4.dot_i16x8_s(f, x); }
function plus(s: v128, f: v128, x: v128): v128 { return i32x4.add(s, i32x4.dot_i16x8_s(f, x)); }

/** Each pair of limbs the other way round. */
export function swap(limbs: v128): v128 {
  return i8x16.swizzle(limbs, i8x16(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
}

/** The sum of a number's halves. */
function addHalves(sum: usize, f: usize): void {
  v128.store(sum, i16x8.add(v128.load(f), v128.load(f, 80)));
  v128.store(sum, i16x8.add(v128.load(f, 16), v128.load(f, 96)), 16);
  v128.store(sum, i16x8.add(v128.load(f, 32), v128.load(f, 112)), 32);
  v128.store(sum, i16x8.add(v128.load(f, 48), v128.load(f, 128)), 48);
  v128.store(sum, i16x8.add(v128.load(f, 64), v128.load(f, 144)), 64);
}

/**
 * The 19 columns of ten limbs times ten. Each limb is loaded just before the first column that wants it: no load passes a store, so
 * V8 cannot begin with sums of later columns, which would not fit the registers.
 */
function columns(c: usize, f: usize, g: usize): void {
  const a0 = v128.load(f), g0 = v128.load(g), x0 = join(g0, i32x4.splat(0));
  v128.store(c, dot(a0, x0));
  const a1 = v128.load(f, 16), g1 = v128.load(g, 16), x1 = join(g1, g0);
  v128.store(c, plus(dot(a0, x1), a1, x0), 32);
  const a2 = v128.load(f, 32), g2 = v128.load(g, 32), x2 = join(g2, g1);
  v128.store(c, plus(plus(dot(a0, x2), a1, x1), a2, x0), 64);
  const a3 = v128.load(f, 48), g3 = v128.load(g, 48), x3 = join(g3, g2);
  v128.store(c, plus(plus(plus(dot(a0, x3), a1, x2), a2, x1), a3, x0), 96);
  const a4 = v128.load(f, 64), g4 = v128.load(g, 64), x4 = join(g4, g3);
  v128.store(c, plus(plus(plus(plus(dot(a0, x4), a1, x3), a2, x2), a3, x1), a4, x0), 128);
  const x5 = join(i32x4.splat(0), g4);
  v128.store(c, plus(plus(plus(plus(dot(a0, x5), a1, x4), a2, x3), a3, x2), a4, x1), 160);
  v128.store(c, plus(plus(plus(dot(a1, x5), a2, x4), a3, x3), a4, x2), 192);
  v128.store(c, plus(plus(dot(a2, x5), a3, x4), a4, x3), 224);
  v128.store(c, plus(dot(a3, x5), a4, x4), 256);
  v128.store(c, dot(a4, x5), 288);
  const y0 = swap(v128.load(g));
  v128.store(c, dot(a0, y0), 16);
  const y1 = swap(v128.load(g, 16));
  v128.store(c, plus(dot(a0, y1), a1, y0), 48);
  const y2 = swap(v128.load(g, 32));
  v128.store(c, plus(plus(dot(a0, y2), a1, y1), a2, y0), 80);
  const y3 = swap(v128.load(g, 48));
  v128.store(c, plus(plus(plus(dot(a0, y3), a1, y2), a2, y1), a3, y0), 112);
  const y4 = swap(v128.load(g, 64));
  v128.store(c, plus(plus(plus(plus(dot(a0, y4), a1, y3), a2, y2), a3, y1), a4, y0), 144);
  v128.store(c, plus(plus(plus(dot(a1, y4), a2, y3), a3, y2), a4, y1), 176);
  v128.store(c, plus(plus(dot(a2, y4), a3, y3), a4, y2), 208);
  v128.store(c, plus(dot(a3, y4), a4, y3), 240);
  v128.store(c, dot(a4, y4), 272);
}

/** Columns k and k + 10 of the middle, to the product's k + 10 and k + 20, which hold low's k + 10 and high's k. */
function merge(at: usize): void {
  const between = i32x4.sub(v128.load(C + at, 160), v128.load(C + at, 320));
  v128.store(C + at, i32x4.add(i32x4.sub(v128.load(B + at), v128.load(C + at)), between), 160);
  v128.store(C + at, i32x4.sub(i32x4.sub(v128.load(B + at, 160), v128.load(C + at, 480)), between), 320);
}

/** h = f · g. */
export function multiply(h: usize, f: usize, g: usize): void {
  addHalves(sumF, f);
  addHalves(sumG, g);
  columns(C, f, g);
  columns(C + 320, f + 80, g + 80);
  columns(B, sumF, sumG);
  merge(0);
  merge(16);
  merge(32);
  merge(48);
  merge(64);
  merge(80);
  merge(96);
  merge(112);
  merge(128);
  // Column 19 is the middle's column 9 alone.
  v128.store(C, i32x4.sub(i32x4.sub(v128.load(B, 144), v128.load(C, 144)), v128.load(C, 464)), 304);
  reduce(h);
}

/** Overwrites what the last product was made of. */
export function wipeProduct(): void {
  memory.fill(sumF, 0, 80);
  memory.fill(sumG, 0, 80);
  memory.fill(B, 0, 304);
  wipeColumns();
}
