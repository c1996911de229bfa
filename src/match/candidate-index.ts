/** A block that has just grown too large, or just become small enough again, with everything in it. */
export interface Crossing {
  readonly key: string;
  readonly members: readonly number[];
}

interface Block {
  readonly key: string;
  readonly members: number[];
}

/** Which records meet in which block. A block of more than `membersMax` is set aside: nobody is compared because of it. */
export class CandidateIndex {
  readonly #blocks = new Map<string, Block>();
  /** By the record's number. */
  readonly #standsIn: (readonly Block[] | undefined)[] = [];
  readonly #membersMax: number;
  /** The search in which a record was last found, so that each is found once without a set. */
  readonly #found: number[] = [];
  #searches = 0;

  constructor(membersMax: number) {
    this.#membersMax = membersMax;
  }

  /** Puts a record into its blocks; gives the blocks that thereby became too large. */
  add(record: number, keys: readonly string[]): Crossing[] {
    const crossings: Crossing[] = [];
    this.#standsIn[record] = keys.map((key) => {
      const block = this.#block(key);
      block.members.push(record);
      if (block.members.length === this.#membersMax + 1) crossings.push({ key, members: [...block.members] });
      return block;
    });
    this.#found[record] = 0;
    return crossings;
  }

  /** Takes a record out; gives the blocks that thereby became small enough. */
  delete(record: number): Crossing[] {
    const crossings: Crossing[] = [];
    for (const { key, members } of this.#standsIn[record] ?? []) {
      const last = members.pop();
      const at = last === record ? -1 : members.indexOf(record);
      if (at >= 0 && last !== undefined) members[at] = last;
      if (members.length === 0) this.#blocks.delete(key);
      if (members.length === this.#membersMax) crossings.push({ key, members: [...members] });
    }
    this.#standsIn[record] = undefined;
    return crossings;
  }

  /** Everybody the record meets in a block that is not set aside, each once. */
  candidates(record: number): number[] {
    this.#searches += 1;
    this.#found[record] = this.#searches;
    const candidates: number[] = [];
    for (const { members } of this.#standsIn[record] ?? []) {
      if (members.length > this.#membersMax) continue;
      for (const other of members) {
        if (this.#found[other] === this.#searches) continue;
        this.#found[other] = this.#searches;
        candidates.push(other);
      }
    }
    return candidates;
  }

  /** Whether two records meet in any block that is not set aside. */
  meet(left: number, right: number): boolean {
    return (this.#standsIn[left] ?? []).some(
      ({ members }) => members.length <= this.#membersMax && members.includes(right),
    );
  }

  isSetAside(key: string): boolean {
    return (this.#blocks.get(key)?.members.length ?? 0) > this.#membersMax;
  }

  /** The blocks set aside with their sizes, the largest first. */
  setAside(): { readonly key: string; readonly size: number }[] {
    return [...this.#blocks.values()]
      .filter(({ members }) => members.length > this.#membersMax)
      .map(({ key, members }) => ({ key, size: members.length }))
      .sort((left, right) => right.size - left.size || (left.key < right.key ? -1 : 1));
  }

  #block(key: string): Block {
    const known = this.#blocks.get(key);
    if (known !== undefined) return known;
    const block: Block = { key, members: [] };
    this.#blocks.set(key, block);
    return block;
  }
}
