import { weighNames } from './alias-weight.ts';
import { blockKeys } from './blocking.ts';
import { CandidateIndex } from './candidate-index.ts';
import type { Measure } from './findings.ts';
import { NUMBER_AT, type PairPattern, pairPattern } from './pair-pattern.ts';
import { compareAttributes } from './pair-weight.ts';
import { oddsApart, oddsAtHome, PatternTally } from './pattern-odds.ts';
import type { PreparedSubject } from './prepared-subject.ts';

/** What counting a file says of pairs with two national numbers: are they one person who slipped, or two? */
export interface PatternCount {
  /** log2 of the odds that a pair of one home is one person, told cautiously; null where the file does not tell. */
  readonly atHome: (pattern: PairPattern) => number | null;
  /** The same of a pair that shares no home, told generously. */
  readonly apart: (pattern: PairPattern) => number | null;
  /** Of how many records a national number is. */
  readonly recordsWith: (number: string) => number;
  readonly tally: PatternTally;
}

/** As in the resolver: a value that more records share brings nobody together. */
const BLOCK_MAX = 100;
/** Files of fewer people with a number are not counted. */
const NUMBERED_MIN = 200;

/** Counts the pairs of a file that meet in a block; null where too few people in it have a national number. */
export function countPatterns(subjects: readonly PreparedSubject[], measure: Measure): PatternCount | null {
  const persons = subjects.filter(({ kind }) => kind === 'person');
  const numbers = countNumbers(persons);
  if (persons.filter(({ identifiers }) => (identifiers[NUMBER_AT] ?? []).length > 0).length < NUMBERED_MIN)
    return null;
  const recordsWith = (number: string): number => numbers.get(number) ?? 0;
  const tally = new PatternTally();
  const index = new CandidateIndex(BLOCK_MAX);
  persons.forEach((subject, at) => index.add(at, blockKeys(subject)));
  persons.forEach((left, at) => {
    for (const other of index.candidates(at)) {
      const right = persons[other];
      if (other <= at || right === undefined) continue;
      const pattern = pairPattern(
        weighNames(left.names, right.names, measure),
        compareAttributes(left, right, measure),
      );
      if (pattern === null) continue;
      if (pattern.number === 'other' && areTwoNumbers(left, right, recordsWith)) tally.addTwo(pattern);
      else tally.add(pattern, at, other);
    }
  });
  return {
    atHome: (pattern) => oddsAtHome(tally, pattern),
    apart: (pattern) => oddsApart(tally, pattern),
    recordsWith,
    tally,
  };
}

function countNumbers(persons: readonly PreparedSubject[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const { identifiers } of persons)
    for (const number of identifiers[NUMBER_AT] ?? []) numbers.set(number, (numbers.get(number) ?? 0) + 1);
  return numbers;
}

/**
 * Whether two numbers are two people's for certain: the check digits of both hold, or each stands in two records of the file,
 * as a slip does not come out the same twice.
 */
export function areTwoNumbers(
  left: PreparedSubject,
  right: PreparedSubject,
  recordsWith: PatternCount['recordsWith'],
): boolean {
  if (left.proven.length > 0 && right.proven.length > 0) return true;
  const isRepeated = ({ identifiers }: PreparedSubject): boolean =>
    (identifiers[NUMBER_AT] ?? []).some((number) => recordsWith(number) > 1);
  return isRepeated(left) && isRepeated(right);
}
