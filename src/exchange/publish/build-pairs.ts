import { concatBytes } from '../../base/index.ts';
import { OUTPUT_BYTES, PAIR_TAGS_BYTES, pairOutput, type ValueEntry } from '../../sealed/index.ts';
import { type Build, shardsOf } from './build-class.ts';
import { evaluateHalves } from './evaluate-halves.ts';
import { keeperOf } from './own-segments.ts';
import type { NewValues } from './own-values.ts';
import { inPages, type Range } from './pages.ts';
import { partnerSalt } from './partner-salts.ts';
import { HALF_KEYS } from './planned-keys.ts';
import type { PairsPlan } from './plan-pairs.ts';
import { type PairsPart, readPairs } from './planned-pairs.ts';
import { recordTagsUnder, tagSecret } from './record-tags.ts';
import { inTurns } from '../turns.ts';

/** So many pairs are sealed at a time (some 250 MB in all while a thread does it), more only where that would make too many segments. */
const SHARD_PAIRS = 2 ** 18;
const SHARDS_MAX = 8;

/** The sealed values of the pairs that came (and, as a tombstone, of those that went), one set a partner, as segments on disk. */
export async function buildPairs(build: Build, plan: PairsPlan): Promise<readonly NewValues[]> {
  const values: NewValues[] = [];
  const offers = [
    { part: 'came', kind: plan.whole ? 'base' : 'delta', count: plan.held },
    { part: 'went', kind: 'tombstone', count: plan.takenBack },
  ] as const;
  for (const { part, kind, count } of offers)
    for (const shard of shardsOf(count, Math.max(SHARD_PAIRS, Math.ceil(count / SHARDS_MAX)))) {
      const outputs = await evaluatePairs(build, part, shard);
      for (const partner of build.partners)
        values.push(...(await offerValues(build, partner, { kind, part, shard, outputs })));
    }
  return values;
}

/** The outputs of the pairs of one shard, 64 bytes each, in order; evaluated page by page. */
async function evaluatePairs(build: Build, part: PairsPart, shard: Range): Promise<Uint8Array> {
  const outputs = new Uint8Array((shard[1] - shard[0]) * OUTPUT_BYTES);
  let done = 0;
  for await (const pairs of inPages(shard, (range) => readPairs(build.context.database, part, range))) {
    const { context, builder, epoch } = build;
    const halves = pairs.flatMap(({ first, second }) => [first, second]);
    const outputOf = await evaluateHalves({ sealer: context.sealer, builder, epoch }, halves);
    await inTurns(pairs, ({ first, second }, at) =>
      outputs.set(pairOutput(outputOf(first), outputOf(second)), (done + at) * OUTPUT_BYTES),
    );
    done += pairs.length;
  }
  return outputs;
}

interface ValuesToOffer {
  readonly kind: ValueEntry['kind'];
  readonly part: PairsPart;
  readonly shard: Range;
  readonly outputs: Uint8Array;
}

async function offerValues(
  build: Build,
  partner: string,
  { kind, part, shard, outputs }: ValuesToOffer,
): Promise<readonly NewValues[]> {
  const { context, files, builder, epoch } = build;
  const salt = await partnerSalt(context.database, partner, epoch);
  const tags = await recordTags(build, partner, part, shard);
  const keeper = await keeperOf(context, { partner, epoch, keyClass: HALF_KEYS });
  const built = await builder.buildValues({ ...keeper, kind, salt, outputs, tags });
  for (const kept of built) await files.keep(partner, kept);
  return built.map(({ count, hash, segment }) => ({ partner, kind, count, bytes: segment.length, hash }));
}

/** The tags that the records behind the pairs of one shard bear towards this partner, both families of each pair, in order. */
async function recordTags(
  { context, epoch }: Build,
  partner: string,
  part: PairsPart,
  shard: Range,
): Promise<Uint8Array> {
  const { database } = context;
  const secret = await tagSecret(database, partner, epoch);
  const tags = new Uint8Array((shard[1] - shard[0]) * PAIR_TAGS_BYTES);
  let done = 0;
  for await (const pairs of inPages(shard, (range) => readPairs(database, part, range))) {
    const tagOf = recordTagsUnder(secret);
    await inTurns(pairs, ({ entityId, first, second }, at) =>
      tags.set(
        concatBytes(tagOf(entityId, first.family), tagOf(entityId, second.family)),
        (done + at) * PAIR_TAGS_BYTES,
      ),
    );
    done += pairs.length;
  }
  return tags;
}
