/** A value as a page shows it, own or received, and what a group of them is about. */
import type {
  Category,
  Certainty,
  EntityKind,
  Evaluation,
  HandlingCode,
  LinkKind,
  Property,
} from '../../model/index.ts';

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
