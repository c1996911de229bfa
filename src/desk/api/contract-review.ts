/** The page "The same?": pairs of own records that may be one person or one organisation, what was judged, and what a record is one with. */
import type { Category, EntityKind } from '../../model/index.ts';

export type ReviewVerdict = 'same' | 'different' | 'unsure';

// ── GET /api/review (act review-records)
export interface ReviewView {
  /** The most evidence first, at most 100. */
  readonly pairs: readonly ReviewPairItem[];
  /** How many there are in all. */
  readonly open: number;
  /** People and organisations. */
  readonly records: number;
  /** Records that are one with another. */
  readonly joined: number;
  /** A load or a judgement is still being followed. */
  readonly isWaiting: boolean;
  /** Null before records were ever compared here. */
  readonly comparedAt: string | null;
  /** The newest judgements, those taken back among them, at most 20. */
  readonly lately: readonly JudgementView[];
  /** Values that too many records share to say anything. */
  readonly setAside: readonly {
    readonly attribute: string;
    readonly value: string;
    readonly records: number;
  }[];
}
export interface ReviewPairItem {
  readonly left: ReviewHead;
  readonly right: ReviewHead;
  /** For the two being one, in powers of two. */
  readonly weight: number;
  /** Other pairs of records that ask the same. */
  readonly further: number;
}
export interface ReviewHead {
  readonly entityId: string;
  readonly kind: EntityKind;
  readonly label: string;
  readonly category?: Category;
  /** How many of our records are this person or organisation, as far as is known. */
  readonly records: number;
}

// ── GET /api/review/pairs/:left/:right (act review-records)
export interface ReviewPairView {
  readonly left: ReviewSide;
  readonly right: ReviewSide;
  readonly rows: readonly ReviewRow[];
  /** log2 of one in as many records as are compared; the weights of the rows add to it. */
  readonly prior: number;
  readonly weight: number;
  /** How much was compared, whichever way it spoke, in powers of two. */
  readonly evidence: number;
  readonly band: 'confirmed' | 'likely' | 'possible' | 'same-name-only' | 'different' | 'nothing-to-compare';
  /** Whether the two are one at present. */
  readonly isOne: boolean;
  /** The judgement in force on these two records. */
  readonly judged?: JudgementView;
}
export interface ReviewSide extends ReviewHead {
  /** The systems that state it. */
  readonly sources: readonly string[];
  readonly recordedOn: string;
}
export interface ReviewRow {
  /** A code: name, birth-date, phone-number. */
  readonly attribute: string;
  readonly left: readonly ReviewValue[];
  readonly right: readonly ReviewValue[];
  readonly level: 'exact' | 'close' | 'partial' | 'differs' | 'not-given' | 'not-compared';
  readonly because: string;
  /** log2 of how much likelier this is of one than of two. */
  readonly weight: number;
}
export interface ReviewValue {
  readonly written: string;
  /** As it was read, where its owner wrote it otherwise. */
  readonly read?: string;
}

// ── POST /api/review/judgements JudgementDraft (act judge-records) → {judgementId}
export interface JudgementDraft {
  readonly left: string;
  readonly right: string;
  readonly verdict: ReviewVerdict;
  /** May be empty. */
  readonly reason: string;
}

// ── DELETE /api/review/judgements/:id (act revoke-judgement): it stays on file as taken back
export interface JudgementView {
  readonly id: string;
  readonly left: Pick<ReviewHead, 'entityId' | 'label'>;
  readonly right: Pick<ReviewHead, 'entityId' | 'label'>;
  readonly verdict: ReviewVerdict;
  readonly by: string;
  readonly at: string;
  readonly reason?: string;
  readonly takenBack?: { readonly by: string; readonly at: string };
}

/** What else of ours is this person or organisation, and who said so. */
export interface PersonView {
  /** In the order in which they came, the record itself among them. */
  readonly records: readonly ReviewSide[];
  /** In force, on any of these records. */
  readonly judgements: readonly JudgementView[];
}
