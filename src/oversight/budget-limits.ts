/** What an agreement grants of one class to each partner, and how it is divided. */
export interface AgreedBudget {
  readonly perDay: number;
  readonly perEpoch: number;
  /** What all partners together may have; four times one partner's where the agreement says nothing. */
  readonly allPartnersPerDay?: number | undefined;
  readonly allPartnersPerEpoch?: number | undefined;
  /** Of a partner's day and epoch at most so many percent for one of its officers, and for one purpose. */
  readonly officerPercent?: number | undefined;
  readonly purposePercent?: number | undefined;
}

/** How many elements may be evaluated: of one partner, of all partners together, for one officer of a partner and for one purpose. */
export interface BudgetLimits {
  readonly perDay: number;
  readonly perEpoch: number;
  readonly allPartnersPerDay: number;
  readonly allPartnersPerEpoch: number;
  readonly officerPerDay: number;
  readonly officerPerEpoch: number;
  readonly purposePerDay: number;
  readonly purposePerEpoch: number;
}

const ALL_PARTNERS_FACTOR = 4;
const OFFICER_PERCENT = 50;
const PURPOSE_PERCENT = 75;
/**
 * Where the agreement names no share, none is smaller: one question of a list, or sixteen single ones. A budget that is no larger
 * is not divided.
 */
const SHARE_MIN = 1_024;
/** And where it does, no share is smaller than the smallest question. */
const QUESTION_MIN = 16;

/** The limits of one class of an agreement; nothing may be evaluated of a class that it does not name. */
export function budgetLimits(
  agreed: AgreedBudget | undefined,
  /** Of the agreement: a single one is not divided from others. */
  purposes: readonly string[],
): BudgetLimits {
  const { perDay, perEpoch, ...given } = agreed ?? { perDay: 0, perEpoch: 0 };
  const purposePercent = given.purposePercent ?? (purposes.length > 1 ? PURPOSE_PERCENT : 100);
  const officer = shareOf(given.officerPercent, OFFICER_PERCENT);
  const purpose = shareOf(given.purposePercent, purposePercent);
  return {
    perDay,
    perEpoch,
    allPartnersPerDay: given.allPartnersPerDay ?? ALL_PARTNERS_FACTOR * perDay,
    allPartnersPerEpoch: given.allPartnersPerEpoch ?? ALL_PARTNERS_FACTOR * perEpoch,
    officerPerDay: officer(perDay),
    officerPerEpoch: officer(perEpoch),
    purposePerDay: purpose(perDay),
    purposePerEpoch: purpose(perEpoch),
  };
}

function shareOf(given: number | undefined, otherwise: number): (budget: number) => number {
  const least = given === undefined ? SHARE_MIN : QUESTION_MIN;
  return (budget) => Math.min(budget, Math.max(least, Math.floor((budget * (given ?? otherwise)) / 100)));
}
