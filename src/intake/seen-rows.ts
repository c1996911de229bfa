import { createHash } from 'node:crypto';

/**
 * Which row keys a load has brought and with what content: 24 bytes a row in one open-addressed table, so that a file of
 * millions of rows stays within memory.
 */
export class SeenRows {
  #slots: BigUint64Array;
  #count = 0;

  constructor(capacity = 4_096) {
    this.#slots = new BigUint64Array(capacity * 3);
  }

  /** Notes the row: `new`, or whether the row of that key had the same content or another. */
  note(rowKey: string, rowHash: string): 'new' | 'same' | 'other' {
    const digest = createHash('sha256').update(rowKey).digest();
    // Zero marks a free slot.
    const high = digest.readBigUInt64LE(0) | 1n;
    const low = digest.readBigUInt64LE(8);
    const content = BigInt(`0x${rowHash.slice(0, 16)}`);
    const at = this.#find(high, low);
    if (this.#slots[at] === high) return this.#slots[at + 2] === content ? 'same' : 'other';
    this.#slots[at] = high;
    this.#slots[at + 1] = low;
    this.#slots[at + 2] = content;
    this.#count += 1;
    if (this.#count * 6 > this.#slots.length) this.#grow();
    return 'new';
  }

  #find(high: bigint, low: bigint): number {
    const capacity = BigInt(this.#slots.length / 3);
    for (let slot = Number(low % capacity); ; slot = (slot + 1) % Number(capacity)) {
      const at = slot * 3;
      if (this.#slots[at] === 0n || (this.#slots[at] === high && this.#slots[at + 1] === low)) return at;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new BigUint64Array(old.length * 2);
    for (let at = 0; at < old.length; at += 3) {
      const high = old[at] ?? 0n;
      if (high === 0n) continue;
      const to = this.#find(high, old[at + 1] ?? 0n);
      this.#slots[to] = high;
      this.#slots[to + 1] = old[at + 1] ?? 0n;
      this.#slots[to + 2] = old[at + 2] ?? 0n;
    }
  }
}
