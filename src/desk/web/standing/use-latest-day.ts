import type { LegalBasis } from '../../../model/index.ts';
import { useDesk } from '../desk-context.ts';

const DAY_MS = 86_400_000;

/** The last day on which a question may stand on this basis, from today on: 'YYYY-MM-DD'. */
export function useLatestDay(basis: LegalBasis): string {
  const days = useDesk().standingDaysMax[basis];
  // The whole of its last day lies within the limit.
  return new Date(Date.now() + (days - 1) * DAY_MS).toISOString().slice(0, 10);
}
