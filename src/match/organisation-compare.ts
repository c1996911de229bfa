import type { ComparisonLevel } from './comparison-level.ts';
import { alignWords, type Alignment } from './organisation-align.ts';
import type { Measure } from './findings.ts';
import type { FormClass } from './organisation-forms.ts';
import {
  type OrganisationCore,
  prepareOrganisation,
  type PreparedOrganisation,
} from './organisation-prepare.ts';

/** In powers of two; fitted as whole figures on development pairs, never on one pair alone. */
const WORTH = {
  /** Nothing is left over on either side. */
  allAgree: 4,
  sameForm: 0.5,
  otherForm: -5,
  nearForm: -1.5,
  numberDiffers: -11,
  numberMissing: -10,
  /** 'Fund' and 'Fund I': the first of a row is often written without its number. */
  firstMissing: -1,
  countryDiffers: -10,
  countryMissing: -8,
  sister: -7,
  activityMissing: -4,
  holdingMissing: -6,
  shapeDiffers: -2.5,
  /** Against `allAgree`, which it forgoes: one word such as group more. */
  shapeMissing: 1,

  coreDiffers: -8,
  coreMissing: -4,
  initials: 9,
  otherName: -1,
} as const;

interface Judged {
  readonly weight: number;
  readonly level: ComparisonLevel['level'];
  readonly because: string;
}

/** The best agreement between any name of one and any name of the other, with its reason. */
export function compareOrganisations(left: readonly string[], right: readonly string[]): ComparisonLevel {
  const prepare = (names: readonly string[]): PreparedOrganisation[] =>
    names.map(prepareOrganisation).filter((prepared) => prepared !== null);
  return { attribute: 'organisation', ...(bestOf(prepare(left), prepare(right)) ?? NAMELESS) };
}

/** The level of two prepared firms' names; null when neither has one. It counts for `firmNameMost` at most. */
export function compareFirmNames(
  left: readonly PreparedOrganisation[],
  right: readonly PreparedOrganisation[],
  { firmNameMost }: Pick<Measure, 'firmNameMost'>,
): ComparisonLevel | null {
  if (left.length + right.length === 0) return null;
  const judged = bestOf(left, right) ?? NAMELESS;
  return { attribute: 'name', ...judged, weight: Math.min(firmNameMost, judged.weight) };
}

const NAMELESS: Judged = { weight: 0, level: 'not-given', because: 'nothing to compare: a name is missing' };

function bestOf(
  left: readonly PreparedOrganisation[],
  right: readonly PreparedOrganisation[],
): Judged | null {
  let best: Judged | null = null;
  for (const one of left) {
    for (const other of right) {
      const judged = judge(one, other);
      if (best === null || judged.weight > best.weight) best = judged;
    }
  }
  return best;
}

function judge(left: PreparedOrganisation, right: PreparedOrganisation): Judged {
  let best: Judged | null = null;
  left.cores.forEach((one, at) => {
    right.cores.forEach((other, otherAt) => {
      const judged = judgeCores(one, other);
      const weight = judged.weight + (at + otherAt > 0 ? WORTH.otherName : 0);
      if (best === null || weight > best.weight) best = { ...judged, weight };
    });
  });
  return best ?? { weight: 0, level: 'not-given', because: 'nothing to compare' };
}

function judgeCores(one: OrganisationCore, other: OrganisationCore): Judged {
  const short = initialsAgree(one, other);
  const aligned = alignWords(one, other);
  const form = formWeight(one.forms, other.forms);
  const left = leftOver(aligned);
  const weight = clamp(
    aligned.weight + left.weight + form.weight + (left.because === null ? WORTH.allAgree : 0),
  );
  if (short && weight < WORTH.initials)
    return {
      weight: WORTH.initials + Math.min(0, form.weight),
      level: 'close',
      because: 'the short name is made of the initials of the long one',
    };
  if (aligned.weight <= 0)
    return { weight: clamp(left.weight), level: 'differs', because: 'no telling word agrees' };
  if (left.because !== null)
    return {
      weight,
      level: weight > 4 ? 'partial' : 'differs',
      because: `${aligned.because}, but ${left.because}`,
    };
  const isExact = aligned.isExact && form.weight >= 0;
  return {
    weight,
    level: isExact ? 'exact' : 'close',
    because: form.because === null ? aligned.because : `${aligned.because}, but ${form.because}`,
  };
}

function clamp(weight: number): number {
  return Math.max(-12, Math.min(24, weight));
}

