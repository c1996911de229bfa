import { KEY_VERSION } from '../match/index.ts';
import { type IndexBuilder, keyInput, type KeptSegment, OUTPUT_BYTES } from '../sealed/index.ts';
import type { ExchangeContext } from './context.ts';
import { keeperOf, type NewSegment } from './own-segments.ts';
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
  const outputs = await evaluateKeys(build, plan, progress);
  const watching = await partnersThatWatch(build.context.database, build.epoch);
  const kind = plan.whole || plan.added.length >= BASE_KEYS_MIN ? 'base' : 'delta';
  const offers = [
    { kind, outputs: outputs.subarray(0, plan.added.length * OUTPUT_BYTES) },
    { kind: 'tombstone', outputs: outputs.subarray(plan.added.length * OUTPUT_BYTES) },
  ] as const;
  const segments: NewSegment[] = [];
  for (const partner of build.partners) {
    for (const offer of offers.filter((one) => one.outputs.length > 0)) {
      const bits = offer.kind === 'base' && !watching.has(partner) ? 32 : 64;
      segments.push(...(await offerTo(build, partner, { ...offer, bits, keyClass: plan.keyClass })));
    }
  }
  return segments;
}

/** The outputs of what came, then of what went, 64 bytes each. */
function evaluateKeys(
  { context, builder, epoch }: Build,
  { keyClass, added, removed }: ClassPlan,
  onProgress: (done: number) => void,
): Promise<Uint8Array> {
  const inputs = [...added, ...removed].map((key) => keyInput(KEY_VERSION, key.rule, key.value));
  return context.sealer.build({ epoch, keyClass, inputs, onProgress }, builder);
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
