/** The share of hits that a partner may answer with "not held" before it is an alarm: an honest one only where a record went meanwhile. */
export const NOT_HELD_SHARE_MAX = 0.01;
/** How unlikely so many must be at a partner that keeps to the share: one case alone never is, two are within fifteen answers. */
export const NOT_HELD_SIGNIFICANCE = 0.01;

/** How a partner answered the hits that were opened towards it. */
export interface NotHeldCount {
  /** Requests that it disclosed to or refused; without those refused because the key fits somebody else. */
  readonly answered: number;
  readonly notHeld: number;
}

/**
 * Whether "not held" came more often than one time in a hundred, and too often for chance: exact binomial test, one-sided.
 */
export function isTooOften({ answered, notHeld }: NotHeldCount): boolean {
  return (
    notHeld > answered * NOT_HELD_SHARE_MAX &&
    chanceOfAtLeast(notHeld, answered, NOT_HELD_SHARE_MAX) < NOT_HELD_SIGNIFICANCE
  );
}

/** P(X ≥ least) of a binomial X over `trials` of `share`: from 0 to 1. */
export function chanceOfAtLeast(least: number, trials: number, share: number): number {
  // P(X = 0) … P(X = least − 1), each from the one before it and as logarithms, for the first may be too small for a number; the rest
  // of 1 is what is asked.
  let logarithm = trials * Math.log1p(-share);
  let below = 0;
  for (let hits = 0; hits < Math.min(least, trials + 1); hits += 1) {
    below += Math.exp(logarithm);
    logarithm += Math.log(((trials - hits) / (hits + 1)) * (share / (1 - share)));
  }
  return Math.max(0, 1 - below);
}
