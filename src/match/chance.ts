import { MatchError } from './errors.ts';
import { isGenericSkeleton } from './organisation.ts';
import type { Rule } from './rules.ts';
import { skeletonShare } from './skeletons.ts';

/** A key is full, a hit on its own, when N · p is at most this. */
export const FULL_KEY_MAX = 0.02;

/** Birth years spread over about sixty years, the fullest about one and a half times the average. */
const YEAR_SHARE = 1.5 / 60;
const DAY_SHARE = YEAR_SHARE / 365.25;
/** The asker spends spellings; a stranger may meet any of them. */
const VARIANTS = 2;
/** Names do not mix freely: whoever is called Mohammed is more often called Hassan than others are. */
const NAMES_GO_TOGETHER = 4;
/** However rare both names are, the pair has namesakes: no pair is taken to be rarer than this. */
const PAIR_SHARE_MIN = 3e-7;

const ORGANISATIONS_A_RECORD = 0.1;

/** By chance another thing bears exactly this identifier: mistyping, and numbers given out twice. */
const IDENTIFIER_SHARES: Readonly<Partial<Record<Rule, number>>> = {
  phone: 1e-9,
  imei: 1e-10,
  imsi: 1e-10,
  iccid: 1e-10,
  'phone+week': 1e-10,
  'sim+device': 1e-12,
  'national-number+name': 1e-10,
  document: 2e-10,
  iban: 1e-10,
  email: 1e-9,
  plate: 1e-9,
  vin: 1e-10,
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

/** The chance that another person or thing leads to the same key value. */
export function chanceOf(rule: Rule, value: string): number {
  const parts = value.split('|');
  switch (rule) {
    case 'name+birthdate':
      return VARIANTS * skeletonShare(parts[0] ?? '') * dayShare(parts[1] ?? '');
    case 'names+birthdate':
      return VARIANTS * pairShare(parts) * dayShare(parts[2] ?? '');
    case 'names+birthyear':
      return VARIANTS * pairShare(parts) * YEAR_SHARE;
    case 'organisation':
      return organisationShare(parts);
    default:
      return IDENTIFIER_SHARES[rule] ?? 1;
  }
}

function pairShare(parts: readonly string[]): number {
  const independent = skeletonShare(parts[0] ?? '') * skeletonShare(parts[1] ?? '');
  return Math.max(PAIR_SHARE_MIN, NAMES_GO_TOGETHER * independent);
}

/** Both orders lead to one key, and the first of a month is written down for unknown days. */
function dayShare(date: string): number {
  const firstOfMonth = /~01~|-01$/.test(date) ? 3 : 1;
  return DAY_SHARE * (date.includes('~') ? 2 : 1) * firstOfMonth;
}

/** Of a holding's records about one in ten names an organisation; words many firms share count little. */
function organisationShare(parts: readonly string[]): number {
  const [words = ''] = parts;
  let share = ORGANISATIONS_A_RECORD;
  for (const word of words.split(' ')) {
    share *= isGenericSkeleton(word) ? 0.1 : Math.min(0.2, skeletonShare(word) / 2);
  }
  return share;
}

function ordinary(rule: Rule): string {
  if (rule === 'names+birthyear') return 'FRNK|TMS|1985';
  if (rule === 'names+birthdate') return 'FRNK|TMS|1985-07-23';
  if (rule === 'organisation') return 'FLHN TRNSPRT|BE';
  return 'FRNK|1985-07-23';
}
