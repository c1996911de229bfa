import { declareFaultPoint, reach } from '../base/index.ts';
import { KEY_VERSION } from '../match/index.ts';
import { KEY_CLASSES, type KeyClass } from '../model/index.ts';
import {
  type IndexBuilder,
  keyInput,
  OUTPUT_BYTES,
  SEGMENTS_PER_CLASS_MAX,
  tagMany,
} from '../sealed/index.ts';
import type { Queryable } from '../store/index.ts';
import { announce, type NewSegment } from './announce.ts';
import { type ExchangeContext, partnersOf } from './context.ts';
import { currentEpoch, destroyEndedEpochs } from './epochs.ts';
import { joinFullBlocks } from './joined-keys.ts';
import { noteReviewsDue, type OwnKey, refreshOwnKeys } from './own-keys.ts';
import { partnerSalt } from './partner-salts.ts';
import { buildPairs, planPairs } from './publish-pairs.ts';
import { endEpochAfterRevocation } from './revocation.ts';
import type { SegmentFiles } from './segment-files.ts';
import { partnersThatWatch } from './standing-here.ts';
import { SMALL_INDEX_KEYS_MAX, smallIndexBuilder } from './small-index.ts';
import { keysToAdd, keysToRemove, readLimits, wantedKeys } from './wanted-keys.ts';

const REVIEWS_COMMITTED = declareFaultPoint('exchange/reviews-due-committed');
const KEYS_COMMITTED = declareFaultPoint('exchange/own-keys-committed');
const EPOCH_COMMITTED = declareFaultPoint('exchange/epoch-committed');

/** From how many keys on an addition is a base: fingerprints of 32 bits, which a question meets once. Deltas, and whatever a standing question meets, have 64. */
const BASE_KEYS_MIN = 2_000;
/** A tombstone stays at most this long: then the class is built anew and the key is in no live segment. */
const TOMBSTONE_DAYS = 6;
const DAY_MS = 86_400_000;

export type PublishProgress = (step: 'keys' | 'index', done: number, total: number) => void;

interface ClassPlan {
  readonly keyClass: KeyClass;
  /** Everything is evaluated again and replaces what is live; otherwise only what came and went. */
  readonly whole: boolean;
  readonly added: readonly OwnKey[];
  readonly removed: readonly OwnKey[];
}

/**
 * Brings the sealed index up to the records: changes → match keys → outputs → tags per partner → segments → manifests.
 * Gives back whether anything new was announced. Run by one caller at a time; a crash anywhere is mended by running again.
 */
export async function publishIndex(
  context: ExchangeContext,
  files: SegmentFiles,
  progress: PublishProgress = () => {},
): Promise<boolean> {
  await context.database.transaction((tx) => noteReviewsDue(context, tx));
  reach(REVIEWS_COMMITTED);
  await followChanges(context, progress);
  const epoch = await context.database.transaction(async (tx) => {
    for (const number of await destroyEndedEpochs(context, tx))
      context.log('epoch-destroyed', { epoch: number });
    await endEpochAfterRevocation(context, tx);
    return currentEpoch(context, tx);
  });
  reach(EPOCH_COMMITTED);
  const partners = partnersOf(context).map((partner) => partner.id);
  const incomplete = await hasGaps(context, files, epoch.number, partners);
  const plans = await planClasses(context, epoch.number, incomplete);
  const pairs = await planPairs(context, epoch.number, incomplete);
  if (plans.length === 0 && pairs === null) return false;
  const total = plans.reduce((sum, plan) => sum + plan.added.length + plan.removed.length, 0);
  const work = total + (pairs?.halves.length ?? 0);
  await using builder = work > SMALL_INDEX_KEYS_MAX ? context.openIndexBuilder() : smallIndexBuilder();
  const build = { context, files, builder, epoch: epoch.number, partners };
  const segments: NewSegment[] = [];
  let done = 0;
  for (const plan of plans) {
    segments.push(...(await buildClass(build, plan, (within) => progress('index', done + within, total))));
    done += plan.added.length + plan.removed.length;
  }
  const values = pairs === null ? [] : await buildPairs(build, pairs);
  await announce(context, epoch, { classes: plans, segments, pairs, values });
  for (const partner of partners)
    files.keepOnly('own', partner, await offeredHashes(context.database, partner));
  return true;
}

async function followChanges(context: ExchangeContext, progress: PublishProgress): Promise<void> {
  for (;;) {
    const step = await context.database.transaction((tx) =>
      refreshOwnKeys(context, tx, (done, total) => progress('keys', done, total)),
    );
    if (step === null) break;
    reach(KEYS_COMMITTED);
  }
  while (await context.database.transaction((tx) => joinFullBlocks(context, tx))) reach(KEYS_COMMITTED);
}

