/** The closed code lists of the field. Codes travel; words are looked up in the reader's language. */

export const ENTITY_KINDS = [
  'person',
  'organisation',
  'address',
  'phone',
  'sim',
  'device',
  'online-account',
  'document',
  'vehicle',
  'vessel',
  'firearm',
  'bank-account',
  'event',
  'exhibit',
  'case',
] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

export const LINK_KINDS = [
  'uses',
  'resides-at',
  'stays-at',
  'owns',
  'holds',
  'family-of',
  'associate-of',
  'travelled-with',
  'contacted',
  'present-at',
  'member-of',
  'rents',
  'same-as',
] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Data-subject categories (Directive (EU) 2016/680, see art. 6): mandatory on every person, never a default. */
export const CATEGORIES = [
  'suspect',
  'convicted',
  'victim',
  'witness',
  'informant',
  'contact',
  'other',
  'uncategorised',
] as const;
export type Category = (typeof CATEGORIES)[number];

export const HANDLING_CODES = ['H0', 'H1', 'H2', 'H3'] as const;
export type HandlingCode = (typeof HANDLING_CODES)[number];

export const EVALUATION_SCHEMES = ['eu-4x4', 'uk-3x5x2', 'nato-admiralty'] as const;
export type EvaluationScheme = (typeof EVALUATION_SCHEMES)[number];

export const CERTAINTIES = ['fact', 'assessment'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

export const CLASSIFICATIONS = ['none', 'restricted'] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

export const PURPOSES = [
  'investigate-offence',
  'prevent-offence',
  'locate-wanted-person',
  'identify-victim',
] as const;
export type Purpose = (typeof PURPOSES)[number];

export const LEGAL_BASES = [
  'criminal-procedure',
  'police-act',
  'court-order',
  'international-agreement',
] as const;
export type LegalBasis = (typeof LEGAL_BASES)[number];

export const OFFENCES = [
  'terrorism',
  'firearms-trafficking',
  'document-fraud',
  'organised-crime',
  'trafficking-in-persons',
  'money-laundering',
  'missing-person',
] as const;
export type Offence = (typeof OFFENCES)[number];

export const URGENCIES = ['urgent-direct', 'urgent-indirect', 'normal'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Hours until an answer is due (shape of Directive (EU) 2023/977, see art. 5). */
export const ANSWER_DUE_HOURS: Readonly<Record<Urgency, number>> = {
  'urgent-direct': 8,
  'urgent-indirect': 72,
  normal: 168,
};

export const REFUSAL_GROUNDS = [
  'not-held',
  /** The key fits a record by chance: it is of somebody else than is meant. */
  'other-person',
  'incomplete-request',
  'judicial-authorisation-refused',
  'inaccurate-or-out-of-date',
  'essential-security-interests',
  'would-endanger',
  'offence-too-minor',
  'third-country-owner-not-agreed',
] as const;
export type RefusalGround = (typeof REFUSAL_GROUNDS)[number];

/** What an officer may do; each act names the roles that may. */
export const ROLES = [
  'investigator',
  'liaison',
  'records-officer',
  'data-protection-officer',
  'operator',
] as const;
export type Role = (typeof ROLES)[number];

/** One OPRF key per epoch and class; budgets are counted per class. */
export const KEY_CLASSES = ['person', 'communication', 'document', 'vehicle', 'place'] as const;
export type KeyClass = (typeof KEY_CLASSES)[number];
