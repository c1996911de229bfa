import { ATTRIBUTES } from './attributes.ts';
import type { Finding } from './findings.ts';
import type { PreparedSubject } from './prepared-subject.ts';
import { editsApart } from './typo.ts';

/** What two national numbers that are not the same say, in powers of two. */
const WORTH = {
  /** One character wrong, missing, too many, or two exchanged: two strangers' numbers are so near once in thousands. */
  oneWrong: 12,
  /** Two of them: a hand slips twice seldom, and strangers are so near more often. */
  twoWrong: 3,
  /** One does not pass its own check, so it was mistyped, and the other may be what was meant. */
  mistyped: -4,
  differs: -8,
} as const;
/** Shorter numbers with two characters wrong are near to too many others. */
const TWO_WRONG_MIN = 7;

/**
 * Two subjects' numbers of which none is the same, by the pair that speaks most for one person. Of one country only one
 * can be right; numbers of two countries say nothing of each other: null.
 */
export function weighDifferentNumbers(
  left: PreparedSubject,
  right: PreparedSubject,
  attribute: number,
): Finding | null {
  let best: Finding | null = null;
  for (const one of left.identifiers[attribute] ?? []) {
    for (const other of right.identifiers[attribute] ?? []) {
      if (countryOf(one) !== countryOf(other)) continue;
      const worth = worthOf(one, other, left, right);
      if (best === null || WORTH[worth] > best.weight) best = finding(worth, attribute);
    }
  }
  return best;
}

/** Two numbers whose check digits hold were both written down rightly: however near, they are two people's. */
function worthOf(
  one: string,
  other: string,
  left: PreparedSubject,
  right: PreparedSubject,
): keyof typeof WORTH {
  if (left.proven.includes(one) && right.proven.includes(other)) return 'differs';
  const [mine, theirs] = [numberOf(one), numberOf(other)];
  const apart = editsApart(mine, theirs, 2);
  if (apart === 1) return 'oneWrong';
  if (apart === 2 && Math.min(mine.length, theirs.length) >= TWO_WRONG_MIN) return 'twoWrong';
  return left.mistyped.includes(one) || right.mistyped.includes(other) ? 'mistyped' : 'differs';
}

/** A value is the country, a blank and the number; the country may be missing. */
function countryOf(value: string): string {
  return value.slice(0, value.indexOf(' '));
}

function numberOf(value: string): string {
  return value.slice(value.indexOf(' ') + 1);
}

function finding(worth: keyof typeof WORTH, at: number): Finding {
  const attribute = ATTRIBUTES[at]?.attribute ?? '';
  const weight = WORTH[worth];
  if (worth === 'oneWrong') return { level: 'identifierNear', weight, attribute };
  if (worth === 'twoWrong') return { level: 'identifierTwoWrong', weight, attribute };
  return { level: worth === 'mistyped' ? 'identifierMistyped' : 'identifierDiffers', weight, attribute };
}
