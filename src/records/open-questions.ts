import type { Resolver } from '../match/index.ts';
import type { OpenQuestion, OwnVerdict } from './resolution-tables.ts';

/**
 * Collects what people are asked: of all pairs between two clusters the one with the most evidence, and none where somebody has
 * said that the two are different, or could not say.
 */
export class OpenQuestions {
  readonly #resolver: Resolver;
  readonly #answered: ReadonlySet<string>;
  readonly #best = new Map<string, OpenQuestion>();

  constructor(resolver: Resolver, verdicts: readonly OwnVerdict[]) {
    this.#resolver = resolver;
    this.#answered = new Set(
      verdicts.filter(({ verdict }) => verdict !== 'same').map(({ left, right }) => this.#key(left, right)),
    );
  }

  /** Adds the pairs that stand at this record. */
  add(record: string): void {
    for (const { left, right, weight } of this.#resolver.openOf(record)) {
      const key = this.#key(left, right);
      if (this.#answered.has(key)) continue;
      const known = this.#best.get(key);
      const further = known === undefined ? 0 : known.further + 1;
      const isBest = known === undefined || weight > known.weight;
      this.#best.set(key, isBest ? { left, right, weight, further } : { ...known, further });
    }
  }

  /** All of them, the most evidence first. */
  list(): readonly OpenQuestion[] {
    return [...this.#best.values()].sort(
      (one, other) => other.weight - one.weight || (one.left + one.right < other.left + other.right ? -1 : 1),
    );
  }

  #key(left: string, right: string): string {
    const clusters = [this.#resolver.clusterOf(left) ?? left, this.#resolver.clusterOf(right) ?? right];
    return clusters.sort().join(' ');
  }
}
