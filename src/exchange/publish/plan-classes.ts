import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import { SEGMENTS_PER_CLASS_MAX } from '../../sealed/index.ts';
import type { ExchangeContext } from '../context.ts';
import type { OwnKey } from './own-keys.ts';
import { liveSegments } from './own-segments.ts';
import { keysToAdd, keysToRemove, readLimits, wantedKeys } from './wanted-keys.ts';

/** A tombstone that could not be merged away by then (its tags were not kept): the class is evaluated again, and the key is in no live segment. */
const TOMBSTONE_DAYS = 6;
const DAY_MS = 86_400_000;

/** What is to be done about one class of keys. */
export interface ClassPlan {
  readonly keyClass: KeyClass;
  /** Everything is evaluated again and replaces what is live; otherwise only what came and went. */
  readonly whole: boolean;
  readonly added: readonly OwnKey[];
  readonly removed: readonly OwnKey[];
  /** What is published now and was not before in this epoch, and the other way about: what the ledger commits to. */
  readonly came: readonly OwnKey[];
  readonly went: readonly OwnKey[];
}

/** What changed in each class since it was last published in this epoch. `incomplete`: some partner lacks a segment. */
export async function planClasses(
  context: ExchangeContext,
  epoch: number,
  incomplete: boolean,
): Promise<readonly ClassPlan[]> {
  const plans: ClassPlan[] = [];
  const limits = await readLimits(context.database, context.agreement().budgets);
  for (const keyClass of KEY_CLASSES) {
    const added = await keysToAdd(context.database, keyClass, limits, epoch);
    const removed = await keysToRemove(context.database, keyClass, limits, epoch);
    const live = await liveSegments(context.database, epoch, keyClass);
    const crowded = live.most + 2 > SEGMENTS_PER_CLASS_MAX && added.length + removed.length > 0;
    const mergeDue =
      live.oldestTombstone !== null &&
      live.oldestTombstone.getTime() + TOMBSTONE_DAYS * DAY_MS <= context.clock.now().getTime();
    if (incomplete || crowded || mergeDue) {
      plans.push({
        keyClass,
        whole: true,
        added: await wantedKeys(context.database, keyClass, limits),
        removed: [],
        came: added,
        went: removed,
      });
    } else if (added.length + removed.length > 0) {
      plans.push({ keyClass, whole: false, added, removed, came: added, went: removed });
    }
  }
  return plans;
}
