import type { BudgetAnswer, BudgetRule } from '../oversight/index.ts';
import { type BudgetCode, ExchangeError } from './errors.ts';

const TOMORROW = 'ask again after 00:00 UTC';
const NEXT_EPOCH = 'it is free again in our next epoch';

/** What a partner is told, by code: which budget, and when it is free again. */
const REFUSALS: Readonly<Record<BudgetRule, { readonly code: BudgetCode; readonly whose: string }>> = {
  'budget-day': { code: 'budget-used-up', whose: 'the budget of the day' },
  'budget-epoch': { code: 'budget-epoch-used-up', whose: 'the budget of the epoch' },
  'budget-all-partners': { code: 'budget-all-used-up', whose: 'the budget of all partners together' },
  'budget-all-partners-epoch': {
    code: 'budget-all-epoch-used-up',
    whose: 'the epoch’s budget of all partners together',
  },
  'budget-officer': { code: 'officer-share-used-up', whose: 'what one officer may take of the day' },
  'budget-officer-epoch': {
    code: 'officer-epoch-share-used-up',
    whose: 'what one officer may take of the epoch',
  },
  'budget-purpose': { code: 'purpose-share-used-up', whose: 'what one purpose may take of the day' },
  'budget-purpose-epoch': {
    code: 'purpose-epoch-share-used-up',
    whose: 'what one purpose may take of the epoch',
  },
};

/** The code under which a budget refuses. */
export const budgetCode = (rule: BudgetRule): BudgetCode => REFUSALS[rule].code;

/** The refusal that a partner gets. How much all partners together have used is no partner's business: of that no number is said. */
export function budgetRefusal({
  rule,
  used,
  limit,
}: Pick<Extract<BudgetAnswer, { ok: false }>, 'rule' | 'used' | 'limit'>): ExchangeError {
  const { code, whose } = REFUSALS[rule];
  const when = rule.endsWith('-epoch') ? NEXT_EPOCH : TOMORROW;
  const numbers = rule.startsWith('budget-all') ? '' : `: ${used} of ${limit} elements`;
  return new ExchangeError(code, `${whose} is used up${numbers}; ${when}`, { evidence: { rule } });
}
