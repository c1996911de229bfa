import type { Finding } from './findings.ts';
import { formRows } from './name-words.ts';
import { NONE, wordWeight } from './name-weight.ts';
import type { PreparedName } from './prepared-name.ts';
import type { PreparedWord } from './prepared-word.ts';
import { isTypo } from './typo.ts';
import { wordDistance } from './word-distance.ts';

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
  sizeClass: number,
): number {
  let kin = 0;
  let contradictions = 0;
  for (const { level, weight, attribute } of findings) {
    if (level === 'dateDiffers' || level === 'dateSpanDiffers' || level === 'sexDiffers') contradictions += 1;
    if (weight <= 0) continue;
    const share = attribute === undefined ? SHARED[level] : SHARED_IDENTIFIERS[attribute];
    if (share !== undefined) kin += Math.max(0, weight + share);
  }
  if (names !== null && kin > 0) {
    const common = inCommon(names.left, names.right);
    // A whole name is worth less than its words together: kin cannot explain more than it gave.
    if (common.isWhole) kin += Math.min(common.rarity, Math.max(0, names.weight)) + SAME_GIVEN_NAME;
    // Where given names differ, most of what the surname said is already taken back in the weight of the names.
    else kin += Math.min(common.rarity, Math.max(0, names.weight + TAKEN_BACK));
    if (!common.isWhole) contradictions += 1;
    if (!common.isWhole && findings.some(({ level }) => BORN_TOGETHER.has(level)))
      kin += twinsSharing(names.left, names.right, common);
  }
  if (contradictions > 0) kin += contradictions === 1 ? CONTRADICTED : CONTRADICTED_TWICE;
  else kin += Math.log2(KIN_OF_A_PERSON / sizeClass);
  return kin > -10 ? Math.log2(1 + 2 ** kin) : 0;
}

/** How much rarer twins are whose names agree in this way than twins who share the surname. */
function twinsSharing(left: PreparedName, right: PreparedName, { words }: Common): number {
  if (words === 0) return TWINS_OF_TWO_SURNAMES;
  return sharesGivenNameOnly(left, right) ? TWINS_OF_ONE_NAME : 0;
}

/** What agrees is an everyday given name, and what does not is none: so the surnames differ, in whichever order they stand. */
function sharesGivenNameOnly(left: PreparedName, right: PreparedName): boolean {
  return isGivenNameShared(left, right) && isGivenNameShared(right, left);
}

function isGivenNameShared(name: PreparedName, other: PreparedName): boolean {
  return name.words.every((word) => {
    if (word.isInitial || word.isSmall) return true;
    return word.forms.length > 0 === other.words.some((theirs) => areOneWord(word, theirs));
  });
}

interface Common {
  readonly rarity: number;
  readonly words: number;
  readonly isWhole: boolean;
}

/** The words in common and what they are worth; whole when no word of the shorter name is left over. */
function inCommon(left: PreparedName, right: PreparedName): Common {
  const [mine, theirs] = [wordsOfOther(left, right), wordsOfOther(right, left)];
  // 'Robert Bob Velhane' has two words for one of 'Bob Velhane': both count, and what they are worth is between the two.
  const words = Math.max(mine.length, theirs.length);
  return {
    rarity: (rarityOf(mine) + rarityOf(theirs)) / 2,
    words,
    isWhole:
      words > 0 &&
      words >= Math.min(counted(left), counted(right)) &&
      !isInitialContrary(left, right) &&
      !isInitialContrary(right, left),
  };
}

/** 'T. Averinck' is not Jonas Averinck: what the initial could stand for is there, and is another name. */
function isInitialContrary(name: PreparedName, other: PreparedName): boolean {
  const left = other.words.filter(
    (word) => !word.isSmall && !word.isInitial && !name.words.some((mine) => areOneWord(mine, word)),
  );
  return (
    left.length > 0 &&
    name.words.some((word) => word.isInitial && !other.words.some((one) => wordWeight(word, one) > NONE))
  );
}

/** The telling words of a name that the other has too. */
function wordsOfOther(name: PreparedName, other: PreparedName): PreparedWord[] {
  return name.words.filter(
    (word) => !word.isInitial && !word.isSmall && other.words.some((theirs) => areOneWord(word, theirs)),
  );
}

function rarityOf(words: readonly PreparedWord[]): number {
  return words.reduce((sum, { rarity }) => sum + rarity, 0);
}

/** Given names of brother and sister may sound alike (Jonas and Ines): alike is not enough, it must be a spelling of one name. */
const ONE_WORD_MAX = 1.7;
/** A slip of the keyboard leaves one word; in shorter ones another letter is mostly another name (Nina, Lina). */
const TYPED_MIN = 5;

function areOneWord(one: PreparedWord, other: PreparedWord): boolean {
  if (one === other || one.forms.some((row) => other.forms.includes(row))) return true;
  return areAlike(one, other) && !areTwoGivenNames(one, other);
}

function areAlike(one: PreparedWord, other: PreparedWord): boolean {
  if (wordWeight(one, other) > 0 && wordDistance(one, other) <= ONE_WORD_MAX) return true;
  return Math.max(one.latin.length, other.latin.length) >= TYPED_MIN && isTypo(one.latin, other.latin);
}

/** Brother and sister: Karim and Karima, Mario and Maria. Surnames in -ov, -in and -sky have two forms and are one. */
const SURNAME = /(?:[aeiouy][vfn]|ff|sk|[yij])$/;

/** Two everyday names of two people (Hassan and Hussein), or the man's and the woman's form of one. */
function areTwoGivenNames(one: PreparedWord, other: PreparedWord): boolean {
  if (one.isInitial || other.isInitial || one.latin === other.latin) return false;
  if (formRows(one.latin).length > 0 && formRows(other.latin).length > 0) return true;
  const [shorter, longer] = [one.latin, other.latin].sort((left, right) => left.length - right.length);
  if (shorter === undefined || longer === undefined || shorter.length < 3) return false;
  if (longer === `${shorter}a` || longer === `${shorter}ah`) return !SURNAME.test(shorter);
  const isTurned = shorter.slice(0, -1) === longer.slice(0, -1);
  return isTurned && shorter.length > 3 && ['ao', 'oa'].includes(shorter.slice(-1) + longer.slice(-1));
}

function counted(name: PreparedName): number {
  let count = 0;
  for (const word of name.words) if (!word.isInitial && !word.isSmall) count += 1;
  return count;
}
