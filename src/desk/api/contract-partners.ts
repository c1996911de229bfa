/** The page Partners: the agreement, what it lets be found, and what two agencies say of the days that are over. */
import type { KeyClass } from '../../model/index.ts';

/** Elements (or records) in one UTC day and in one epoch. */
interface Span {
  readonly perDay: number;
  readonly perEpoch: number;
}

// ── GET /api/partners (act view-partners) · POST /api/partners/:partner/days/:day/settle {reason} (act settle-difference)
export interface PartnersView {
  readonly agreement: { readonly name: string; readonly expiresAt: string };
  /** The setting rule (at most ten records an epoch), of each class whose numbers are given out in blocks. */
  readonly settings: readonly {
    readonly keyClass: KeyClass;
    readonly perEpoch: number;
    /** Of how many values of a block one goes out bare, at most. */
    readonly oneIn: number;
    /** Records that one partner's epoch budget finds by guessing through the densest block there can be, and that there is now. */
    readonly expectedRecords: number;
    readonly expectedNow: number;
  }[];
  /** Partners that signed two indexes for one place, and keys that one showed others and not us: what is open first. */
  readonly conflicts: readonly ConflictView[];
  readonly otherKeys: readonly OtherKeysView[];
  /** The newest places of our own chains of manifests: what a partner may want to have read out. */
  readonly ownPlaces: readonly {
    /** Whom it is for; null: the keys, the same for all. */
    readonly partner: string | null;
    readonly number: number;
    readonly epoch: number;
    readonly hash: string;
  }[];
  /** Files of our own index that were found damaged on disk in the last 30 days, the newest first. */
  readonly ownDamaged: readonly {
    readonly partner: string;
    readonly foundAt: string;
    readonly madeFrom: 'kept-tags' | 'records';
  }[];
  /** How each class is divided: what one partner may have, what all together (and how many records that finds), one officer, one purpose. */
  readonly division: readonly {
    readonly keyClass: KeyClass;
    readonly partner: Span;
    readonly all: Span;
    /** Null where no block is guessed through. */
    readonly records: Span | null;
    readonly officer: Span;
    readonly purpose: Span;
  }[];
  /** Break glass: elements beyond a budget, given to partners and received from them, the newest first. */
  readonly grants: readonly GrantView[];
  /** What a new grant to a partner may be: no more elements than an epoch's budget, no longer than so many hours. */
  readonly grantLimits: {
    readonly hoursMax: number;
    readonly classes: readonly { readonly keyClass: KeyClass; readonly perEpoch: number }[];
  };
  /** The newest days first, after those that differ and that nobody has settled; at most 200. */
  readonly days: readonly StatedDayView[];
}
// ── POST /api/settlements {partner, believed, reason} (act propose-settlement) · POST /api/settlements/:id/confirm (act settle-conflict)
/** All conflicts of one partner are settled together; while one is open the partner is not asked. */
export interface ConflictView {
  readonly partner: string;
  readonly state: 'open' | 'proposed' | 'settled';
  readonly places: readonly {
    readonly part: 'keys' | 'segments';
    readonly foundAt: string;
    /** What it had shown us at that place or before it, and what it showed then. */
    readonly first: ConflictSideView | null;
    readonly second: ConflictSideView;
  }[];
  /** Which chain a person proposes to believe, or two have agreed to. */
  readonly settlement?: {
    readonly id: string;
    readonly believed: 'first' | 'second';
    readonly reason: string;
    readonly at: string;
  };
}
export interface ConflictSideView {
  readonly number: number;
  readonly epoch: number;
  readonly hash: string;
  readonly issuedAt?: string;
  /** Whether its own signature is kept; otherwise the next manifest names it. */
  readonly isSigned: boolean;
}
// ── POST /api/partners/:party/keys/:number/review {reason} (act review-other-keys)
export interface OtherKeysView {
  readonly party: string;
  readonly number: number;
  readonly toldBy: string;
  readonly foundAt: string;
  readonly oursHash: string;
  readonly theirsHash: string;
  readonly reviewed: boolean;
}
// ── POST /api/grants {partner, keyClass, elements, hours, reason} (act propose-grant) · POST /api/grants/:id/grant (act grant-budget)
// ── POST /api/grants/:id/review {reason} (act review-grant)
export interface GrantView {
  readonly id: string;
  readonly direction: 'given' | 'received';
  readonly partner: string;
  readonly keyClass: KeyClass;
  readonly elements: number;
  /** Of a received one only its owner knows. */
  readonly used?: number;
  readonly until: string;
  /** Records that guessing could find in the epoch with it; null where no block is guessed through. */
  readonly expectedRecords: number | null;
  readonly reason: string;
  readonly proposedAt: string;
  readonly state: 'proposed' | 'lapsed' | 'in-force' | 'to-review' | 'overdue' | 'reviewed';
}
export interface StatedDayView {
  readonly partner: string;
  /** ISO date, UTC. */
  readonly day: string;
  /** 'awaited': the partner has not stated it. 'unstated': we have not. */
  readonly state: 'agrees' | 'differs' | 'settled' | 'awaited' | 'unstated';
  /** Messages that we sent and the partner took, and that we took. */
  readonly sent: number;
  readonly taken: number;
  readonly differences: readonly {
    readonly direction: 'sent' | 'taken';
    /** A kind of message, a class of elements, or 'messages' where only the ids differ. */
    readonly what: string;
    readonly ours: number;
    readonly theirs: number;
  }[];
}
