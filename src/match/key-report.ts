import type { DensityDecision } from './density-quota.ts';
import type { Keys } from './key-drawer.ts';
import { recordKeys } from './keys.ts';
import { type Rule, RULES } from './rules.ts';
import type { Shareable } from './shareable.ts';
import type { Subject } from './subject.ts';

/** One record as the report reads it; `shareable` as decided by isShareable, left out where nothing stands against it. */
export interface ReportedRecord {
  readonly recordId: string;
  readonly subject: Subject;
  readonly shareable?: Shareable;
}

/** What goes out and what does not: counts alone, and records only by their id. */
export interface KeyReport {
  readonly records: number;
  /** May be shared and has at least one full key. */
  readonly recordsWithKeys: number;
  /** May be shared and has no key at all: nobody can find it. */
  readonly recordsWithoutKeys: { readonly count: number; readonly examples: readonly string[] };
  readonly recordsKeptIn: readonly Reason[];
  readonly rules: readonly { readonly rule: Rule; readonly full: number; readonly half: number }[];
  readonly withheld: readonly (Reason & { readonly rule: Rule })[];
}

interface Reason {
  readonly because: string;
  readonly count: number;
  readonly examples: readonly string[];
}

/** Record ids given with each reason. */
const EXAMPLES_MAX = 5;

/**
 * The report for the records officer: per rule the full keys that go out and the half keys that are kept until their sealed
 * form exists; per reason what is withheld. Reads each record once and keeps counts alone, so that any holding fits.
 */
export function reportKeys(
  records: Iterable<ReportedRecord>,
  o: { sizeClass: number; defaultCountry: string; joined?: ReadonlySet<string> },
): KeyReport {
  const keptIn = new Reasons();
  const withheld = new Reasons();
  const without: string[] = [];
  const counts = new Map<Rule, { full: number; half: number }>();
  let [all, withKeys] = [0, 0];
  for (const { recordId, subject, shareable } of records) {
    all += 1;
    if (shareable?.shareable === false) {
      keptIn.note('', shareable.because, recordId);
      continue;
    }
    const derived = recordKeys(subject, { ...o, withHalves: true });
    countKeys(derived, counts);
    for (const { rule, because } of derived.withheld) withheld.note(rule, plainReason(because), recordId);
    if (derived.keys.some((key) => key.strength === 'full')) withKeys += 1;
    else if (without.length < EXAMPLES_MAX) without.push(recordId);
  }
  return {
    records: all,
    recordsWithKeys: withKeys,
    recordsWithoutKeys: { count: all - withKeys - keptIn.count(), examples: without },
    recordsKeptIn: keptIn.about(''),
    rules: RULES.map(({ rule }) => ({ rule, ...(counts.get(rule) ?? { full: 0, half: 0 }) })),
    withheld: RULES.flatMap(({ rule }) => withheld.about(rule).map((reason) => ({ rule, ...reason }))),
  };
}

function countKeys(derived: Keys, counts: Map<Rule, { full: number; half: number }>): void {
  for (const { rule, strength } of derived.keys) {
    const count = counts.get(rule) ?? { full: 0, half: 0 };
    count[strength] += 1;
    counts.set(rule, count);
  }
}

/** The reason without its figures, so that the like are counted together. */
function plainReason(because: string): string {
  return because
    .replace(/^too common:.*/, 'too common at this size of holding')
    .replace(/^\d+ (?=more than)/, '');
}

class Reasons {
  readonly #lines = new Map<string, { about: string; because: string; count: number; examples: string[] }>();

  note(about: string, because: string, recordId: string): void {
    const id = `${about}\u0000${because}`;
    const line = this.#lines.get(id) ?? { about, because, count: 0, examples: [] };
    line.count += 1;
    if (line.examples.length < EXAMPLES_MAX) line.examples.push(recordId);
    this.#lines.set(id, line);
  }

  /** What was said about this, the commonest first. */
  about(about: string): Reason[] {
    return [...this.#lines.values()]
      .filter((line) => line.about === about)
      .map(({ because, count, examples }) => ({ because, count, examples }))
      .sort((left, right) => right.count - left.count);
  }

  count(): number {
    let count = 0;
    for (const line of this.#lines.values()) count += line.count;
    return count;
  }
}

/** Of each block how much goes out bare and how much joined, and why; no value is in it. */
export function reportDensity(
  decisions: Iterable<DensityDecision>,
): readonly { rule: Rule; block: string; bare: number; joined: number; reasons: Record<string, number> }[] {
  const blocks = new Map<
    string,
    { rule: Rule; block: string; bare: number; joined: number; reasons: Record<string, number> }
  >();
  for (const { rule, block, bare, because } of decisions) {
    const id = `${rule} ${block}`;
    const line = blocks.get(id) ?? { rule, block, bare: 0, joined: 0, reasons: {} };
    if (bare) line.bare += 1;
    else line.joined += 1;
    line.reasons[because] = (line.reasons[because] ?? 0) + 1;
    blocks.set(id, line);
  }
  return [...blocks.values()].sort((left, right) => right.joined - left.joined || right.bare - left.bare);
}
