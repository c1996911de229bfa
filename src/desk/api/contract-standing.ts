/** The page Standing questions: what stands, at whom it is watched and since when not, and what it was alerted to. */
import type { LegalBasis, Purpose } from '../../model/index.ts';

// ── GET /api/standing (act read-standing)
export interface StandingView {
  readonly questions: readonly StandingItem[];
  readonly alerts: readonly AlertView[];
  /** What partners let stand here: how many elements in which epoch, and nothing else is known. */
  readonly here: readonly {
    readonly agencyId: string;
    readonly epoch: number;
    readonly questions: number;
    readonly elements: number;
  }[];
}

export interface StandingItem {
  readonly id: string;
  /** The question as it was asked first, with its hits. */
  readonly questionId: string;
  readonly about: readonly string[];
  readonly case: { readonly id: string; readonly reference: string; readonly title: string };
  readonly askedBy: string;
  readonly purpose: Purpose;
  readonly legalBasis: LegalBasis;
  readonly declaredAt: string;
  /** When an officer last said that it is still needed. */
  readonly confirmedAt: string;
  readonly until: string;
  readonly ended?: { readonly at: string; readonly code: string };
  readonly partners: readonly StandingPartner[];
}

export interface StandingPartner {
  readonly agencyId: string;
  readonly state: 'watched' | 'asking' | 'not-watched' | 'ended';
  /** The list in which it was looked up last: "no hit" is said as of this one. */
  readonly manifest?: { readonly number: number; readonly issuedAt: string };
  readonly checkedAt?: string;
  /** Of not watched: the last moment up to which everything announced was looked up; absent where it never was. */
  readonly notSince?: string;
  readonly code?: string;
  readonly why?: string;
  /** How many keys are watched, of how many that were asked; the least telling half keys may be asked once. */
  readonly keys: { readonly watched: number; readonly asked: number };
  /** In how many pairs the half keys among them are watched. */
  readonly pairs: number;
  readonly renewals: number;
}

export interface AlertView {
  readonly id: string;
  readonly standingId: string;
  readonly questionId: string;
  readonly owner: string;
  readonly about: string;
  readonly because: string;
  /** Half keys alone are the hit, which lead together to so many records. */
  readonly halves?: { readonly keys: number; readonly records: number };
  /** Records of the owner that would agree by chance. */
  readonly chance: number;
  readonly raisedAt: string;
  readonly hitState: 'sealed' | 'requested' | 'answered' | 'refused' | 'set-aside';
  readonly seen?: { readonly at: string; readonly by: string };
  readonly delivery: 'none' | 'waiting' | 'sent' | 'given-up';
}

// ── POST /api/standing/:id/renew StandingRenewal (act renew-standing) · POST /api/standing/:id/stop {reason} (act end-standing)
// ── POST /api/alerts/:id/seen (act acknowledge-alert)
export interface StandingRenewal {
  /** The last day, ISO date in UTC. */
  readonly until: string;
  readonly reason: string;
}
