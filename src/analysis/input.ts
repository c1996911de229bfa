import type {
  Category,
  Certainty,
  Entity,
  EntityKind,
  Evaluation,
  Handling,
  KeyClass,
  LinkKind,
  Property,
  Relation,
  Statement,
} from '../model/index.ts';

/**
 * What a picture is assembled from, as plain data: own records, received copies, judgements, hits nobody has opened.
 * A thing is named by its reference: `own:<entity id>` or `copy:<copy id>/<ref>`.
 */
export interface NetworkInput {
  /** The agency whose picture it is; owner of everything in `own`. */
  readonly agency: string;
  /** ISO time of the picture: ages are counted to it, and copies that expired before it are left out. */
  readonly asOf: string;
  readonly own: { readonly entities: readonly OwnEntity[]; readonly relations: readonly OwnRelation[] };
  readonly copies: readonly CopyInput[];
  readonly judgements: readonly JudgementInput[];
  readonly sealedHits: readonly SealedHitInput[];
  /** Hits whose owner has answered: what was asked about and what the answer is about are linked. */
  readonly openedHits?: readonly OpenedHitInput[];
  /** What questions were about and nobody here holds: drawn as asked, so that its hits hang on something. */
  readonly askedThings?: readonly AskedThingInput[];
  /** What a partner said it holds beyond a disclosed thing: a number, nothing else. */
  readonly masked?: readonly MaskedInput[];
  /** References whose identifiers were already asked of partners. */
  readonly asked?: readonly string[];
  /** Agency letters for sentences; the id in capitals where there is none. */
  readonly letters?: Readonly<Record<string, string>>;
}

export interface OwnEntity extends Entity {
  readonly statements: readonly (Statement & { readonly recordedOn: string })[];
}

export interface OwnRelation extends Relation {
  readonly recordedOn: string;
}

export interface CopyInput {
  readonly id: string;
  readonly owner: string;
  readonly receivedAt: string;
  readonly expiresAt: string;
  /** Codes of the whole disclosure; a value's own codes come on top. */
  readonly handling: Handling;
  readonly entities: readonly {
    readonly ref: string;
    readonly kind: EntityKind;
    readonly category?: Category;
    readonly statements: readonly CopyStatementInput[];
  }[];
  readonly relations: readonly (CopyMarking & {
    readonly from: string;
    readonly to: string;
    readonly link: LinkKind;
  })[];
}

export interface CopyMarking {
  readonly recordedOn: string;
  readonly evaluation: Evaluation;
  readonly certainty: Certainty;
  readonly handling: Handling;
}

export interface CopyStatementInput extends CopyMarking {
  readonly property: Property;
  readonly written: string;
  readonly value: string;
}

export interface JudgementInput {
  readonly left: string;
  readonly right: string;
  readonly verdict: 'same' | 'different';
}

export interface SealedHitInput {
  readonly id: string;
  readonly owner: string;
  /** Reference of the thing that was asked about. */
  readonly about: string;
  readonly keys: readonly { readonly keyClass: KeyClass; readonly rule: string }[];
  readonly hitOn: string;
}

export interface OpenedHitInput {
  readonly id: string;
  readonly owner: string;
  /** Reference of the thing that was asked about. */
  readonly about: string;
  /** Reference of the thing that the owner's answer is about. */
  readonly answer: string;
  readonly handling: Handling;
  readonly hitOn: string;
}

export interface AskedThingInput {
  /** `asked:<anything>`, unique in the input. */
  readonly ref: string;
  /** What was asked, in the question's words. */
  readonly label: string;
  /** The keys that hit: they say what kind of thing it is. */
  readonly keys: SealedHitInput['keys'];
}

export interface MaskedInput {
  readonly owner: string;
  readonly about: string;
  readonly count: number;
}

/** The reference of an own entity. */
export function ownRef(entityId: string): string {
  return `own:${entityId}`;
}

/** The reference of an entity inside a received copy. */
export function copyRef(copyId: string, ref: string): string {
  return `copy:${copyId}/${ref}`;
}
