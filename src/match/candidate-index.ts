/** A block that has just grown too large, or just become small enough again, with everything in it. */
export interface Crossing {
  readonly key: string;
  readonly members: readonly number[];
}

/** Which records meet in which block. A block of more than `membersMax` is set aside: nobody is compared because of it. */
export class CandidateIndex {
  private readonly blocks = new Map<string, Set<number>>();
  private readonly keys = new Map<number, readonly string[]>();

  private readonly membersMax: number;

  constructor(membersMax: number) {
    this.membersMax = membersMax;
  }

  /** Puts a record into its blocks; gives the blocks that thereby became too large. */
  add(record: number, keys: readonly string[]): Crossing[] {
    this.keys.set(record, keys);
    const crossings: Crossing[] = [];
    for (const key of keys) {
      const block = this.blocks.get(key);
      if (block === undefined) this.blocks.set(key, new Set([record]));
      else {
        block.add(record);
        if (block.size === this.membersMax + 1) crossings.push({ key, members: [...block] });
      }
    }
    return crossings;
  }

  /** Takes a record out; gives the blocks that thereby became small enough. */
  delete(record: number): Crossing[] {
    const crossings: Crossing[] = [];
    for (const key of this.keys.get(record) ?? []) {
      const block = this.blocks.get(key);
      block?.delete(record);
      if (block?.size === 0) this.blocks.delete(key);
      if (block?.size === this.membersMax) crossings.push({ key, members: [...block] });
    }
    this.keys.delete(record);
    return crossings;
  }

  /** Everybody the record meets in a block that is not set aside. */
  candidates(record: number): Set<number> {
    const found = new Set<number>();
    for (const key of this.keys.get(record) ?? []) {
      const block = this.blocks.get(key);
      if (block === undefined || block.size > this.membersMax) continue;
      for (const other of block) found.add(other);
    }
    found.delete(record);
    return found;
  }

  /** Whether two records meet in any block that is not set aside. */
  meet(left: number, right: number): boolean {
    return (this.keys.get(left) ?? []).some((key) => {
      const block = this.blocks.get(key);
      return block !== undefined && block.size <= this.membersMax && block.has(right);
    });
  }

  isSetAside(key: string): boolean {
    return (this.blocks.get(key)?.size ?? 0) > this.membersMax;
  }

  /** The blocks set aside with their sizes, the largest first. */
  setAside(): { readonly key: string; readonly size: number }[] {
    return [...this.blocks]
      .filter(([, block]) => block.size > this.membersMax)
      .map(([key, block]) => ({ key, size: block.size }))
      .sort((left, right) => right.size - left.size || (left.key < right.key ? -1 : 1));
  }
}
