/**
 * What agreements and disagreements of names are worth, in powers of two. Found by moving one figure after the other while
 * recall at two false-positive rates and F1 against hard negatives rose, on one half of the development data, and rounded
 * (`bench/matching/fit-names.ts` does it again). Nothing here is of a single name.
 */
export const NAME_WEIGHTS = {
  /** Of log2 of one in so many who bear a word that agrees. */
  rarity: 1,
  /** Of the distance in sound, more so for short words: times 1 + shortness / sounds. */
  distance: 1.8,
  shortness: 2.5,
  /** One of the two is written without short vowels: more words would agree with it. */
  unvowelled: -0.7,
  /** Words that agree less than this are two words. */
  wordMin: -7,
  /** One letter mistyped in a word of at least so many letters. */
  typed: 6,
  typedFrom: 5,
  /** Another form of one given name (Jim and James). */
  form: 1.6,
  /** An initial that fits, one that is missing in the other name, one that contradicts a word. */
  initial: 0,
  initialUnmatched: 0.2,
  contraryInitial: -4,
  /** A particle that agrees. */
  small: 0.5,
  /** Each side has a word the other has not; all that agrees beside it counts up to contraryMax. */
  bothUnmatched: -20,
  contraryMax: 22,
  /** One name is shorter, for each word it lacks. */
  extra: -2.4,
  /** The words stand in another order. */
  inverted: -0.8,
  /** For each word that agrees when both names are of one-syllable words (PreparedName.isBrief). */
  brief: -2.6,
  /** The same, more for each that is not written alike. */
  briefUnlike: -0.6,
  /** A single word agrees. */
  lone: 1.2,
  /** No word agrees. */
  none: -24,
};
