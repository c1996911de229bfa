import { SealedError } from './errors.ts';
import { allPlaces, scramble } from './fuse.ts';
import type { SegmentHeader } from './segment-header.ts';
import { TAG_BYTES } from './tags.ts';

/** So many tags are scrambled at a stretch: 1 MiB, beside which the segment itself stays in the processor's cache. */
const TAGS_AT_ONCE = 65_536;

/**
 * Many tags against one segment: the places, counted in tags, of those whose three cells XOR to their fingerprint. The same
 * answer as `has` for each; what standing questions cost at every delta.
 */
export function placesInside(header: SegmentHeader, body: Uint8Array, tags: Uint8Array): readonly number[] {
  if (tags.length % TAG_BYTES !== 0)
    throw new SealedError('input-invalid', `tags have ${TAG_BYTES} bytes each`);
  // Cells and fingerprints are read alike, so the machine's byte order does not matter.
  const cells = new Uint32Array(body.buffer, body.byteOffset, body.byteLength / 4);
  const inside: number[] = [];
  const count = tags.length / TAG_BYTES;
  for (let from = 0; from < count; from += TAGS_AT_ONCE) {
    const until = Math.min(count, from + TAGS_AT_ONCE);
    const block = tags.subarray(from * TAG_BYTES, until * TAG_BYTES);
    for (const place of placesInBlock(header, cells, block)) inside.push(from + place);
  }
  return inside;
}

function placesInBlock(header: SegmentHeader, cells: Uint32Array, tags: Uint8Array): readonly number[] {
  // A copy: what the cipher gives back lies anywhere in a shared buffer, and words must be aligned.
  const scrambled = Uint8Array.from(scramble(header.seed, tags));
  const words = header.bits / 32;
  return placesThatFit(scrambled, allPlaces(header, scrambled), { cells, wordsPerCell: words, words });
}

/** The cells of a segment, and how many words of each are compared. */
export interface ComparedCells {
  readonly cells: Uint32Array;
  readonly wordsPerCell: number;
  readonly words: number;
}

/** Of scrambled tags (16 bytes each, aligned) those whose three cells XOR to their bytes from the 8th on, one word or two. */
export function placesThatFit(
  scrambled: Uint8Array,
  places: Uint32Array,
  { cells, wordsPerCell, words: compared }: ComparedCells,
): readonly number[] {
  const words = new Uint32Array(scrambled.buffer, scrambled.byteOffset, scrambled.byteLength / 4);
  const inside: number[] = [];
  for (let tag = 0; tag < places.length / 3; tag += 1) {
    if (residue(words, cells, places, tag, wordsPerCell, 0) !== 0) continue;
    if (compared === 2 && residue(words, cells, places, tag, wordsPerCell, 1) !== 0) continue;
    inside.push(tag);
  }
  return inside;
}

/** One word of fingerprint XOR its three cells: zero for every key inside. */
function residue(
  words: Uint32Array,
  cells: Uint32Array,
  places: Uint32Array,
  tag: number,
  wordsPerCell: number,
  word: number,
): number {
  let value = words[4 * tag + 2 + word] as number;
  for (let at = 3 * tag; at < 3 * tag + 3; at += 1)
    value ^= cells[(places[at] as number) * wordsPerCell + word] as number;
  return value;
}
