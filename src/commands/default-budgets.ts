import type { KeyClass } from '../model/index.ts';
import type { AgreedBudget } from '../oversight/index.ts';

/** How many elements of each class a partner may have evaluated, as an agreement states it. */
export type Budgets = Readonly<Record<KeyClass, AgreedBudget>>;

/**
 * What an agreement begins with: well above a day's work, well below a trawl. Where numbers can be guessed, so few that those of a
 * small holding go out bare nearly all (decision 0039).
 */
export const DEFAULT_BUDGETS: Budgets = {
  person: { perDay: 20_000, perEpoch: 400_000 },
  communication: { perDay: 20_000, perEpoch: 100_000 },
  document: { perDay: 5_000, perEpoch: 10_000 },
  vehicle: { perDay: 20_000, perEpoch: 100_000 },
  place: { perDay: 20_000, perEpoch: 400_000 },
};
