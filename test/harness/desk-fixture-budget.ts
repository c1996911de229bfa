/** What is left of a budget, as a price shows it: what one officer may still take today. */
import type { BudgetView } from '../../src/desk/index.ts';

export function budget(used: number, limit: number): BudgetView {
  return {
    budget: 'budget-officer',
    budgetUsed: used,
    budgetLimit: limit,
    largest: Math.max(0, limit - used),
    whenFull:
      'This is more than what you, as one officer, may still take of our budget with them today. The rest can be asked after midnight UTC, or by a colleague.',
  };
}
