import type { Finding, Measure } from './findings.ts';
import { givenByOrder, type NameOrder } from './name-order.ts';
import { areOneWord, type Common, inCommon } from './names-in-common.ts';
import type { PreparedName } from './prepared-name.ts';
import type { PreparedWord } from './prepared-word.ts';

/**
 * Two people of one household share a surname, an address, a telephone, a place of birth: so a pair is held against a
 * third story beside "one person" and "two strangers". The evidence for "one person" is what is left when kin explain as
 * much as they can.
 */
const KIN_OF_A_PERSON = 4;
/** A son with his father's whole name; log2 of one in so many. */
const SAME_GIVEN_NAME = -5;
/** Up to where a surname in common beside another given name still counts for something in the weight of the names. */
const TAKEN_BACK = 12;
/** Twins, among kin (log2). */
const SAME_BIRTH_DATE = -6;
/** How often kin share what one person would share with himself (log2). */
const SHARED: Readonly<Record<string, number>> = {
  placeSame: -0.5,
  placeNear: -0.5,
  addressWhole: -0.7,
  addressStreet: -0.7,
  postcodeSame: -0.7,
  postcodeTypo: -0.7,
  postcodeDistrict: -0.4,
  dateExact: SAME_BIRTH_DATE,
};
/** Of ATTRIBUTES: telephone and vehicle are shared at home, an e-mail address or an account seldom. */
const SHARED_IDENTIFIERS: Readonly<Record<string, number>> = {
  'phone number': -1.5,
  vehicle: -1,
  'bank account': -3,
  'e-mail': -4,
  organisation: -1.5,
};

/**
 * Of pairs that share a surname and a home but contradict each other (another given name, another birth date), how many are
 * kin for one that is a mistake (log2). Without a contradiction kin are no likelier than among all people: KIN_OF_A_PERSON.
 */
const CONTRADICTED = -5;
/** The same where two things contradict at once: one may be a mistake, both hardly are. */
const CONTRADICTED_TWICE = -1;

/** Levels of two who were born on one day. */
const BORN_TOGETHER: ReadonlySet<string> = new Set(['dateExact', 'dateSwapped']);
/** Of twins, how many have two surnames, and how many one given name (log2). */
const TWINS_OF_TWO_SURNAMES = -3;
const TWINS_OF_ONE_NAME = -12;

/** What of the evidence kin would explain as well (log2, never negative), to be taken off. */
export function explainedByKin(
  names: { readonly weight: number; readonly left: PreparedName; readonly right: PreparedName } | null,
  findings: readonly Finding[],
  { sizeClass, nameOrder }: Pick<Measure, 'sizeClass' | 'nameOrder'>,
): number {
  let kin = 0;
  let shared = 0;
  let contradictions = 0;
  for (const { level, weight, attribute } of findings) {
    if (level === 'dateDiffers' || level === 'dateSpanDiffers' || level === 'sexDiffers') contradictions += 1;
    if (weight <= 0) continue;
    const share = attribute === undefined ? SHARED[level] : SHARED_IDENTIFIERS[attribute];
    if (share !== undefined) {
      kin += Math.max(0, weight + share);
      shared += weight;
    }
  }
  if (names !== null && kin > 0) {
    const common = inCommon(names.left, names.right);
    // A whole name is worth less than its words together: kin cannot explain more than it gave.
    if (common.isWhole) kin += Math.min(common.rarity, Math.max(0, names.weight)) + SAME_GIVEN_NAME;
    // Where given names differ, most of what the surname said is already taken back in the weight of the names.
    else kin += Math.min(common.rarity, Math.max(0, names.weight + TAKEN_BACK));
    if (!common.isWhole) contradictions += 1;
    const isHome = findings.some((finding) => finding.isHome === true);
    if (!common.isWhole && findings.some(({ level }) => BORN_TOGETHER.has(level)))
      kin += twinsSharing(names.left, names.right, common, isHome ? nameOrder : undefined);
  }
  if (contradictions > 0) kin += contradictions === 1 ? CONTRADICTED : CONTRADICTED_TWICE;
  else kin += Math.log2(KIN_OF_A_PERSON / sizeClass);
  const explained = kin > -10 ? Math.log2(1 + 2 ** kin) : 0;
  // Of one whole name, and in contradiction in nothing: what is shared besides may say nothing more, but never speaks against them.
  return contradictions === 0 ? Math.min(explained, shared) : explained;
}

/** How much rarer twins are whose names agree in this way than twins who share the surname. */
function twinsSharing(
  left: PreparedName,
  right: PreparedName,
  { words }: Common,
  order: NameOrder | undefined,
): number {
  if (words === 0) return TWINS_OF_TWO_SURNAMES;
  const isGiven =
    sharesGivenNameOnly(left, right) || (order !== undefined && sharesGivenByOrder(left, right, order));
  return isGiven ? TWINS_OF_ONE_NAME : 0;
}

/** What agrees is an everyday given name, and what does not is none: so the surnames differ, in whichever order they stand. */
function sharesGivenNameOnly(left: PreparedName, right: PreparedName): boolean {
  return isGivenNameShared(left, right) && isGivenNameShared(right, left);
}

/**
 * The same of names in no table, in a file of which it is known where it writes given names: what agrees stands there in both, and
 * none of what does not is an everyday given name.
 */
function sharesGivenByOrder(left: PreparedName, right: PreparedName, order: NameOrder): boolean {
  const [mine, theirs] = [givenByOrder(left, order), givenByOrder(right, order)];
  if (mine === undefined || theirs === undefined || !areOneWord(mine, theirs)) return false;
  const isOther = ({ words }: PreparedName, given: PreparedWord): boolean =>
    words.every((word) => word === given || word.isInitial || word.isSmall || word.forms.length === 0);
  return isOther(left, mine) && isOther(right, theirs);
}

function isGivenNameShared(name: PreparedName, other: PreparedName): boolean {
  return name.words.every((word) => {
    if (word.isInitial || word.isSmall) return true;
    return word.forms.length > 0 === other.words.some((theirs) => areOneWord(word, theirs));
  });
}
