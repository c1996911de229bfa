/**
 * What crosses between the browser and the desk's server: types only, shared by both. Times are ISO 8601 in UTC; codes
 * travel as codes and are read in the reader's language. The browser never gets a key or a partner's raw message.
 */
import type {
  Category,
  Certainty,
  EntityKind,
  Evaluation,
  HandlingCode,
  KeyClass,
  LegalBasis,
  LinkKind,
  Offence,
  Property,
  Purpose,
  RefusalGround,
  Role,
  Urgency,
} from '../../model/index.ts';

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
}

// ── cases: GET /api/cases (act view-cases) · POST /api/cases {reference, title} (act open-case)
export interface CaseView {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly openedAt: string;
}

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
      | 'email'
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
  }[];
  readonly withheld: readonly { readonly rule: string; readonly about: string; readonly because: string }[];
  readonly partners: readonly {
    readonly agencyId: string;
    readonly ready: boolean;
    readonly why?: string;
    readonly classes: readonly {
      readonly keyClass: KeyClass;
      readonly keys: number;
      readonly padded: number;
      readonly budgetUsed: number;
      readonly budgetPerDay: number;
    }[];
  }[];
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
  readonly keys: readonly { readonly keyClass: KeyClass; readonly rule: string; readonly sentence: string }[];
  /** The whole reason in one sentence. */
  readonly because: string;
  /** Expected number of chance matches in the partner's holdings. */
  readonly chance: number;
  readonly state: 'sealed' | 'requested' | 'answered' | 'refused' | 'set-aside';
  readonly requestId?: string;
  readonly closeBy: string;
  /** The same key hit there before in this case, and what its owner answered is held here. */
  readonly held?: HeldAnswer;
}
export interface HeldAnswer extends ThingHead {
  /** The request that was answered. */
  readonly requestId: string;
  readonly receivedAt: string;
  readonly expiresAt: string;
}

// ── POST /api/hits/:id/request RequestDraft (act send-request) → {requestId} · POST /api/hits/:id/aside {reason} (act set-hit-aside)
export interface RequestDraft {
  readonly urgency: Urgency;
  readonly urgencyReason: string;
  readonly wanted: readonly Property[] | readonly string[];
  readonly facts: string;
  readonly connection: string;
  readonly restrictions: string;
}

// ── GET /api/requests (act read-requests) · GET /api/requests/:id · POST /api/requests/:id/decision DecisionDraft (act decide-request)
export interface RequestListItem {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly partner: string;
  readonly summary: string;
  readonly urgency: Urgency;
  readonly sentAt: string;
  readonly dueAt: string;
  readonly state: 'sending' | 'waiting' | 'disclosed' | 'refused' | 'undeliverable';
}
export interface RequestView extends RequestListItem {
  readonly purpose: Purpose;
  readonly offence: Offence;
  readonly urgencyReason: string;
  readonly wanted: readonly string[];
  readonly facts: string;
  readonly connection: string;
  readonly restrictions: string;
  readonly officerHandle: string;
  readonly checks: readonly { readonly check: string; readonly ok: boolean; readonly sentence: string }[];
  /** Incoming only, and only for roles that may read values: what the opened keys turned out to be. */
  readonly opened?: readonly { readonly rule: string; readonly value: string }[];
  /** Incoming only: our records that the opened key points to, each with the fields that may be ticked. */
  readonly records?: readonly {
    readonly entityId: string;
    readonly label: string;
    readonly kind: EntityKind;
    readonly category?: Category;
    readonly fields: readonly DisclosableField[];
  }[];
  readonly answer?: {
    readonly decidedAt: string;
    readonly ground?: RefusalGround;
    readonly fields?: readonly CopyField[];
    readonly handling?: readonly HandlingCode[];
    readonly expiresAt?: string;
  };
}
export interface DisclosableField {
  readonly statementId: string;
  readonly entityId: string;
  readonly kind: EntityKind;
  readonly link?: LinkKind;
  readonly property: Property;
  readonly written: string;
  /** A date as it was read, YYYY-MM-DD, where its owner wrote it otherwise. */
  readonly read?: string;
  readonly certainty: Certainty;
  readonly evaluation: Evaluation;
  readonly handling: readonly HandlingCode[];
  readonly recordedOn: string;
  /** Present when the field cannot be ticked (H3 unread, witness, received from another owner). */
  readonly blocked?: string;
}
/** What a group of fields is about. */
export interface ThingHead {
  /** Tells two things of the same name apart within one answer. */
  readonly ref: string;
  readonly label: string;
  readonly kind: EntityKind;
  readonly category?: Category;
}
export interface CopyField {
  /** The person or thing it is said of, as its owner calls it. */
  readonly thing?: ThingHead;
  readonly kind: EntityKind;
  readonly link?: LinkKind;
  readonly property: Property;
  readonly written: string;
  /** A date as it was read, YYYY-MM-DD, where its owner wrote it otherwise. */
  readonly read?: string;
  readonly certainty: Certainty;
  readonly evaluation: Evaluation;
  readonly handling: readonly HandlingCode[];
  readonly recordedOn: string;
}
export interface ChosenRecord {
  readonly entityId: string;
  readonly fields: readonly {
    readonly statementId: string;
    readonly handling: readonly HandlingCode[];
  }[];
}
/** One record and its ticked fields, and others that stand behind the same opened key. */
export interface DisclosureDraft extends ChosenRecord {
  readonly also?: readonly ChosenRecord[];
}
export type DecisionDraft =
  | ({
      readonly decision: 'disclose';
      readonly reason: string;
    } & DisclosureDraft)
  | { readonly decision: 'refuse'; readonly ground: RefusalGround; readonly reason: string };

