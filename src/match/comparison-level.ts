/** One attribute compared: how far it agrees, why, and what that is worth in powers of two. */
export interface ComparisonLevel {
  readonly attribute: string;
  readonly level: 'exact' | 'close' | 'partial' | 'differs' | 'not-given';
  /** One sentence for the reader. */
  readonly because: string;
  /** log2 of how much likelier this is for one person than for two; 0 when nothing was compared. */
  readonly weight: number;
}
