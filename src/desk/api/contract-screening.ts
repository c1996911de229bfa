/**
 * A list screened against own records, copies and partners. What is here lives in the server's memory only: rows that did
 * not hit are counted and never named.
 */
import type {
  Category,
  EntityKind,
  HandlingCode,
  KeyClass,
  LegalBasis,
  Offence,
  Purpose,
  Urgency,
} from '../../model/index.ts';
import type { BudgetView } from './contract-ask.ts';

// ── POST /api/screenings ScreeningDraft (act screen-list) · GET /api/screenings/current?page=0 (act read-screening)
export interface ScreeningDraft {
  readonly text: string;
  readonly caseId: string;
  readonly purpose: Purpose;
  readonly offence: Offence;
  readonly legalBasis: LegalBasis;
  /** Of the questions to partners. */
  readonly urgency: Urgency;
  readonly justification: string;
}

/** `looked`: the part in the clear is over and partners may be asked; `done`: everything that did not hit is forgotten. */
export type ScreeningState = 'looking' | 'looked' | 'asking' | 'done' | 'stopped' | 'failed';

export type UnreadReason =
  | 'nothing-understood'
  | 'date-alone'
  | 'line-too-long'
  | 'quotes-broken'
  | 'too-many-cells'
  | 'not-json'
  | 'not-an-entity'
  | 'not-comparable'
  | 'part-unused'
  | 'too-many-values';

/** The officer's own list; null when there is none. */
export interface CurrentScreening {
  readonly screening: ScreeningView | null;
}

export interface ScreeningView {
  readonly startedAt: string;
  readonly state: ScreeningState;
  /** Of `failed`: the coded reason. */
  readonly code?: string;
  readonly case: { readonly id: string; readonly reference: string; readonly title: string };
  readonly purpose: Purpose;
  readonly list: {
    readonly format: 'lines' | 'csv' | 'ndjson';
    readonly lines: number;
    /** Rows after the same one was taken together. */
    readonly rows: number;
    readonly unusedColumns: readonly string[];
    readonly unreadCount: number;
    /** The first of them; `read` where only a part of the line was not used. */
    readonly unread: readonly {
      readonly line: number;
      readonly because: UnreadReason;
      readonly read: boolean;
    }[];
  };
  readonly here: { readonly done: number; readonly total: number; readonly hits: number };
  readonly sealed: SealedProgress | null;
  /** Rows that hit, of this page, in the order of the list. */
  readonly hits: readonly ScreenedRow[];
  readonly hitCount: number;
  readonly page: number;
  readonly pages: number;
  /** When even the rows that hit are forgotten; null while something is running. */
  readonly forgottenAt: string | null;
}

export interface SealedProgress {
  readonly rows: number;
  readonly asked: number;
  readonly questions: number;
  readonly questionsAsked: number;
  readonly hits: number;
  readonly partners: readonly {
    readonly agencyId: string;
    /** Rows compared in full: of these alone "no hit" may be said. */
    readonly answered: number;
    readonly notAnswered: number;
    readonly notAsked: number;
    readonly why?: string;
  }[];
}

export interface ScreenedRow {
  /** Where it stands in the list: several lines that say the same are one row. */
  readonly lines: readonly number[];
  readonly label: string;
  readonly here: readonly ScreenedMatch[];
  /** Records that fit besides those shown. */
  readonly more: number;
  readonly sealed: readonly ScreenedSealed[];
}

export interface ScreenedMatch {
  readonly entityId: string;
  readonly kind: EntityKind;
  readonly label: string;
  readonly category?: Category;
  readonly owner: string;
  readonly received: boolean;
  readonly requestId?: string;
  readonly recordedOn: string;
  /** `identifier`: found by a number that agrees exactly, and nothing else was compared. */
  readonly band: 'confirmed' | 'likely' | 'possible' | 'same-name-only' | 'identifier';
  readonly probability: number | null;
  /** How much there was to compare, in powers of two. */
  readonly evidence: number;
  readonly reasons: readonly {
    readonly attribute: string;
    readonly level: string;
    readonly because: string;
    readonly weight: number;
  }[];
}

export interface ScreenedSealed {
  readonly questionId: string;
  readonly hitId: string;
  readonly owner: string;
  readonly rules: readonly string[];
  readonly because: string;
  /** Half keys are the hit, which lead together to so many records. */
  readonly halves?: { readonly keys: number; readonly records: number };
  readonly chance: number;
}

// ── POST /api/screenings/preview (act preview-question): what asking partners about the list would take
export interface ScreeningPreview {
  /** Rows that have a key to ask and are not stopped. */
  readonly rows: number;
  readonly withoutKeys: number;
  readonly questions: number;
  /** Rows that name somebody with a firm, their half keys, and how many strangers all their pairs would fit at a partner: no more than one. */
  readonly halves?: { readonly rows: number; readonly keys: number; readonly strangers: number };
  readonly stoppedCount: number;
  readonly stopped: readonly {
    readonly lines: readonly number[];
    readonly label: string;
    readonly owner: string;
    readonly handling: readonly HandlingCode[];
  }[];
  readonly partners: readonly {
    readonly agencyId: string;
    readonly ready: boolean;
    readonly why?: string;
    /** Rows whose questions fit into what is left of the budgets and of grants beyond them. */
    readonly rowsInBudget: number;
    readonly classes: readonly (BudgetView & {
      readonly keyClass: KeyClass;
      readonly keys: number;
      readonly padded: number;
    })[];
  }[];
}

// ── POST /api/screenings/ask {partners} (act ask-partners) · POST /api/screenings/stop (act end-screening) · DELETE /api/screenings/current (act end-screening)
export interface ScreeningAsk {
  readonly partners: readonly string[];
}
