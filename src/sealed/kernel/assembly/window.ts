/**
 * Scalar multiplication with one pattern of instructions and addresses, whatever the scalar: 64 signed digits of 4 bits, for
 * each digit the whole table of multiples is read and the wanted one kept by masks. The lanes have scalars of their own.
 */
import { FIELD, negate, select } from './field.ts';
import { addCached, double, POINT, setIdentity, T, toCached, wipePoint } from './point.ts';

/** Bytes of the digits of four scalars, one of each lane in turns, the least significant first. */
export const DIGITS: usize = 256;
const DIGIT_COUNT: i32 = 64;
/** Bytes of the table 1p … 8p, cached. */
export const TABLE: usize = 8 * 640;

const identity = memory.data(640, 16);
const chosen = memory.data(640, 16);
const multiple = memory.data(640, 16);
const minusT = memory.data(160, 16);

setIdentity(multiple);
toCached(identity, multiple);

/**
 * The digits of half the scalar modulo the group's order l: what comes out of the window is doubled when it is encoded.
 * The half is (k + l·(k mod 2)) / 2, k < l < 2^253, so that no carry leaves the fourth word. Each digit is in −8 … 7.
 */
export function toDigits(digits: usize, lane: usize, scalar: usize): void {
  const odd: u64 = 0 - (load<u64>(scalar) & 1);
  const l0: u64 = 0x5812631a5cf5d3ed & odd;
  const l1: u64 = 0x14def9dea2f79cd6 & odd;
  const l3: u64 = 0x1000000000000000 & odd;
  const w0 = load<u64>(scalar) + l0;
  const c0: u64 = carryOf(load<u64>(scalar), l0, w0);
  const w1 = load<u64>(scalar, 8) + l1 + c0;
  const c1: u64 = carryOf(load<u64>(scalar, 8), l1, w1);
  const w2 = load<u64>(scalar, 16) + c1;
  const c2: u64 = carryOf(load<u64>(scalar, 16), 0, w2);
  const w3 = load<u64>(scalar, 24) + l3 + c2;
  let carry = digitsOfWord(digits + lane, (w0 >> 1) | (w1 << 63), 0);
  carry = digitsOfWord(digits + lane + 64, (w1 >> 1) | (w2 << 63), carry);
  carry = digitsOfWord(digits + lane + 128, (w2 >> 1) | (w3 << 63), carry);
  digitsOfWord(digits + lane + 192, w3 >> 1, carry);
}

/** The carry out of x + y (+ a carry in), given the sum's word. */
function carryOf(x: u64, y: u64, sum: u64): u64 {
  return ((x & y) | ((x | y) & ~sum)) >> 63;
}

/** Sixteen digits of a word into every fourth byte; the carry into the next word. */
function digitsOfWord(digits: usize, word: u64, carryIn: u64): u64 {
  let carry = carryIn;
  for (let i = 0; i < 16; i++) {
    const value = ((word >> (4 * <u64>i)) & 15) + carry;
    carry = (value + 8) >> 4;
    store<i8>(digits + 4 * <usize>i, <i8>(<i32>value - ((<i32>carry) << 4)));
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

/** chosen = digit · p in each lane: every entry of the table is read. */
function choose(table: usize, laneDigits: v128): void {
  const laneSigns = i32x4.shr_s(laneDigits, 31);
  const laneSizes = i32x4.sub(v128.xor(laneDigits, laneSigns), laneSigns);
  const m0 = i32x4.eq(laneSizes, i32x4.splat(0));
  const m1 = i32x4.eq(laneSizes, i32x4.splat(1));
  const m2 = i32x4.eq(laneSizes, i32x4.splat(2));
  const m3 = i32x4.eq(laneSizes, i32x4.splat(3));
  const m4 = i32x4.eq(laneSizes, i32x4.splat(4));
  const m5 = i32x4.eq(laneSizes, i32x4.splat(5));
  const m6 = i32x4.eq(laneSizes, i32x4.splat(6));
  const m7 = i32x4.eq(laneSizes, i32x4.splat(7));
  const m8 = i32x4.eq(laneSizes, i32x4.splat(8));
  for (let at: usize = 0; at < POINT; at += 16) {
    const entry = table + at;
    const low = v128.or(
      v128.or(v128.and(v128.load(entry), m1), v128.and(v128.load(entry, 640), m2)),
      v128.or(v128.and(v128.load(entry, 1280), m3), v128.and(v128.load(entry, 1920), m4)),
    );
    const high = v128.or(
      v128.or(v128.and(v128.load(entry, 2560), m5), v128.and(v128.load(entry, 3200), m6)),
      v128.or(v128.and(v128.load(entry, 3840), m7), v128.and(v128.load(entry, 4480), m8)),
    );
    v128.store(chosen + at, v128.or(v128.or(low, high), v128.and(v128.load(identity + at), m0)));
  }
  negateChosen(laneSigns);
}

/** −(Y + X, Y − X, 2Z, 2dT) = (Y − X, Y + X, 2Z, −2dT), in the lanes of the mask. */
function negateChosen(mask: v128): void {
  for (let at: usize = 0; at < FIELD; at += 16) {
    const sum = v128.load(chosen + at);
    const difference = v128.load(chosen + at, 160);
    v128.store(chosen + at, v128.bitselect(difference, sum, mask));
    v128.store(chosen + at, v128.bitselect(sum, difference, mask), 160);
  }
  negate(minusT, chosen + T);
  select(chosen + T, mask, minusT, chosen + T);
}

/** Overwrites the last multiple and the last choice. */
export function wipeWindow(): void {
  memory.fill(chosen, 0, POINT);
  memory.fill(multiple, 0, POINT);
  wipePoint();
}
