/** What the shell of the desk shows on every page: who is signed in, how far the agency has loaded, which cases there are. */
import type { LegalBasis, Role } from '../../model/index.ts';

/** Every error answer: HTTP status ≥ 400 with this body. `safe` says what did not happen ("nothing was sent"). */
export interface ApiError {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly reference: string;
    readonly safe?: string;
    /** The id of what is there already, where something was not made a second time. */
    readonly existing?: string;
  };
}

export interface AgencyBadge {
  readonly id: string;
  readonly letters: string;
  readonly name: string;
  readonly country: string;
  /** Position among the agreement's members: chooses the hue; own agency is always ink. */
  readonly hue: number;
}

// ── GET /api/session (public) · POST /api/session {name, password} (act sign-in) · DELETE /api/session (act sign-out)
export interface SessionView {
  readonly agency: AgencyBadge;
  readonly partners: readonly AgencyBadge[];
  readonly officer: OfficerView | null;
  /** For how many days at most a question may stand on each legal basis. */
  readonly standingDaysMax: Readonly<Record<LegalBasis, number>>;
  /** Present when the session locked itself for want of use: the page asks to sign in again and stays where it is. */
  readonly locked?: true;
  /** Demo only: names and passwords that may be shown on the sign-in page. */
  readonly demoSignIns?: readonly { readonly name: string; readonly role: Role; readonly password: string }[];
}

export interface OfficerView {
  readonly name: string;
  readonly role: Role;
  /** The acts that the policy lets this role do: the page offers nothing else. Every call is decided anew. */
  readonly may: readonly string[];
}

// ── GET /api/status (public): what is still loading; polled while anything is
export interface StatusView {
  readonly ready: boolean;
  readonly steps: readonly {
    readonly step: 'intake' | 'keys' | 'index' | 'partners';
    readonly state: 'waiting' | 'running' | 'done' | 'failed';
    readonly done: number;
    readonly total: number;
    readonly detail?: string;
  }[];
  readonly ledger: { readonly entries: number; readonly checkpointAt: string | null };
  /** Signed in, while nothing is asked or answered: which partner showed that this state is an old backup, and who is still silent (letters). */
  readonly restored?: { readonly shownBy: string; readonly silent: readonly string[] };
  /** For a signed-in officer who may read them: how many alerts nobody has seen, and the newest one's id. Never what they are about. */
  readonly alerts?: { readonly unseen: number; readonly newest: string | null };
  /** For whoever may read the ledger: how many alarms about partners nobody has closed. */
  readonly alarms?: number;
  /** For whoever may read what two agencies say of a day: how many days differ and were not settled, grants overdue for review, and what partners signed twice. */
  readonly differing?: number;
}

// ── cases: GET /api/cases (act view-cases) · POST /api/cases {reference, title} (act open-case)
export interface CaseView {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly openedAt: string;
}
