/** Evidence is cut to this range and to 1/1024, so that sums are exact and no order of adding changes them. */
const WEIGHT_MIN = -12;
const WEIGHT_MAX = 25;
const GRAIN = 1024;

/**
 * The evidence between the pairs of records that were weighed, each pair with both its records. Kept as chains in three large
 * arrays of numbers, so that millions of pairs are nothing to the garbage collector; place 0 ends a chain.
 */
export class PairWeights {
  /** By record: the place of its first pair. */
  readonly #first: number[] = [];
  #others = new Int32Array(1024);
  #next = new Int32Array(1024);
  /** In 1/1024: the whole range has room in sixteen bits. */
  #weights = new Int16Array(1024);
  #used = 1;
  /** A chain of places given back. */
  #free = 0;

  /** Takes a record out with all its pairs. */
  leave(record: number): void {
    for (let at = this.#first[record] ?? 0; at !== 0; ) {
      const next = this.#next[at] ?? 0;
      this.#drop(this.#others[at] ?? 0, record);
      this.#giveBack(at);
      at = next;
    }
    this.#first[record] = 0;
  }

  has(one: number, other: number): boolean {
    let at = this.#first[one] ?? 0;
    while (at !== 0 && this.#others[at] !== other) at = this.#next[at] ?? 0;
    return at !== 0;
  }

  /** Notes a pair known not to be in yet. */
  add(one: number, other: number, weight: number): void {
    const grains = Math.round(Math.max(WEIGHT_MIN, Math.min(WEIGHT_MAX, weight)) * GRAIN);
    this.#put(one, other, grains);
    this.#put(other, one, grains);
  }

  delete(one: number, other: number): void {
    this.#drop(one, other);
    this.#drop(other, one);
  }

  /** Everybody the record was weighed against, with the evidence in powers of two; nothing may change meanwhile. */
  each(record: number, visit: (other: number, weight: number) => void): void {
    for (let at = this.#first[record] ?? 0; at !== 0; at = this.#next[at] ?? 0)
      visit(this.#others[at] ?? 0, (this.#weights[at] ?? 0) / GRAIN);
  }

  #put(one: number, other: number, grains: number): void {
    const at = this.#place();
    this.#others[at] = other;
    this.#weights[at] = grains;
    this.#next[at] = this.#first[one] ?? 0;
    this.#first[one] = at;
  }

  #drop(one: number, other: number): void {
    let before = 0;
    for (let at = this.#first[one] ?? 0; at !== 0; before = at, at = this.#next[at] ?? 0) {
      if (this.#others[at] !== other) continue;
      if (before === 0) this.#first[one] = this.#next[at] ?? 0;
      else this.#next[before] = this.#next[at] ?? 0;
      this.#giveBack(at);
      return;
    }
  }

  #place(): number {
    const at = this.#free;
    if (at !== 0) {
      this.#free = this.#next[at] ?? 0;
      return at;
    }
    if (this.#used === this.#others.length) this.#grow();
    this.#used += 1;
    return this.#used - 1;
  }

  #giveBack(at: number): void {
    this.#next[at] = this.#free;
    this.#free = at;
  }

  #grow(): void {
    const size = 2 * this.#used;
    const [others, next, weights] = [new Int32Array(size), new Int32Array(size), new Int16Array(size)];
    others.set(this.#others);
    next.set(this.#next);
    weights.set(this.#weights);
    [this.#others, this.#next, this.#weights] = [others, next, weights];
  }
}
