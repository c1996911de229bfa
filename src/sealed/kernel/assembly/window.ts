/**
 * Scalar multiplication with one pattern of instructions and addresses, whatever the scalar: 63 signed digits of 4 bits, for
 * each digit the whole table of multiples is read and the wanted one kept by masks. The lanes have scalars of their own.
 */
import { FIELD } from './field.ts';
import { addCached, double, POINT, setIdentity, T, toCached, wipePoint, Y, Z } from './point.ts';

/** Bytes of the digits of four scalars, one of each lane in turns, the least significant first. */
export const DIGITS: usize = 256;
export const DIGIT_COUNT: i32 = 63;
/** Bytes of the table 1p … 8p, cached. */
export const TABLE: usize = 8 * 640;

const chosen = memory.data(640, 16);
const multiple = memory.data(640, 16);
/** For each size 1 … 8 of a digit the lanes that have it; in memory, for held in variables V8 makes them anew for every vector. */
const masks = memory.data(128, 16);

/**
 * The digits of half the scalar modulo the group's order l: what comes out of the window is doubled when it is encoded. The half
 * of an even k is k / 2, that of an odd one −(l − k) / 2: either is below 2^251 + 2^124 in size, so that digits of −7 … 8 end with
 * the 63rd, and an odd scalar's have their signs turned.
 */
export function toDigits(digits: usize, lane: usize, scalar: usize): void {
  const odd: u64 = 0 - (load<u64>(scalar) & 1);
  // −k = ~k + 1, the 1 as the first carry.
  const k0 = load<u64>(scalar) ^ odd;
  const k1 = load<u64>(scalar, 8) ^ odd;
  const k2 = load<u64>(scalar, 16) ^ odd;
  const k3 = load<u64>(scalar, 24) ^ odd;
  const l0: u64 = 0x5812631a5cf5d3ed & odd;
  const l1: u64 = 0x14def9dea2f79cd6 & odd;
  const l3: u64 = 0x1000000000000000 & odd;
  const w0 = k0 + l0 + (odd & 1);
  const w1 = k1 + l1 + carryOf(k0, l0, w0);
  const c1: u64 = carryOf(k1, l1, w1);
  const w2 = k2 + c1;
  const w3 = k3 + l3 + carryOf(k2, 0, w2);
  let carry = digitsOfWord(digits + lane, (w0 >> 1) | (w1 << 63), 0, odd);
  carry = digitsOfWord(digits + lane + 64, (w1 >> 1) | (w2 << 63), carry, odd);
  carry = digitsOfWord(digits + lane + 128, (w2 >> 1) | (w3 << 63), carry, odd);
  digitsOfWord(digits + lane + 192, w3 >> 1, carry, odd);
}

/** The carry out of x + y (+ a carry in), given the sum's word. */
function carryOf(x: u64, y: u64, sum: u64): u64 {
  return ((x & y) | ((x | y) & ~sum)) >> 63;
}

/** Sixteen digits of a word into every fourth byte, their signs turned by a mask; the carry into the next word. */
function digitsOfWord(digits: usize, word: u64, carryIn: u64, turned: u64): u64 {
  let carry = carryIn;
  for (let i = 0; i < 16; i++) {
    const value = ((word >> (4 * <u64>i)) & 15) + carry;
    carry = (value + 7) >> 4;
    const digit = value - (carry << 4);
    store<i8>(digits + 4 * <usize>i, <i8>((digit ^ turned) - turned));
  }
  return carry;
}

/** The cached multiples 1p … 8p. */
export function fillTable(table: usize, p: usize): void {
  toCached(table, p);
  double(multiple, p, true);
  toCached(table + POINT, multiple);
  for (let i: usize = 2; i < 8; i++) {
    addCached(multiple, multiple, table, true);
    toCached(table + i * POINT, multiple);
  }
}

/** r = (half the scalar) · p in each lane, the scalars given by their digits. */
export function multiplyByDigits(r: usize, p: usize, digits: usize, table: usize): void {
  fillTable(table, p);
  setIdentity(r);
  for (let place = DIGIT_COUNT - 1; place >= 0; place--) {
    if (place < DIGIT_COUNT - 1) doubleFourTimes(r);
    addDigit(r, digits, place, table, place == 0);
  }
}

