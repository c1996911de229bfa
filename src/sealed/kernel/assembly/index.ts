/**
 * The kernel's door: up to CAPACITY elements a call, in fours. The caller fills `inputs` and `scalars`, calls the steps it
 * wants and reads `outputs`. Reading order: field.ts, field-multiply.ts, field-reduce.ts, field-square.ts, field-bytes.ts, field-roots.ts, point.ts, window.ts,
 * ristretto.ts; sha512.ts stands alone. No instruction and no address depends on a scalar or an element; a test reads these files for it.
 */
import { addCached, copyPoint, POINT, setIdentity, toCached } from './point.ts';
import { decode, encodeDoubles, fromUniform, PENDING, wipeRistretto } from './ristretto.ts';
import { expand, sha512, wipeSha512 } from './sha512.ts';
import {
  addDigit,
  DIGIT_COUNT,
  DIGITS,
  doubleFourTimes,
  fillTable,
  multiplyByDigits,
  TABLE,
  toDigits,
  wipeWindow,
} from './window.ts';

/** Elements a call takes at most. */
const CAPACITY_ELEMENTS: i32 = 256;

/** Room for the messages of one call: the longest input of RFC 9497 (65,535 bytes) and what is hashed with it. */
const MESSAGE_BYTES: i32 = 131072;

const messageBytes = memory.data(131072, 16);
const messageLengths = memory.data(1024, 16);
const tagBytes = memory.data(256, 16);
const inputBytes = memory.data(16400, 16);
const scalarBytes = memory.data(8192, 16);
const outputBytes = memory.data(8192, 16);
const points = memory.data(40960, 16);
const product = memory.data(640, 16);
const pending = memory.data(81920, 16);
const digits = memory.data(16384, 16);
const tables = memory.data(327680, 16);
const total = memory.data(640, 16);
const sum = memory.data(640, 16);
const swapped = memory.data(640, 16);

export function capacity(): i32 {
  return CAPACITY_ELEMENTS;
}

export function messageCapacity(): i32 {
  return MESSAGE_BYTES;
}

/** Messages one after the other, at most `messageCapacity()` bytes and CAPACITY of them. */
export function messages(): usize {
  return messageBytes;
}

/** The messages' lengths, 32 bits each. */
export function lengths(): usize {
  return messageLengths;
}

/** A domain separation tag with its length as last byte. */
export function tag(): usize {
  return tagBytes;
}

/** CAPACITY times 64 uniform bytes, or 32 bytes of an element. */
export function inputs(): usize {
  return inputBytes;
}

/** CAPACITY scalars of 32 bytes, each below the group's order. */
export function scalars(): usize {
  return scalarBytes;
}

/** CAPACITY elements of 32 bytes. */
export function outputs(): usize {
  return outputBytes;
}

/** The SHA-512 of each message, to `inputs`. */
export function hashMessages(count: i32): void {
  let from = messageBytes;
  for (let i = 0; i < count; i++) {
    const length: usize = load<u32>(messageLengths + 4 * <usize>i);
    sha512(inputBytes + 64 * <usize>i, from, length);
    from += length;
  }
}

/** 64 uniform bytes of each message under the tag, to `inputs`. */
export function expandMessages(count: i32, tagLength: usize): void {
  let from = messageBytes;
  for (let i = 0; i < count; i++) {
    const length: usize = load<u32>(messageLengths + 4 * <usize>i);
    expand(inputBytes + 64 * <usize>i, from, length, tagBytes, tagLength);
    from += length;
  }
}

/** Overwrites what was derived from messages of so many bytes. */
export function wipeMessages(bytes: usize): void {
  memory.fill(messageBytes, 0, bytes);
  memory.fill(inputBytes, 0, 16384);
  wipeSha512();
}

/** Points from strings of 64 uniform bytes. */
export function hashedPoints(fours: i32): void {
  for (let i = 0; i < fours; i++) fromUniform(points + POINT * <usize>i, inputBytes + 256 * <usize>i);
}

