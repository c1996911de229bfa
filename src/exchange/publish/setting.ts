import { BARE_ONE_IN_MIN } from '../../match/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import {
  type AgreedBudget,
  type BudgetLimits,
  budgetLimits,
  checkAgreedBudgets,
  type ClassSetting,
  EXPECTED_RECORDS_MAX,
} from '../../oversight/index.ts';
import { ExchangeError } from '../errors.ts';

/** Classes whose numbers are given out in blocks that somebody could run through (room match, density-quota.ts). */
const BLOCK_CLASSES: readonly KeyClass[] = ['communication', 'document', 'vehicle'];
/** Fewer go out bare of no block: of a million handsets of a type ten. What needs fewer needs a smaller budget. */
const BARE_ONE_IN_MAX = 100_000;

/** Budgets by class, as the agreement has them. */
export type AgreedBudgets = Readonly<Record<string, { readonly perEpoch: number }>>;

/**
 * Of how many values of a block one may go out bare: so few that a partner which spends its whole epoch budget on the densest block
 * finds ten records by guessing, and never more than one in a thousand.
 */
export function bareOneIn(budgets: AgreedBudgets, keyClass: KeyClass): number {
  const perEpoch = budgets[keyClass]?.perEpoch ?? 0;
  return Math.min(BARE_ONE_IN_MAX, Math.max(BARE_ONE_IN_MIN, Math.ceil(perEpoch / EXPECTED_RECORDS_MAX)));
}

/** What the setting rule says of an agreement's budgets, at the most that goes out bare under them. */
export function agreedSettings(budgets: AgreedBudgets): readonly ClassSetting[] {
  return checkAgreedBudgets(
    budgets,
    Object.fromEntries(BLOCK_CLASSES.map((keyClass) => [keyClass, 1 / bareOneIn(budgets, keyClass)])),
  );
}

/** Throws `setting-rule-broken` for an agreement under which guessing would find more than ten records; says the number. */
export function requireSetting(budgets: AgreedBudgets): readonly ClassSetting[] {
  const settings = agreedSettings(budgets);
  for (const { keyClass, answer } of settings) {
    if (!answer.ok)
      throw new ExchangeError('setting-rule-broken', `the agreement’s class ${keyClass}: ${answer.because}`);
  }
  return settings;
}

/** Classes of which the rule says nothing: nobody runs through names or addresses block by block. */
export const BLOCKLESS_CLASSES: readonly KeyClass[] = KEY_CLASSES.filter(
  (keyClass) => !BLOCK_CLASSES.includes(keyClass),
);

/** What of an agreement says how much may be evaluated. */
export interface AgreedTerms {
  readonly budgets: Readonly<Record<string, AgreedBudget>>;
  readonly purposes: readonly string[];
  readonly members: { readonly length: number };
}

/** What all partners of one agency may have of a class together, if they put what they find together. */
export interface ClassTogether {
  readonly keyClass: KeyClass;
  readonly limits: BudgetLimits;
  /** Elements: the cap, or what so many partners can have at all. */
  readonly perDay: number;
  readonly perEpoch: number;
  /** Records that guessing finds with it at most; null where no block is guessed through. */
  readonly records: { readonly perDay: number; readonly perEpoch: number } | null;
}

/** What all partners together may have, class by class. The rule of ten records is one partner's; this says what several that collude reach. */
export function agreedTogether({ budgets, purposes, members }: AgreedTerms): readonly ClassTogether[] {
  const partners = members.length - 1;
  return KEY_CLASSES.map((keyClass) => {
    const limits = budgetLimits(budgets[keyClass], purposes);
    const perDay = Math.min(limits.allPartnersPerDay, partners * limits.perDay);
    const perEpoch = Math.min(limits.allPartnersPerEpoch, partners * limits.perEpoch);
    const oneIn = bareOneIn(budgets, keyClass);
    const records = BLOCK_CLASSES.includes(keyClass)
      ? { perDay: Math.min(perDay, perEpoch) / oneIn, perEpoch: perEpoch / oneIn }
      : null;
    return { keyClass, limits, perDay, perEpoch, records };
  });
}
