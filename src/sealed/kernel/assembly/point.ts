/**
 * Points of the twisted Edwards curve −x² + y² = 1 + d·x²·y² in extended coordinates (X : Y : Z : T), x = X/Z, y = Y/Z,
 * x·y = T/Z, all reduced; the formulas hold for every pair of points (Hisil, Wong, Carter, Dawson 2008, a = −1).
 * A *cached* point is (Y + X, Y − X, 2Z, 2d·T): what an addition needs of its right side.
 */
import { ONE, TWICE_D } from './constants.ts';
import { multiply, wipeProduct } from './field-multiply.ts';
import { square, wipeSquare } from './field-square.ts';
import { above, add, copy, FIELD, settled, subtract, wrapped } from './field.ts';

export const POINT: usize = 640;
export const Y: usize = 160;
export const Z: usize = 320;
export const T: usize = 480;

const a = memory.data(160, 16);
const b = memory.data(160, 16);
const c = memory.data(160, 16);
const d = memory.data(160, 16);
const e = memory.data(160, 16);
const f = memory.data(160, 16);
const g = memory.data(160, 16);
const h = memory.data(160, 16);

export function setIdentity(r: usize): void {
  memory.fill(r, 0, POINT);
  copy(r + Y, ONE);
  copy(r + Z, ONE);
}

export function copyPoint(r: usize, p: usize): void {
  copy(r, p);
  copy(r + Y, p + Y);
  copy(r + Z, p + Z);
  copy(r + T, p + T);
}

export function toCached(r: usize, p: usize): void {
  add(r, p + Y, p);
  subtract(r + Y, p + Y, p);
  add(r + Z, p + Z, p + Z);
  multiply(r + T, p + T, TWICE_D);
}

/** r = p + the cached q. T is left out when the next step is a doubling. */
export function addCached(r: usize, p: usize, q: usize, withT: bool): void {
  add(a, p + Y, p);
  multiply(a, a, q);
  subtract(b, p + Y, p);
  multiply(b, b, q + Y);
  multiply(c, p + T, q + T);
  multiply(d, p + Z, q + Z);
  complete(r, withT);
}

/** From a, b reduced and c, d reduced: X = (a−b)(d−c), Y = (a+b)(d+c), Z = (d−c)(d+c), T = (a−b)(a+b). */
function complete(r: usize, withT: bool): void {
  subtract(e, a, b);
  add(g, a, b);
  subtract(f, d, c);
  add(h, d, c);
  products(r, withT);
}

/** X = e·f, Y = h·g, Z = h·f, T = e·g: two right sides for all four. */
function products(r: usize, withT: bool): void {
  multiply(r + Z, f, h);
  multiply(r + Y, h, g);
  multiply(r, f, e);
  if (withT) multiply(r + T, e, g);
}

/** r = 2p; p's T is not read. With a, b for x², y² and c for z²: g = b + a, h = b − a, e = (x + y)² − g, f = 2c − h. */
export function double(r: usize, p: usize, withT: bool): void {
  square(a, p);
  square(b, p + Y);
  square(c, p + Z);
  add(e, p, p + Y);
  square(e, e);
  doubleSums();
  products(r, withT);
}

/** The four sums of `double` in one pass: g and h loose, e and f settled, from within −16,400 … 8,200 and −8,200 … 24,600. */
function doubleSums(): void {
  let beforeE = wrapped(ends(144));
  let beforeF = wrapped(tops(144));
  for (let at: usize = 0; at < FIELD; at += 16) {
    const limbsE = ends(at);
    const limbsF = tops(at);
    v128.store(g + at, i16x8.sub(i16x8.add(v128.load(b + at), v128.load(a + at)), i16x8.splat(8191)));
    v128.store(h + at, i16x8.sub(v128.load(b + at), v128.load(a + at)));
    v128.store(e + at, settled(limbsE, beforeE));
    v128.store(f + at, settled(limbsF, beforeF));
    beforeE = above(limbsE);
    beforeF = above(limbsF);
  }
  // 32p, which a sum has taken away, begins with 7,584.
  v128.store(g, i16x8.add(v128.load(g), i32x4.splat(607)));
}

/** (x + y)² − (x² + y²), one vector. */
function ends(at: usize): v128 {
  return i16x8.sub(v128.load(e + at), i16x8.add(v128.load(b + at), v128.load(a + at)));
}

/** 2z² − (y² − x²), one vector. */
function tops(at: usize): v128 {
  const twice = i16x8.add(v128.load(c + at), v128.load(c + at));
  return i16x8.sub(twice, i16x8.sub(v128.load(b + at), v128.load(a + at)));
}

/** Overwrites what the last sum was made of. */
export function wipePoint(): void {
  wipeProduct();
  wipeSquare();
  for (let at: usize = 0; at < FIELD; at += 16) {
    v128.store(a + at, i64x2.splat(0));
    v128.store(b + at, i64x2.splat(0));
    v128.store(c + at, i64x2.splat(0));
    v128.store(d + at, i64x2.splat(0));
    v128.store(e + at, i64x2.splat(0));
    v128.store(f + at, i64x2.splat(0));
    v128.store(g + at, i64x2.splat(0));
    v128.store(h + at, i64x2.splat(0));
  }
}
