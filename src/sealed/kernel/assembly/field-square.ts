// biome-ignore-all format: one column of the square a line
/** Squares modulo 32p: the columns of field-multiply.ts, each product of two different limbs once, with one of them doubled. */
import { arrange, EVEN, ODD } from './field-multiply.ts';
import { C, join, reduce } from './field-reduce.ts';

function even(f: v128, j: usize): v128 { return i32x4.dot_i16x8_s(f, v128.load(EVEN + 16 * j)); }
function odd(f: v128, j: usize): v128 { return i32x4.dot_i16x8_s(f, v128.load(ODD + 16 * j)); }
function sum2(a: v128, b: v128): v128 { return i32x4.add(a, b); }
function sum3(a: v128, b: v128, c: v128): v128 { return i32x4.add(i32x4.add(a, b), c); }
function sum4(a: v128, b: v128, c: v128, d: v128): v128 { return i32x4.add(sum3(a, b, c), d); }
function sum5(a: v128, b: v128, c: v128, d: v128, e: v128): v128 { return i32x4.add(sum4(a, b, c, d), e); }
function sum6(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128): v128 { return i32x4.add(sum5(a, b, c, d, e), f); }

function lowSquare(limbs: v128): v128 {
  return i32x4.dot_i16x8_s(v128.and(limbs, i32x4.splat(0xffff)), limbs);
}

function twice(limbs: v128): v128 {
  return i16x8.shl(limbs, 1);
}

/** h = f². */
export function square(h: usize, f: usize): void {
  arrange(f);
  const a0 = v128.load(f), a1 = v128.load(f, 16), a2 = v128.load(f, 32), a3 = v128.load(f, 48), a4 = v128.load(f, 64);
  const a5 = v128.load(f, 80), a6 = v128.load(f, 96), a7 = v128.load(f, 112), a8 = v128.load(f, 128), a9 = v128.load(f, 144);
  const d0 = twice(a0), d1 = twice(a1), d2 = twice(a2), d3 = twice(a3), d4 = twice(a4);
  const d5 = twice(a5), d6 = twice(a6), d7 = twice(a7), d8 = twice(a8), d9 = twice(a9);
  v128.store(C, lowSquare(a0), 0);
  v128.store(C, odd(a0, 0), 16);
  v128.store(C, even(join(d0, a0), 1), 32);
  v128.store(C, odd(d0, 1), 48);
  v128.store(C, sum2(even(d0, 2), lowSquare(a1)), 64);
  v128.store(C, sum2(odd(d0, 2), odd(a1, 1)), 80);
  v128.store(C, sum2(even(d0, 3), even(join(d1, a1), 2)), 96);
  v128.store(C, sum2(odd(d0, 3), odd(d1, 2)), 112);
  v128.store(C, sum3(even(d0, 4), even(d1, 3), lowSquare(a2)), 128);
  v128.store(C, sum3(odd(d0, 4), odd(d1, 3), odd(a2, 2)), 144);
  v128.store(C, sum3(even(d0, 5), even(d1, 4), even(join(d2, a2), 3)), 160);
  v128.store(C, sum3(odd(d0, 5), odd(d1, 4), odd(d2, 3)), 176);
  v128.store(C, sum4(even(d0, 6), even(d1, 5), even(d2, 4), lowSquare(a3)), 192);
  v128.store(C, sum4(odd(d0, 6), odd(d1, 5), odd(d2, 4), odd(a3, 3)), 208);
  v128.store(C, sum4(even(d0, 7), even(d1, 6), even(d2, 5), even(join(d3, a3), 4)), 224);
  v128.store(C, sum4(odd(d0, 7), odd(d1, 6), odd(d2, 5), odd(d3, 4)), 240);
  v128.store(C, sum5(even(d0, 8), even(d1, 7), even(d2, 6), even(d3, 5), lowSquare(a4)), 256);
  v128.store(C, sum5(odd(d0, 8), odd(d1, 7), odd(d2, 6), odd(d3, 5), odd(a4, 4)), 272);
  v128.store(C, sum5(even(d0, 9), even(d1, 8), even(d2, 7), even(d3, 6), even(join(d4, a4), 5)), 288);
  v128.store(C, sum5(odd(d0, 9), odd(d1, 8), odd(d2, 7), odd(d3, 6), odd(d4, 5)), 304);
  v128.store(C, sum6(even(d0, 10), even(d1, 9), even(d2, 8), even(d3, 7), even(d4, 6), lowSquare(a5)), 320);
  v128.store(C, sum5(odd(d1, 9), odd(d2, 8), odd(d3, 7), odd(d4, 6), odd(a5, 5)), 336);
  v128.store(C, sum5(even(d1, 10), even(d2, 9), even(d3, 8), even(d4, 7), even(join(d5, a5), 6)), 352);
  v128.store(C, sum4(odd(d2, 9), odd(d3, 8), odd(d4, 7), odd(d5, 6)), 368);
  v128.store(C, sum5(even(d2, 10), even(d3, 9), even(d4, 8), even(d5, 7), lowSquare(a6)), 384);
  v128.store(C, sum4(odd(d3, 9), odd(d4, 8), odd(d5, 7), odd(a6, 6)), 400);
  v128.store(C, sum4(even(d3, 10), even(d4, 9), even(d5, 8), even(join(d6, a6), 7)), 416);
  v128.store(C, sum3(odd(d4, 9), odd(d5, 8), odd(d6, 7)), 432);
  v128.store(C, sum4(even(d4, 10), even(d5, 9), even(d6, 8), lowSquare(a7)), 448);
  v128.store(C, sum3(odd(d5, 9), odd(d6, 8), odd(a7, 7)), 464);
  v128.store(C, sum3(even(d5, 10), even(d6, 9), even(join(d7, a7), 8)), 480);
  v128.store(C, sum2(odd(d6, 9), odd(d7, 8)), 496);
  v128.store(C, sum3(even(d6, 10), even(d7, 9), lowSquare(a8)), 512);
  v128.store(C, sum2(odd(d7, 9), odd(a8, 8)), 528);
  v128.store(C, sum2(even(d7, 10), even(join(d8, a8), 9)), 544);
  v128.store(C, odd(d8, 9), 560);
  v128.store(C, sum2(even(d8, 10), lowSquare(a9)), 576);
  v128.store(C, odd(a9, 9), 592);
  v128.store(C, even(join(d9, a9), 10), 608);
  reduce(h);
}
