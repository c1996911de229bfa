/**
 * Room match: are these the same? Every value is standardised with its alternatives, made into match keys (one conjunction
 * of values, one sealed input), and compared and weighed where both sides are in the clear. Pure: same input, same answer,
 * with its reason.
 *
 * Read: subject.ts and rules.ts; sounds.ts with latin-, arabic- and cyrillic-sounds.ts, then name.ts; date.ts, phone.ts and
 * the other identifiers; skeletons.ts and chance.ts (how rare is it?); keys.ts; shareable.ts, multiplicity.ts; compare.ts;
 * search-tokens.ts; understand.ts (the Ask box).
 *
 * Standards: ITU-T E.164, E.118, E.212; 3GPP TS 23.003; ISO/IEC 7812-1, ISO 7064, ISO 13616, ISO 3779, ISO 3166-1, ISO 8601.
 */
export { isGenericEmail, standardiseEmail, standardiseIban } from './accounts.ts';
export { type StandardAddress, standardiseAddress } from './address.ts';
export { expectedChanceMatches, FULL_KEY_MAX } from './chance.ts';
export { compare, type Comparison } from './compare.ts';
export { type ComparisonLevel } from './compare-values.ts';
export { standardiseCountry } from './countries.ts';
export { dateText, type PartialDate, standardiseDate } from './date.ts';
export { documentKind, type StandardDocument, standardiseDocument } from './document.ts';
export { standardiseIccid, standardiseImei, standardiseImsi, type StandardNumber } from './equipment.ts';
export { MatchError, type MatchErrorCode } from './errors.ts';
export {
  type Keys,
  type MatchKey,
  QUESTION_KEYS_MAX,
  questionKeys,
  RECORD_KEYS_MAX,
  recordKeys,
  type Withheld,
  WINDOW_WEEKS_MAX,
} from './keys.ts';
export { ENTITIES_PER_NAME_KEY_MAX, type MultiplicityDecision, multiplicityRule } from './multiplicity.ts';
export { type NameToken, type StandardName, standardiseName } from './name.ts';
export { standardiseNationalNumber } from './national-number.ts';
export { standardiseOrganisation, type StandardOrganisation } from './organisation.ts';
export { isGenericPhone, standardisePhone, type StandardPhone } from './phone.ts';
export { standardisePlate, type StandardPlate, standardiseVin } from './plate.ts';
export { isRule, KEY_VERSION, keyClassOf, type Rule, RULES, ruleSentence } from './rules.ts';
export { type SearchKind, searchTokens } from './search-tokens.ts';
export { isShareable, type Shareable, type SharingFacts } from './shareable.ts';
export type { Spelling } from './sounds.ts';
export { emptySubject, type Subject } from './subject.ts';
export { UNDERSTAND_LENGTH_MAX, UNDERSTAND_LINES_MAX, understand, type Understood } from './understand.ts';
export type { Chip, ChipType } from './understand-scan.ts';
