import { SealedError } from './errors.ts';
import { TAG_BYTES } from './tags.ts';

/**
 * The tags in ascending order, each once, in a buffer of their own. Tags are hashes: two passes over the first 32 bits leave next
 * to nothing for the comparison of neighbours. `width`: of anything else that begins with a tag, how many bytes each has.
 */
export function sortTags(tags: Uint8Array, width = TAG_BYTES): Uint8Array {
  const count = tags.length / width;
  if (!Number.isInteger(count)) throw new SealedError('input-invalid', `tags have ${width} bytes each`);
  const view = new DataView(tags.buffer, tags.byteOffset, tags.byteLength);
  const order = orderByFirstWord(view, count, width);
  settleTies(tags, order, width);
  return gather(tags, order, width);
}

/** Which of two tags comes first, as bytes: negative, zero or positive. Both begin at a multiple of their width. */
export function compareTags(
  left: Uint8Array,
  leftAt: number,
  right: Uint8Array,
  rightAt: number,
  width = TAG_BYTES,
): number {
  for (let byte = 0; byte < width; byte += 1) {
    const difference = (left[leftAt + byte] as number) - (right[rightAt + byte] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Radix sort, lower half-word first: stable, so that the second pass keeps what the first did. */
function orderByFirstWord(view: DataView, count: number, width: number): Uint32Array {
  let order = Uint32Array.from({ length: count }, (_, at) => at);
  for (const offset of [2, 0]) {
    const ends = new Uint32Array(65_537);
    for (let at = 0; at < count; at += 1) bump(ends, view.getUint16(at * width + offset) + 1);
    for (let value = 1; value < ends.length; value += 1)
      ends[value] = (ends[value] as number) + (ends[value - 1] as number);
    const next = new Uint32Array(count);
    for (const at of order) next[bump(ends, view.getUint16(at * width + offset))] = at;
    order = next;
  }
  return order;
}

/** Adds one and gives back what was there. */
function bump(counts: Uint32Array, place: number): number {
  const was = counts[place] as number;
  counts[place] = was + 1;
  return was;
}

function settleTies(tags: Uint8Array, order: Uint32Array, width: number): void {
  for (let at = 1; at < order.length; at += 1) {
    const moving = order[at] as number;
    let to = at;
    for (; to > 0; to -= 1) {
      const before = order[to - 1] as number;
      if (compareTags(tags, before * width, tags, moving * width, width) <= 0) break;
      order[to] = before;
    }
    order[to] = moving;
  }
}

function gather(tags: Uint8Array, order: Uint32Array, width: number): Uint8Array {
  const sorted = new Uint8Array(tags.length);
  let length = 0;
  for (const at of order) {
    const from = at * width;
    if (length > 0 && compareTags(sorted, length - width, tags, from, width) === 0) continue;
    sorted.set(tags.subarray(from, from + width), length);
    length += width;
  }
  return length === sorted.length ? sorted : sorted.slice(0, length);
}
