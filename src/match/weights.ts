/**
 * What each level of agreement is worth, after Fellegi and Sunter (1969): log2 of how often it is seen among pairs that
 * are one person over how often among pairs that are two. Where a level depends on how common the value is, `chance` is
 * a factor on the value's share (term frequency). The figures are aggregates fitted on public development data and
 * rounded; `refineWeights` adjusts them to a holding.
 */
export interface LevelWorth {
  /** Among pairs that are one person and give the attribute, the share at this level. */
  readonly same: number;
  /** Among pairs that are two people, the share at this level; a factor where `byShare`. */
  readonly chance: number;
  readonly byShare?: true;
}

/** The levels, in the order of their numbers. */
export const LEVELS = {
  dateExact: { same: 0.75, chance: 1 / 20_000 },
  dateSwapped: { same: 0.02, chance: 1 / 20_000 },
  dateOneDigit: { same: 0.13, chance: 1 / 600 },
  dateTwoDigits: { same: 0.05, chance: 1 / 60 },
  dateYear: { same: 0.03, chance: 1 / 55 },
  dateYearOnly: { same: 0.85, chance: 1 / 45 },
  dateYearDigit: { same: 0.13, chance: 0.18 },
  dateDiffers: { same: 0.01, chance: 0.95 },
  sexSame: { same: 0.96, chance: 0.65 },
  sexDiffers: { same: 0.04, chance: 0.35 },
  placeSame: { same: 0.8, chance: 1, byShare: true },
  placeNear: { same: 0.03, chance: 0.005 },
  placeDiffers: { same: 0.17, chance: 0.99 },
  occupationSame: { same: 0.8, chance: 1, byShare: true },
  occupationDiffers: { same: 0.2, chance: 0.95 },
  addressWhole: { same: 0.5, chance: 1, byShare: true },
  addressStreet: { same: 0.15, chance: 1, byShare: true },
  postcodeSame: { same: 0.5, chance: 1, byShare: true },
  postcodeTypo: { same: 0.08, chance: 1e-4 },
  postcodeDistrict: { same: 0.17, chance: 1, byShare: true },
  addressDiffers: { same: 0.25, chance: 0.99 },
} as const satisfies Readonly<Record<string, LevelWorth>>;

export type Level = keyof typeof LEVELS;

/** Weights in powers of two, one for each level; for a level `byShare` the value's share is still to be taken off. */
export type Weights = Readonly<Record<Level, number>>;

/** The weights as shipped. */
export const SHIPPED_WEIGHTS: Weights = weightsOf(LEVELS);

/** Weights from a table of how often each level is seen. */
export function weightsOf(levels: Readonly<Record<Level, LevelWorth>>): Weights {
  const entries = Object.entries(levels).map(([level, { same, chance }]) => [
    level,
    Math.log2(same / chance),
  ]);
  return Object.fromEntries(entries) as Weights;
}
