/** The page Ask: what was understood, what would be asked of whom, and what came back. */
import type { MeantPerson } from './contract-requests.ts';
import type {
  Category,
  EntityKind,
  HandlingCode,
  KeyClass,
  LegalBasis,
  LinkKind,
  Offence,
  Purpose,
  Urgency,
} from '../../model/index.ts';
import type { ThingHead } from './contract-fields.ts';

// ── POST /api/understand {text} (public: it looks nothing up)
export interface UnderstoodView {
  readonly chips: readonly {
    readonly type:
      | 'name'
      | 'birth-date'
      | 'phone'
      | 'imei'
      | 'imsi'
      | 'iccid'
      | 'plate'
      | 'document'
      | 'iban'
      | 'account'
      | 'online-account'
      | 'crypto-address'
      | 'email'
      | 'imo'
      | 'mmsi'
      | 'window'
      | 'address'
      | 'organisation'
      | 'national-number'
      | 'vin'
      | 'unused';
    readonly text: string;
    readonly canonical: string;
    readonly note: string;
    readonly subject: number;
  }[];
  readonly subjects: number;
}

export interface QuestionDraft {
  readonly text: string;
  /** Chips the officer took out, as `type:canonical`. */
  readonly without: readonly string[];
  readonly caseId: string;
  readonly purpose: Purpose;
  readonly offence: Offence;
  readonly legalBasis: LegalBasis;
  readonly urgency: Urgency;
  readonly justification: string;
  readonly partners?: readonly string[];
  /** The last day on which it stands, ISO date in UTC; absent: it is asked once. */
  readonly standsUntil?: string;
}

// ── POST /api/questions/preview QuestionDraft (act search-own): own records and copies, and what would be asked of whom
export interface PreviewView {
  readonly own: readonly RecordHit[];
  readonly copies: readonly RecordHit[];
  /** Identifiers that may not be asked onward, with whose permission is missing. */
  readonly stopped: readonly {
    readonly about: string;
    readonly owner: string;
    readonly handling: readonly HandlingCode[];
    readonly because: string;
  }[];
  readonly keys: readonly {
    readonly about: string;
    readonly keyClass: KeyClass;
    readonly rule: string;
    readonly count: number;
    /** Half keys: each is a hit only together with one of another kind on the same record. */
    readonly half?: true;
  }[];
  readonly withheld: readonly { readonly rule: string; readonly about: string; readonly because: string }[];
  readonly partners: readonly {
    readonly agencyId: string;
    readonly ready: boolean;
    readonly why?: string;
    /** Rules by which it publishes nothing, being of an older version: they are not asked of it. */
    readonly unpublished?: readonly string[];
    readonly classes: readonly (BudgetView & {
      readonly keyClass: KeyClass;
      readonly keys: number;
      readonly padded: number;
    })[];
  }[];
}

/** What is left of what a partner evaluates for this officer and purpose: the budget with the least left. */
export interface BudgetView {
  readonly budget:
    | 'budget-day'
    | 'budget-epoch'
    | 'budget-officer'
    | 'budget-officer-epoch'
    | 'budget-purpose'
    | 'budget-purpose-epoch'
    // Of all partners together only the owner knows.
    | 'budget-all-partners'
    | 'budget-all-partners-epoch';
  readonly budgetUsed: number;
  readonly budgetLimit: number;
  /** Elements left of the grants in force beyond it (break glass). */
  readonly granted?: number;
  /** Elements that one question may still take. */
  readonly largest: number;
  /** What is said where it does not fit: which budget it is, when it is free again, and what to do. */
  readonly whenFull: string;
}

/** A record of our own, or a received copy, that fits; `because` is the sentence. */
export interface RecordHit {
  readonly entityId: string;
  readonly kind: EntityKind;
  readonly label: string;
  readonly category?: Category;
  readonly owner: string;
  readonly received: boolean;
  readonly because: string;
  readonly recordedOn: string;
  /** Own records that a thing hangs on: the exhibit that a number was found on. */
  readonly linked?: readonly { readonly entityId: string; readonly link: LinkKind; readonly label: string }[];
  /** Of a person of ours that several records are kept as: how many. */
  readonly records?: number;
  /** Of a copy: the request that it answers. */
  readonly requestId?: string;
}

// ── POST /api/questions QuestionDraft (act ask-partners) → {questionId} · GET /api/questions (act read-questions) · GET /api/questions/:id
export type PartnerAnswerState = 'waiting' | 'hit' | 'no-hit' | 'not-answered' | 'refused';
export interface QuestionView {
  readonly id: string;
  readonly askedAt: string;
  readonly askedBy: string;
  readonly case: { readonly id: string; readonly reference: string; readonly title: string };
  readonly purpose: Purpose;
  readonly offence: Offence;
  readonly about: readonly string[];
  readonly partners: readonly {
    readonly agencyId: string;
    readonly state: PartnerAnswerState;
    readonly hits: number;
    readonly tookMs: number | null;
    readonly keysSent: number;
    /** no hit: the manifest it is good for; not answered / refused: the coded reason and its sentence. */
    readonly manifest?: {
      readonly number: number;
      readonly issuedAt: string;
      readonly rules: number;
      readonly recordsWithoutKeys: string;
    };
    readonly code?: string;
    readonly why?: string;
  }[];
  readonly hits: readonly HitView[];
}
export interface QuestionListItem {
  readonly id: string;
  readonly askedAt: string;
  readonly askedBy: string;
  readonly about: string;
  readonly caseReference: string;
  readonly outcome: { readonly hits: number; readonly answered: number; readonly partners: number };
}

/** One sealed hit: what agreed, and nothing more than is known. */
export interface HitView {
  readonly id: string;
  readonly questionId: string;
  readonly owner: string;
  readonly about: string;
  readonly keys: readonly {
    readonly keyClass: KeyClass;
    readonly rule: string;
    readonly sentence: string;
    /** A half key: it is a hit only with the other half ones, which lead together to so many records. */
    readonly half?: { readonly records: number };
  }[];
  /** The whole reason in one sentence. */
  readonly because: string;
  /** Expected number of chance matches in the partner's holdings. */
  readonly chance: number;
  readonly state: 'sealed' | 'requested' | 'answered' | 'refused' | 'set-aside';
  readonly requestId?: string;
  readonly closeBy: string;
  /** Of a hit on names: who is meant, as it stands here and may be told. */
  readonly meant?: MeantPerson;
  /** The same key hit there before in this case, and what its owner answered is held here. */
  readonly held?: HeldAnswer;
}
export interface HeldAnswer extends ThingHead {
  /** The request that was answered. */
  readonly requestId: string;
  readonly receivedAt: string;
  readonly expiresAt: string;
}
