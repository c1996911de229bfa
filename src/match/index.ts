/**
 * Room match: are these the same? Every value is standardised with its alternatives, made into match keys (one conjunction
 * of values, one sealed input), and compared and weighed where both sides are in the clear. Pure: same input, same answer,
 * with its reason.
 *
 * Read: subject.ts and rules.ts; sounds.ts with the tables of the scripts (latin-, arabic-, cyrillic-, greek-,
 * hebrew-, caucasian-sounds.ts), then name.ts; prepared-name.ts, sound-sketch.ts, word-distance.ts, name-weight.ts and name-compare.ts; date.ts, phone.ts and
 * the other identifiers; skeletons.ts and chance.ts (how rare is it?), half-pairs.ts; keys.ts with
 * person-keys.ts and key-drawer.ts; shareable.ts, multiplicity.ts, density-quota.ts, key-report.ts; prepared-subject.ts, weights.ts,
 * attribute-weights.ts, alias-weight.ts, names-in-common.ts, name-order.ts and kin.ts, then pair-weight.ts, compare.ts and band.ts; pair-pattern.ts, pattern-odds.ts, pattern-count.ts
 * and counted-weight.ts (what a file says of its own twins); blocking.ts, candidate-index.ts, pair-weights.ts,
 * agglomerate.ts, core-forest.ts, cluster-ids.ts and resolver.ts;
 * search-tokens.ts; understand.ts (the Ask box); identifier.ts; organisation-forms.ts, organisation-prepare.ts and organisation-compare.ts;
 * ftm.ts, ftm-subject.ts, compare-entities.ts and screen-index.ts (FollowTheMoney at the command line).
 *
 * Standards: ITU-T E.164, E.118, E.212, M.585; 3GPP TS 23.003; ISO/IEC 7812-1, ISO 7064, ISO 13616, ISO 3779, ISO 3166-1, ISO 8601;
 * ICAO Doc 9303; BIP-173, BIP-350.
 */
export { isGenericEmail, standardiseEmail, standardiseIban } from './accounts.ts';
export { type StandardAddress, standardiseAddress } from './address.ts';
export { expectedChanceMatches, FULL_KEY_MAX, HALF_KEY_CHANCE_MAX, type KeyStrength } from './chance.ts';
export { type Band } from './band.ts';
export { type ClusterChange, type RememberedRecord } from './cluster-ids.ts';
export { compare, comparePrepared, type Comparison } from './compare.ts';
export { type ComparisonLevel } from './comparison-level.ts';
export { compareEntities, type EntityComparison, readEntity, type ReadEntity } from './compare-entities.ts';
export { standardiseCountry } from './countries.ts';
export { type StandardCryptoAddress, standardiseCryptoAddress } from './crypto-address.ts';
export { dateText, type PartialDate, standardiseDate } from './date.ts';
export { type DateSpan, spansMeet, standardiseDateSpan } from './date-span.ts';
export {
  BARE_GROUNDS,
  BARE_ONE_IN_MIN,
  type BareGround,
  blockOf,
  type DenseValue,
  type DensityDecision,
  DensityQuota,
  densityQuota,
} from './density-quota.ts';
export { documentFits, documentKind, type StandardDocument, standardiseDocument } from './document.ts';
export { standardiseIccid, standardiseImei, standardiseImsi, type StandardNumber } from './equipment.ts';
export { MatchError, type MatchErrorCode } from './errors.ts';
export {
  FTM_DEPTH_MAX,
  FTM_LINE_LENGTH_MAX,
  FTM_VALUES_MAX,
  type FtmEntity,
  parseFtmEntity,
  parseJsonLine,
} from './ftm.ts';
export { schemaKind } from './ftm-schemata.ts';
export { ftmKind, ftmSubject } from './ftm-subject.ts';
export {
  IDENTIFIER_KINDS,
  type IdentifierKind,
  type StandardIdentifier,
  standardiseIdentifier,
} from './identifier.ts';
export { type HalfKey, halfPairs, type HalfPair, pairsToSpend, spendableHalves } from './half-pairs.ts';
export { type Keys, type MatchKey, type Withheld } from './key-drawer.ts';
export { type KeyReport, reportDensity, type ReportedRecord, reportKeys } from './key-report.ts';
export { WINDOW_WEEKS_MAX } from './key-options.ts';
export { QUESTION_KEYS_MAX, questionKeys, RECORD_KEYS_MAX, recordKeys } from './keys.ts';
export {
  ENTITIES_PER_NAME_KEY_MAX,
  type GenericJudgement,
  isGenericValue,
  type MultiplicityDecision,
  multiplicityRule,
} from './multiplicity.ts';
export { type NameToken, type StandardName, standardiseName } from './name.ts';
export { type WordComparison } from './name-alignment.ts';
export {
  bestNameWeight,
  compareNames,
  comparePreparedNames,
  NAME_AGREES,
  type NameComparison,
  prepareNames,
} from './name-compare.ts';
export { nameWeight } from './name-weight.ts';
export { NAME_WEIGHTS } from './name-weights.ts';
export { type PreparedName, prepareName } from './prepared-name.ts';
export { standardiseNationalNumber } from './national-number.ts';
export { standardiseOrganisation, type StandardOrganisation } from './organisation.ts';
export { compareOrganisations } from './organisation-compare.ts';
export { type PreparedOrganisation, prepareOrganisation } from './organisation-prepare.ts';
export { isGenericPhone, standardisePhone, type StandardPhone } from './phone.ts';
export { subjectWeight } from './pair-weight.ts';
export { standardisePlate, type StandardPlate, standardiseVin, vinCheck } from './plate.ts';
export { type PreparedSubject, prepareSubject } from './prepared-subject.ts';
export {
  createResolver,
  type OpenPair,
  type PreparedRecord,
  type Resolver,
  RESOLVE_THRESHOLDS,
  type ResolverOptions,
  type ResolverRecord,
} from './resolver.ts';
export { type Verdict } from './judgement-graph.ts';
export type { Frequencies } from './term-frequency.ts';
export {
  isRule,
  KEY_VERSION,
  keyClassOf,
  type KeyFamily,
  isNameRule,
  keyFamilyOf,
  type Rule,
  RULES,
  ruleSentence,
} from './rules.ts';
export { type ScreenHit, ScreenIndex } from './screen-index.ts';
export { measureHolding } from './holding-measure.ts';
export { patternNote } from './pattern-note.ts';
export { misspeltSkeletons } from './misspelt.ts';
export { type SearchKind, searchTokens } from './search-tokens.ts';
export { chainShare } from './sound-chain.ts';
export { isShareable, type Shareable, type SharingFacts } from './shareable.ts';
export type { Spelling } from './sounds.ts';
export { emptySubject, type Subject } from './subject.ts';
export { standardiseImo, standardiseMmsi } from './vessel.ts';
export { UNDERSTAND_LENGTH_MAX, UNDERSTAND_LINES_MAX, understand, type Understood } from './understand.ts';
export type { Chip, ChipType } from './understand-scan.ts';
