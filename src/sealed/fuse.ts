import { createCipheriv } from 'node:crypto';
import { assert } from '../base/index.ts';
import { TAG_BYTES } from './tags.ts';

/**
 * The arithmetic of a segment, a filter of the binary fuse family (Graf and Lemire, 2022): a key has one cell in each of
 * three neighbouring blocks, and the three cells XOR to its fingerprint. Construction peels: a cell that only one key
 * still touches is set last of that key's three, so the keys are assigned in the reverse order of peeling.
 */
export interface BlockPlan {
  readonly blockLength: number;
  readonly blockCount: number;
}

/** Blocks large enough that peeling nearly always succeeds: 1.125 cells a key for millions of keys, more for few. */
export function planBlocks(count: number): BlockPlan {
  if (count < 2) return { blockLength: 4, blockCount: 1 };
  const blockLength = Math.min(2 ** 16, 2 ** Math.floor(Math.log(count) / Math.log(3.33) + 2.25));
  const factor = Math.max(1.125, 0.875 + (0.25 * Math.log(1e6)) / Math.log(count));
  const blocks = Math.ceil(Math.round(count * factor) / blockLength);
  return { blockLength, blockCount: Math.max(1, blocks - 2) };
}

/** AES-128 under the segment's seed over each tag: 16 bytes a tag, the source of places and fingerprint. */
export function scramble(seed: Uint8Array, tags: Uint8Array): Uint8Array {
  return tagScrambler(seed)(tags);
}

/** The same, keeping the key schedule for many calls. */
export function tagScrambler(seed: Uint8Array): (tags: Uint8Array) => Uint8Array {
  const cipher = createCipheriv('aes-128-ecb', seed, null).setAutoPadding(false);
  return (tags) => cipher.update(tags);
}

/** Writes the three cells of the scrambled tag at `at` into `places`, from `to` on. */
export function writePlaces(
  plan: BlockPlan,
  view: DataView,
  at: number,
  places: Uint32Array,
  to: number,
): void {
  const { blockLength, blockCount } = plan;
  // ⌊u32 · starts / 2^32⌋ is exact in double precision: starts has at most 22 bits.
  const first = Math.floor((view.getUint32(at) * blockCount * blockLength) / 2 ** 32);
  const mask = blockLength - 1;
  places[to] = first;
  places[to + 1] = (first + blockLength) ^ (view.getUint16(at + 4) & mask);
  places[to + 2] = (first + 2 * blockLength) ^ (view.getUint16(at + 6) & mask);
}

/** The cells of all scrambled tags, three each. */
export function allPlaces(plan: BlockPlan, scrambled: Uint8Array): Uint32Array {
  const view = new DataView(scrambled.buffer, scrambled.byteOffset, scrambled.byteLength);
  const places = new Uint32Array((scrambled.length / TAG_BYTES) * 3);
  for (let at = 0, to = 0; at < scrambled.length; at += TAG_BYTES, to += 3)
    writePlaces(plan, view, at, places, to);
  return places;
}

/** Keys in the order they were peeled, each with the cell that was its alone. */
export interface Peeling {
  readonly keys: Uint32Array;
  readonly cells: Uint32Array;
}

/** The peeling of all keys; null when some keys hold each other, and another seed must be tried. */
export function peel(places: Uint32Array, cellTotal: number): Peeling | null {
  const count = places.length / 3;
  const degree = new Uint32Array(cellTotal);
  const keysXor = new Uint32Array(cellTotal);
  for (let index = 0; index < places.length; index += 1) {
    const cell = at(places, index);
    degree[cell] = at(degree, cell) + 1;
    keysXor[cell] = at(keysXor, cell) ^ Math.floor(index / 3);
  }

  // A cell's degree only falls, so it passes 1 once: the stack never holds more than every cell.
  const stack = new Uint32Array(cellTotal);
  let height = 0;
  for (let cell = 0; cell < cellTotal; cell += 1) if (degree[cell] === 1) stack[height++] = cell;

  const keys = new Uint32Array(count);
  const cells = new Uint32Array(count);
  let peeled = 0;
  while (height > 0) {
    const alone = at(stack, --height);
    if (degree[alone] !== 1) continue;
    const key = at(keysXor, alone);
    keys[peeled] = key;
    cells[peeled] = alone;
    peeled += 1;
    for (let index = 3 * key; index < 3 * key + 3; index += 1) {
      const cell = at(places, index);
      const left = at(degree, cell) - 1;
      degree[cell] = left;
      keysXor[cell] = at(keysXor, cell) ^ key;
      if (left === 1) stack[height++] = cell;
    }
  }
  return peeled === count ? { keys, cells } : null;
}

/**
 * Sets the cell of each key so that its three cells XOR to its fingerprint (bytes 8 to 11, or 8 to 15, of its scrambled
 * tag). `cells` comes filled with random bytes, and what no key owns stays random.
 */
export function assignCells(
  peeling: Peeling,
  places: Uint32Array,
  scrambled: Uint8Array,
  cells: Uint32Array,
  wordsPerCell: number,
): void {
  assert(scrambled.byteOffset % 4 === 0, 'the scrambled tags are aligned');
  const words = new Uint32Array(scrambled.buffer, scrambled.byteOffset, scrambled.byteLength / 4);
  assignWords(peeling, places, { words, stride: 4, from: 2 }, cells, wordsPerCell);
}

/** The same for any values: key i's are `wordsPerCell` words from `stride · i + from` on. */
export function assignWords(
  { keys, cells: owned }: Peeling,
  places: Uint32Array,
  { words, stride, from }: { readonly words: Uint32Array; readonly stride: number; readonly from: number },
  cells: Uint32Array,
  wordsPerCell: number,
): void {
  for (let turn = keys.length - 1; turn >= 0; turn -= 1) {
    const key = at(keys, turn);
    const mine = at(owned, turn) * wordsPerCell;
    for (let word = 0; word < wordsPerCell; word += 1) {
      let value = at(words, stride * key + from + word) ^ at(cells, mine + word);
      for (let index = 3 * key; index < 3 * key + 3; index += 1) {
        value ^= at(cells, at(places, index) * wordsPerCell + word);
      }
      cells[mine + word] = value;
    }
  }
}

function at(array: Uint32Array, index: number): number {
  return array[index] as number;
}