/** Points from encodings of 32 bytes. Gives the number of the first element that is refused, or −1. */
export function decodedPoints(count: i32): i32 {
  let refused = -1;
  for (let i = (count + 3) / 4 - 1; i >= 0; i--) {
    const wrong = decode(points + POINT * <usize>i, inputBytes + 128 * <usize>i);
    // The last four may have empty lanes. Which elements are refused is no secret.
    for (let lane = min(3, count - 1 - 4 * i); lane >= 0; lane--) {
      if (((wrong >> lane) & 1) != 0) refused = 4 * i + lane;
    }
  }
  return refused;
}

/** Every point times the first scalar, encoded. */
export function multiplyAll(fours: i32): void {
  for (let lane: usize = 0; lane < 4; lane++) toDigits(digits, lane, scalarBytes);
  for (let i = 0; i < fours; i++) {
    const point = points + POINT * <usize>i;
    multiplyByDigits(product, point, digits, tables);
    copyPoint(point, product);
  }
  encodeDoubles(outputBytes, points, fours, pending);
}

/** Every point times the scalar of its place, encoded. */
export function multiplyEach(fours: i32): void {
  for (let i = 0; i < fours; i++) {
    const point = points + POINT * <usize>i;
    ownDigits(digits, i);
    multiplyByDigits(product, point, digits, tables);
    copyPoint(point, product);
  }
  encodeDoubles(outputBytes, points, fours, pending);
}

/** The digits of the four scalars of one four. */
function ownDigits(to: usize, four: i32): void {
  const from = scalarBytes + 128 * <usize>four;
  for (let lane: usize = 0; lane < 4; lane++) toDigits(to, lane, from + 32 * lane);
}

/** The doubles of all points, encoded. */
export function encodeAll(fours: i32): void {
  encodeDoubles(outputBytes, points, fours, pending);
}

export function startSum(): void {
  setIdentity(total);
}

/** Adds every point times the scalar of its place to the sum: one chain of doublings for all of them (Straus 1964). */
export function addToSum(fours: i32): void {
  for (let i = 0; i < fours; i++) {
    const own = digits + DIGITS * <usize>i;
    ownDigits(own, i);
    fillTable(tables + TABLE * <usize>i, points + POINT * <usize>i);
  }
  setIdentity(sum);
  for (let place = DIGIT_COUNT - 1; place >= 0; place--) {
    if (place < DIGIT_COUNT - 1) doubleFourTimes(sum);
    for (let i = 0; i < fours; i++)
      addDigit(sum, digits + DIGITS * <usize>i, place, tables + TABLE * <usize>i, true);
  }
  toCached(swapped, sum);
  addCached(total, total, swapped, true);
}

/** Encodes the sum: what the four lanes hold of it together. */
export function finishSum(): void {
  for (let at: usize = 0; at < POINT; at += 16) {
    const lanes = v128.load(total + at);
    v128.store(swapped + at, i32x4.shuffle(lanes, lanes, 2, 3, 0, 1));
  }
  toCached(product, swapped);
  addCached(total, total, product, true);
  for (let at: usize = 0; at < POINT; at += 16) {
    const lanes = v128.load(total + at);
    v128.store(swapped + at, i32x4.shuffle(lanes, lanes, 1, 0, 3, 2));
  }
  toCached(product, swapped);
  addCached(total, total, product, true);
  encodeDoubles(outputBytes, total, 1, pending);
}

/** Overwrites everything that was derived from scalars and elements. */
export function wipe(fours: i32): void {
  const size = <usize>fours;
  memory.fill(inputBytes, 0, 256 * size);
  memory.fill(scalarBytes, 0, 128 * size);
  memory.fill(outputBytes, 0, 128 * size);
  memory.fill(points, 0, POINT * size);
  memory.fill(pending, 0, PENDING * size);
  memory.fill(digits, 0, DIGITS * size);
  memory.fill(tables, 0, TABLE * size);
  memory.fill(product, 0, POINT);
  memory.fill(sum, 0, POINT);
  memory.fill(swapped, 0, POINT);
  wipeRistretto();
  wipeWindow();
}