export function doubleFourTimes(r: usize): void {
  double(r, r, false);
  double(r, r, false);
  double(r, r, false);
  double(r, r, true);
}

/** r += digit · p, the digit's lanes each from the table of its own point. */
export function addDigit(r: usize, digits: usize, place: i32, table: usize, withT: bool): void {
  const packedDigits = v128.load32_zero(digits + 4 * <usize>place);
  choose(table, i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(packedDigits)));
  addCached(r, r, chosen, withT);
}

/**
 * chosen = digit · p in each lane: every entry of the table is read. −(Y + X, Y − X, 2Z, 2dT) = (Y − X, Y + X, 2Z, −2dT), and
 * the identity, which no entry holds, is (1, 1, 2, 0).
 */
function choose(table: usize, laneDigits: v128): void {
  const laneSigns = i32x4.shr_s(laneDigits, 31);
  const laneSizes = i32x4.sub(v128.xor(laneDigits, laneSigns), laneSigns);
  v128.store(masks, i32x4.eq(laneSizes, i32x4.splat(1)));
  v128.store(masks, i32x4.eq(laneSizes, i32x4.splat(2)), 16);
  v128.store(masks, i32x4.eq(laneSizes, i32x4.splat(3)), 32);
  v128.store(masks, i32x4.eq(laneSizes, i32x4.splat(4)), 48);
  v128.store(masks, i32x4.eq(laneSizes, i32x4.splat(5)), 64);
  v128.store(masks, i32x4.eq(laneSizes, i32x4.splat(6)), 80);
  v128.store(masks, i32x4.eq(laneSizes, i32x4.splat(7)), 96);
  v128.store(masks, i32x4.eq(laneSizes, i32x4.splat(8)), 112);
  for (let at: usize = 0; at < FIELD; at += 16) {
    const sum = masked(table + at);
    const difference = masked(table + at + Y);
    const swapped = v128.and(v128.xor(sum, difference), laneSigns);
    v128.store(chosen + at, v128.xor(sum, swapped));
    v128.store(chosen + at, v128.xor(difference, swapped), 160);
    v128.store(chosen + at, masked(table + at + Z), 320);
    const product = masked(table + at + T);
    v128.store(chosen + at, i16x8.sub(v128.xor(product, laneSigns), laneSigns), 480);
  }
  // The first limbs alone: the others of 1 and 2 are zero.
  const laneZeros = i32x4.shr_u(i32x4.eq(laneSizes, i32x4.splat(0)), 31);
  v128.store(chosen, v128.or(v128.load(chosen), laneZeros));
  v128.store(chosen, v128.or(v128.load(chosen, 160), laneZeros), 160);
  v128.store(chosen, v128.or(v128.load(chosen, 320), i32x4.shl(laneZeros, 1)), 320);
}

/** One vector of the wanted entries. */
function masked(entry: usize): v128 {
  const low = v128.or(
    v128.or(
      v128.and(v128.load(entry), v128.load(masks)),
      v128.and(v128.load(entry, 640), v128.load(masks, 16)),
    ),
    v128.or(
      v128.and(v128.load(entry, 1280), v128.load(masks, 32)),
      v128.and(v128.load(entry, 1920), v128.load(masks, 48)),
    ),
  );
  const high = v128.or(
    v128.or(
      v128.and(v128.load(entry, 2560), v128.load(masks, 64)),
      v128.and(v128.load(entry, 3200), v128.load(masks, 80)),
    ),
    v128.or(
      v128.and(v128.load(entry, 3840), v128.load(masks, 96)),
      v128.and(v128.load(entry, 4480), v128.load(masks, 112)),
    ),
  );
  return v128.or(low, high);
}

/** Overwrites the last multiple, the last choice and its masks. */
export function wipeWindow(): void {
  memory.fill(chosen, 0, POINT);
  memory.fill(multiple, 0, POINT);
  memory.fill(masks, 0, 128);
  wipePoint();
}
