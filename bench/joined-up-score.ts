/** What of the truth was found, and what was learned of the wrong people. The truth is known here and nowhere else. */
import type { RecordRef, Truth } from '../demo/index.ts';
import { groupBy } from '../src/base/index.ts';
import { entityId } from '../src/records/index.ts';

export interface Score {
  /** Found links among all that exist across agencies. */
  readonly recall: number;
  /** True links among those judged; null where nothing was judged. */
  readonly precision: number | null;
  /** Fields one agency learned of a person where the two records are of two people. */
  readonly exposure: number;
}

/** A score with what lies behind it. */
export interface Detail extends Score {
  readonly found: number;
  readonly judged: number;
  readonly false: number;
  /** False links by kind. */
  readonly falseByKind: Readonly<Record<string, number>>;
  /** Of the links whose two ends may be shared and one of which is on a list. */
  readonly recallWithinReach: number;
  /** Of the exposure, what came through a thing that the two people really share (a phone, a flat). */
  readonly exposureThroughThings: number;
  /** Of the rest, how much came through keys of which rules: what is learned in two ways counts in both. */
  readonly exposureByRules: Readonly<Record<string, number>>;
}

/** One record learned of by an agency that does not hold it. */
export interface Learned {
  readonly by: string;
  readonly left: string;
  readonly right: string;
  /** The record that the fields are of. */
  readonly about: string;
  /** The rules of the opened keys, or the kinds of link judged in the pool. */
  readonly through: string;
  readonly fields: readonly string[];
}

export class TruthIndex {
  readonly #links = new Set<string>();
  readonly #pairs = new Set<string>();
  readonly #personOf = new Map<string, string>();
  readonly #recordOf = new Map<string, string>();

  constructor(truth: Truth) {
    const note = (ref: RecordRef): string => {
      const record = `${ref.agency}/${ref.source}/${ref.recordKey}`;
      // A register keeps people and seized things under keys of one kind; intake says which it is.
      for (const kind of ['person', 'exhibit'])
        this.#recordOf.set(entityId(ref.agency, ref.source, `${kind}:${ref.recordKey}`), record);
      return record;
    };
    for (const { kind, left, right } of truth.crossAgencyLinks) {
      this.#links.add(linkName(kind, note(left), note(right)));
      this.#pairs.add(linkName('', note(left), note(right)));
    }
    for (const person of truth.people)
      for (const record of person.records) this.#personOf.set(note(record), person.id);
    for (const object of truth.objects) for (const record of object.records) note(record);
  }

  /** All links there are, as names. */
  get links(): ReadonlySet<string> {
    return this.#links;
  }

  /** The record in an entity of an agency; null where truth has no word on it (events of a log book). */
  recordOf(entity: string): string | null {
    return this.#recordOf.get(entity) ?? null;
  }

  areTwoPeople(left: string, right: string): boolean {
    const [one, other] = [this.#personOf.get(left), this.#personOf.get(right)];
    return one !== undefined && other !== undefined && one !== other;
  }

  areJoined(left: string, right: string): boolean {
    return this.#pairs.has(linkName('', left, right));
  }
}

/** One link between two records by its kind: several shared phones of one pair are one link. */
export function linkName(kind: string, left: string, right: string): string {
  return left < right ? `${kind} ${left} ${right}` : `${kind} ${right} ${left}`;
}

/** Recall and precision of judged links (as `linkName`s) and the exposure of what was learned. */
export function score(
  truth: TruthIndex,
  judged: ReadonlySet<string>,
  learned: readonly Learned[],
  withinReach: ReadonlySet<string>,
): Detail {
  const found = [...judged].filter((link) => truth.links.has(link));
  const wrong = learned.filter((one) => truth.areTwoPeople(one.left, one.right));
  const distinct = (list: readonly Learned[]): number =>
    new Set(list.flatMap((one) => one.fields.map((field) => `${one.by} ${one.about} ${field}`))).size;
  return {
    recall: found.length / truth.links.size,
    precision: judged.size === 0 ? null : found.length / judged.size,
    exposure: distinct(wrong),
    found: found.length,
    judged: judged.size,
    false: judged.size - found.length,
    falseByKind: countByKind([...judged].filter((link) => !truth.links.has(link))),
    recallWithinReach: found.filter((link) => withinReach.has(link)).length / Math.max(1, withinReach.size),
    exposureThroughThings: distinct(wrong.filter((one) => truth.areJoined(one.left, one.right))),
    exposureByRules: Object.fromEntries(
      [
        ...groupBy(
          wrong.filter((one) => !truth.areJoined(one.left, one.right)),
          (one) => one.through,
        ),
      ].map(([through, list]) => [through, distinct(list)]),
    ),
  };
}

function countByKind(links: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const link of links) {
    const kind = link.slice(0, link.indexOf(' '));
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
