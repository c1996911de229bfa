import { weighNames } from './alias-weight.ts';
import { countedWeight } from './counted-weight.ts';
import {
  weighAddresses,
  weighDates,
  weighIdentifiers,
  weighOccupations,
  weighPlaces,
  weighSexes,
} from './attribute-weights.ts';
import { ATTRIBUTES } from './attributes.ts';
import type { Finding, Measure } from './findings.ts';
import { weighDifferentNumbers } from './number-weights.ts';
import { explainedByKin } from './kin.ts';
import { compareFirmNames } from './organisation-compare.ts';
import { weighSpans } from './prepared-span.ts';
import type { PreparedSubject } from './prepared-subject.ts';
import { SHIPPED_FREQUENCIES } from './term-frequency.ts';
import { SHIPPED_WEIGHTS } from './weights.ts';

/** What ships, with nothing known of the holding. */
export const SHIPPED_MEASURE: Measure = {
  weights: SHIPPED_WEIGHTS,
  frequencies: SHIPPED_FREQUENCIES,
  sizeClass: 100_000,
  isGeneric: () => false,
  firmNameMost: Number.POSITIVE_INFINITY,
};

/** Below this the pair is lost whatever else is said: the rest need not be compared. */
const HOPELESS = -40;

/**
 * The evidence that two prepared subjects are one, in powers of two, without the prior and without sentences: the sum of
 * what `compare` tells in words. Things of two kinds are not weighed: −∞.
 */
export function subjectWeight(
  left: PreparedSubject,
  right: PreparedSubject,
  measure: Measure = SHIPPED_MEASURE,
): number {
  if (left.kind !== right.kind) return Number.NEGATIVE_INFINITY;
  const names = weighNames(left.names, right.names, measure);
  const findings = compareAttributes(left, right, measure);
  let weight = names?.weight ?? compareFirmNames(left.firms, right.firms, measure)?.weight ?? 0;
  for (const finding of findings) weight += finding.weight;
  if (left.kind !== 'person') return Math.max(HOPELESS, weight);
  const beside = weight < 0 ? Math.max(HOPELESS, weight) : weight - explainedByKin(names, findings, measure);
  return countedWeight(beside, left, right, names, findings, measure) ?? beside;
}

/** Everything but the names, one finding for each attribute that both give. */
export function compareAttributes(
  left: PreparedSubject,
  right: PreparedSubject,
  measure: Measure,
): Finding[] {
  const findings: Finding[] = [];
  const dates = weighDates(left.dates, right.dates, measure.weights) ?? weighSpans(left, right);
  if (dates !== null) findings.push(dates);
  const sexes = weighSexes(left.sexes, right.sexes, measure.weights);
  if (sexes !== null) findings.push(sexes);
  const places = weighPlaces(left.places, right.places, measure);
  if (places !== null) findings.push(places);
  const occupations = weighOccupations(left.occupations, right.occupations, measure);
  if (occupations !== null) findings.push(occupations);
  const addresses = weighAddresses(left.addresses, right.addresses, measure);
  if (addresses !== null) findings.push(addresses);
  if (left.isIdentified && right.isIdentified) addIdentifiers(findings, left, right, measure);
  return findings;
}

/** Whether the attribute at this place is what a firm is called: that is compared word by word, and not a second time here. */
export function isOwnName({ kind }: PreparedSubject, at: number): boolean {
  return kind === 'organisation' && ATTRIBUTES[at]?.attribute === 'organisation';
}

function addIdentifiers(
  findings: Finding[],
  left: PreparedSubject,
  right: PreparedSubject,
  measure: Measure,
): void {
  for (let at = 0; at < ATTRIBUTES.length; at++) {
    if (isOwnName(left, at)) continue;
    const isOnce = ATTRIBUTES[at]?.exclusive === true;
    const mine = left.identifiers[at];
    const theirs = right.identifiers[at];
    if (mine === undefined || theirs === undefined) continue;
    const found =
      weighIdentifiers(at, mine, theirs, measure) ?? (isOnce ? weighDifferentNumbers(left, right, at) : null);
    if (found !== null) findings.push(isOnce && contradictsDate(found, findings) ? heavier(found) : found);
  }
}

/** One slip of a clerk is common, two in what a person has once are not: another number *and* another birth date. */
const TWO_SLIPS = -4;

function contradictsDate(found: Finding, findings: readonly Finding[]): boolean {
  return (
    found.level === 'identifierDiffers' &&
    findings.some(({ level }) => level === 'dateDiffers' || level === 'dateSpanDiffers')
  );
}

function heavier(found: Finding): Finding {
  return { ...found, weight: found.weight + TWO_SLIPS };
}
