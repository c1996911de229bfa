import { declareFaultPoint, reach } from '../../base/index.ts';
import { settleRestore } from '../restore/begin-again.ts';
import { type ExchangeContext, partnersOf } from '../context.ts';
import { commitPairs, type PlannedCommitment, storeCommitments } from './commit-published.ts';
import type { Epoch } from '../seal/epochs.ts';
import { noticeMessage } from './manifest-message.ts';
import { commitPaddingSeed } from './padding-seeds.ts';
import {
  type LiveSegment,
  type NewSegment,
  replaceMerged,
  replaceSegments,
  type SegmentsOf,
} from './own-segments.ts';
import { type NewValues, replaceValues } from './own-values.ts';
import type { ClassPlan } from './plan-classes.ts';
import type { PairsPlan } from './plan-pairs.ts';
import { notePlanned } from './plan-way.ts';
import { clearPlan } from './planned-keys.ts';
import { storeLeftOut } from './planned-pairs.ts';
import { noteDropped, noteWithdrawals, recordsThatLostHalves } from './withdrawals.ts';
import { writeKeysManifest, writeSegmentsManifest } from './write-manifests.ts';

const MANIFEST_COMMITTED = declareFaultPoint('exchange/manifest-committed');

/** What is new since the last manifest. */
export interface Announced {
  readonly classes: readonly ClassPlan[];
  readonly segments: readonly NewSegment[];
  /** Null when no half key came or went. */
  readonly pairs: PairsPlan | null;
  readonly values: readonly NewValues[];
  readonly commitments: readonly PlannedCommitment[];
}

/**
 * In one transaction: the segments become the live ones, both manifests move on by one number, every partner is posted
 * its own, and the ledger says so. Until the commit nobody is told anything.
 */
export async function announce(
  context: ExchangeContext,
  epoch: Epoch,
  { classes, segments, pairs, values, commitments }: Announced,
): Promise<void> {
  const partners = partnersOf(context).map((partner) => partner.id);
  await context.oversight.permit(
    {
      act: 'publish-index',
      actor: { type: 'system' },
      partners,
      categories: {
        ...Object.fromEntries(classes.map((change) => [change.keyClass, change.held])),
        ...(pairs === null ? {} : { 'half-key-pairs': pairs.held }),
      },
    },
    async (tx) => {
      await replaceSegments(tx, { epoch: epoch.number, now: context.clock.now() }, classes, segments);
      const lostHalves = pairs === null ? [] : await recordsThatLostHalves(tx);
      await storeCommitments(tx, commitments, context.clock.now());
      if (pairs !== null) await storeLeftOut(tx, epoch.number, pairs);
      const seeds = await commitPaddingSeed(tx, epoch.number);
      const counted = pairs === null ? [] : [await commitPairs(tx, epoch.number, pairs, context.clock.now())];
      await clearPlan(tx);
      await notePlanned(context, tx, epoch.number);
      await replaceValues(tx, { epoch: epoch.number, now: context.clock.now() }, pairs, values);
      await writeKeysManifest(context, tx, epoch);
      // Before the notices: whoever fetches at once is answered.
      await settleRestore(context, tx);
      const numbers = new Map<string, number>();
      const manifests: Record<string, string> = {};
      for (const partner of partners) {
        const { number, hash } = await writeSegmentsManifest(context, tx, epoch.number, partner);
        numbers.set(partner, number);
        manifests[partner] = hash;
        await context.post(tx, noticeMessage(context, partner, number));
      }
      await noteWithdrawals(tx, epoch.number, numbers, lostHalves, context.clock.now());
      const count = segments.length + values.length;
      return {
        value: undefined,
        outcome: {
          result: 'done',
          count,
          recipients: partners,
          commitments: [...commitments, ...seeds, ...counted],
          manifests,
        },
      };
    },
  );
  reach(MANIFEST_COMMITTED);
}

/**
 * In one transaction: the merged segments take the place of those they replace, the partner's manifest moves on by one number and
 * the partner is posted it. What is published is what was published before.
 */
export async function announceMerge(
  context: ExchangeContext,
  whose: SegmentsOf,
  replaced: readonly LiveSegment[],
  merged: readonly NewSegment[],
): Promise<void> {
  const { partner, epoch } = whose;
  await context.oversight.permit(
    {
      act: 'publish-index',
      actor: { type: 'system' },
      partners: [partner],
      categories: { 'merged-segments': replaced.length },
    },
    async (tx) => {
      await replaceMerged(tx, whose, replaced, merged, context.clock.now());
      const { number, hash } = await writeSegmentsManifest(context, tx, epoch, partner);
      await noteDropped(tx, epoch, partner, number);
      await context.post(tx, noticeMessage(context, partner, number));
      const commitments = await commitPaddingSeed(tx, epoch);
      return {
        value: undefined,
        outcome: {
          result: 'done',
          count: merged.length,
          recipients: [partner],
          ...(commitments.length === 0 ? {} : { commitments }),
          manifests: { [partner]: hash },
        },
      };
    },
  );
  reach(MANIFEST_COMMITTED);
}
