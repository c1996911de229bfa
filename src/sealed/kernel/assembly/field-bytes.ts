/** Field elements from and to bytes, and what can only be told from the one canonical form: zero, and the sign (RFC 9496 §3.1). */
import { FIELD } from './field.ts';

/** The canonical limbs of the elements that were looked at last. */
const CANONICAL = memory.data(160, 16);
const LIMBS: usize = 20;

/** Where a limb of one lane lies, behind the element's address. */
function offset(lane: usize, limb: usize): usize {
  return 16 * (limb >> 1) + 4 * lane + 2 * (limb & 1);
}

/** Writes one lane of an element from 32 bytes, little endian; bit 255 is left out. The limbs are reduced. */
export function fromBytes(h: usize, lane: usize, bytes: usize): void {
  for (let limb: usize = 0; limb < LIMBS; limb++) {
    const bit: usize = 13 * limb;
    const bits = load<u32>(bytes + (bit >> 3)) >> <u32>(bit & 7);
    store<u16>(h + offset(lane, limb), <u16>(bits & 0x1fff));
  }
  // The last limb has bits 247 … 254; what was read behind the 32 bytes is cut off.
  const last = h + offset(lane, LIMBS - 1);
  store<u16>(last, load<u16>(last) & 0xff);
}

/** Writes the 32 bytes of one lane of the elements that `toCanonical` was given last. */
export function canonicalBytes(bytes: usize, lane: usize): void {
  // Limbs 4, 9 and 14 begin in one word of 64 bits and end in the next.
  store<u64>(bytes, limbs(lane, 0, 0) | (canonicalLimb(lane, 4) << 52));
  store<u64>(bytes, (canonicalLimb(lane, 4) >> 12) | limbs(lane, 5, 1) | (canonicalLimb(lane, 9) << 53), 8);
  store<u64>(
    bytes,
    (canonicalLimb(lane, 9) >> 11) | limbs(lane, 10, 2) | (canonicalLimb(lane, 14) << 54),
    16,
  );
  store<u64>(
    bytes,
    (canonicalLimb(lane, 14) >> 10) | limbs(lane, 15, 3) | (canonicalLimb(lane, 19) << 55),
    24,
  );
}

/** Four limbs from this one on, the first at this bit. */
function limbs(lane: usize, first: usize, bit: u64): u64 {
  const low = (canonicalLimb(lane, first) << bit) | (canonicalLimb(lane, first + 1) << (bit + 13));
  const high =
    (canonicalLimb(lane, first + 2) << (bit + 26)) | (canonicalLimb(lane, first + 3) << (bit + 39));
  return low | high;
}

function canonicalLimb(lane: usize, limb: usize): u64 {
  return <u64>load<u16>(CANONICAL + offset(lane, limb));
}

/** Finds the numbers 0 ≤ number < p of an element that is reduced, settled or loose. */
export function toCanonical(f: usize): void {
  // 64p more, so that no number is negative.
  const first = i16x8(15168, 16382, 15168, 16382, 15168, 16382, 15168, 16382);
  v128.store(CANONICAL, i16x8.add(v128.load(f), first));
  for (let at: usize = 16; at < FIELD; at += 16)
    v128.store(CANONICAL + at, i16x8.add(v128.load(f + at), i16x8.splat(16382)));
  // Twice what lies above bit 255 goes, times 19, to the first limb: the numbers are then < 2^255.
  const zero = i32x4.splat(0);
  addToFirst(carryThrough(zero));
  addToFirst(carryThrough(zero));
  // Those ≥ p reach bit 255 when 19 is added; adding it takes p away together with bit 255.
  const over = carryOut(i32x4.splat(19));
  carryThrough(i32x4.mul(over, i32x4.splat(19)));
}

function addToFirst(quotient: v128): void {
  v128.store(CANONICAL, i32x4.add(v128.load(CANONICAL), i32x4.mul(quotient, i32x4.splat(19))));
}

/** Hands every limb's carry on, a first one added to limb 0; cuts at bit 255 and gives what was above. */
function carryThrough(first: v128): v128 {
  const mask = i32x4.splat(8191);
  let carry = first;
  for (let at: usize = 0; at < FIELD; at += 16) {
    const limbs = v128.load(CANONICAL + at);
    const low = i32x4.add(i32x4.shr_s(i32x4.shl(limbs, 16), 16), carry);
    const high = i32x4.add(i32x4.shr_s(limbs, 16), i32x4.shr_s(low, 13));
    carry = i32x4.shr_s(high, 13);
    const packed = v128.or(v128.and(low, mask), i32x4.shl(v128.and(high, mask), 16));
    v128.store(CANONICAL + at, packed);
  }
  // The last limb begins at bit 247, so bit 255 is its bit 8, bit 24 of the lane.
  const last = v128.load(CANONICAL, 144);
  v128.store(CANONICAL, v128.and(last, i32x4.splat(0x00ffffff)), 144);
  return i32x4.add(i32x4.shl(carry, 5), i32x4.shr_u(last, 24));
}

/** What is above bit 255 when so much is added, of limbs that are all ≥ 0 already. */
function carryOut(first: v128): v128 {
  let carry = first;
  for (let at: usize = 0; at < FIELD - 16; at += 16) carry = handedOn(v128.load(CANONICAL + at), carry, 13);
  return handedOn(v128.load(CANONICAL, 144), carry, 8);
}

function handedOn(limbs: v128, carry: v128, bits: i32): v128 {
  const low = i32x4.add(v128.and(limbs, i32x4.splat(0xffff)), carry);
  return i32x4.shr_u(i32x4.add(i32x4.shr_u(limbs, 16), i32x4.shr_u(low, 13)), bits);
}

/** All ones in the lanes whose number is zero. */
export function isZero(f: usize): v128 {
  toCanonical(f);
  let any = v128.load(CANONICAL);
  for (let at: usize = 16; at < FIELD; at += 16) any = v128.or(any, v128.load(CANONICAL + at));
  return i32x4.eq(any, i32x4.splat(0));
}

/** All ones in the lanes whose number is negative: odd in its canonical form. */
export function isNegative(f: usize): v128 {
  toCanonical(f);
  return i32x4.shr_s(i32x4.shl(v128.load(CANONICAL), 31), 31);
}

/** All ones in the lanes that hold the canonical limbs themselves. */
export function isCanonical(f: usize): v128 {
  toCanonical(f);
  let same = i32x4.splat(-1);
  for (let at: usize = 0; at < FIELD; at += 16)
    same = v128.and(same, i32x4.eq(v128.load(f + at), v128.load(CANONICAL + at)));
  return same;
}
