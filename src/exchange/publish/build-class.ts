import { KEY_VERSION } from '../../match/index.ts';
import type { KeyClass } from '../../model/index.ts';
import {
  type IndexBuilder,
  keyInput,
  type KeptSegment,
  OUTPUT_BYTES,
  SEGMENT_KEYS_MAX,
} from '../../sealed/index.ts';
import type { ExchangeContext } from '../context.ts';
import type { OwnKey } from './own-keys.ts';
import { keeperOf, type NewSegment } from './own-segments.ts';
import { partnerSalt } from './partner-salts.ts';
import type { ClassPlan } from './plan-classes.ts';
import type { SegmentFiles } from './segment-files.ts';
import { partnersThatWatch } from '../standing/standing-here.ts';

/** From how many keys on an addition is a base: fingerprints of 32 bits, which a question meets once. Deltas, and whatever a standing question meets, have 64. */
const BASE_KEYS_MIN = 2_000;
/** So many keys are evaluated in one call. */
const PAGE_KEYS = 16_384;

/** What a build is given: whose index, by which threads, for whom. */
export interface Build {
  readonly context: ExchangeContext;
  readonly files: SegmentFiles;
  readonly builder: IndexBuilder;
  readonly epoch: number;
  readonly partners: readonly string[];
}

/**
 * The tags of the keys that came (and, as a tombstone, of those that went), one set a partner, as segments on disk. The outputs of
 * one shard, which becomes one segment a partner, are in memory at a time.
 */
export async function buildClass(
  build: Build,
  plan: ClassPlan,
  progress: (done: number) => void,
): Promise<readonly NewSegment[]> {
  const { keyClass, added, removed } = plan;
  const watching = await partnersThatWatch(build.context.database, build.epoch);
  const segments: NewSegment[] = [];
  const offer = async (kind: NewSegment['kind'], outputs: Uint8Array): Promise<void> => {
    for (const partner of build.partners) {
      const bits = kind === 'base' && !watching.has(partner) ? 32 : 64;
      segments.push(...(await offerTo(build, partner, { kind, bits, keyClass, outputs })));
    }
  };
  const kind = plan.whole || added.length >= BASE_KEYS_MIN ? 'base' : 'delta';
  const cameAt = shardsOf(added.length, SEGMENT_KEYS_MAX);
  const wentAt = shardsOf(removed.length, SEGMENT_KEYS_MAX);
  for (const [from, until] of cameAt)
    await offer(
      kind,
      await evaluateShard(build, keyClass, added.slice(from, until), (done) => progress(from + done)),
    );
  for (const [from, until] of wentAt)
    await offer(
      'tombstone',
      await evaluateShard(build, keyClass, removed.slice(from, until), (done) =>
        progress(added.length + from + done),
      ),
    );
  return segments;
}

/** From where to where each shard goes: as few as the limit allows, of nearly equal size. */
export function shardsOf(
  count: number,
  shardMax: number,
): readonly (readonly [from: number, until: number])[] {
  const shards = Math.ceil(count / shardMax);
  const bound = (shard: number): number => Math.floor((count * shard) / shards);
  return Array.from({ length: shards }, (_, shard) => [bound(shard), bound(shard + 1)] as const);
}

/** The outputs of one shard, 64 bytes each, in memory that a worker reads where it is; evaluated page by page. */
async function evaluateShard(
  { context, builder, epoch }: Build,
  keyClass: KeyClass,
  keys: readonly OwnKey[],
  progress: (done: number) => void,
): Promise<Uint8Array> {
  const outputs = new Uint8Array(new SharedArrayBuffer(keys.length * OUTPUT_BYTES));
  for (let from = 0; from < keys.length; from += PAGE_KEYS) {
    const inputs = keys
      .slice(from, from + PAGE_KEYS)
      .map((key) => keyInput(KEY_VERSION, key.rule, key.value));
    const onProgress = (done: number): void => progress(from + done);
    outputs.set(
      await context.sealer.build({ epoch, keyClass, inputs, onProgress }, builder),
      from * OUTPUT_BYTES,
    );
  }
  return outputs;
}

type Offer = Pick<NewSegment, 'kind' | 'bits' | 'keyClass'> & { readonly outputs: Uint8Array };

async function offerTo(build: Build, partner: string, offer: Offer): Promise<readonly NewSegment[]> {
  const { context, files, builder, epoch } = build;
  const salt = await partnerSalt(context.database, partner, epoch);
  const keeper = await keeperOf(context, { partner, epoch, keyClass: offer.keyClass });
  const built = await builder.buildKept({ ...offer, ...keeper, salt });
  for (const kept of built) await files.keep(partner, kept);
  return built.map((kept) => toNewSegment(kept, { partner, keyClass: offer.keyClass }));
}

/** What is announced of a segment that was built and kept. */
export function toNewSegment(
  { kind, bits, count, hash, segment }: KeptSegment,
  whose: Pick<NewSegment, 'partner' | 'keyClass'>,
): NewSegment {
  return { ...whose, kind, bits, count, hash, bytes: segment.length };
}
