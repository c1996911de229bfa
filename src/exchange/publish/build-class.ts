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
import { keeperOf, type NewSegment } from './own-segments.ts';
import { inPages, type Range } from './pages.ts';
import { partnerSalt } from './partner-salts.ts';
import type { ClassPlan } from './plan-classes.ts';
import { readKeys } from './planned-keys.ts';
import type { SegmentFiles } from './segment-files.ts';
import { partnersThatWatch } from '../standing/standing-here.ts';

/** From how many keys on an addition is a base: fingerprints of 32 bits, which a question meets once. Deltas, and whatever a standing question meets, have 64. */
const BASE_KEYS_MIN = 2_000;

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
 * one shard, which becomes one segment a partner, and one page of keys are in memory at a time.
 */
export async function buildClass(
  build: Build,
  plan: ClassPlan,
  progress: (done: number) => void,
): Promise<readonly NewSegment[]> {
  const { keyClass, whole, held, takenBack } = plan;
  const watching = await partnersThatWatch(build.context.database, build.epoch);
  const segments: NewSegment[] = [];
  const offers = [
    { table: 'planned_key', kind: whole || held >= BASE_KEYS_MIN ? 'base' : 'delta', count: held, before: 0 },
    { table: 'removed_key', kind: 'tombstone', count: takenBack, before: held },
  ] as const;
  for (const { table, kind, count, before } of offers)
    for (const shard of shardsOf(count, SEGMENT_KEYS_MAX)) {
      const outputs = await evaluateShard(build, { table, keyClass, shard }, (done) =>
        progress(before + done),
      );
      for (const partner of build.partners) {
        const bits = kind === 'base' && !watching.has(partner) ? 32 : 64;
        segments.push(...(await offerTo(build, partner, { kind, bits, keyClass, outputs })));
      }
    }
  return segments;
}

/** From where to where each shard goes: as few as the limit allows, of nearly equal size. */
export function shardsOf(count: number, shardMax: number): readonly Range[] {
  const shards = Math.ceil(count / shardMax);
  const bound = (shard: number): number => Math.floor((count * shard) / shards);
  return Array.from({ length: shards }, (_, shard) => [bound(shard), bound(shard + 1)] as const);
}

interface Shard {
  readonly table: Parameters<typeof readKeys>[1];
  readonly keyClass: KeyClass;
  readonly shard: Range;
}

/** The outputs of one shard, 64 bytes each, in memory that a worker reads where it is; evaluated page by page. */
async function evaluateShard(
  { context, builder, epoch }: Build,
  { table, keyClass, shard }: Shard,
  progress: (done: number) => void,
): Promise<Uint8Array> {
  const [from, until] = shard;
  const outputs = new Uint8Array(new SharedArrayBuffer((until - from) * OUTPUT_BYTES));
  const read = (range: Range) => readKeys(context.database, table, keyClass, range);
  let done = 0;
  for await (const keys of inPages(shard, read)) {
    const inputs = keys.map((key) => keyInput(KEY_VERSION, key.rule, key.value));
    const onProgress = (within: number): void => progress(from + done + within);
    const evaluated = await context.sealer.build({ epoch, keyClass, inputs, onProgress }, builder);
    outputs.set(evaluated, done * OUTPUT_BYTES);
    done += keys.length;
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
