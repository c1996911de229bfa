import { type PreparedWord, UNITS_MAX } from './prepared-word.ts';
import { exchangeCosts, omissionCosts, shortOmissionCosts, UNIT_ROW } from './sound-units.ts';

/** Words farther apart than this are two names. */
export const DISTANCE_MAX = 9;
/** Two neighbouring sounds exchanged by a typing hand. */
const TRANSPOSED = 2.5;
/** The end of a word left out, where at least so many sounds remain. */
export const CUT = { cost: 3 };
const CUT_FROM = 3;

const width = UNITS_MAX + 1;
const table = new Float32Array(width * width);

/** Four numbers a slot, so that a look touches one line of the cache: the two words, the distance, how far it was followed. */
const MEMORY_SLOTS = 1 << 16;
const memory = new Int32Array(4 * MEMORY_SLOTS);
const GRAIN = 1 << 16;

/**
 * How far two words are apart in sound, in powers of two: 0 where they are spelled alike, DISTANCE_MAX where they are at
 * `limit` or beyond. A pair met before is remembered (the memory has fixed size and never changes an answer).
 */
export function wordDistance(left: PreparedWord, right: PreparedWord, limit = DISTANCE_MAX): number {
  if (left === right) return 0;
  const [low, high] = left.serial < right.serial ? [left, right] : [right, left];
  const slot = ((Math.imul(low.serial, 0x9e3779b1) ^ Math.imul(high.serial, 0x85ebca6b)) >>> 16) << 2;
  const until = Math.ceil(limit * GRAIN);
  if (memory[slot] === low.serial && memory[slot + 1] === high.serial) {
    const known = memory[slot + 2] ?? 0;
    const followed = memory[slot + 3] ?? 0;
    if (known < followed || until <= followed) return known < until ? known / GRAIN : DISTANCE_MAX;
  }
  const distance = Math.round(editDistance(low, high, limit) * GRAIN);
  memory[slot] = low.serial;
  memory[slot + 1] = high.serial;
  memory[slot + 2] = distance;
  memory[slot + 3] = until;
  return distance < until ? distance / GRAIN : DISTANCE_MAX;
}

/** Weighted edit distance over units (Wagner and Fischer), with neighbours exchanged; stops when a row is beyond the limit. */
function editDistance(left: PreparedWord, right: PreparedWord, limit: number): number {
  const leftCosts = right.isShort ? shortOmissionCosts : omissionCosts;
  const rightCosts = left.isShort ? shortOmissionCosts : omissionCosts;
  const [a, b] = [left.units, right.units];
  table[0] = 0;
  for (let j = 1; j <= b.length; j++) table[j] = (table[j - 1] ?? 0) + (rightCosts[b[j - 1] ?? 0] ?? 0);
  for (let i = 1; i <= a.length; i++) {
    const unit = a[i - 1] ?? 0;
    const omitted = leftCosts[unit] ?? 0;
    const row = i * width;
    table[row] = (table[row - width] ?? 0) + omitted;
    let least = table[row] ?? 0;
    for (let j = 1; j <= b.length; j++) {
      const other = b[j - 1] ?? 0;
      let cost = (table[row - width + j - 1] ?? 0) + (exchangeCosts[unit * UNIT_ROW + other] ?? 0);
      cost = Math.min(cost, (table[row - width + j] ?? 0) + omitted);
      cost = Math.min(cost, (table[row + j - 1] ?? 0) + (rightCosts[other] ?? 0));
      if (i > 1 && j > 1 && unit === b[j - 2] && other === a[i - 2])
        cost = Math.min(cost, (table[row - 2 * width + j - 2] ?? 0) + TRANSPOSED);
      table[row + j] = cost;
      if (cost < least) least = cost;
    }
    if (least >= limit) return Math.fround(Math.min(DISTANCE_MAX, cutShort(i, b.length, false)));
  }
  const whole = table[a.length * width + b.length] ?? DISTANCE_MAX;
  return Math.fround(Math.min(DISTANCE_MAX, whole, cutShort(a.length, b.length)));
}

/** One word is the beginning of the other: Rod and Rodney, Henric and Henricus. */
function cutShort(rows: number, columns: number, isWhole = true): number {
  let least = DISTANCE_MAX;
  if (isWhole && columns > rows && rows >= CUT_FROM)
    for (let j = rows; j < columns; j++) least = Math.min(least, table[rows * width + j] ?? DISTANCE_MAX);
  if (rows > columns && columns >= CUT_FROM)
    for (let i = columns; i < rows; i++) least = Math.min(least, table[i * width + columns] ?? DISTANCE_MAX);
  return least + CUT.cost;
}
