import { FULL_KEY_MAX, questionKeys, type Subject } from '../../match/index.ts';
import type { PartnerIndex } from '../follow/partner-index.ts';
import { type PlannedKey, withHalvesOf } from './half-asked.ts';
import { aboutPair, pairsBySubject } from './half-hits.ts';

/** What of a partner decides which keys are spent on it. */
export interface AskedAs {
  readonly sizeClass: number;
  /** It holds more numbers than it lets out bare: a number is also asked with its user's name, its contacts and handset. */
  readonly joined: boolean;
  /** It publishes pairs of half keys. */
  readonly halves: boolean;
}

/** How a partner is asked, by what its index says and how much it holds. */
export function askedAs(index: PartnerIndex | null, sizeClass: number): AskedAs {
  const rules = index?.segments.rules.communication ?? [];
  const joined = ['phone+name', 'phone+contact', 'phone+device'].some((rule) => rules.includes(rule));
  return { sizeClass, joined, halves: index?.segments.values !== undefined };
}

/** So many strangers the pairs of a whole list may fit at a partner: a list makes as many of them as it has rows, and each is named to an officer. */
const LIST_STRANGERS_MAX = 1;
/** Up to so many records only a firm is paired with a name. */
const FIRMS_ONLY_MAX = 10_000_000;

/** Whether half keys may be spent on somebody of a list. */
export function hasHalves(
  { kind, names, organisations, employers = [] }: Subject,
  sizeClass: number,
): boolean {
  if (kind !== 'person' || names.length === 0) return false;
  return sizeClass > FIRMS_ONLY_MAX || organisations.length + employers.length > 0;
}

/** What is left to each subject of a list of so many with half keys: all together they fit no more than one stranger. */
export function pairChanceOfList(subjects: number): number {
  return Math.min(FULL_KEY_MAX, LIST_STRANGERS_MAX / Math.max(1, subjects));
}

export interface ListedKeys {
  readonly keys: readonly PlannedKey[];
  /** Strangers that this subject's pairs would fit. */
  readonly strangers: number;
  /** What a hit of its half keys may say that it is about. */
  readonly aboutPairs: readonly string[];
}

/** The keys of one subject of a list as one partner would be asked them: what it weighs before anybody is asked. */
export function listedKeys(
  subject: Subject,
  how: { readonly asked: AskedAs; readonly defaultCountry: string; readonly pairChanceMax: number },
): ListedKeys {
  const { sizeClass, joined, halves: withHalves } = how.asked;
  const derived = questionKeys(subject, {
    sizeClass,
    joined,
    withHalves,
    defaultCountry: how.defaultCountry,
  });
  const { keys } = withHalves
    ? withHalvesOf(derived, { subject, number: 0, sizeClass, chanceMax: how.pairChanceMax })
    : derived;
  const planned: readonly PlannedKey[] = keys;
  const strangers = pairsBySubject(planned, sizeClass, how.pairChanceMax)
    .map(({ chance }) => chance)
    .reduce((sum, chance) => sum + chance, 0);
  const halves = planned.filter(({ halfOf }) => halfOf !== undefined);
  const beside = halves.filter(({ keyClass }) => keyClass !== 'person');
  const aboutPairs = halves
    .filter(({ keyClass }) => keyClass === 'person')
    .flatMap(({ about }) => beside.map((other) => aboutPair(about, other.about)));
  return { keys: planned, strangers, aboutPairs: [...new Set(aboutPairs)] };
}
