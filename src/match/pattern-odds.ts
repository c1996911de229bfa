import type { PairPattern } from './pair-pattern.ts';

/**
 * Pairs of a file by pattern. Of pairs that are one person by everything else (whole name, birth date, home), some have two
 * national numbers all the same: `a` for each that has one. So of the pairs of any other pattern that are one person by
 * their number, `a` times as many must stand in the file with two numbers. What is seen beyond that are two people.
 */
export class PatternTally {
  readonly #pairs = new Map<string, number>();
  readonly #two = new Map<string, number>();
  /** By record: with how many others it is certainly one. */
  readonly #partners = new Map<number, number>();

  add(pattern: PairPattern, one: number, other: number): void {
    increase(this.#pairs, keyOf(pattern));
    if (!isCertain(pattern) || pattern.number !== 'same') return;
    increase(this.#partners, one);
    increase(this.#partners, other);
  }

  /** A pair whose numbers stand so firmly that they are two people's. */
  addTwo(pattern: PairPattern): void {
    increase(this.#two, keyOf(pattern));
  }

  seen(pattern: PairPattern): number {
    return this.#pairs.get(keyOf(pattern)) ?? 0;
  }

  two(pattern: PairPattern): number {
    return this.#two.get(keyOf(pattern)) ?? 0;
  }

  /**
   * How many pairs one slip makes, as a record that slipped is compared with all the others of its person: so many fewer are
   * the observations that a count stands for. Averaged over pairs, at least 1.
   */
  pairsOfASlip(): number {
    let [sum, squares] = [0, 0];
    for (const count of this.#partners.values()) [sum, squares] = [sum + count, squares + count * count];
    return sum === 0 ? 1 : squares / sum;
  }
}

export const CERTAIN: PairPattern = { name: 'whole', date: 'same', place: 'home', number: 'same' };

function isCertain({ name, date, place }: PairPattern): boolean {
  return name === 'whole' && date === 'same' && place === 'home';
}

function keyOf({ name, date, place, number }: PairPattern): string {
  return `${name} ${date} ${place} ${number}`;
}

function increase<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** A file with fewer pairs that are certainly one person, or of these with fewer that have two numbers, says nothing. */
const CERTAIN_MIN = 100;
const OTHER_MIN = 10;
/** A pattern that fewer pairs with one number have is not known. */
const SAME_MIN = 10;
/** Of pairs of relatives who share a name and a home, at most so many were born on one day, or have one whole name. */
const TWINS_OF_RELATIVES = 1 / 10;
/** For each pair of which it is certain that they are two, so many more may be two. */
const TWO_SEEN = 2;
/** Cautiously one pair of two people more than was counted. */
const ONE_MORE = 1;
/** Deviations beyond which what is seen is more than slips explain. */
const BEYOND = 2;

/** What was counted of one pattern with two numbers, in pairs. */
export interface PatternFigures {
  readonly seen: number;
  /** Expected of one person each, by slips alone, and its standard deviation. */
  readonly slips: number;
  readonly deviation: number;
  /** At most so many are two people. */
  readonly two: number;
}

/** The figures of a pattern with two numbers; null where the file does not tell. */
export function patternFigures(tally: PatternTally, pattern: PairPattern): PatternFigures | null {
  if (pattern.number !== 'other' || isCertain(pattern)) return null;
  const others = tally.seen({ ...CERTAIN, number: 'other' });
  if (tally.seen(CERTAIN) < CERTAIN_MIN || others < OTHER_MIN) return null;
  const same = tally.seen({ ...pattern, number: 'same' });
  const seen = tally.seen(pattern);
  const slips = slipsOf(tally, pattern);
  const relative = 1 / others + 1 / Math.max(1, same);
  const deviation = Math.sqrt(tally.pairsOfASlip() * (slips + slips * slips * relative));
  const excess = seen - slips > BEYOND * deviation ? seen - slips : 0;
  const relatives = relativesIn(tally) * (isOfRelatives(pattern) ? 1 : TWINS_OF_RELATIVES);
  const two = Math.max(excess, TWO_SEEN * tally.two(pattern), relatives) + ONE_MORE;
  return { seen, slips, deviation, two };
}

/** log2 of the odds that a pair of one home with this pattern is one person, told cautiously; null where the file does not tell. */
export function oddsAtHome(tally: PatternTally, pattern: PairPattern): number | null {
  const figures = patternFigures(tally, pattern);
  if (figures === null || tally.seen({ ...pattern, number: 'same' }) < SAME_MIN) return null;
  return Math.log2(figures.slips / figures.two);
}

/** The same for a pair that shares no home, told generously; null where the file does not tell. */
export function oddsApart(tally: PatternTally, pattern: PairPattern): number | null {
  const figures = patternFigures(tally, pattern);
  if (figures === null || figures.seen < OTHER_MIN) return null;
  const one = figures.slips + BEYOND * figures.deviation + ONE_MORE;
  return one >= figures.seen ? null : Math.log2(one / (figures.seen - one));
}

/** By slips alone: as often another number as among those who are certainly one, or none. */
function slipsOf(tally: PatternTally, pattern: PairPattern): number {
  const among = tally.seen({ ...CERTAIN, number: pattern.number });
  return (tally.seen({ ...pattern, number: 'same' }) * among) / tally.seen(CERTAIN);
}

const RELATIVES: PairPattern = { name: 'half', date: 'other', place: 'home', number: 'other' };

function isOfRelatives({ name, date }: PairPattern): boolean {
  return name === RELATIVES.name && date === RELATIVES.date;
}

/** Pairs of one home with a name and no birth date in common, beyond what slips explain: brothers, sisters, parents, couples. */
function relativesIn(tally: PatternTally): number {
  const beyond = (number: PairPattern['number']): number => {
    const pattern: PairPattern = { ...RELATIVES, number };
    return Math.max(0, tally.seen(pattern) - slipsOf(tally, pattern));
  };
  return tally.two(RELATIVES) + beyond('other') + beyond('missing');
}
