import { type PartialDate, standardiseDate, unorderedDate } from './date.ts';
import { type NameToken, nameTokens, standardiseName } from './name.ts';
import { skeletonShare } from './skeletons.ts';
import type { Rule } from './rules.ts';
import type { Spelling } from './sounds.ts';
import type { Subject } from './subject.ts';

/** A word of a name with the spellings to spend on it (a record spends the canonical one alone). */
export interface NameWord {
  readonly spellings: readonly Spelling[];
  readonly written: string;
}

/** What of a person makes keys, in key form. */
export interface PersonPart {
  /** One list of words for each name or alias, rare words first. */
  readonly names: readonly (readonly NameWord[])[];
  /** Full dates. */
  readonly dates: readonly string[];
  readonly years: readonly string[];
  /** Day and month without the year. */
  readonly days: readonly string[];
  readonly places: readonly { readonly skeletons: string; readonly written: string }[];
}

/** One possible key of a person. */
export interface PersonValue {
  readonly rule: Rule;
  readonly value: string;
  readonly about: string;
  readonly subjectPart: string;
  /** Steps away from the canonical spellings. */
  readonly depth: number;
  /** Whoever meets this key meets that one. */
  readonly partOf?: { readonly rule: Rule; readonly value: string };
}

/** Names and aliases a subject may bring to its keys. */
const NAMES_MAX = 6;
const DATES_MAX = 3;
const PLACES_MAX = 3;

/** The words, dates and places of a person, in key form. */
export function personParts(subject: Subject, asks: boolean): PersonPart {
  const names = subject.names.slice(0, NAMES_MAX).map((name) => wordsOf(name, asks));
  const dates = subject.birthDates
    .slice(0, DATES_MAX)
    .map(standardiseDate)
    .filter((date) => date !== null);
  return {
    names: names.filter((words) => words.length > 0),
    dates: distinct(dates.map(unorderedDate)),
    years: distinct(dates.map((date) => String(date.year))),
    days: distinct(dates.map(dayOfYear)),
    places: subject.birthPlaces.slice(0, PLACES_MAX).flatMap(placeOf),
  };
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}

/** '07-23', or both orders as one where either could stand first: '~03~11'. */
function dayOfYear(date: PartialDate): string | null {
  return unorderedDate(date)?.replace(/^\d{4}-?/, '') ?? null;
}

/** The town as its words sound; what follows a comma or stands in brackets is its country or district. */
function placeOf(written: string): { skeletons: string; written: string }[] {
  const tokens = nameTokens(written.split(/[,(/]/)[0] ?? '');
  const skeletons = tokens
    .map((token) => token.skeleton)
    .sort()
    .join(' ');
  return skeletons === '' ? [] : [{ skeletons, written: tokens.map((token) => token.latin).join(' ') }];
}

function wordsOf(name: string, asks: boolean): NameWord[] {
  const words: NameWord[] = asks ? askedWords(name) : nameTokens(name).map(asWord);
  return words.sort((left, right) => shareOf(left) - shareOf(right));
}

function asWord({ latin, skeleton }: NameToken): NameWord {
  return { spellings: [{ latin, skeleton }], written: latin };
}

/** The canonical spelling is written as a record writes it. */
function askedWords(name: string): NameWord[] {
  const standard = standardiseName(name);
  return (standard?.tokens ?? []).map((token, at) => {
    const others = (standard?.spellings[at] ?? []).filter((way) => way.skeleton !== token.skeleton);
    return { ...asWord(token), spellings: [...asWord(token).spellings, ...others] };
  });
}

function shareOf(word: NameWord): number {
  return skeletonShare(word.spellings[0]?.skeleton ?? '');
}

/**
 * The first sounds of a skeleton, '$' where it ends before. A leading vowel is kept in short skeletons only, so it tells
 * nothing here.
 */
export function beginningOf(skeleton: string, length: 1 | 2): string {
  return `${skeleton.replace(/^A(?=.)/, '')}$`.slice(0, length);
}

/** Every spelling of every word, with its steps from the canonical one. */
export function waysOf(part: PersonPart): { way: Spelling; depth: number; written: string }[] {
  return part.names
    .flat()
    .flatMap(({ spellings, written }) => spellings.map((way, depth) => ({ way, depth, written })));
}

/** A date in key form as a person reads it. */
export function plainDate(date: string): string {
  return date.replaceAll('~', ' ').trim();
}
