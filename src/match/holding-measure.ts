import { blockKeys } from './blocking.ts';
import { CandidateIndex } from './candidate-index.ts';
import type { Measure } from './findings.ts';
import { countNameOrder } from './name-order.ts';
import { countPatterns } from './pattern-count.ts';
import type { PreparedSubject } from './prepared-subject.ts';
import { SHIPPED_MEASURE } from './pair-weight.ts';
import { refineWeights } from './refine-weights.ts';
import { countFrequencies } from './term-frequency.ts';

/** As in the resolver: a value that more records share brings nobody together. */
const BLOCK_MAX = 100;
/** Enough for every level to be seen; more pairs change the weights no more. */
const PAIRS_MAX = 30_000;
/** Prime, so that going in such steps reaches every record of a holding once, in no order that means anything. */
const STEP = 7_919;

/**
 * What a holding that is there as a whole says of itself: how common its names, places and addresses are and, where it is asked
 * for, how often two records of one disagree there (`refineWeights`). To be given to a resolver before the first record.
 */
export function measureHolding(
  subjects: readonly PreparedSubject[],
  o: { readonly refines: boolean },
): Partial<Measure> {
  const frequencies = countFrequencies(subjects);
  const patterns = countPatterns(subjects, SHIPPED_MEASURE);
  const nameOrder = countNameOrder(subjects);
  const counted = {
    frequencies,
    ...(patterns === null ? {} : { patterns }),
    ...(nameOrder === null ? {} : { nameOrder }),
  };
  return o.refines
    ? { ...counted, weights: refineWeights(candidatePairs(subjects), SHIPPED_MEASURE) }
    : counted;
}

/** Pairs that meet in a block, of records spread over the whole holding. */
function candidatePairs(
  subjects: readonly PreparedSubject[],
): (readonly [PreparedSubject, PreparedSubject])[] {
  const index = new CandidateIndex(BLOCK_MAX);
  subjects.forEach((subject, number) => index.add(number, blockKeys(subject)));
  const pairs: (readonly [PreparedSubject, PreparedSubject])[] = [];
  const count = subjects.length;
  const step = count % STEP === 0 ? 1 : STEP;
  for (let turn = 0, at = 0; turn < count && pairs.length < PAIRS_MAX; turn += 1, at = (at + step) % count) {
    for (const other of index.candidates(at)) {
      const [left, right] = [subjects[at], subjects[other]];
      if (other > at && left !== undefined && right !== undefined) pairs.push([left, right]);
    }
  }
  return pairs;
}