function initialsAgree(one: OrganisationCore, other: OrganisationCore): boolean {
  const isShort = (short: OrganisationCore, long: OrganisationCore): boolean =>
    long.initials !== null &&
    short.words.length === 1 &&
    short.words[0]?.kind === 'core' &&
    short.words[0].text === long.initials;
  return isShort(one, other) || isShort(other, one);
}

interface LeftOver {
  readonly weight: number;
  readonly because: string;
}

/** What no word of the other side answers, strongest reason first. */
function leftOver({ left }: Alignment): { weight: number; because: string | null } {
  const found = [
    numbersLeft(of(left.mine, 'number'), of(left.theirs, 'number')),
    countriesLeft(of(left.mine, 'country').length, of(left.theirs, 'country').length),
    wordsLeft(of(left.mine, 'core').length, of(left.theirs, 'core').length),
    activitiesLeft(of(left.mine, 'activity').length, of(left.theirs, 'activity').length),
    shapesLeft(of(left.mine, 'shape'), of(left.theirs, 'shape')),
  ].flat();
  return { weight: found.reduce((sum, one) => sum + one.weight, 0), because: found[0]?.because ?? null };
}

type Words = Alignment['left']['mine'];

function of(side: Words, kind: Words[number]['kind']): Words {
  return side.filter((word) => word.kind === kind);
}

function numbersLeft(mine: Words, theirs: Words): LeftOver[] {
  if (mine.length + theirs.length === 0) return [];
  if (mine.length > 0 && theirs.length > 0)
    return [{ weight: WORTH.numberDiffers, because: 'the numbers differ' }];
  const isFirst = [...mine, ...theirs].every(({ text }) => text === '1');
  const weight = isFirst ? WORTH.firstMissing : WORTH.numberMissing;
  return [{ weight, because: 'one has a number that the other lacks' }];
}

function countriesLeft(mine: number, theirs: number): LeftOver[] {
  if (mine + theirs === 0) return [];
  return mine > 0 && theirs > 0
    ? [{ weight: WORTH.countryDiffers, because: 'the countries in the names differ' }]
    : [{ weight: WORTH.countryMissing, because: 'one names a country that the other does not' }];
}

function wordsLeft(mine: number, theirs: number): LeftOver[] {
  const both = Math.min(mine, theirs);
  const more = Math.max(mine, theirs) - both;
  const found: LeftOver[] = [];
  if (both > 0) found.push({ weight: WORTH.coreDiffers * both, because: 'telling words differ' });
  if (more > 0)
    found.push({ weight: WORTH.coreMissing * more, because: 'one has telling words that the other lacks' });
  return found;
}

function activitiesLeft(mine: number, theirs: number): LeftOver[] {
  const both = Math.min(mine, theirs);
  const more = Math.max(mine, theirs) - both;
  const found: LeftOver[] = [];
  if (both > 0)
    found.push({ weight: WORTH.sister, because: 'what they do differs: perhaps sister companies' });
  if (more > 0)
    found.push({ weight: WORTH.activityMissing * more, because: 'one says more of what it does' });
  return found;
}

function shapesLeft(mine: Words, theirs: Words): LeftOver[] {
  if (mine.length + theirs.length === 0) return [];
  const isHolding = [...mine, ...theirs].some(({ text }) => text === 'holding');
  const because = isHolding
    ? 'one is a holding: perhaps the parent'
    : 'words such as group or services differ';
  if (mine.length > 0 && theirs.length > 0)
    return [{ weight: isHolding ? WORTH.sister : WORTH.shapeDiffers, because }];
  return [{ weight: isHolding ? WORTH.holdingMissing : WORTH.shapeMissing, because }];
}

/** Inc, Corp, Co and Ltd are told apart by their own country's clerks alone. */
const NEAR: ReadonlySet<FormClass> = new Set(['limited', 'corporation', 'company', 'joint-stock']);

function formWeight(
  one: readonly FormClass[],
  other: readonly FormClass[],
): { weight: number; because: string | null } {
  if (one.length === 0 || other.length === 0) return { weight: 0, because: null };
  if (one.some((form) => other.includes(form))) return { weight: WORTH.sameForm, because: null };
  if (one.includes('company') || other.includes('company')) return { weight: 0, because: null };
  const isNear =
    [...one, ...other].every((form) => NEAR.has(form)) && [...one, ...other].includes('corporation');
  return { weight: isNear ? WORTH.nearForm : WORTH.otherForm, because: 'the legal forms differ' };
}
