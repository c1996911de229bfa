import { KEY_CLASSES, type KeyClass } from '../model/index.ts';

/** How many of an owner's records one partner may at most find by guessing, over a whole epoch. */
export const EXPECTED_RECORDS_MAX = 10;

export interface BudgetSetting {
  /** Elements that one partner may have evaluated in an epoch. */
  readonly epochBudget: number;
  /** Published keys per guessable value of the densest allocation block, between 0 and 1. */
  readonly blockDensity: number;
}

export type SettingAnswer =
  | { readonly ok: true; readonly expectedRecords: number; readonly limit: number }
  | {
      readonly ok: false;
      readonly expectedRecords: number;
      readonly limit: number;
      readonly because: string;
    };

/**
 * Whether a budget is small enough for the density of what it is spent on: budget × density is the number of records
 * that guessing through the densest block would find. A refusal says the number.
 */
export function checkBudgetSetting({ epochBudget, blockDensity }: BudgetSetting): SettingAnswer {
  const limit = EXPECTED_RECORDS_MAX;
  const usable = epochBudget >= 0 && blockDensity >= 0 && blockDensity <= 1;
  const expectedRecords = usable ? rounded(epochBudget * blockDensity) : Number.POSITIVE_INFINITY;
  if (!usable)
    return {
      ok: false,
      expectedRecords,
      limit,
      because: 'a budget is 0 or more, a density lies between 0 and 1',
    };
  if (expectedRecords <= limit) return { ok: true, expectedRecords, limit };
  const shown = Number(expectedRecords.toPrecision(3));
  return {
    ok: false,
    expectedRecords,
    limit,
    because: `a budget of ${epochBudget} at a density of ${blockDensity} would let guessing find about ${shown} records; at most ${limit} are allowed`,
  };
}

/** Without what doubles add in the sixteenth place: ten records are ten. */
const rounded = (value: number): number => Number(value.toPrecision(12));

/** What the rule says of one class of an agreement. */
export interface ClassSetting {
  readonly keyClass: KeyClass;
  /** Elements that one partner may have evaluated in an epoch; 0 where the agreement grants nothing. */
  readonly epochBudget: number;
  /** The largest budget that the rule allows. */
  readonly epochBudgetMax: number;
  readonly answer: SettingAnswer;
}

/**
 * The setting rule for each class of an agreement that has a quota by block. `blockDensities` gives the densest block of
 * each such class; of a class that is not in it the rule says nothing.
 */
export function checkAgreedBudgets(
  budgets: Readonly<Record<string, { readonly perEpoch: number }>>,
  blockDensities: Readonly<Partial<Record<KeyClass, number>>>,
): readonly ClassSetting[] {
  return KEY_CLASSES.flatMap((keyClass) => {
    const blockDensity = blockDensities[keyClass];
    if (blockDensity === undefined) return [];
    const epochBudget = budgets[keyClass]?.perEpoch ?? 0;
    return [
      {
        keyClass,
        epochBudget,
        epochBudgetMax: Math.floor(rounded(EXPECTED_RECORDS_MAX / blockDensity)),
        answer: checkBudgetSetting({ epochBudget, blockDensity }),
      },
    ];
  });
}
