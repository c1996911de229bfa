import { weighNames } from './alias-weight.ts';
import { ATTRIBUTES } from './attributes.ts';
import { type Band, bandOf, OF_NO_RECORD } from './band.ts';
import { nameSentence, sentenceOf } from './compare-sentences.ts';
import type { ComparisonLevel } from './comparison-level.ts';
import type { Measure } from './findings.ts';
import { countedWeight } from './counted-weight.ts';
import { explainedByKin } from './kin.ts';
import { compareFirmNames } from './organisation-compare.ts';
import { compareAttributes, isOwnName, SHIPPED_MEASURE } from './pair-weight.ts';
import { prepareSubject, type PreparedSubject } from './prepared-subject.ts';
import type { Subject } from './subject.ts';

/** Two subjects compared in the clear, in the shape of Fellegi and Sunter: prior and weights add up in powers of two. */
export interface Comparison {
  readonly levels: readonly ComparisonLevel[];
  /** Before comparing: log2 of one in as many as the holding has. */
  readonly prior: number;
  readonly weight: number;
  /** Of being the same, above 0 and below 1 and never equal for unequal weights. It rates this match, not the person. */
  readonly probability: number;
  /** How much was compared, in powers of two, whichever way it spoke. A high probability on little evidence is a guess. */
  readonly evidence: number;
  readonly band: Band;
  /** 'nothing else to compare', or what was compared. */
  readonly summary: string;
}

/**
 * Compares two subjects of one kind, attribute by attribute, each with its reason. `sizeClass` sets the prior: one in so
 * many. Attributes neither side has are left out. What relatives would share as well is taken off as a level of its own.
 */
export function compare(
  left: Subject,
  right: Subject,
  o?: { sizeClass?: number; defaultCountry?: string; measure?: Partial<Measure> },
): Comparison {
  const country = { defaultCountry: o?.defaultCountry ?? 'BE' };
  return comparePrepared(prepareSubject(left, country), prepareSubject(right, country), o);
}

/** The same for subjects that are compared with many others and were prepared once. */
export function comparePrepared(
  mine: PreparedSubject,
  theirs: PreparedSubject,
  o?: { sizeClass?: number; measure?: Partial<Measure> },
): Comparison {
  const measure = { ...SHIPPED_MEASURE, ...o?.measure, sizeClass: o?.sizeClass ?? 1_000_000 };
  const levels = levelsOf(mine, theirs, measure);
  const prior = -Math.log2(measure.sizeClass);
  const weight = levels.reduce((sum, level) => sum + level.weight, prior);
  const compared = levels.filter((level) => level.level !== 'not-given');
  return {
    levels,
    prior,
    weight,
    probability: probabilityOf(weight),
    evidence: compared.reduce(
      (sum, level) => sum + (level.attribute === 'file' ? 0 : Math.abs(level.weight)),
      0,
    ),
    band: bandOf(levels, weight),
    summary: summarise(compared, levels),
  };
}

/** Large weights are drawn together, so that the probability goes on ranking and is never printed as certainty. */
export function probabilityOf(weight: number): number {
  return 1 / (1 + 2 ** (-weight / (1 + Math.abs(weight) / 40)));
}

function levelsOf(left: PreparedSubject, right: PreparedSubject, measure: Measure): ComparisonLevel[] {
  const names = weighNames(left.names, right.names, measure);
  const findings = compareAttributes(left, right, measure);
  const levels: ComparisonLevel[] = [];
  if (names !== null) levels.push(nameSentence(names.left, names.right, names.weight));
  else if (left.names.length + right.names.length > 0) levels.push(notGiven('name'));
  const firm = compareFirmNames(left.firms, right.firms, measure);
  if (firm !== null) levels.push(firm);
  for (const finding of findings) levels.push({ ...sentenceOf(finding), weight: finding.weight });
  for (const attribute of missing(left, right)) {
    if (levels.some((level) => level.attribute === attribute)) continue;
    levels.push(isOfTwoCountries(attribute, left, right) ? twoCountries(attribute) : notGiven(attribute));
  }
  const kin = left.kind === 'person' ? explainedByKin(names, findings, measure) : 0;
  levels.sort((one, other) => rank(one) - rank(other));
  if (kin >= 0.5) {
    const because = 'relatives of one household would share as much';
    levels.push({ attribute: 'family', level: 'partial', because, weight: -kin });
  }
  const sum = levels.reduce((total, level) => total + level.weight, 0);
  const counted = countedWeight(sum, left, right, names, findings, measure);
  if (counted !== null) levels.push(asCounted(counted - sum));
  return levels;
}

/** What the file says beyond the two records, where it was counted. */
function asCounted(weight: number): ComparisonLevel {
  const because =
    weight > 0
      ? 'counted in this file: slips explain such pairs, and hardly any relatives live in one home'
      : 'counted in this file: most who agree in so little have two numbers because they are two';
  return { attribute: 'file', level: 'partial', because, weight };
}

const ORDER = ['name', 'birth date', 'sex', 'birth place', ...ATTRIBUTES.map(({ attribute }) => attribute)];

function rank({ attribute }: ComparisonLevel): number {
  const at = ORDER.indexOf(attribute);
  return at < 0 ? ORDER.length : at;
}

/** Attributes that one side alone has. */
function missing(left: PreparedSubject, right: PreparedSubject): string[] {
  const either = (attribute: string, mine: readonly unknown[], theirs: readonly unknown[]): string[] =>
    mine.length + theirs.length > 0 ? [attribute] : [];
  return [
    ...either('birth date', [...left.dates, ...left.spans], [...right.dates, ...right.spans]),
    ...either('sex', left.sexes, right.sexes),
    ...either('birth place', left.places, right.places),
    ...either('occupation', left.occupations, right.occupations),
    ...either('address', left.addresses, right.addresses),
    ...ATTRIBUTES.flatMap(({ attribute }, at) =>
      isOwnName(left, at) ? [] : either(attribute, left.identifiers[at] ?? [], right.identifiers[at] ?? []),
    ),
  ];
}

function notGiven(attribute: string): ComparisonLevel {
  return {
    attribute,
    level: 'not-given',
    because: `nothing to compare: a ${attribute} is missing`,
    weight: 0,
  };
}

/** Both sides give one, and still nothing was found to compare: of two countries one person has two numbers. */
function isOfTwoCountries(attribute: string, left: PreparedSubject, right: PreparedSubject): boolean {
  const at = ATTRIBUTES.findIndex((known) => known.attribute === attribute);
  return (
    ATTRIBUTES[at]?.exclusive === true &&
    (left.identifiers[at]?.length ?? 0) > 0 &&
    (right.identifiers[at]?.length ?? 0) > 0
  );
}

function twoCountries(attribute: string): ComparisonLevel {
  const because = `nothing to compare: each ${attribute} is of another country`;
  return { attribute, level: 'not-given', because, weight: 0 };
}

function summarise(compared: readonly ComparisonLevel[], levels: readonly ComparisonLevel[]): string {
  if (compared.length === 0) return 'nothing to compare';
  const names = compared
    .filter(({ attribute }) => !OF_NO_RECORD.has(attribute))
    .map((level) => level.attribute);
  return compared.length === levels.length && levels.length === 1
    ? `${names.join(', ')} compared; nothing else to compare`
    : `${names.join(', ')} compared`;
}
