import type { Marking } from '../model/index.ts';

/** The different markings of a batch, numbered: a source has few, and each of its statements would repeat one. */
export class BatchMarkings {
  readonly #known = new Map<Marking, number>();
  readonly #numbers = new Map<string, number>();
  readonly #rows: object[] = [];

  numberOf(marking: Marking): number {
    const known = this.#known.get(marking);
    if (known !== undefined) return known;
    const { evaluation, certainty, handling, legalBasis, classification, reviewOn } = marking;
    const text = JSON.stringify([evaluation, certainty, handling, legalBasis, classification, reviewOn]);
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#rows.length;
      this.#numbers.set(text, number);
      this.#rows.push({
        marking: number,
        evaluation_scheme: evaluation.scheme,
        evaluation_code: evaluation.code,
        certainty,
        handling,
        legal_basis: legalBasis,
        classification,
        review_on: reviewOn,
      });
    }
    this.#known.set(marking, number);
    return number;
  }

  /** In the columns of the tables, each with its number as `marking`. */
  rows(): readonly object[] {
    return this.#rows;
  }
}
