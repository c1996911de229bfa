import { KEY_VERSION } from '../match/index.ts';
import { type IndexBuilder, keyInput, OUTPUT_BYTES, tagMany } from '../sealed/index.ts';
import type { ExchangeContext } from './context.ts';
import type { NewSegment } from './own-segments.ts';
import { partnerSalt } from './partner-salts.ts';
import type { ClassPlan } from './plan-classes.ts';
import type { SegmentFiles } from './segment-files.ts';
import { partnersThatWatch } from './standing-here.ts';

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

/** The tags of the keys that came (and, as a tombstone, of those that went), one set a partner, as segments on disk. */
export async function buildClass(
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
