// biome-ignore-all format: one column a line
/**
 * The second half of a product or square: 39 columns of 32 bits become 20 limbs. Columns 20 … 38 wrap round 2^260 ≡ 608.
 *
 * Bounds: a column has at most 20 products of limbs < 8,200 (one limb of each side < 10,100): |column| < 1.40 · 10^9 < 2^30.4.
 * For the wrap an upper column is cut into 16 signed bits, times 608 (< 2^24.3), and the rest, < 2^14.5, times 8 · 608 one column
 * higher (< 2^26.7). With both and the carry of the column before a lower column stays < 1.6 · 10^9 < 2^31. The last carry, < 2^17.6,
 * times 608 is < 2^26.9 and goes to limb 0, what leaves that, < 2^13.9, to limb 1, and −2 … 2 to limb 2: reduced (see field.ts).
 */

/** The columns, the one of weight 2^0 first. */
export const C = memory.data(624, 16);

/** The low limbs of one vector beside the high limbs of another. */
export function join(low: v128, high: v128): v128 {
  return i16x8.shuffle(low, high, 0, 9, 2, 11, 4, 13, 6, 15);
}

/** The wrap of an upper column's low 16 bits and, in the high half, of what is above the 16 bits of the column before. */
function wrap(upper: v128, before: v128): v128 {
  return i32x4.dot_i16x8_s(join(upper, before), i32x4.splat((4864 << 16) | 608));
}

/** For the bits from 16 up alone: those below are taken as signed, so what is above is rounded. */
function rounded(upper: v128): v128 {
  return i32x4.add(upper, i32x4.splat(0x8000));
}

/** A lower column with what wraps round to it and the carry of the one before. */
function column(own: v128, wrapped: v128, before: v128): v128 {
  return i32x4.add(i32x4.add(own, wrapped), i32x4.shr_s(before, 13));
}

/** Thirteen bits of each of two columns, as they lie in memory. */
function pack(low: v128, high: v128): v128 {
  return v128.and(join(low, i32x4.shl(high, 16)), i16x8.splat(8191));
}

/** h = the 39 columns, wrapped and carried. */
export function reduce(h: usize): void {
  let upper: v128, before: v128, low: v128, high: v128;
  upper = v128.load(C, 320);
  low = i32x4.add(v128.load(C), wrap(upper, i32x4.splat(0)));
  before = rounded(upper); upper = v128.load(C, 336);
  high = column(v128.load(C, 16), wrap(upper, before), low);
  const h0 = pack(low, high);
  before = rounded(upper); upper = v128.load(C, 352);
  low = column(v128.load(C, 32), wrap(upper, before), high);
  before = rounded(upper); upper = v128.load(C, 368);
  high = column(v128.load(C, 48), wrap(upper, before), low);
  const h1 = pack(low, high);
  before = rounded(upper); upper = v128.load(C, 384);
  low = column(v128.load(C, 64), wrap(upper, before), high);
  before = rounded(upper); upper = v128.load(C, 400);
  high = column(v128.load(C, 80), wrap(upper, before), low);
  v128.store(h, pack(low, high), 32);
  before = rounded(upper); upper = v128.load(C, 416);
  low = column(v128.load(C, 96), wrap(upper, before), high);
  before = rounded(upper); upper = v128.load(C, 432);
  high = column(v128.load(C, 112), wrap(upper, before), low);
  v128.store(h, pack(low, high), 48);
  before = rounded(upper); upper = v128.load(C, 448);
  low = column(v128.load(C, 128), wrap(upper, before), high);
  before = rounded(upper); upper = v128.load(C, 464);
  high = column(v128.load(C, 144), wrap(upper, before), low);
  v128.store(h, pack(low, high), 64);
  before = rounded(upper); upper = v128.load(C, 480);
  low = column(v128.load(C, 160), wrap(upper, before), high);
  before = rounded(upper); upper = v128.load(C, 496);
  high = column(v128.load(C, 176), wrap(upper, before), low);
  v128.store(h, pack(low, high), 80);
  before = rounded(upper); upper = v128.load(C, 512);
  low = column(v128.load(C, 192), wrap(upper, before), high);
  before = rounded(upper); upper = v128.load(C, 528);
  high = column(v128.load(C, 208), wrap(upper, before), low);
  v128.store(h, pack(low, high), 96);
  before = rounded(upper); upper = v128.load(C, 544);
  low = column(v128.load(C, 224), wrap(upper, before), high);
  before = rounded(upper); upper = v128.load(C, 560);
  high = column(v128.load(C, 240), wrap(upper, before), low);
  v128.store(h, pack(low, high), 112);
  before = rounded(upper); upper = v128.load(C, 576);
  low = column(v128.load(C, 256), wrap(upper, before), high);
  before = rounded(upper); upper = v128.load(C, 592);
  high = column(v128.load(C, 272), wrap(upper, before), low);
  v128.store(h, pack(low, high), 128);
  before = rounded(upper); upper = v128.load(C, 608);
  low = column(v128.load(C, 288), wrap(upper, before), high);
  high = column(v128.load(C, 304), wrap(i32x4.splat(0), rounded(upper)), low);
  v128.store(h, pack(low, high), 144);
  // What leaves limb 19 goes round once more, to limbs 0, 1 and 2.
  low = i32x4.add(v128.and(h0, i32x4.splat(0xffff)), i32x4.mul(i32x4.shr_s(high, 13), i32x4.splat(608)));
  high = i32x4.add(i32x4.shr_u(h0, 16), i32x4.shr_s(low, 13));
  v128.store(h, pack(low, high));
  v128.store(h, i16x8.add(h1, v128.and(i32x4.shr_s(high, 13), i32x4.splat(0xffff))), 16);
}

/** Overwrites the columns. */
export function wipeColumns(): void {
  memory.fill(C, 0, 624);
}
