import { hash } from 'node:crypto';

/** 32-bit words of a slot: 124 bits of the key's digest and a mark that the slot is taken, 64 bits of the content's. */
const WORDS = 6;

/**
 * Which row keys a load has brought and with what content: 24 bytes a row in one open-addressed table, so that a file of
 * millions of rows stays within memory.
 */
export class SeenRows {
  #slots: Uint32Array;
  #capacity: number;
  #count = 0;

  constructor(capacity = 4_096) {
    this.#capacity = capacity;
    this.#slots = new Uint32Array(capacity * WORDS);
  }

  /** Notes the row: `new`, or whether the row of that key had the same content or another. */
  note(rowKey: string, rowHash: string): 'new' | 'same' | 'other' {
    const digest = hash('sha256', rowKey, 'hex');
    // Zero marks a free slot.
    const key = [word(digest, 0) | 1, word(digest, 1), word(digest, 2), word(digest, 3)] as const;
    const [first, second] = [word(rowHash, 0), word(rowHash, 1)];
    const at = this.#find(key[0], key[1], key[2], key[3]);
    const slots = this.#slots;
    if (slots[at] !== 0) return slots[at + 4] === first && slots[at + 5] === second ? 'same' : 'other';
    slots.set(key, at);
    slots[at + 4] = first;
    slots[at + 5] = second;
    this.#count += 1;
    if (this.#count * 2 > this.#capacity) this.#grow();
    return 'new';
  }

  /** Where the key stands, or the free slot where it belongs. */
  #find(a: number, b: number, c: number, d: number): number {
    const slots = this.#slots;
    for (let slot = (b >>> 0) % this.#capacity; ; slot = (slot + 1) % this.#capacity) {
      const at = slot * WORDS;
      if (slots[at] === 0) return at;
      if (slots[at] === a >>> 0 && slots[at + 1] === b && slots[at + 2] === c && slots[at + 3] === d)
        return at;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#capacity *= 2;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS) {
      const [a = 0, b = 0, c = 0, d = 0] = old.subarray(at, at + 4);
      if (a !== 0) this.#slots.set(old.subarray(at, at + WORDS), this.#find(a, b, c, d));
    }
  }
}

function word(hexadecimal: string, at: number): number {
  return Number.parseInt(hexadecimal.slice(at * 8, at * 8 + 8), 16);
}
