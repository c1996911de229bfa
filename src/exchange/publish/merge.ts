import { SealedError } from '../../sealed/index.ts';
import { announceMerge } from './announce.ts';
import { toNewSegment } from './build-class.ts';
import { type ExchangeContext, partnersOf } from '../context.ts';
import { newestEpoch } from '../seal/epochs.ts';
import { type MergePlan, type MergeUrgency, planMerge } from './merge-plan.ts';
import { keeperOf, type NewSegment, offeredHashes, readLive, type SegmentsOf } from './own-segments.ts';
import type { SegmentFiles } from './segment-files.ts';
import { SMALL_MERGE_KEYS_MAX, smallIndexBuilder } from './small-index.ts';
import { partnersThatWatch } from '../standing/standing-here.ts';

/** Does something while nothing is being published. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

type DueMerge = SegmentsOf & MergePlan;

/**
 * Merges what is due, from the kept tags: no key is evaluated again and none is added. Segments are built apart, beside a
 * publication that may go on meanwhile, and only announced in its turn. Gives back how many merges were announced. A crash
 * anywhere leaves files that the next announcement removes.
 */
export async function mergeSegments(
  context: ExchangeContext,
  files: SegmentFiles,
  urgency: MergeUrgency,
  inTurn: InTurn,
): Promise<number> {
  let announced = 0;
  for (const due of await readDue(context, urgency)) {
    const made = new Set<string>();
    try {
      const merged = await buildMerge(context, files, due, made);
      if (merged !== null && (await inTurn(() => announceIfStillLive(context, files, due, merged))))
        announced += 1;
    } finally {
      for (const hash of made) files.spared.delete(hash);
    }
  }
  return announced;
}

async function readDue(context: ExchangeContext, urgency: MergeUrgency): Promise<readonly DueMerge[]> {
  const epoch = await newestEpoch(context.database);
  if (epoch === null || !(await context.sealer.holds(epoch.number))) return [];
  const partners = new Set(partnersOf(context).map((partner) => partner.id));
  const now = context.clock.now();
  return (await readLive(context.database, epoch.number)).flatMap(({ live, ...whose }) => {
    const plan = partners.has(whose.partner) ? planMerge(live, now, urgency) : null;
    return plan === null ? [] : [{ ...whose, ...plan }];
  });
}

/** The merged segments on disk; null when the kept tags cannot be read: then the class is evaluated again when it must be. */
async function buildMerge(
  context: ExchangeContext,
  files: SegmentFiles,
  due: DueMerge,
  made: Set<string>,
): Promise<readonly NewSegment[] | null> {
  const { partner, epoch, keyClass, merged, isWhole } = due;
  const oldestFirst = merged.map(({ kind, hash, count }) => ({
    kind,
    hash,
    count,
    path: files.tagsPath(partner, hash),
  }));
  const bits = (await partnersThatWatch(context.database, epoch)).has(partner) ? 64 : 32;
  const work = {
    ...(await keeperOf(context, due)),
    keyClass,
    bits,
    oldestFirst,
    keepsTombstones: !isWhole,
  } as const;
  const keys = merged.reduce((sum, { count }) => sum + count, 0);
  await using builder = keys > SMALL_MERGE_KEYS_MAX ? context.openIndexBuilder() : smallIndexBuilder();
  const segments: NewSegment[] = [];
  try {
    await builder.merge(work, async (kept) => {
      made.add(kept.hash);
      files.spared.add(kept.hash);
      await files.keep(partner, kept);
      segments.push(toNewSegment(kept, due));
    });
  } catch (cause) {
    if (!(cause instanceof SealedError) || cause.code !== 'tags-invalid') throw cause;
    context.log('merge-not-possible', { partner, keyClass, code: cause.code });
    return null;
  }
  return segments;
}

/** Only if all that was merged is live still: a whole class may have been built anew meanwhile, or a new epoch begun. */
async function announceIfStillLive(
  context: ExchangeContext,
  files: SegmentFiles,
  due: DueMerge,
  segments: readonly NewSegment[],
): Promise<boolean> {
  const offered = new Set(await offeredHashes(context.database, due.partner));
  const isLive = due.merged.every(({ hash }) => offered.has(hash));
  if (isLive) await announceMerge(context, due, due.merged, segments);
  for (const { hash } of segments) files.spared.delete(hash);
  files.keepOnly('own', due.partner, await offeredHashes(context.database, due.partner));
  return isLive;
}
