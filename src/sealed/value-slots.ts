import { createCipheriv } from 'node:crypto';
import { assert } from '../base/index.ts';
import { PAIR_TAG_BYTES, slotPad, slotPadder } from './pair.ts';
import type { TaggedVersion } from './value-header.ts';

/** Bytes that a slot's place and check follow from. */
export const SCRAMBLED_BYTES = 16;

/** Where the slots of one segment lie and what hides their content, from the tags of pairs. */
export interface SlotHashes {
  /** 16 bytes a tag: the first 8 say where its slot lies, the others hide the check. `slots`: each tag's slot, or one for all. */
  scramble(tags: Uint8Array, slots: Uint32Array | number): Uint8Array;
  /** The 8 bytes that hide which record is in the slot; needed only where one is. */
  mask(tag: Uint8Array, slot: number): Uint8Array;
}

/** As the segment's version has them, under its name. */
export function slotHashes(version: TaggedVersion, name: Uint8Array): SlotHashes {
  const mask = (tag: Uint8Array, slot: number): Uint8Array => slotPad(name, slot, tag).subarray(24, 32);
  return { mask, scramble: version === 2 ? hashedSlots(name) : cipheredSlots(name) };
}

/**
 * Version 3: AES-128 under the segment's name over x, and x once more, where x is the pair's tag with the slot XORed into its last byte. Who knows a
 * key undoes the cipher, and the name is in the header; the second x makes it one way.
 */
function cipheredSlots(name: Uint8Array): SlotHashes['scramble'] {
  const cipher = createCipheriv('aes-128-ecb', name, null).setAutoPadding(false);
  return (tags, slots) => {
    const blocks = Uint8Array.from(tags);
    const last = PAIR_TAG_BYTES - 1;
    for (let at = 0; at < blocks.length / PAIR_TAG_BYTES; at += 1) {
      const place = at * PAIR_TAG_BYTES + last;
      blocks[place] = (blocks[place] as number) ^ slotOf(slots, at);
    }
    const enciphered = cipher.update(blocks);
    assert(enciphered.length === blocks.length, 'whole blocks come back whole');
    for (let at = 0; at < blocks.length; at += 1)
      blocks[at] = (blocks[at] as number) ^ (enciphered[at] as number);
    return blocks;
  };
}

/** Version 2: a hash a slot, whether anything lies there or not. */
function hashedSlots(name: Uint8Array): SlotHashes['scramble'] {
  const padOf = slotPadder(name);
  return (tags, slots) => {
    const scrambled = new Uint8Array((tags.length / PAIR_TAG_BYTES) * SCRAMBLED_BYTES);
    for (let at = 0; at < tags.length / PAIR_TAG_BYTES; at += 1) {
      const tag = tags.subarray(at * PAIR_TAG_BYTES, (at + 1) * PAIR_TAG_BYTES);
      const pad = padOf(slotOf(slots, at), tag);
      scrambled.set(pad.subarray(0, 8), at * SCRAMBLED_BYTES);
      scrambled.set(pad.subarray(16, 24), at * SCRAMBLED_BYTES + 8);
    }
    return scrambled;
  };
}

function slotOf(slots: Uint32Array | number, at: number): number {
  return typeof slots === 'number' ? slots : (slots[at] as number);
}
