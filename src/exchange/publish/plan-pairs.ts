import { SEGMENTS_PER_CLASS_MAX } from '../../sealed/index.ts';
import type { Transaction } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { liveValues } from './own-values.ts';
import { type PlannedCounts, planHalves } from './planned-keys.ts';
import { isCrowdTakenBack, planAllPairs, planChangedPairs } from './planned-pairs.ts';

/** A tombstone stays at most this long: then the pairs are built anew and what went is in no live segment. */
const TOMBSTONE_DAYS = 6;
const DAY_MS = 86_400_000;

/** What is to be done about the pairs of half keys; which pairs, planned-pairs.ts keeps. */
export interface PairsPlan {
  /** Everything is evaluated again and replaces what is live; otherwise only what came and went. */
  readonly whole: boolean;
  /** How many pairs the new segments hold, and how many the tombstones take back. */
  readonly held: number;
  readonly takenBack: number;
  /** How many more records stand behind pairs that have eight already: they go into no segment. */
  readonly leftOut: number;
  /** How many half keys came and went with that. */
  readonly halves: PlannedCounts;
}

/** What changed since the pairs were last published in this epoch; null when nothing did. `incomplete`: some partner lacks a segment. */
export async function planPairs(
  context: ExchangeContext,
  tx: Transaction,
  epoch: number,
  incomplete: boolean,
  of: 'all' | 'touched',
): Promise<PairsPlan | null> {
  const halves = await planHalves(tx, epoch, of);
  const isChanged = halves.came + halves.went > 0;
  const live = await liveValues(tx, epoch);
  const oldest = live.oldestTombstone?.getTime() ?? Infinity;
  const mergeDue = oldest + TOMBSTONE_DAYS * DAY_MS <= context.clock.now().getTime();
  const crowded = live.most + 2 > SEGMENTS_PER_CLASS_MAX && isChanged;
  if (incomplete || crowded || mergeDue || !live.allKept) {
    const whole = await planAnew(tx, halves);
    return whole.held === 0 && !isChanged && live.most === 0 ? null : whole;
  }
  if (!isChanged) return null;
  const { came, went, leftOut } = await planChangedPairs(tx, epoch);
  // A pair has at most so many slots in a tombstone: more records than that cannot be taken back by one.
  if (await isCrowdTakenBack(tx)) return planAnew(tx, halves);
  return { whole: false, held: came, takenBack: went, leftOut, halves };
}

async function planAnew(tx: Transaction, halves: PlannedCounts): Promise<PairsPlan> {
  const { came, leftOut } = await planAllPairs(tx);
  return { whole: true, held: came, takenBack: 0, leftOut, halves };
}
