import { combineHandling, type HandlingCode, type Marking } from '../model/index.ts';

/** A marking but for its handling codes, which come from several places and combine. */
export type MarkingParts = Omit<Marking, 'handling'>;

const MARKINGS_KEPT = 1_000;

/** A source has few different markings: each is built once, and whoever numbers them meets the same object again. */
export class BuiltMarkings {
  readonly #known = new Map<string, Marking>();

  of(parts: MarkingParts, handling: readonly HandlingCode[]): Marking {
    const { legalBasis, certainty, classification, evaluation, reviewOn } = parts;
    // Codes and a date: none of them holds a space.
    const key = `${legalBasis} ${certainty} ${classification} ${evaluation.scheme} ${evaluation.code} ${reviewOn} ${handling.join()}`;
    let marking = this.#known.get(key);
    if (marking === undefined) {
      marking = { ...parts, handling: combineHandling(handling) };
      if (this.#known.size >= MARKINGS_KEPT) this.#known.clear();
      this.#known.set(key, marking);
    }
    return marking;
  }
}
