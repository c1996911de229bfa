import { declareFaultPoint, reach } from '../../base/index.ts';
import { announce, type Announced } from './announce.ts';
import { type Build, buildClass } from './build-class.ts';
import { buildPairs } from './build-pairs.ts';
import { prepareCommitments } from './commit-published.ts';
import { type ExchangeContext, partnersOf } from '../context.ts';
import { currentEpoch, destroyEndedEpochs, type Epoch } from '../seal/epochs.ts';
import { joinFullBlocks, joinTouchedBlocks } from './joined-keys.ts';
import { mergeSegments } from './merge.ts';
import { noteReviewsDue, refreshOwnKeys } from './own-keys.ts';
import { hasGaps, type NewSegment, offeredHashes } from './own-segments.ts';
import type { ClassPlan } from './plan-classes.ts';
import { planNews, planWhole } from './plan-publication.ts';
import type { PairsPlan } from './plan-pairs.ts';
import { choosePlanWay, notePlanned } from './plan-way.ts';
import { clearPlan } from './planned-keys.ts';
import { endEpochAfterRevocation } from '../follow/revocation.ts';
import type { SegmentFiles } from './segment-files.ts';
import { forgetWithdrawnKeys } from './withdrawals.ts';
import { SMALL_INDEX_KEYS_MAX, smallIndexBuilder } from './small-index.ts';

const REVIEWS_COMMITTED = declareFaultPoint('exchange/reviews-due-committed');
const KEYS_COMMITTED = declareFaultPoint('exchange/own-keys-committed');
const PLAN_COMMITTED = declareFaultPoint('exchange/plan-committed');
const EPOCH_COMMITTED = declareFaultPoint('exchange/epoch-committed');

export type PublishProgress = (step: 'keys' | 'index', done: number, total: number) => void;

/**
 * Brings the sealed index up to the records: changes → match keys → outputs → tags per partner → segments → manifests.
 * Gives back whether anything new was announced. Run by one caller at a time; a crash anywhere is mended by running again.
 */
export async function publishIndex(
  context: ExchangeContext,
  files: SegmentFiles,
  progress: PublishProgress = () => {},
): Promise<boolean> {
  await followChanges(context, progress);
  const epoch = await settleEpoch(context);
  await mergeSegments(context, files, 'now', (work) => work());
  const partners = partnersOf(context).map((partner) => partner.id);
  const incomplete = await hasGaps(context, files, epoch.number, partners);
  const { classes, pairs } = await planPublication(context, epoch.number, incomplete);
  if (classes.length === 0 && pairs === null) {
    // What changed records have lost, others still bear: it stays in the index.
    await forgetWithdrawnKeys(context.database);
    return false;
  }
  // Hashed here while the threads evaluate. Each waits for the other, whatever fails: both work on one plan, which the next call clears.
  const [commitments, built] = await Promise.allSettled([
    prepareCommitments(context.database, epoch.number, classes, pairs),
    buildAll({ context, files, epoch: epoch.number, partners }, classes, pairs, progress),
  ]);
  if (built.status === 'rejected') throw built.reason;
  if (commitments.status === 'rejected') throw commitments.reason;
  await announce(context, epoch, { classes, pairs, commitments: commitments.value, ...built.value });
  for (const partner of partners)
    files.keepOnly('own', partner, await offeredHashes(context.database, partner));
  return true;
}

/** Reviews that fell due and changed records become match keys that came or went. */
async function followChanges(context: ExchangeContext, progress: PublishProgress): Promise<void> {
  await context.database.transaction((tx) => noteReviewsDue(context, tx));
  reach(REVIEWS_COMMITTED);
  for (;;) {
    const step = await context.database.transaction((tx) =>
      refreshOwnKeys(context, tx, (done, total) => progress('keys', done, total)),
    );
    if (step === null) break;
    reach(KEYS_COMMITTED);
  }
}

/** The epoch to publish in: ended ones lose their seed, and a revocation ends the running one. */
async function settleEpoch(context: ExchangeContext): Promise<Epoch> {
  const epoch = await context.database.transaction(async (tx) => {
    for (const number of await destroyEndedEpochs(context, tx))
      context.log('epoch-destroyed', { epoch: number });
    await endEpochAfterRevocation(context, tx);
    return currentEpoch(context, tx);
  });
  reach(EPOCH_COMMITTED);
  return epoch;
}

/** What is to be built lies in the database from here until it is announced; what a crash left there goes first. */
async function planPublication(
  context: ExchangeContext,
  epoch: number,
  incomplete: boolean,
): Promise<Pick<Announced, 'classes' | 'pairs'>> {
  const began = performance.now();
  const way = await choosePlanWay(context, context.database, epoch, incomplete);
  const join = way.how === 'news' ? joinTouchedBlocks : joinFullBlocks;
  while (await context.database.transaction((tx) => join(context, tx))) reach(KEYS_COMMITTED);
  const plan = await context.database.transaction(async (tx) => {
    await clearPlan(tx);
    const made =
      way.how === 'news'
        ? await planNews(context, tx, epoch)
        : await planWhole(context, tx, epoch, incomplete);
    if (made.classes.length === 0 && made.pairs === null) await notePlanned(context, tx, epoch);
    return made;
  });
  reach(PLAN_COMMITTED);
  context.log('index-planned', { ...way, ms: Math.round(performance.now() - began) });
  return plan;
}

/** The segments of every plan on disk, by worker threads unless there is little to do. */
async function buildAll(
  what: Omit<Build, 'builder'>,
  classes: readonly ClassPlan[],
  pairs: PairsPlan | null,
  progress: PublishProgress,
): Promise<Pick<Announced, 'segments' | 'values'>> {
  const total = classes.reduce((sum, plan) => sum + plan.held + plan.takenBack, 0);
  const work = total + (pairs === null ? 0 : pairs.held + pairs.takenBack);
  await using builder = work > SMALL_INDEX_KEYS_MAX ? what.context.openIndexBuilder() : smallIndexBuilder();
  const build = { ...what, builder };
  const segments: NewSegment[] = [];
  let done = 0;
  for (const plan of classes) {
    segments.push(...(await buildClass(build, plan, (within) => progress('index', done + within, total))));
    done += plan.held + plan.takenBack;
  }
  return { segments, values: pairs === null ? [] : await buildPairs(build, pairs) };
}
