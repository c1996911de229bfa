import { MatchError } from './errors.ts';
import { isGenericSkeleton } from './organisation.ts';
import type { Rule } from './rules.ts';
import { skeletonShare } from './skeletons.ts';
import { beginningShare } from './sound-chain.ts';

/** A key is full, a hit on its own, when N · p is at most this. */
export const FULL_KEY_MAX = 0.02;
/**
 * A key is half when two such of different families would be full in the largest holding there is: 10⁸ · p² ≤ 0.02. A
 * figure of its own, so that what is half does not depend on anybody's size.
 */
export const HALF_KEY_CHANCE_MAX = 1.2e-5;

export type KeyStrength = 'full' | 'half';

/** Birth years spread over about sixty years, the fullest about one and a half times the average. */
const YEAR_SHARE = 1.5 / 60;
const DAYS_A_YEAR = 365.25;
/** The asker spends spellings; a stranger may meet any of them. */
const VARIANTS = 1.25;
/** Names do not mix freely: whoever is called Mohammed is more often called Hassan than others are. */
const NAMES_GO_TOGETHER = 2.5;
/** However rare both names are, the pair has namesakes: no pair, and no three, is taken to be rarer than this. */
const PAIR_SHARE_MIN = 1e-7;
const TRIPLE_SHARE_MIN = 3e-8;
/** People of one name often come from one town, and the largest towns are large. */
const PLACE_SHARE = 0.05;
/** Below this share a skeleton mostly stands for one name. */
const UNCOMMON = 3e-4;
/** Words of a name that may lend their first sound. */
const WORDS_A_PERSON = 2.5;

const ORGANISATIONS_A_RECORD = 0.1;
/** However long a number is, somebody mistypes it. */
const ACCOUNT_SHARE_MIN = 1e-10;

/** By chance another thing bears exactly this identifier: mistyping, and numbers given out twice. */
const IDENTIFIER_SHARES: Readonly<Partial<Record<Rule, number>>> = {
  phone: 1e-9,
  imei: 1e-10,
  imsi: 1e-10,
  iccid: 1e-10,
  'phone+week': 1e-10,
  'phone+name': 1e-11,
  'phone+contact': 1e-12,
  'phone+device': 1e-12,
  'sim+device': 1e-12,
  'national-number+name': 1e-10,
  document: 2e-10,
  iban: 1e-10,
  'crypto-address': 1e-12,
  email: 1e-9,
  plate: 1e-9,
  vin: 1e-10,
  imo: 1e-10,
  mmsi: 1e-9,
  address: 1e-9,
};

/** Holdings are stated as a power of ten: 10⁴ … 10⁸. */
export function checkSizeClass(sizeClass: number): number {
  if (!Number.isFinite(sizeClass) || sizeClass < 1 || sizeClass > 1e9) {
    throw new MatchError('size-class-invalid', `a size class is between 1 and 10^9, got ${sizeClass}`);
  }
  return sizeClass;
}

/**
 * Records that would match by chance in a holding of this size: N · p. With a key value, p is that value's own chance;
 * without one, that of an ordinary value.
 */
export function expectedChanceMatches(rule: Rule, sizeClass: number, value?: string): number {
  return checkSizeClass(sizeClass) * chanceOf(rule, value ?? ordinary(rule));
}

/** Whether a key of this value is a hit on its own at this size. */
export function isFull(rule: Rule, sizeClass: number, value: string): boolean {
  return expectedChanceMatches(rule, sizeClass, value) <= FULL_KEY_MAX;
}

/** What a key of this value is at this size: a hit on its own, half of one, or neither. */
export function strengthOf(rule: Rule, sizeClass: number, value: string): KeyStrength | null {
  const chance = chanceOf(rule, value);
  if (checkSizeClass(sizeClass) * chance <= FULL_KEY_MAX) return 'full';
  return chance <= HALF_KEY_CHANCE_MAX ? 'half' : null;
}

