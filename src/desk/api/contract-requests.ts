/** The page Requests: what is asked for after a hit, and what is decided. */
import type {
  Category,
  EntityKind,
  HandlingCode,
  LinkKind,
  Offence,
  Property,
  Purpose,
  RefusalGround,
  Urgency,
} from '../../model/index.ts';
import type { CopyField, DisclosableField, ThingHead } from './contract-fields.ts';

// ── POST /api/hits/:id/request RequestDraft (act send-request) → {requestId} · POST /api/hits/:id/aside {reason} (act set-hit-aside)
export interface RequestDraft {
  readonly urgency: Urgency;
  readonly urgencyReason: string;
  readonly wanted: readonly Property[] | readonly string[];
  /** Told to the owner beside the opened key; absent: nothing more is told. */
  readonly meant?: MeantPerson;
  readonly facts: string;
  readonly connection: string;
  readonly restrictions: string;
}
/** Who a request means, as the asker wrote it down. */
export interface MeantPerson {
  readonly names: readonly string[];
  readonly birthDates: readonly string[];
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
  readonly meant?: MeantPerson;
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
    /** Where the request says who is meant: whether this record can be that person, and why. */
    readonly identity?: {
      readonly verdict: 'fits' | 'differs' | 'cannot-say';
      readonly because: string;
    };
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
