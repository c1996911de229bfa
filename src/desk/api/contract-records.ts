/** One own record. */
import type { Category, EntityKind } from '../../model/index.ts';
import type { DisclosableField } from './contract-fields.ts';
import type { PersonView } from './contract-review.ts';

// ── GET /api/records/:entityId (act consult-record; needs ?case=)
export interface RecordView {
  readonly entityId: string;
  readonly kind: EntityKind;
  readonly category?: Category;
  readonly label: string;
  readonly fields: readonly DisclosableField[];
  /** Present where other records of ours are this person, or somebody judged that they are not. */
  readonly person?: PersonView;
  readonly locators: readonly { readonly statementId: string; readonly sentence: string }[];
}
