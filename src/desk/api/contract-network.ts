/** The page Network. */
import type {
  Category,
  Certainty,
  EntityKind,
  Evaluation,
  HandlingCode,
  LinkKind,
} from '../../model/index.ts';
import type { CopyField } from './contract-fields.ts';

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
