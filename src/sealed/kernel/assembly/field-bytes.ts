/** Field elements from and to bytes, and what can only be told from the one canonical form: zero, and the sign (RFC 9496 §3.1). */
import { laneMask } from './field.ts';

/** The 32 canonical bytes of the element that was looked at last. */
export const CANONICAL = memory.data(32, 16);

/** Writes one lane of an element from four words, least significant first; bit 255 is left out. The limbs are reduced. */
export function fromWords(h: usize, lane: usize, w0: u64, w1: u64, w2: u64, w3: u64): void {
  const to = h + 4 * lane;
  store<u32>(to, <u32>(w0 & 0x3ffffff));
  store<u32>(to, <u32>((w0 >> 26) & 0x1ffffff), 8);
  store<u32>(to, <u32>(((w0 >> 51) | (w1 << 13)) & 0x3ffffff), 16);
  store<u32>(to, <u32>((w1 >> 13) & 0x1ffffff), 24);
  store<u32>(to, <u32>((w1 >> 38) & 0x3ffffff), 32);
  store<u32>(to, <u32>(w2 & 0x1ffffff), 40);
  store<u32>(to, <u32>((w2 >> 25) & 0x3ffffff), 48);
  store<u32>(to, <u32>(((w2 >> 51) | (w3 << 13)) & 0x1ffffff), 56);
  store<u32>(to, <u32>((w3 >> 12) & 0x3ffffff), 64);
  store<u32>(to, <u32>((w3 >> 38) & 0x1ffffff), 72);
}

/** Writes one lane of an element from 32 bytes, little endian. */
export function fromBytes(h: usize, lane: usize, bytes: usize): void {
  fromWords(h, lane, load<u64>(bytes), load<u64>(bytes, 8), load<u64>(bytes, 16), load<u64>(bytes, 24));
}

/** Writes the number of one lane, 0 ≤ number < p, to CANONICAL. Limbs of 32 bits are all taken. */
export function toCanonical(f: usize, lane: usize): void {
  const from = f + 4 * lane;
  let h0: u64 = load<u32>(from);
  let h1: u64 = load<u32>(from, 8);
  let h2: u64 = load<u32>(from, 16);
  let h3: u64 = load<u32>(from, 24);
  let h4: u64 = load<u32>(from, 32);
  let h5: u64 = load<u32>(from, 40);
  let h6: u64 = load<u32>(from, 48);
  let h7: u64 = load<u32>(from, 56);
  let h8: u64 = load<u32>(from, 64);
  let h9: u64 = load<u32>(from, 72);
  // Two rounds bring what lies above a limb's bits to the next limb, and what leaves the last one, times 19, to the first.
  // Before the third, 19 is added if the number is ≥ p: that takes exactly one p away together with bit 255.
  for (let round = 0; round < 3; round++) {
    if (round == 2) {
      let c: u64 = (h0 + 19) >> 26;
      c = (h1 + c) >> 25;
      c = (h2 + c) >> 26;
      c = (h3 + c) >> 25;
      c = (h4 + c) >> 26;
      c = (h5 + c) >> 25;
      c = (h6 + c) >> 26;
      c = (h7 + c) >> 25;
      c = (h8 + c) >> 26;
      c = (h9 + c) >> 25;
      h0 += 19 * c;
    }
    h1 += h0 >> 26;
    h0 &= 0x3ffffff;
    h2 += h1 >> 25;
    h1 &= 0x1ffffff;
    h3 += h2 >> 26;
    h2 &= 0x3ffffff;
    h4 += h3 >> 25;
    h3 &= 0x1ffffff;
    h5 += h4 >> 26;
    h4 &= 0x3ffffff;
    h6 += h5 >> 25;
    h5 &= 0x1ffffff;
    h7 += h6 >> 26;
    h6 &= 0x3ffffff;
    h8 += h7 >> 25;
    h7 &= 0x1ffffff;
    h9 += h8 >> 26;
    h8 &= 0x3ffffff;
    if (round < 2) h0 += 19 * (h9 >> 25);
    h9 &= 0x1ffffff;
  }
  store<u64>(CANONICAL, h0 | (h1 << 26) | (h2 << 51));
  store<u64>(CANONICAL, (h2 >> 13) | (h3 << 13) | (h4 << 38), 8);
  store<u64>(CANONICAL, h5 | (h6 << 25) | (h7 << 51), 16);
  store<u64>(CANONICAL, (h7 >> 13) | (h8 << 12) | (h9 << 38), 24);
}

/** All ones in the lanes whose number is zero. */
export function isZero(f: usize): v128 {
  return laneMask(zeroWord(f, 0), zeroWord(f, 1));
}

/** All ones in the lanes whose number is negative: odd in its canonical form. */
export function isNegative(f: usize): v128 {
  return laneMask(negativeWord(f, 0), negativeWord(f, 1));
}

function zeroWord(f: usize, lane: usize): u32 {
  toCanonical(f, lane);
  const any =
    load<u64>(CANONICAL) | load<u64>(CANONICAL, 8) | load<u64>(CANONICAL, 16) | load<u64>(CANONICAL, 24);
  // any | −any has its top bit set exactly when any is not zero.
  return <u32>(((any | (0 - any)) >> 63) - 1);
}

function negativeWord(f: usize, lane: usize): u32 {
  toCanonical(f, lane);
  return 0 - (load<u32>(CANONICAL) & 1);
}
