/**
 * Room model: the words. Kinds, properties, statement, relation, evaluation, handling, category, purpose, code lists.
 * Types and small pure functions only; the browser may use it.
 * Read: codes.ts, statement.ts, evaluation.ts, handling.ts.
 */
export {
  ANSWER_DUE_HOURS,
  CATEGORIES,
  type Category,
  CERTAINTIES,
  type Certainty,
  type Classification,
  CLASSIFICATIONS,
  ENTITY_KINDS,
  type EntityKind,
  EVALUATION_SCHEMES,
  type EvaluationScheme,
  HANDLING_CODES,
  type HandlingCode,
  KEY_CLASSES,
  type KeyClass,
  LEGAL_BASES,
  type LegalBasis,
  LINK_KINDS,
  type LinkKind,
  type Offence,
  OFFENCES,
  type Purpose,
  PURPOSES,
  REFUSAL_GROUNDS,
  type RefusalGround,
  type Role,
  ROLES,
  URGENCIES,
  type Urgency,
} from './codes.ts';
export { describeEvaluation, type Evaluation, readEvaluation } from './evaluation.ts';
export { combineHandling, type Handling, mayAskOnward } from './handling.ts';
export {
  type Entity,
  type Locator,
  type Marking,
  PROPERTIES,
  type Property,
  type Relation,
  type Statement,
} from './statement.ts';
