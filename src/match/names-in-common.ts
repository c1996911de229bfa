import { formRows } from './name-words.ts';
import { NONE, wordWeight } from './name-weight.ts';
import type { PreparedName } from './prepared-name.ts';
import type { PreparedWord } from './prepared-word.ts';
import { isTypo } from './typo.ts';
import { wordDistance } from './word-distance.ts';

/** What two names have in common, word by word, as relatives could have it. */
export interface Common {
  readonly rarity: number;
  readonly words: number;
  readonly isWhole: boolean;
}

/** The words in common and what they are worth; whole when no word of the shorter name is left over. */
export function inCommon(left: PreparedName, right: PreparedName): Common {
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

export function areOneWord(one: PreparedWord, other: PreparedWord): boolean {
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
