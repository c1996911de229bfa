import { SEGMENT_KEYS_MAX, SEGMENTS_PER_CLASS_MAX } from '../../sealed/index.ts';
import type { LiveSegment } from './own-segments.ts';

/** Which of the live segments of a class, all newest ones from some place on, become one. */
export interface MergePlan {
  readonly merged: readonly LiveSegment[];
  /** Whether nothing older stays: then nothing that was taken back need be said again. */
  readonly isWhole: boolean;
}

/** How soon: `soon` in the background, long before a publication would have to wait for it; `now` because it cannot go on otherwise. */
export type MergeUrgency = 'soon' | 'now';

/** A tombstone and what it covers are gone from every live segment within seven days. */
const TOMBSTONE_DAYS: Readonly<Record<MergeUrgency, number>> = { soon: 5, now: 6 };
const DAY_MS = 86_400_000;
/** From so many segments that are not full on there is a merge, which leaves at most so many. */
const SMALL_SEGMENTS_MAX = 10;
const SMALL_SEGMENTS_LEFT = 6;
/** An older segment joins the merge while it is at most so many times as large as all newer ones: each key is merged a few times in all (merge-plan.test.ts). */
const GROWTH = 2;
/** A publication adds at most a delta and a tombstone; no more than this may stand before it. */
const CROWDED = SEGMENTS_PER_CLASS_MAX - 2;

/** What is to be merged of one partner's live segments of one class, oldest first; null: nothing yet. */
export function planMerge(live: readonly LiveSegment[], now: Date, urgency: MergeUrgency): MergePlan | null {
  const staleSince = now.getTime() - TOMBSTONE_DAYS[urgency] * DAY_MS;
  const isStale = live.some(({ kind, madeAt }) => kind === 'tombstone' && madeAt.getTime() <= staleSince);
  if (isStale) return { merged: live, isWhole: true };
  const full = live.filter(({ count }) => count > SEGMENT_KEYS_MAX / 2).length;
  const most = urgency === 'now' ? CROWDED : Math.min(CROWDED - 1, full + SMALL_SEGMENTS_MAX - 1);
  if (live.length <= most) return null;
  return newestThatJoin(live, Math.min(CROWDED - 2, full + SMALL_SEGMENTS_LEFT));
}

function newestThatJoin(live: readonly LiveSegment[], leftMax: number): MergePlan {
  let from = live.length;
  let keys = 0;
  while (from > 0) {
    const older = live[from - 1];
    const left = from + Math.ceil(keys / SEGMENT_KEYS_MAX) + 1;
    if (older === undefined || (left <= leftMax && older.count > GROWTH * keys)) break;
    keys += older.count;
    from -= 1;
  }
  return { merged: live.slice(from), isWhole: from === 0 };
}
