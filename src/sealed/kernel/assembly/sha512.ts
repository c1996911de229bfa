/**
 * SHA-512 (FIPS 180-4) and expand_message_xmd with it (RFC 9380 §5.3.1). For inputs of a few dozen bytes a call out of
 * WebAssembly would cost more than the hash. Only lengths are branched on.
 */
import { FIRST_STATE, ROUND_WORDS } from './sha512-constants.ts';

const BLOCK: usize = 128;
const DIGEST: usize = 64;

const state = memory.data(64, 16);
const schedule = memory.data(640, 16);
const buffer = memory.data(128, 16);
const afterZeros = memory.data(64, 16);
const suffix = memory.data(16, 16);
let held: usize = 0;
let total: usize = 0;

// The state after a block of zeros, with which every expansion starts.
start();
compress(buffer);
memory.copy(afterZeros, state, DIGEST);

function rotate(x: u64, by: u64): u64 {
  return rotr<u64>(x, by);
}

function compress(block: usize): void {
  for (let i: usize = 0; i < 128; i += 8) store<u64>(schedule + i, bswap<u64>(load<u64>(block + i)));
  for (let i: usize = 128; i < 640; i += 8) {
    const early = load<u64>(schedule + i - 120);
    const late = load<u64>(schedule + i - 16);
    const s0 = rotate(early, 1) ^ rotate(early, 8) ^ (early >> 7);
    const s1 = rotate(late, 19) ^ rotate(late, 61) ^ (late >> 6);
    store<u64>(schedule + i, load<u64>(schedule + i - 128) + s0 + load<u64>(schedule + i - 56) + s1);
  }
  let a = load<u64>(state);
  let b = load<u64>(state, 8);
  let c = load<u64>(state, 16);
  let d = load<u64>(state, 24);
  let e = load<u64>(state, 32);
  let f = load<u64>(state, 40);
  let g = load<u64>(state, 48);
  let h = load<u64>(state, 56);
  for (let i: usize = 0; i < 640; i += 8) {
    const s1 = rotate(e, 14) ^ rotate(e, 18) ^ rotate(e, 41);
    const t1 = h + s1 + ((e & f) ^ (~e & g)) + load<u64>(ROUND_WORDS + i) + load<u64>(schedule + i);
    const t2 = (rotate(a, 28) ^ rotate(a, 34) ^ rotate(a, 39)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + t2;
  }
  store<u64>(state, load<u64>(state) + a);
  store<u64>(state, load<u64>(state, 8) + b, 8);
  store<u64>(state, load<u64>(state, 16) + c, 16);
  store<u64>(state, load<u64>(state, 24) + d, 24);
  store<u64>(state, load<u64>(state, 32) + e, 32);
  store<u64>(state, load<u64>(state, 40) + f, 40);
  store<u64>(state, load<u64>(state, 48) + g, 48);
  store<u64>(state, load<u64>(state, 56) + h, 56);
}

function start(): void {
  memory.copy(state, FIRST_STATE, DIGEST);
  held = 0;
  total = 0;
}

function update(from: usize, length: usize): void {
  total += length;
  let done: usize = 0;
  while (done < length) {
    const taken = min<usize>(BLOCK - held, length - done);
    memory.copy(buffer + held, from + done, taken);
    held += taken;
    done += taken;
    if (held == BLOCK) {
      compress(buffer);
      held = 0;
    }
  }
}

function finish(digest: usize): void {
  store<u8>(buffer + held, 0x80);
  memory.fill(buffer + held + 1, 0, BLOCK - held - 1);
  // The length takes the last 16 bytes of a block.
  if (held >= 112) {
    compress(buffer);
    memory.fill(buffer, 0, BLOCK);
  }
  store<u64>(buffer, bswap<u64>(<u64>total * 8), 120);
  compress(buffer);
  for (let i: usize = 0; i < DIGEST; i += 8) store<u64>(digest + i, bswap<u64>(load<u64>(state + i)));
}

export function sha512(digest: usize, message: usize, length: usize): void {
  start();
  update(message, length);
  finish(digest);
}

/** 64 uniform bytes of a message under a tag that ends with its own length: b_1 of the standard, from b_0 in its place. */
export function expand(uniform: usize, message: usize, length: usize, tag: usize, tagLength: usize): void {
  start();
  memory.copy(state, afterZeros, DIGEST);
  total = BLOCK;
  update(message, length);
  store<u8>(suffix, 0);
  store<u8>(suffix, 64, 1);
  store<u8>(suffix, 0, 2);
  update(suffix, 3);
  update(tag, tagLength);
  finish(uniform);
  start();
  update(uniform, DIGEST);
  store<u8>(suffix, 1);
  update(suffix, 1);
  update(tag, tagLength);
  finish(uniform);
}

/** Overwrites what is left of the last message. */
export function wipeSha512(): void {
  memory.fill(state, 0, DIGEST);
  memory.fill(schedule, 0, 640);
  memory.fill(buffer, 0, BLOCK);
}
