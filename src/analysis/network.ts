import type {
  Category,
  Certainty,
  EntityKind,
  Evaluation,
  Handling,
  LinkKind,
  Property,
} from '../model/index.ts';

/** The assembled picture: nodes, edges, and what was left out of it with the reason. */
export interface Network {
  readonly agency: string;
  readonly asOf: string;
  readonly nodes: readonly NetworkNode[];
  readonly edges: readonly NetworkEdge[];
  readonly leftOut: readonly LeftOut[];
}

export type NodeState = 'own' | 'copy' | 'sealed' | 'masked';

/** How a person is drawn: filled suspects and convicted, open others, a protecting ring for victims and witnesses. */
export type Drawing = 'filled' | 'open' | 'protected' | 'thing';

export interface NetworkNode {
  /** The first of its references: stays the same as long as the same things are judged the same. */
  readonly id: string;
  /** Every record and copy that was judged to be this thing. */
  readonly refs: readonly string[];
  /** Absent on masked nodes, of which nothing is known but their number. */
  readonly kind?: EntityKind;
  readonly label: string;
  /** What stands under the label: the category word, other names, or what agreed. */
  readonly lines: readonly string[];
  readonly owners: readonly string[];
  /** The most protecting of the categories that its owners gave. */
  readonly category?: Category;
  readonly categories: readonly { readonly owner: string; readonly category: Category }[];
  readonly drawing: Drawing;
  readonly state: NodeState;
  readonly sealed?: readonly { readonly keyClass: string; readonly rule: string }[];
  readonly masked?: number;
  readonly values: readonly NetworkValue[];
  /** Whether something of it may be asked of partners without anybody's permission. */
  readonly mayAskOnward: boolean;
  /** Whose permission is missing for the rest. */
  readonly stop?: string;
}

export interface NetworkValue {
  readonly statementId: string;
  readonly property: Property;
  readonly written: string;
  readonly value: string;
  readonly owner: string;
  readonly received: boolean;
  readonly expiresAt?: string;
  readonly evaluation: Evaluation;
  readonly certainty: Certainty;
  readonly handling: Handling;
  readonly recordedOn: string;
  readonly ageDays: number;
  readonly reviewOn?: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly mayAskOnward: boolean;
}

export interface NetworkEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly link: LinkKind | 'sealed-hit' | 'opened-hit' | 'masked';
  readonly owner: string;
  readonly source: 'own' | 'copy' | 'sealed';
  /** Absent where nothing is said yet: a hit nobody opened. */
  readonly evaluation?: Evaluation;
  readonly certainty: Certainty;
  readonly handling: Handling;
  readonly recordedOn: string;
  readonly ageDays: number;
  readonly validFrom?: string;
  readonly validUntil?: string;
  /** What the edge rests on: ids of relations, of the copy's relations, or of the hit. */
  readonly statementIds: readonly string[];
}

export type LeftOutReason =
  | 'informant'
  | 'uncategorised'
  | 'copy-expired'
  | 'end-outside-picture'
  | 'both-ends-one-thing'
  | 'judgement-across-kinds'
  | 'judgement-contradicted'
  | 'judgement-outside-picture';

/** What is not in the picture: how much, and why, and nothing about whom. */
export interface LeftOut {
  readonly reason: LeftOutReason;
  readonly count: number;
  readonly sentence: string;
}

const SENTENCES: Readonly<Record<LeftOutReason, string>> = {
  informant: 'Informants are never drawn.',
  uncategorised: 'Persons without a category are not drawn until somebody decides on one.',
  'copy-expired': 'Received copies whose time is over.',
  'end-outside-picture': 'Links that lead to a record outside this picture.',
  'both-ends-one-thing': 'Links between two records that were judged to be one thing.',
  'judgement-across-kinds': 'Judgements that join things of different kinds were not applied.',
  'judgement-contradicted': 'Judgements that join what another judgement keeps apart were not applied.',
  'judgement-outside-picture': 'Judgements about a record outside this picture.',
};

/** Counts what is left out while a picture is assembled. */
export class LeftOutCounter {
  readonly #counts = new Map<LeftOutReason, number>();

  add(reason: LeftOutReason, count = 1): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + count);
  }

  list(): LeftOut[] {
    return [...this.#counts]
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => ({ reason, count, sentence: SENTENCES[reason] }))
      .toSorted((left, right) => compareText(left.reason, right.reason));
  }
}

/** The order of two texts by their code units: the same on every machine. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
