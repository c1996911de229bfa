import { isFull } from './chance.ts';
import { standardiseDate, unorderedDate } from './date.ts';
import { type NameToken, nameTokens, standardiseName } from './name.ts';
import { standardiseNationalNumber } from './national-number.ts';
import type { Rule } from './rules.ts';
import { skeletonShare } from './skeletons.ts';
import type { Spelling } from './sounds.ts';
import type { Subject } from './subject.ts';

/** A word of a name with the spellings to spend on it (a record spends the canonical one alone). */
interface NameWord {
  readonly spellings: readonly Spelling[];
  readonly written: string;
}

/** What of a person makes keys. */
export interface PersonPart {
  /** One list of words for each name or alias, rare words first. */
  readonly names: readonly (readonly NameWord[])[];
  /** Full dates in key form. */
  readonly dates: readonly string[];
  readonly years: readonly number[];
}

interface PersonValue {
  readonly rule: Rule;
  readonly value: string;
  readonly about: string;
  readonly subjectPart: string;
}

/** Names and aliases a subject may bring to its keys. */
const NAMES_MAX = 6;
const DATES_MAX = 3;

/** The words, full dates and years of a person, in key form. */
export function personParts(subject: Subject, asks: boolean): PersonPart {
  const names = subject.names.slice(0, NAMES_MAX).map((name) => wordsOf(name, asks));
  const dates = subject.birthDates
    .slice(0, DATES_MAX)
    .map(standardiseDate)
    .filter((date) => date !== null);
  return {
    names: names.filter((words) => words.length > 0),
    dates: [...new Set(dates.map(unorderedDate).filter((date) => date !== null))],
    years: [...new Set(dates.map((date) => date.year))],
  };
}

/**
 * The key values of a person, the most telling first: all canonical words before any second spelling, so that a limit cuts
 * spellings and not names. Two names with a date are a key only where neither name is one alone.
 */
export function* personValues(
  part: PersonPart,
  nationalNumbers: Subject['nationalNumbers'],
  o: { sizeClass: number },
): Generator<PersonValue> {
  yield* numberValues(part, nationalNumbers);
  const depth = Math.max(...part.names.flatMap((words) => words.map((word) => word.spellings.length)));
  for (let spelling = 0; spelling < depth; spelling++) yield* dateValues(part, spelling);
  yield* pairValues(part, o.sizeClass, true);
  yield* pairValues(part, o.sizeClass, false);
}

function wordsOf(name: string, asks: boolean): NameWord[] {
  const words: NameWord[] = asks
    ? (standardiseName(name)?.spellings ?? []).map((spellings) => ({
        spellings,
        written: spellings[0]?.latin ?? '',
      }))
    : nameTokens(name).map((token: NameToken) => ({
        spellings: [{ latin: token.latin, skeleton: token.skeleton }],
        written: token.latin,
      }));
  return words.sort((left, right) => shareOf(left) - shareOf(right));
}

function shareOf(word: NameWord): number {
  return skeletonShare(word.spellings[0]?.skeleton ?? '');
}

function* numberValues(
  part: PersonPart,
  nationalNumbers: Subject['nationalNumbers'],
): Generator<PersonValue> {
  for (const { country, number } of nationalNumbers) {
    const standard = standardiseNationalNumber(country, number);
    if (standard === null) continue;
    for (const word of part.names.flat()) {
      for (const { latin, skeleton } of word.spellings) {
        const about = `national number ${country.toUpperCase()} ${standard.canonical} and name ${latin}`;
        yield {
          rule: 'national-number+name',
          value: `${country.toUpperCase()}|${standard.canonical}|${skeleton}`,
          about,
          subjectPart: number,
        };
      }
    }
  }
}

function* dateValues(part: PersonPart, spelling: number): Generator<PersonValue> {
  for (const word of part.names.flat()) {
    const way = word.spellings[spelling];
    if (way === undefined) continue;
    for (const date of part.dates) {
      yield {
        rule: 'name+birthdate',
        value: `${way.skeleton}|${date}`,
        about: `name ${way.latin} and birth date ${date.replaceAll('~', ' ')}`,
        subjectPart: word.written,
      };
    }
  }
}

/** Two words of one name, with the whole date or the year. Spellings cross, canonical pairs first. */
function* pairValues(part: PersonPart, sizeClass: number, whole: boolean): Generator<PersonValue> {
  const pairs = part.names.flatMap((words) => pairsOf(words)).sort((left, right) => left.depth - right.depth);
  for (const { first, second } of pairs) {
    const [low, high] = first.skeleton < second.skeleton ? [first, second] : [second, first];
    for (const time of whole ? part.dates : part.years) {
      if (whole && isSinglyFull(first.skeleton, second.skeleton, String(time), sizeClass)) continue;
      yield {
        rule: whole ? 'names+birthdate' : 'names+birthyear',
        value: `${low.skeleton}|${high.skeleton}|${time}`,
        about: `names ${low.latin} and ${high.latin}, born ${String(time).replaceAll('~', ' ')}`,
        subjectPart: `${low.latin} ${high.latin}`,
      };
    }
  }
}

function isSinglyFull(first: string, second: string, date: string, sizeClass: number): boolean {
  return [first, second].some((skeleton) => isFull('name+birthdate', sizeClass, `${skeleton}|${date}`));
}

function pairsOf(words: readonly NameWord[]): { first: Spelling; second: Spelling; depth: number }[] {
  const pairs: { first: Spelling; second: Spelling; depth: number }[] = [];
  words.forEach((word, at) => {
    for (const other of words.slice(at + 1)) {
      word.spellings.forEach((first, firstAt) => {
        other.spellings.forEach((second, secondAt) => {
          if (first.skeleton !== second.skeleton) pairs.push({ first, second, depth: firstAt + secondAt });
        });
      });
    }
  });
  return pairs;
}
