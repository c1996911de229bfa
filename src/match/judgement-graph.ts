/** A person's word on a pair. 'unsure' keeps it out of the queue and changes nothing else. */
export type Verdict = 'same' | 'different' | 'unsure';

interface Judged {
  readonly verdict: Verdict;
  /** When, in the order of the judgements. */
  readonly at: number;
}

/** The judgements in force, one for each pair: the latest. */
export class JudgementGraph {
  readonly #of = new Map<number, Map<number, Judged>>();
  readonly #same = new Map<number, Map<number, number>>();
  #judged = 0;

  /** Notes a verdict on a pair, in place of any earlier; null takes it back. */
  judge(one: number, other: number, verdict: Verdict | null): void {
    this.#judged += 1;
    this.#note(one, other, verdict);
    this.#note(other, one, verdict);
  }

  verdict(one: number, other: number): Verdict | null {
    return this.#of.get(one)?.get(other)?.verdict ?? null;
  }

  /** Everybody on whom there is a word with this record. */
  of(record: number): Iterable<number> {
    return this.#of.get(record)?.keys() ?? [];
  }

  /** Those judged the same, with the time of it. */
  same(record: number): ReadonlyMap<number, number> {
    return this.#same.get(record) ?? NOBODY;
  }

  hasDifferent(record: number): boolean {
    for (const { verdict } of this.#of.get(record)?.values() ?? []) if (verdict === 'different') return true;
    return false;
  }

  #note(one: number, other: number, verdict: Verdict | null): void {
    this.#same.get(one)?.delete(other);
    if (verdict === null) this.#of.get(one)?.delete(other);
    else at(this.#of, one).set(other, { verdict, at: this.#judged });
    if (verdict === 'same') at(this.#same, one).set(other, this.#judged);
  }
}

const NOBODY: ReadonlyMap<number, number> = new Map();

function at<T>(of: Map<number, Map<number, T>>, record: number): Map<number, T> {
  const known = of.get(record);
  if (known !== undefined) return known;
  const fresh = new Map<number, T>();
  of.set(record, fresh);
  return fresh;
}
