import type { LegalBasis } from '../model/index.ts';

const DAY_MS = 86_400_000;

/**
 * For how many days a question may stand at most, from its declaration or from the day an officer confirmed it again, by the legal
 * basis it stands on. An order or an agreement may end earlier: the officer names that date, and never a later one than this.
 */
export const STANDING_DAYS_MAX: Readonly<Record<LegalBasis, number>> = {
  'criminal-procedure': 180,
  'international-agreement': 180,
  'court-order': 120,
  'police-act': 90,
};

/** The last moment until which a question on this basis may stand, declared or confirmed now. */
export function latestStandingEnd(basis: LegalBasis, now: Date): Date {
  return new Date(now.getTime() + STANDING_DAYS_MAX[basis] * DAY_MS);
}
