/**
 * Points of the twisted Edwards curve −x² + y² = 1 + d·x²·y² in extended coordinates (X : Y : Z : T), x = X/Z, y = Y/Z,
 * x·y = T/Z, all reduced; the formulas hold for every pair of points (Hisil, Wong, Carter, Dawson 2008, a = −1).
 * A *cached* point is (Y + X, Y − X, 2Z, 2d·T): what an addition needs of its right side.
 */
import { ONE, TWICE_D } from './constants.ts';
import { multiply, multiplyBySame, wipeProduct } from './field-multiply.ts';
import { square } from './field-square.ts';
import { add, copy, FIELD, settle, subtract } from './field.ts';

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

/** X = e·f, Z = h·f, Y = h·g, T = e·g: two right sides for all four. */
function products(r: usize, withT: bool): void {
  multiply(r, e, f);
  multiplyBySame(r + Z, h);
  multiply(r + Y, h, g);
  if (withT) multiplyBySame(r + T, e);
}

/** r = 2p; p's T is not read. With a, b for x², y²: e = (x + y)² − g, f = 2z² − h. */
export function double(r: usize, p: usize, withT: bool): void {
  square(a, p);
  square(b, p + Y);
  add(g, b, a);
  subtract(h, b, a);
  add(e, p, p + Y);
  square(e, e);
  subtract(e, e, g);
  settle(e, e);
  square(f, p + Z);
  add(f, f, f);
  subtract(f, f, h);
  settle(f, f);
  products(r, withT);
}

/** Overwrites what the last sum was made of. */
export function wipePoint(): void {
  wipeProduct();
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
