import type { NameOrder } from './name-order.ts';
import type { PatternCount } from './pattern-count.ts';
import type { Frequencies } from './term-frequency.ts';
import type { Level, Weights } from './weights.ts';

/** What a pair is weighed with. */
export interface Measure {
  readonly weights: Weights;
  readonly frequencies: Frequencies;
  /** Records in the holding: the more there are, the more kin and namesakes each has among them. */
  readonly sizeClass: number;
  /** Whether a value of an attribute is known to be shared by very many: then it says next to nothing. */
  readonly isGeneric: (attribute: string, value: string) => boolean;
  /** The most that two firms' names say for one firm: outside its own register a name belongs to nobody. */
  readonly firmNameMost: number;
  /** Where the file writes given names, where that was counted and can be told. */
  readonly nameOrder?: NameOrder;
  /** What two national numbers mean in the file, where it was counted. */
  readonly patterns?: PatternCount;
}

/** One attribute compared. */
export interface Finding {
  readonly level: Level | 'dateSpan' | 'dateSpanDiffers' | IdentifierLevel;
  /** log2 of how much likelier this is for one person than for two strangers. */
  readonly weight: number;
  /** The attribute's name, for an identifier. */
  readonly attribute?: string;
  /** An address of one home, as far as it can be read; set for addresses alone. */
  readonly isHome?: true;
}

/** How identifiers agree. */
export type IdentifierLevel =
  | 'identifierSame'
  | 'identifierUnissued'
  | 'identifierNear'
  | 'identifierTwoWrong'
  | 'identifierMistyped'
  | 'identifierDiffers'
  | 'identifierGeneric';
