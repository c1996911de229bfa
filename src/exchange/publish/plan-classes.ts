import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import { SEGMENTS_PER_CLASS_MAX } from '../../sealed/index.ts';
import type { Transaction } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { liveSegments } from './own-segments.ts';
import { type PlannedCounts, planStaying } from './planned-keys.ts';

/** A tombstone that could not be merged away by then (its tags were not kept): the class is evaluated again, and the key is in no live segment. */
const TOMBSTONE_DAYS = 6;
const DAY_MS = 86_400_000;

/**
 * What is to be done about one class of keys; which keys, planned-keys.ts keeps. What is published now and was not before in this epoch
 * (`came`), and the other way about (`went`), the ledger commits to.
 */
export interface ClassPlan extends PlannedCounts {
  readonly keyClass: KeyClass;
  /** Everything is evaluated again and replaces what is live; otherwise only what came and went. */
  readonly whole: boolean;
  /** How many keys the new segments hold, and how many the tombstones take back. */
  readonly held: number;
  readonly takenBack: number;
}

/** Finds what came and what went of a class. */
export type PlanClass = (keyClass: KeyClass) => Promise<PlannedCounts>;

/** What changed in each class since it was last published in this epoch. `incomplete`: some partner lacks a segment. */
export async function planClasses(
  context: ExchangeContext,
  tx: Transaction,
  epoch: number,
  incomplete: boolean,
  plan: PlanClass,
): Promise<readonly ClassPlan[]> {
  const plans: ClassPlan[] = [];
  for (const keyClass of KEY_CLASSES) {
    const counts = await plan(keyClass);
    const { came, went } = counts;
    const live = await liveSegments(tx, epoch, keyClass);
    const crowded = live.most + 2 > SEGMENTS_PER_CLASS_MAX && came + went > 0;
    const mergeDue =
      live.oldestTombstone !== null &&
      live.oldestTombstone.getTime() + TOMBSTONE_DAYS * DAY_MS <= context.clock.now().getTime();
    if (incomplete || crowded || mergeDue) {
      const held = came + (await planStaying(tx, keyClass, epoch, came));
      plans.push({ keyClass, whole: true, ...counts, held, takenBack: 0 });
    } else if (came + went > 0) {
      plans.push({ keyClass, whole: false, ...counts, held: came, takenBack: went });
    }
  }
  return plans;
}
