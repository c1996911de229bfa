/**
 * Numbers modulo p = 2^255 − 19, two at a time: every element lies in 80 bytes, lane A and lane B side by side,
 * `A0 B0 A1 B1 … A9 B9`, each limb 32 bits. Limb i has weight 2^⌈25.5·i⌉, so even limbs hold 26 bits and odd limbs 25.
 *
 * Limb bounds, even / odd: *reduced* < 2^26 + 2^17 / 2^25 + 2^17, which `multiply`, `square` and `fromWords` give.
 * A *sum* of two reduced elements is < 2^27.01 / 2^26.01; a *difference* is < 2^27.6 / 2^26.6 (`subtract` adds 2p, whose limbs
 * are 2^27 − 38, 2^27 − 2 / 2^26 − 2, so what is taken away must be reduced). All three may be multiplied; a sum or
 * difference of sums may not, and goes through `multiply` by one or a fused square first.
 */
export const FIELD: usize = 80;

/** Never written. */
export const ZERO = memory.data(80, 16);

export function add(h: usize, f: usize, g: usize): void {
  v128.store(h, i32x4.add(v128.load(f), v128.load(g)));
  v128.store(h, i32x4.add(v128.load(f, 16), v128.load(g, 16)), 16);
  v128.store(h, i32x4.add(v128.load(f, 32), v128.load(g, 32)), 32);
  v128.store(h, i32x4.add(v128.load(f, 48), v128.load(g, 48)), 48);
  v128.store(h, i32x4.add(v128.load(f, 64), v128.load(g, 64)), 64);
}

/** f − g + 2p; g must be reduced. */
export function subtract(h: usize, f: usize, g: usize): void {
  const first = i32x4(0x7ffffda, 0x7ffffda, 0x3fffffe, 0x3fffffe);
  const other = i32x4(0x7fffffe, 0x7fffffe, 0x3fffffe, 0x3fffffe);
  v128.store(h, i32x4.sub(i32x4.add(v128.load(f), first), v128.load(g)));
  v128.store(h, i32x4.sub(i32x4.add(v128.load(f, 16), other), v128.load(g, 16)), 16);
  v128.store(h, i32x4.sub(i32x4.add(v128.load(f, 32), other), v128.load(g, 32)), 32);
  v128.store(h, i32x4.sub(i32x4.add(v128.load(f, 48), other), v128.load(g, 48)), 48);
  v128.store(h, i32x4.sub(i32x4.add(v128.load(f, 64), other), v128.load(g, 64)), 64);
}

export function copy(h: usize, f: usize): void {
  v128.store(h, v128.load(f));
  v128.store(h, v128.load(f, 16), 16);
  v128.store(h, v128.load(f, 32), 32);
  v128.store(h, v128.load(f, 48), 48);
  v128.store(h, v128.load(f, 64), 64);
}

/** h = f where the mask's bits are set, else g: both are always read. */
export function select(h: usize, mask: v128, f: usize, g: usize): void {
  v128.store(h, v128.bitselect(v128.load(f), v128.load(g), mask));
  v128.store(h, v128.bitselect(v128.load(f, 16), v128.load(g, 16), mask), 16);
  v128.store(h, v128.bitselect(v128.load(f, 32), v128.load(g, 32), mask), 32);
  v128.store(h, v128.bitselect(v128.load(f, 48), v128.load(g, 48), mask), 48);
  v128.store(h, v128.bitselect(v128.load(f, 64), v128.load(g, 64), mask), 64);
}

/** h = −f for a reduced f; the result is a difference. */
export function negate(h: usize, f: usize): void {
  subtract(h, ZERO, f);
}

/** One mask for both lanes, from a word of all ones or zeros for each. */
export function laneMask(a: u32, b: u32): v128 {
  return i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(a), 1, b), 3, b);
}
