import type { PatternCount } from './pattern-count.ts';
import { patternFigures } from './pattern-odds.ts';
import type { PairPattern } from './pair-pattern.ts';

/** What a file's twins would look like: one home and one birth date, but another name and another national number. */
const LIKE_TWINS: PairPattern = { name: 'half', date: 'same', place: 'home', number: 'other' };

/** What was counted, in a sentence, and what follows of it; null where the file does not tell. No value stands in it. */
export function patternNote(patterns: PatternCount): string | null {
  const figures = patternFigures(patterns.tally, LIKE_TWINS);
  if (figures === null) return null;
  const { seen, slips, two } = figures;
  const isOne = (patterns.atHome(LIKE_TWINS) ?? 0) > 0;
  const twins = `at most ${Math.round(two)} ${Math.round(two) === 1 ? 'is a pair' : 'are pairs'} of twins`;
  const follows = isOne
    ? `in this file they are taken for one person each, where nothing else speaks against it`
    : 'they stay apart';
  return (
    `counted in this file: ${seen} pairs of records could be twins (one home and birth date, two names, two national numbers); ` +
    `slips alone explain about ${Math.round(slips)}, ${isOne ? twins : 'relatives are too many to tell'}: ${follows}`
  );
}