async function planClasses(
  context: ExchangeContext,
  epoch: number,
  incomplete: boolean,
): Promise<readonly ClassPlan[]> {
  const plans: ClassPlan[] = [];
  const limits = await readLimits(context.database);
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
      });
    } else if (added.length + removed.length > 0) {
      plans.push({ keyClass, whole: false, added, removed });
    }
  }
  return plans;
}

interface Build {
  readonly context: ExchangeContext;
  readonly files: SegmentFiles;
  readonly builder: IndexBuilder;
  readonly epoch: number;
  readonly partners: readonly string[];
}

/** The tags of the keys that came (and, as a tombstone, of those that went), one set a partner, as segments on disk. */
async function buildClass(
  build: Build,
  plan: ClassPlan,
  progress: (done: number) => void,
): Promise<readonly NewSegment[]> {
  const { context, files, builder, epoch, partners } = build;
  const keys = [...plan.added, ...plan.removed];
  const inputs = keys.map((key) => keyInput(KEY_VERSION, key.rule, key.value));
  const work = { epoch, keyClass: plan.keyClass, inputs, onProgress: progress };
  const outputs = await context.sealer.build(work, builder);
  const addedOutputs = outputs.subarray(0, plan.added.length * OUTPUT_BYTES);
  const removedOutputs = outputs.subarray(plan.added.length * OUTPUT_BYTES);
  const kind = plan.whole || plan.added.length >= BASE_KEYS_MIN ? 'base' : 'delta';
  const segments: NewSegment[] = [];
  const watching = await partnersThatWatch(context.database, epoch);
  for (const partner of partners) {
    const salt = await partnerSalt(context.database, partner, epoch);
    const offer = async (what: NewSegment['kind'], of: Uint8Array): Promise<void> => {
      const bits = what === 'base' && !watching.has(partner) ? 32 : 64;
      const built = await builder.buildSegments({
        keyClass: plan.keyClass,
        kind: what,
        bits,
        tags: tagMany(salt, of),
      });
      const count = of.length / OUTPUT_BYTES;
      for (const [at, bytes] of built.entries()) {
        const share = Math.floor((count * (at + 1)) / built.length) - Math.floor((count * at) / built.length);
        segments.push({
          partner,
          keyClass: plan.keyClass,
          kind: what,
          bits,
          count: share,
          bytes: bytes.length,
          hash: files.write('own', partner, bytes),
        });
      }
    };
    if (plan.added.length > 0) await offer(kind, addedOutputs);
    if (plan.removed.length > 0) await offer('tombstone', removedOutputs);
  }
  return segments;
}

async function liveSegments(
  from: Queryable,
  epoch: number,
  keyClass: KeyClass,
): Promise<{ readonly most: number; readonly oldestTombstone: Date | null }> {
  const { rows } = await from.query<{ most: number | null; oldest: Date | null }>(
    `SELECT max(live) AS most, min(oldest) AS oldest FROM (
       SELECT count(*) AS live, min(made_at) FILTER (WHERE kind = 'tombstone') AS oldest
         FROM exchange.own_segment WHERE epoch = $1 AND key_class = $2 GROUP BY partner) s`,
    [epoch, keyClass],
  );
  return { most: rows[0]?.most ?? 0, oldestTombstone: rows[0]?.oldest ?? null };
}

/** Whether some partner has no manifest of this epoch, or a segment that it is offered is missing or damaged on disk. */
async function hasGaps(
  context: ExchangeContext,
  files: SegmentFiles,
  epoch: number,
  partners: readonly string[],
): Promise<boolean> {
  const { rows } = await context.database.query<{ partner: string; epoch: number }>(
    `SELECT DISTINCT ON (partner) partner, epoch FROM exchange.own_manifest WHERE part = 'segments' ORDER BY partner, number DESC`,
  );
  const announced = new Map(rows.map((row) => [row.partner, row.epoch]));
  if (partners.some((partner) => announced.get(partner) !== epoch)) return true;
  const offered = await context.database.query<{ partner: string; hash: string }>(
    'SELECT partner, hash FROM exchange.own_segment UNION ALL SELECT partner, hash FROM exchange.own_values',
  );
  return offered.rows.some(
    (row) => partners.includes(row.partner) && !files.isSound('own', row.partner, row.hash),
  );
}

async function offeredHashes(from: Queryable, partner: string): Promise<readonly string[]> {
  const { rows } = await from.query<{ hash: string }>(
    'SELECT hash FROM exchange.own_segment WHERE partner = $1 UNION ALL SELECT hash FROM exchange.own_values WHERE partner = $1',
    [partner],
  );
  return rows.map((row) => row.hash);
}
