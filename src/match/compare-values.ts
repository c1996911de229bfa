import { type PartialDate, standardiseDate } from './date.ts';

export { compareNames } from './name-compare.ts';

/** One attribute compared: how far it agrees, why, and what that is worth in powers of two. */
export interface ComparisonLevel {
  readonly attribute: string;
  readonly level: 'exact' | 'close' | 'partial' | 'differs' | 'not-given';
  /** One sentence for the reader. */
  readonly because: string;
  /** log2 of how much likelier this is for one person than for two; 0 when nothing was compared. */
  readonly weight: number;
}

/** Of pairs that are one person, dates agree to this extent (m-probabilities, from development data, rounded). */
const SAME = {
  date: 0.85,
  swapped: 0.03,
  digit: 0.04,
  year: 0.04,
  otherDate: 0.04,
};

/** The best agreement between any birth date of one and any of the other. */
export function compareDates(left: readonly string[], right: readonly string[]): ComparisonLevel {
  const best = left
    .map(standardiseDate)
    .flatMap((one) =>
      right
        .map(standardiseDate)
        .map((other) => (one === null || other === null ? null : compareDate(one, other))),
    )
    .filter((level) => level !== null)
    .sort((one, other) => other.weight - one.weight)[0];
  return (
    best ?? {
      attribute: 'birth date',
      level: 'not-given',
      because: 'nothing to compare: a birth date is missing',
      weight: 0,
    }
  );
}

function compareDate(one: PartialDate, other: PartialDate): ComparisonLevel {
  const attribute = 'birth date';
  const year = 1 / 50;
  const day = year / 365;
  if (one.precision === 'day' && other.precision === 'day') {
    if (one.year === other.year && one.month === other.month && one.day === other.day) {
      return {
        attribute,
        level: 'exact',
        because: 'the whole date agrees',
        weight: Math.log2(SAME.date / day),
      };
    }
    if (one.year === other.year && one.month === other.day && one.day === other.month) {
      return {
        attribute,
        level: 'close',
        because: 'day and month swapped',
        weight: Math.log2(SAME.swapped / day),
      };
    }
    if (oneDigitApart(one, other)) {
      return {
        attribute,
        level: 'close',
        because: 'one digit differs',
        weight: Math.log2(SAME.digit / (day * 30)),
      };
    }
    if (one.year === other.year) {
      return {
        attribute,
        level: 'partial',
        because: 'the year agrees, the day does not',
        weight: Math.log2(SAME.year / year),
      };
    }
    return differ(attribute, 'the dates differ', SAME.otherDate, 1 - year);
  }
  if (one.year === other.year) {
    return {
      attribute,
      level: 'partial',
      because: 'the year agrees; one of them has no day',
      weight: Math.log2(0.9 / year),
    };
  }
  return differ(attribute, 'the years differ', SAME.otherDate, 1 - year);
}

function oneDigitApart(
  one: PartialDate & { precision: 'day' },
  other: PartialDate & { precision: 'day' },
): boolean {
  const [left, right] = [one, other].map(
    (date) => `${date.year}${String(date.month).padStart(2, '0')}${String(date.day).padStart(2, '0')}`,
  );
  let apart = 0;
  for (let at = 0; at < 8; at++) if (left?.charAt(at) !== right?.charAt(at)) apart += 1;
  return apart === 1;
}

/** Two sets of identifiers: one in common says much, none in common a little against (people own several). */
export function compareSets(
  attribute: string,
  left: readonly string[],
  right: readonly string[],
  worth: { same: number; chance: number },
): ComparisonLevel {
  if (left.length === 0 || right.length === 0) {
    return { attribute, level: 'not-given', because: 'nothing to compare: one side has none', weight: 0 };
  }
  const common = left.filter((value) => right.includes(value)).length;
  if (common > 0) {
    const because = common === 1 ? `the ${attribute} agrees exactly` : `${common} agree exactly`;
    return { attribute, level: 'exact', because, weight: Math.log2(worth.same / worth.chance) };
  }
  return differ(attribute, `none in common`, 1 - worth.same, 1 - worth.chance);
}

function differ(attribute: string, because: string, same: number, chance: number): ComparisonLevel {
  return { attribute, level: 'differs', because, weight: Math.log2(same / chance) };
}