// ── POST /api/requests/:id/preview DisclosureDraft (act read-requests): the answer as its reader will get it; nothing leaves
export interface DisclosurePreview {
  readonly fields: readonly CopyField[];
  /** People and things that go along by name of their kind only, with no field of their own. */
  readonly bare: readonly ThingHead[];
  readonly links: readonly {
    readonly from: string;
    readonly to: string;
    readonly link: LinkKind;
    readonly handling: readonly HandlingCode[];
  }[];
  readonly handling: readonly HandlingCode[];
  readonly expiresAt: string;
}

// ── GET /api/network?case=ID[&from=NODE&to=NODE] (act view-network)
export interface NetworkView {
  readonly nodes: readonly NetworkNode[];
  readonly edges: readonly NetworkEdge[];
  readonly path: readonly string[];
  readonly leftOut: readonly { readonly reason: string; readonly count: number }[];
  readonly gaps: readonly { readonly sentence: string; readonly nodeId?: string }[];
}
export interface NetworkNode {
  readonly id: string;
  readonly kind: EntityKind;
  readonly label: string;
  readonly sub: string;
  readonly owners: readonly string[];
  readonly category?: Category;
  readonly state: 'own' | 'copy' | 'sealed' | 'masked';
  readonly x: number;
  readonly y: number;
  readonly values: readonly (CopyField & {
    readonly owner: string;
    readonly received: boolean;
    readonly expiresAt?: string;
  })[];
  readonly mayAskOnward: boolean;
  /** Why not, in a sentence naming whose permission is missing. */
  readonly stop?: string;
}
export interface NetworkEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** 'opened-hit': the answer to a hit, where it names another kind of thing than was asked about. */
  readonly link: LinkKind | 'sealed-hit' | 'opened-hit' | 'masked';
  readonly owner: string;
  readonly source: 'own' | 'copy' | 'sealed';
  readonly certainty: Certainty;
  readonly evaluation?: Evaluation;
  readonly handling: readonly HandlingCode[];
  readonly recordedOn: string;
}

// ── GET /api/records/:entityId (act consult-record; needs ?case=)
export interface RecordView {
  readonly entityId: string;
  readonly kind: EntityKind;
  readonly category?: Category;
  readonly label: string;
  readonly fields: readonly DisclosableField[];
  readonly locators: readonly { readonly statementId: string; readonly sentence: string }[];
}

// ── intake (act view-intake): GET /api/intake/runs · GET /api/intake/runs/:id · GET /api/intake/runs/:id/quarantine
export interface IntakeRunView {
  readonly id: string;
  readonly source: string;
  readonly origin: string;
  /** A code: copybook, dbf, csv, sql, xlsx. */
  readonly format: string;
  readonly mode: 'full' | 'delta';
  readonly startedAt: string;
  readonly tookMs: number | null;
  readonly state: 'running' | 'published' | 'discarded' | 'failed';
  readonly why?: string;
  readonly rows: {
    readonly read: number;
    readonly accepted: number;
    readonly unchanged: number;
    readonly quarantined: number;
    readonly skipped: Readonly<Record<string, number>>;
  };
  readonly cells: {
    readonly read: number;
    readonly stated: number;
    readonly empty: number;
    readonly unknown: number;
    readonly bad: number;
  };
  readonly balanced: boolean;
}
export interface IntakeRunDetail extends IntakeRunView {
  readonly fields: readonly {
    readonly field: string;
    readonly filled: number;
    readonly bad: number;
    readonly unknown: number;
    readonly read: number;
  }[];
  readonly reasons: readonly { readonly reason: string; readonly sentence: string; readonly count: number }[];
  /** What goes out to partners, and what is held back and why. */
  readonly keys: readonly {
    readonly rule: string;
    readonly published: number;
    readonly withheld: number;
    readonly why: string;
  }[];
}
export interface QuarantinedRow {
  readonly number: number;
  readonly reason: string;
  readonly sentence: string;
  readonly bytesHex: string;
  /** The decoded characters beside the bytes, one per byte where that is possible. */
  readonly decoded: string;
  readonly badRange?: { readonly offset: number; readonly length: number };
  readonly fields: readonly {
    readonly field: string;
    readonly range?: string;
    readonly readAs: string;
    readonly state: string;
  }[];
}

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
  }[];
  readonly budgets: readonly {
    readonly partner: string;
    readonly keyClass: KeyClass;
    readonly used: number;
    readonly perDay: number;
  }[];
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
