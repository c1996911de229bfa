import { SealedError } from './errors.ts';
import { TAG_BYTES } from './tags.ts';

/** The tags without repetition, in order of first appearance, in a buffer of their own. */
export function distinctTags(tags: Uint8Array): Uint8Array {
  const count = tags.length / TAG_BYTES;
  if (!Number.isInteger(count)) throw new SealedError('input-invalid', `tags have ${TAG_BYTES} bytes each`);
  const kept = new Uint8Array(tags.length);
  const words = new Uint32Array(kept.buffer);
  // An open-addressing table of positions: tags are hashes already, so a tag's first word is its place.
  const table = new Uint32Array(2 ** Math.ceil(Math.log2(2 * count + 2)));
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    kept.set(tags.subarray(index * TAG_BYTES, (index + 1) * TAG_BYTES), total * TAG_BYTES);
    if (isNew(table, words, total)) total += 1;
  }
  return kept.slice(0, total * TAG_BYTES);
}

function isNew(table: Uint32Array, words: Uint32Array, candidate: number): boolean {
  const mask = table.length - 1;
  let place = (words[4 * candidate] as number) & mask;
  for (; table[place] !== 0; place = (place + 1) & mask) {
    if (sameTag(words, (table[place] as number) - 1, candidate)) return false;
  }
  table[place] = candidate + 1;
  return true;
}

function sameTag(words: Uint32Array, left: number, right: number): boolean {
  for (let word = 0; word < 4; word += 1)
    if (words[4 * left + word] !== words[4 * right + word]) return false;
  return true;
}
