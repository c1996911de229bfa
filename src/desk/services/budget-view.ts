import { type BudgetLeft, budgetCode, type BudgetsLeft } from '../../exchange/index.ts';
import type { BudgetView } from '../api/contract.ts';
import { doesNotFitSentence } from './answer-words.ts';
import type { Room } from './screening-cut.ts';

export type { BudgetsLeft };

/** The budget with the least left, as a price shows it. */
export function budgetView({ rule, used, limit, grants }: BudgetLeft): BudgetView {
  const granted = grants.reduce((sum, left) => sum + left, 0);
  return {
    budget: rule,
    budgetUsed: used,
    budgetLimit: limit,
    ...(granted === 0 ? {} : { granted }),
    // A question goes whole to the budget or to one grant.
    largest: Math.max(0, limit - used, ...grants),
    whenFull: doesNotFitSentence(budgetCode(rule)),
  };
}

/** What a question may still take. */
export function roomOf({ used, limit, grants }: BudgetLeft): Room {
  return { budget: limit - used, grants };
}
