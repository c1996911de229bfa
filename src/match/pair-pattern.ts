import { ATTRIBUTES } from './attributes.ts';
import type { Finding } from './findings.ts';
import { inCommon } from './names-in-common.ts';
import type { PreparedName } from './prepared-name.ts';

/**
 * Two records of people by what they agree and contradict each other in, as it is counted in a file (pattern-count.ts).
 */
export interface PairPattern {
  /** Whole: at least two words, and none of the shorter name is left over. Half: another word agrees. */
  readonly name: 'whole' | 'half' | 'none';
  readonly date: 'same' | 'other' | 'missing';
  /** One home, as far as it can be read; for those born on one day with a name in common it is enough that the address agrees in part. */
  readonly place: 'home' | 'apart';
  /** The national number; one character wrong is a slip, and the number the same. */
  readonly number: 'same' | 'other' | 'missing';
}

const NATIONAL_NUMBER = 'national number';
/** Its place among the identifiers of a prepared subject. */
export const NUMBER_AT = ATTRIBUTES.findIndex(({ attribute }) => attribute === NATIONAL_NUMBER);

const SAME_DATE: ReadonlySet<string> = new Set(['dateExact', 'dateSwapped', 'dateOneDigit']);
const OTHER_DATE: ReadonlySet<string> = new Set([
  'dateTwoDigits',
  'dateYear',
  'dateDiffers',
  'dateYearDigit',
  'dateSpanDiffers',
]);
const SAME_NUMBER: ReadonlySet<string> = new Set(['identifierSame', 'identifierUnissued', 'identifierNear']);
/** An address that agrees in part is worth this at least; a region alone is worth less. */
const NEAR_MIN = 5;

/** The pattern of a pair; null where the names, or a number in common to very many, leave nothing to be counted. */
export function pairPattern(
  names: { readonly left: PreparedName; readonly right: PreparedName } | null,
  findings: readonly Finding[],
): PairPattern | null {
  const number = numberOf(findings);
  if (names === null || number === null || findings.some(isTelling)) return null;
  const isHome = findings.some((finding) => finding.isHome === true);
  if (number === 'missing' && !isHome) return null;
  const { words, isWhole } = inCommon(names.left, names.right);
  const name = words === 0 ? 'none' : isWhole && words > 1 ? 'whole' : 'half';
  const isNear = findings.some(
    ({ level, weight }) => /^(?:address|postcode)/.test(level) && weight >= NEAR_MIN,
  );
  const place = isHome || (isNear && words > 0 && areBornTogether(findings)) ? 'home' : 'apart';
  if (place === 'apart' && (isNear || name === 'none')) return null;
  return { name, date: dateOf(findings), place, number };
}

/** Something else that identifies is in common: such a pair is no case of these. */
function isTelling({ level, attribute }: Finding): boolean {
  return level === 'identifierSame' && attribute !== NATIONAL_NUMBER;
}

/** Null where very many have the number in common. */
export function numberOf(findings: readonly Finding[]): PairPattern['number'] | null {
  const found = findings.find(({ attribute }) => attribute === NATIONAL_NUMBER);
  if (found === undefined) return 'missing';
  if (SAME_NUMBER.has(found.level)) return 'same';
  return found.level === 'identifierGeneric' ? null : 'other';
}

function dateOf(findings: readonly Finding[]): PairPattern['date'] {
  if (findings.some(({ level }) => SAME_DATE.has(level))) return 'same';
  return findings.some(({ level }) => OTHER_DATE.has(level)) ? 'other' : 'missing';
}

function areBornTogether(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === 'dateExact' || level === 'dateSwapped');
}
