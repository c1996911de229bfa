/** What is left of a budget, as a price shows it: what one officer may still take today. */
import type { BudgetView } from '../../src/desk/index.ts';

export function budget(used: number, limit: number): BudgetView {
  return {
    budget: 'budget-officer',
    budgetUsed: used,
    budgetLimit: limit,
    largest: Math.max(0, limit - used),
    whenFull:
      'You have used up today what one officer may take of our budget with them. Ask again after midnight UTC, or let a colleague ask.',
  };
}
