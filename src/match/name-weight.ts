import { rowRarity } from './form-rarity.ts';
import { NAME_WEIGHTS } from './name-weights.ts';
import { joinedWord, type PreparedName } from './prepared-name.ts';
import type { PreparedWord } from './prepared-word.ts';
import { areForeign } from './sound-sketch.ts';
import { exchangeCosts, UNIT_ROW } from './sound-units.ts';
import { isSlip } from './typo.ts';
import { DISTANCE_MAX, wordDistance } from './word-distance.ts';

/** Two neighbouring words are one word of the other name when it is no farther than this. */
export const JOINED_MAX = 1.2;
/** Names of which no two words are nearer than this have nothing in common. */
const AGREED_MAX = 4;

/** An initial stands for one sound in one spelling: V. is not for Ford, though clerks exchange the two within a word. */
const INITIAL_MAX = 0.1;

const SIDE = 8;
const weights = new Float64Array(SIDE * SIDE);
const leftTaken = new Uint8Array(SIDE);
const rightTaken = new Uint8Array(SIDE);

/** The weight of two words that are not one. */
export const NONE = -99;
let matched = 0;

/**
 * How much likelier it is to see these two names of one person than of two, as log2: finite, and it ranks without bound.
 * What it is worth at a holding's size is for the caller.
 */
export function nameWeight(left: PreparedName, right: PreparedName): number {
  if (!hasAgreement(left, right)) return NAME_WEIGHTS.none;
  // Where two pairings weigh the same the first is taken: both ways round it must be the same one.
  return left.text <= right.text ? weighAgreement(left, right) : weighAgreement(right, left);
}

function weighAgreement(left: PreparedName, right: PreparedName): number {
  const rows = left.words.length;
  const columns = right.words.length;
  for (let i = 0; i < rows; i++) {
    leftTaken[i] = 0;
    for (let j = 0; j < columns; j++)
      weights[i * SIDE + j] = wordWeight(left.words[i] as PreparedWord, right.words[j] as PreparedWord);
  }
  rightTaken.fill(0);
  matched = 0;
  let sum = takeJoined(left, right, leftTaken, rightTaken) + takeJoined(right, left, rightTaken, leftTaken);
  const isBrief = left.isBrief && right.isBrief;
  if (isBrief) discountUnlike(left, right);
  sum += takeBest(rows, columns);
  if (isBrief) sum += matched * NAME_WEIGHTS.brief;
  if (matched === 1) sum += NAME_WEIGHTS.lone;
  return unmatched(left, right, sum);
}

/** In a language of one-syllable words a word that sounds nearly alike is mostly another word. */
function discountUnlike(left: PreparedName, right: PreparedName): void {
  left.words.forEach((word, i) => {
    right.words.forEach((other, j) => {
      const at = i * SIDE + j;
      const weight = weights[at] ?? NONE;
      if (weight > NONE && word.latin !== other.latin) weights[at] = weight + NAME_WEIGHTS.briefUnlike;
    });
  });
}

/** A first look that turns most pairs away: does any word, or any two words in one, agree well with a word of the other? */
function hasAgreement(left: PreparedName, right: PreparedName): boolean {
  const mine = left.sketches;
  const theirs = right.sketches;
  if (mine.length === 2 || theirs.length === 2) return true;
  if ((left.formBits & right.formBits) !== 0 && shareForm(left, right)) return true;
  for (let i = 0; i < mine.length; i += 2) {
    const sketch = mine[i] ?? 0;
    for (let j = 1; j < theirs.length; j += 2) {
      const missing = sketch & (theirs[j] ?? 0);
      if ((missing & (missing - 1)) !== 0) continue;
      if (agreeInSound(left.words[i >> 1] as PreparedWord, right.words[j >> 1] as PreparedWord)) return true;
    }
  }
  return false;
}

function agreeInSound(left: PreparedWord, right: PreparedWord): boolean {
  if (left.isInitial || right.isInitial || (left.isSmall && right.isSmall)) return false;
  if (left === right) return true;
  if (left.isSmall !== right.isSmall && left.latin !== right.latin) return false;
  const limit = (NAME_WEIGHTS.rarity * Math.min(left.rarity, right.rarity)) / NAME_WEIGHTS.distance;
  return wordDistance(left, right, Math.min(limit, AGREED_MAX)) < DISTANCE_MAX;
}

function shareForm(left: PreparedName, right: PreparedName): boolean {
  return left.words.some((word) =>
    word.forms.some((row) => right.words.some((other) => other.forms.includes(row))),
  );
}

/** What the agreement of two words is worth; NONE where they are different words. */
export function wordWeight(left: PreparedWord, right: PreparedWord): number {
  if (left.isInitial || right.isInitial) return initialWeight(left, right);
  if (left.isSmall && right.isSmall) return left.latin === right.latin ? NAME_WEIGHTS.small : NONE;
  if (left.isSmall !== right.isSmall && left.latin !== right.latin) return NONE;
  let weight = NONE;
  const distance = areForeign(left, right) ? DISTANCE_MAX : wordDistance(left, right);
  if (distance < DISTANCE_MAX) weight = spelledWeight(left, right, distance);
  if (left.forms.length > 0 && right.forms.length > 0 && left !== right)
    weight = Math.max(weight, NAME_WEIGHTS.rarity * formRarity(left, right) - NAME_WEIGHTS.form);
  if (weight <= NAME_WEIGHTS.wordMin) weight = typedWeight(left, right);
  return weight > NAME_WEIGHTS.wordMin ? weight : NONE;
}