/** The chance that another person or thing leads to the same key value. */
export function chanceOf(rule: Rule, value: string): number {
  const parts = value.split('|');
  const last = parts.at(-1) ?? '';
  switch (rule) {
    case 'name+birthdate':
      return VARIANTS * skeletonShare(parts[0] ?? '') * YEAR_SHARE * dayShare(last);
    case 'names+birthdate':
      return VARIANTS * togetherShare(parts.slice(0, -1)) * YEAR_SHARE * dayShare(last);
    case 'names+birthyear':
      return VARIANTS * togetherShare(parts.slice(0, -1)) * YEAR_SHARE;
    case 'spelled-names+birthyear':
      return VARIANTS * spelledShare(parts.slice(0, -1)) * YEAR_SHARE;
    case 'names+birthplace':
      return VARIANTS * togetherShare(parts.slice(0, -1)) * PLACE_SHARE;
    case 'names+birthday':
      return VARIANTS * togetherShare(parts.slice(0, -1)) * dayShare(last);
    case 'rare-names':
      return VARIANTS * togetherShare(parts);
    case 'name+beginning+birthdate':
      return VARIANTS * nameAndBeginning(parts) * YEAR_SHARE * dayShare(last);
    case 'name+beginning+birthyear':
      return VARIANTS * nameAndBeginning(parts) * YEAR_SHARE;
    case 'name+beginning':
      return VARIANTS * nameAndBeginning(parts);
    case 'beginnings+birthdate':
      return VARIANTS * wordBegins(parts[0] ?? '') * wordBegins(parts[1] ?? '') * YEAR_SHARE * dayShare(last);
    case 'organisation':
      return organisationShare(parts);
    case 'account':
      return accountShare(parts);
    default:
      return IDENTIFIER_SHARES[rule] ?? 1;
  }
}

/** The share of people who carry all of these skeletons. */
function togetherShare(skeletons: readonly string[]): number {
  let share = 1;
  for (const skeleton of skeletons) share *= skeletonShare(skeleton);
  const least = skeletons.length > 2 ? TRIPLE_SHARE_MIN : PAIR_SHARE_MIN;
  return Math.max(least, share * NAMES_GO_TOGETHER ** (skeletons.length - 1));
}

/** Of those whose skeletons agree, a third write a common name with the same vowels; rare names are written one way. */
function spelledShare(spelled: readonly string[]): number {
  let share = NAMES_GO_TOGETHER ** (spelled.length - 1);
  for (const word of spelled) {
    const all = skeletonShare(word.split(':')[0] ?? '');
    share *= all > UNCOMMON ? all / 3 : Math.min(all, UNCOMMON / 3);
  }
  return Math.max(PAIR_SHARE_MIN, share);
}

function nameAndBeginning([skeleton = '', beginning = '']: readonly string[]): number {
  return skeletonShare(skeleton) * wordBegins(beginning);
}

/** The share of people one of whose further names begins with these sounds. */
function wordBegins(beginning: string): number {
  return Math.min(1, WORDS_A_PERSON * beginningShare(beginning));
}

/** Of a year's days one; both orders lead to one key, and the first of a month is written down for unknown days. */
function dayShare(date: string): number {
  const firstOfMonth = /~01~|-01$/.test(date) ? 3 : 1;
  return ((date.includes('~') ? 2 : 1) * firstOfMonth) / DAYS_A_YEAR;
}

/** Of a holding's records about one in ten names an organisation. Firms draw their words from more than names; words many share count little. */
function organisationShare(parts: readonly string[]): number {
  const [words = ''] = parts;
  let share = ORGANISATIONS_A_RECORD;
  for (const word of words.split(' ')) {
    share *= isGenericSkeleton(word) ? 0.1 : Math.min(0.2, skeletonShare(word) / 6);
  }
  return share;
}

/**
 * A name at a service is given out once. A bank's numbers are as rare as they are long: about one record in a hundred has an account of
 * one country, and of its digits two say no more than branch and kind.
 */
function accountShare([kind, , number = '']: readonly string[]): number {
  return kind === 'online' ? 1e-9 : Math.max(ACCOUNT_SHARE_MIN, 10 ** -number.length);
}

const ORDINARY: Readonly<Partial<Record<Rule, string>>> = {
  'name+birthdate': 'FRNK|1985-07-23',
  'names+birthdate': 'FRNK|TMS|1985-07-23',
  'names+birthyear': 'FRNK|TMS|1985',
  'spelled-names+birthyear': 'FRNK:ai|TMS:ua|1985',
  'names+birthplace': 'FRNK|TMS|PLS',
  'names+birthday': 'FRNK|TMS|07-23',
  'rare-names': 'FRNK|TMS',
  'name+beginning+birthdate': 'FRNK|TM|1985-07-23',
  'name+beginning+birthyear': 'FRNK|TM|1985',
  'name+beginning': 'FRNK|TM',
  'beginnings+birthdate': 'F|T|1985-07-23',
  organisation: 'FLHN TRNSPRT|BE',
  account: 'bank|US|4471200961',
};

function ordinary(rule: Rule): string {
  return ORDINARY[rule] ?? '';
}
