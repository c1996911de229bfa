import { agreedTogether } from '../../exchange/index.ts';
import type { PartnersView } from '../api/contract.ts';
import type { DeskServicesParts } from './parts.ts';

/** The agreement’s budgets, class by class, as they are divided. */
export function divisionOf({ agreement }: DeskServicesParts): PartnersView['division'] {
  return agreedTogether(agreement())
    .filter(({ limits }) => limits.perEpoch > 0)
    .map(({ keyClass, limits, perDay, perEpoch, records }) => ({
      keyClass,
      partner: { perDay: limits.perDay, perEpoch: limits.perEpoch },
      all: { perDay, perEpoch },
      records,
      officer: { perDay: limits.officerPerDay, perEpoch: limits.officerPerEpoch },
      purpose: { perDay: limits.purposePerDay, perEpoch: limits.purposePerEpoch },
    }));
}
