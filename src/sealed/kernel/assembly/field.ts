/**
 * Numbers modulo p = 2^255 − 19, four at a time: an element lies in 160 bytes, ten vectors of four lanes. A number has 20 limbs
 * of 13 bits (260 bits: it is known modulo 32p = 2^260 − 608 only), and the 32 bits of a lane hold two of them, signed, limb 2j in the
 * low half and limb 2j + 1 in the high half of vector j: what `i32x4.dot_i16x8_s` multiplies and adds in pairs.
 *
 * Limb bounds. *Reduced*, as `multiply` and `fromBytes` give: 0 … 8,191, limb 2 alone −2 … 8,194. *Loose*, the sum or difference of
 * two reduced elements: −8,200 … 8,200 (a sum has 32p taken away, 8,191 a limb). *Settled*, as `settle` makes of what lies
 * within −24,600 … 24,600: −4 … 8,195, limb 0 alone −2,400 … 10,100. All three may be multiplied with each other; a sum or difference
 * of loose elements may not, and must be settled first.
 */
export const FIELD: usize = 160;

/** Never written. */
export const ZERO = memory.data(160, 16);

/** f + g − 32p. */
export function add(h: usize, f: usize, g: usize): void {
  const all = i16x8.splat(8191);
  const first = i16x8(7584, 8191, 7584, 8191, 7584, 8191, 7584, 8191);
  v128.store(h, i16x8.sub(i16x8.add(v128.load(f), v128.load(g)), first));
  v128.store(h, i16x8.sub(i16x8.add(v128.load(f, 16), v128.load(g, 16)), all), 16);
  v128.store(h, i16x8.sub(i16x8.add(v128.load(f, 32), v128.load(g, 32)), all), 32);
  v128.store(h, i16x8.sub(i16x8.add(v128.load(f, 48), v128.load(g, 48)), all), 48);
  v128.store(h, i16x8.sub(i16x8.add(v128.load(f, 64), v128.load(g, 64)), all), 64);
  v128.store(h, i16x8.sub(i16x8.add(v128.load(f, 80), v128.load(g, 80)), all), 80);
  v128.store(h, i16x8.sub(i16x8.add(v128.load(f, 96), v128.load(g, 96)), all), 96);
  v128.store(h, i16x8.sub(i16x8.add(v128.load(f, 112), v128.load(g, 112)), all), 112);
  v128.store(h, i16x8.sub(i16x8.add(v128.load(f, 128), v128.load(g, 128)), all), 128);
  v128.store(h, i16x8.sub(i16x8.add(v128.load(f, 144), v128.load(g, 144)), all), 144);
}

export function subtract(h: usize, f: usize, g: usize): void {
  v128.store(h, i16x8.sub(v128.load(f), v128.load(g)));
  v128.store(h, i16x8.sub(v128.load(f, 16), v128.load(g, 16)), 16);
  v128.store(h, i16x8.sub(v128.load(f, 32), v128.load(g, 32)), 32);
  v128.store(h, i16x8.sub(v128.load(f, 48), v128.load(g, 48)), 48);
  v128.store(h, i16x8.sub(v128.load(f, 64), v128.load(g, 64)), 64);
  v128.store(h, i16x8.sub(v128.load(f, 80), v128.load(g, 80)), 80);
  v128.store(h, i16x8.sub(v128.load(f, 96), v128.load(g, 96)), 96);
  v128.store(h, i16x8.sub(v128.load(f, 112), v128.load(g, 112)), 112);
  v128.store(h, i16x8.sub(v128.load(f, 128), v128.load(g, 128)), 128);
  v128.store(h, i16x8.sub(v128.load(f, 144), v128.load(g, 144)), 144);
}

/** The bits above each limb's 13: at most 2 and the sign. */
export function above(limbs: v128): v128 {
  return i16x8.shr_s(limbs, 13);
}

/** The 13 bits of two limbs and the carries handed to them: the high one of the vector before, the low one of their own. */
export function settled(limbs: v128, before: v128): v128 {
  const handed = v128.or(i32x4.shr_u(before, 16), i32x4.shl(above(limbs), 16));
  return i16x8.add(v128.and(limbs, i16x8.splat(8191)), handed);
}

/** What the last vector hands round to the first: limb 19's carry, times 608, in the high half. */
export function wrapped(last: v128): v128 {
  return i32x4.shl(i32x4.mul(i32x4.shr_s(above(last), 16), i32x4.splat(608)), 16);
}

/** h = f with each limb's upper bits handed to the next one, and those of the last, times 608, to the first. */
export function settle(h: usize, f: usize): void {
  const first = wrapped(v128.load(f, 144));
  v128.store(h, settled(v128.load(f, 144), above(v128.load(f, 128))), 144);
  v128.store(h, settled(v128.load(f, 128), above(v128.load(f, 112))), 128);
  v128.store(h, settled(v128.load(f, 112), above(v128.load(f, 96))), 112);
  v128.store(h, settled(v128.load(f, 96), above(v128.load(f, 80))), 96);
  v128.store(h, settled(v128.load(f, 80), above(v128.load(f, 64))), 80);
  v128.store(h, settled(v128.load(f, 64), above(v128.load(f, 48))), 64);
  v128.store(h, settled(v128.load(f, 48), above(v128.load(f, 32))), 48);
  v128.store(h, settled(v128.load(f, 32), above(v128.load(f, 16))), 32);
  v128.store(h, settled(v128.load(f, 16), above(v128.load(f))), 16);
  v128.store(h, settled(v128.load(f), first));
}

export function copy(h: usize, f: usize): void {
  for (let at: usize = 0; at < FIELD; at += 16) v128.store(h + at, v128.load(f + at));
}

/** h = f where the mask's bits are set, else g: both are always read. */
export function select(h: usize, mask: v128, f: usize, g: usize): void {
  for (let at: usize = 0; at < FIELD; at += 16)
    v128.store(h + at, v128.bitselect(v128.load(f + at), v128.load(g + at), mask));
}

/** h = −f for a reduced or a loose f; the result is loose. */
export function negate(h: usize, f: usize): void {
  subtract(h, ZERO, f);
}
