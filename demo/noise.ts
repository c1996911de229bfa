/**
 * How often a clerk does what clerks do: the one table of the town's noise. Each figure is a probability per record
 * (names: per name part). They were set by judgement, once, to make the matcher work for its result; no figure was tuned
 * on what the matcher can or cannot find.
 */
export const NOISE = {
  /** A name heard abroad is spelled by another country's habit (a French passport shown at a Dutch counter). */
  foreignHabit: 0.18,
  /** Accents are lost although the system could hold them. */
  droppedAccents: 0.35,
  /** One letter of a name is doubled, lost, swapped with its neighbour or hit beside. */
  nameTypo: 0.03,
  /** Family and given name stand in each other's field. */
  swappedNames: 0.025,
  /** Only the first of two given names, or only its initial. */
  initialOnly: 0.01,
  /** The particle of a name (van, el, ben) is joined, dropped or hyphenated. */
  looseParticle: 0.12,
  /** A married or a Slavic feminine name written in the other form. */
  otherEnding: 0.05,
  /** Day and month exchanged (only where both are at most 12, so nobody notices). */
  swappedDate: 0.02,
  /** Only the year was known: the system demanded a day and got 1 January. */
  firstOfJanuary: 0.03,
  /** No date of birth. */
  missingDate: 0.05,
  /** One digit of the date is wrong. */
  dateTypo: 0.008,
  /** One digit of a phone, document or plate is wrong. */
  identifierTypo: 0.004,
  /** The record does not mention something the person has. */
  phoneUnknown: 0.3,
  documentUnknown: 0.45,
  vehicleUnknown: 0.5,
  addressUnknown: 0.25,
  deviceUnknown: 0.6,
  /** A nickname or other name is noted. */
  alias: 0.05,
  /** The same person entered twice in one agency. */
  doubleRecord: 0.015,
  /** The person is known to a second, and then to a third agency. */
  secondAgency: 0.07,
  thirdAgency: 0.2,
  /** A new person gets the full name of an earlier one (and, of these, the same birth year). */
  namesake: 0.006,
  namesakeSameYear: 0.3,
  /** Twins among two children of one family. */
  twins: 0.02,
  /** A phone bought by one and used by the household. */
  sharedPhone: 0.12,
  /** A flat where unrelated people live together. */
  sharedFlat: 0.05,
  /** The review date has passed: may not be matched any more. */
  reviewPassed: 0.01,
  handlingH1: 0.06,
  handlingH2: 0.05,
} as const;

/** How each kind of data subject occurs in a record, as parts of one. */
export const CATEGORY_WEIGHTS = {
  suspect: 0.34,
  convicted: 0.12,
  victim: 0.14,
  witness: 0.12,
  informant: 0.015,
  contact: 0.14,
  other: 0.08,
  uncategorised: 0.045,
} as const;
export type CategoryName = keyof typeof CATEGORY_WEIGHTS;
