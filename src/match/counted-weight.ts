import type { Finding, Measure } from './findings.ts';
import { numberOf, pairPattern } from './pair-pattern.ts';
import { areTwoNumbers } from './pattern-count.ts';
import type { PreparedName } from './prepared-name.ts';
import type { PreparedSubject } from './prepared-subject.ts';

/** However well a file has been counted: never enough to hang two records together by itself, or to confirm them. */
const COUNTED_MAX = 8;

/**
 * The evidence of a pair with two national numbers as the file it stands in says it, where it was counted (pattern-count.ts).
 * One home: more than the fixed prior of relatives leaves, where hardly any relatives are in the file. No home in common: less,
 * where most such pairs are namesakes. `weight` is what was found without; null where the file changes nothing.
 */
export function countedWeight(
  weight: number,
  left: PreparedSubject,
  right: PreparedSubject,
  names: { readonly left: PreparedName; readonly right: PreparedName } | null,
  findings: readonly Finding[],
  { patterns }: Measure,
): number | null {
  if (patterns === undefined || numberOf(findings) !== 'other') return null;
  const pattern = pairPattern(names, findings);
  if (pattern === null) return null;
  if (pattern.place === 'apart') {
    const odds = patterns.apart(pattern);
    return odds !== null && odds < Math.min(0, weight) ? odds : null;
  }
  if (areTwoNumbers(left, right, patterns.recordsWith)) return null;
  const odds = patterns.atHome(pattern);
  return odds !== null && odds > Math.max(0, weight) ? Math.min(COUNTED_MAX, odds) : null;
}
