/** The page Ledger. */
import type { KeyClass } from '../../model/index.ts';

// ── ledger (act view-ledger): GET /api/ledger?before=&limit= · GET /api/ledger/export (act export-ledger, NDJSON)
export interface LedgerView {
  readonly entries: readonly LedgerLine[];
  /** Entries that have their place in the tree. */
  readonly size: number;
  /** Entries that are written and get their place with the next batch, this look among them. */
  readonly waiting: number;
  readonly checkpoint: string | null;
  readonly checkpointAt: string | null;
  /** The newest checkpoints, newest first, at most 24. */
  readonly checkpoints: readonly { readonly size: number; readonly at: string }[];
  /** The command line an outsider runs over the export, public key included. */
  readonly verifyCommand: string;
  readonly verified: { readonly ok: boolean; readonly at: string; readonly sentence: string } | null;
  readonly witnesses: readonly {
    readonly agencyId: string;
    readonly size: number;
    readonly at: string;
    readonly state: 'consistent' | 'first' | 'older' | 'inconsistent';
    /** How often it has said what cannot be true beside what it had said; the first hundred are kept as evidence. */
    readonly contradictions: number;
  }[];
  /** How partners answered the hits that were opened towards them: those that have an alarm or an answer. */
  readonly notHeld: readonly NotHeldLine[];
  readonly budgets: readonly {
    readonly partner: string;
    readonly keyClass: KeyClass;
    readonly used: number;
    readonly perDay: number;
  }[];
}
// ── POST /api/alarms/:id/close {reason} (act close-not-held-alarm)
export interface NotHeldLine {
  readonly agencyId: string;
  readonly answered: number;
  readonly notHeld: number;
  /** Since when it is counted. */
  readonly since: string;
  readonly alarm?: {
    readonly id: string;
    readonly raisedAt: string;
    /** As it was counted when the alarm was raised. */
    readonly answered: number;
    readonly notHeld: number;
  };
}
export interface LedgerLine {
  readonly index: number | null;
  readonly time: string;
  readonly kind: 'intent' | 'outcome';
  readonly act: string;
  readonly who: string;
  readonly role: string;
  readonly purpose?: string;
  readonly partners?: readonly string[];
  readonly counts?: Readonly<Record<string, number>>;
  readonly result?: string;
  readonly fields?: readonly string[];
  /** How often it happened, where one entry stands for several (attempts to sign in that failed). */
  readonly times?: number;
  readonly leafHash: string;
}