/** A slip of the hand, which no ear would explain: one letter of a long word. */
function typedWeight(left: PreparedWord, right: PreparedWord): number {
  const length = Math.min(left.latin.length, right.latin.length);
  if (length < NAME_WEIGHTS.typedFrom || !isSlip(left.latin, right.latin)) return NONE;
  return NAME_WEIGHTS.rarity * Math.min(left.rarity, right.rarity) - NAME_WEIGHTS.typed;
}

/** Of the rarest row that both stand in: all its forms count as one name. */
function formRarity(left: PreparedWord, right: PreparedWord): number {
  let rarity = NONE;
  for (const row of left.forms) if (right.forms.includes(row)) rarity = Math.max(rarity, rowRarity(row));
  return rarity;
}

function initialWeight(left: PreparedWord, right: PreparedWord): number {
  const [one, other] = [left.units[0], right.units[0]];
  if (one === undefined || other === undefined) return NONE;
  if (left.latin.charAt(0) === right.latin.charAt(0)) return NAME_WEIGHTS.initial;
  return (exchangeCosts[one * UNIT_ROW + other] ?? 9) < INITIAL_MAX ? NAME_WEIGHTS.initial : NONE;
}

/** The best pair first, then the best of those left. */
function takeBest(rows: number, columns: number): number {
  let sum = 0;
  let inversions = 0;
  let [lastI, lastJ] = [-1, -1];
  for (;;) {
    let best = NONE;
    let at = -1;
    for (let i = 0; i < rows; i++) {
      if (leftTaken[i] === 1) continue;
      for (let j = 0; j < columns; j++) {
        const weight = weights[i * SIDE + j] ?? NONE;
        if (weight > best && rightTaken[j] === 0) {
          best = weight;
          at = i * SIDE + j;
        }
      }
    }
    if (at < 0) return sum + (inversions > 0 ? NAME_WEIGHTS.inverted : 0);
    sum += best;
    matched += 1;
    if (lastI >= 0 && at >> 3 > lastI !== (at & 7) > lastJ) inversions += 1;
    [lastI, lastJ] = [at >> 3, at & 7];
    leftTaken[at >> 3] = 1;
    rightTaken[at & 7] = 1;
  }
}

/** A word of one side that is two neighbouring words of the other. */
function takeJoined(
  whole: PreparedName,
  parted: PreparedName,
  wholeTaken: Uint8Array,
  partedTaken: Uint8Array,
): number {
  let sum = 0;
  for (let j = 0; j + 1 < parted.words.length; j++) {
    if (parted.joined[j] === null || partedTaken[j] === 1 || partedTaken[j + 1] === 1) continue;
    for (let i = 0; i < whole.words.length; i++) {
      const word = whole.words[i] as PreparedWord;
      if (wholeTaken[i] === 1 || word.isInitial) continue;
      const joined = joinedWord(parted, j, word);
      if (joined === null || areForeign(word, joined)) continue;
      if (wordDistance(word, joined) > JOINED_MAX) continue;
      matched += 1;
      sum += joinedWeight(word, joined);
      wholeTaken[i] = 1;
      partedTaken[j] = 1;
      partedTaken[j + 1] = 1;
      break;
    }
  }
  return sum;
}

/** What it is worth that two words in one are a word of the other name. */
export function joinedWeight(word: PreparedWord, joined: PreparedWord): number {
  return spelledWeight(word, joined, wordDistance(word, joined));
}

/** Rarity speaks for, distance against; a short word is near to many others. */
function spelledWeight(left: PreparedWord, right: PreparedWord, distance: number): number {
  const length = Math.max(left.units.length, right.units.length);
  const rarity = left.rarity < right.rarity ? left.rarity : right.rarity;
  const certain =
    NAME_WEIGHTS.rarity * rarity + (left.isShort || right.isShort ? NAME_WEIGHTS.unvowelled : 0);
  return certain - NAME_WEIGHTS.distance * distance * (1 + NAME_WEIGHTS.shortness / length);
}

function unmatched(left: PreparedName, right: PreparedName, sum: number): number {
  let [myInitials, theirInitials] = [0, 0];
  let [mine, theirs] = [0, 0];
  for (let i = 0; i < left.words.length; i++) {
    if (leftTaken[i] === 1 || left.spare[i] === true) continue;
    if (left.words[i]?.isInitial === true) myInitials += 1;
    else mine += 1;
  }
  for (let j = 0; j < right.words.length; j++) {
    if (rightTaken[j] === 1 || right.spare[j] === true) continue;
    if (right.words[j]?.isInitial === true) theirInitials += 1;
    else theirs += 1;
  }
  const both = Math.min(mine, theirs);
  const contrary = Math.min(mine - both, theirInitials) + Math.min(theirs - both, myInitials);
  return (
    (both > 0 ? Math.min(sum, NAME_WEIGHTS.contraryMax) : sum) +
    both * NAME_WEIGHTS.bothUnmatched +
    (mine + theirs - 2 * both) * NAME_WEIGHTS.extra +
    contrary * NAME_WEIGHTS.contraryInitial +
    (myInitials + theirInitials) * NAME_WEIGHTS.initialUnmatched
  );
}
