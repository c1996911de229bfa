/** How keys are derived, on either side. */
export interface KeyOptions {
  readonly sizeClass: number;
  readonly defaultCountry: string;
  /** The asker's side: spellings, plates' countries and weeks are spent. */
  readonly asks: boolean;
  readonly keysMax: number;
  /** Also the keys that are half of a hit. */
  readonly withHalves: boolean;
  /** Asked: conjunctions of a phone are spent beside the bare number. Recorded: of these canonical values they go out instead of it. */
  readonly joined: boolean | ReadonlySet<string>;
}

/** Of each kind of value, this many are looked at; a subject with more is said to have more. */
export const VALUES_MAX = 64;
/** Weeks a question may spend on one number, whatever its windows. */
export const WINDOW_WEEKS_MAX = 12;
