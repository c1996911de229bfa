import { randomBytes } from 'node:crypto';
import { concatBytes } from '../../base/index.ts';
import { KEY_VERSION } from '../../match/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import {
  keyInput,
  openValueSegment,
  OUTPUT_BYTES,
  paddedKeys,
  PAIR_TAGS_BYTES,
  pairOutput,
  recordTag,
  TAG_SECRET_BYTES,
  type ValueEntry,
} from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import { type Build, shardsOf } from './build-class.ts';
import type { NewValues } from './own-values.ts';
import { inPages, type Range } from './pages.ts';
import { partnerSalt } from './partner-salts.ts';
import type { PairsPlan } from './plan-pairs.ts';
import { type PairsPart, type PlannedHalf, type PlannedPair, readPairs } from './planned-pairs.ts';
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
    const evaluated = await evaluateHalves(build, pairs);
    const outputOf = (half: PlannedHalf): Uint8Array => {
      const output = evaluated.get(nameOf(half));
      if (output === undefined) throw new Error('assertion failed: each half key of a pair was evaluated');
      return output;
    };
    await inTurns(pairs, ({ first, second }, at) =>
      outputs.set(pairOutput(outputOf(first), outputOf(second)), (done + at) * OUTPUT_BYTES),
    );
    done += pairs.length;
  }
  return outputs;
}

/** The outputs of every half key among the pairs, by rule and value. */
async function evaluateHalves(
  { context, builder, epoch }: Build,
  pairs: readonly PlannedPair[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const distinct = new Map(
    pairs.flatMap(({ first, second }) => [first, second]).map((half) => [nameOf(half), half]),
  );
  const outputs = new Map<string, Uint8Array>();
  for (const keyClass of KEY_CLASSES) {
    const own = [...distinct.values()].filter((half) => half.keyClass === keyClass);
    if (own.length === 0) continue;
    const inputs = own.map((half) => keyInput(KEY_VERSION, half.rule, half.value));
    const all = await context.sealer.build({ epoch, keyClass, inputs }, builder);
    for (const [at, half] of own.entries())
      outputs.set(nameOf(half), all.subarray(at * OUTPUT_BYTES, (at + 1) * OUTPUT_BYTES));
  }
  return outputs;
}

function nameOf({ rule, value }: PlannedHalf): string {
  return `${rule}\n${value}`;
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
  // Padding is what nobody can ask for: random outputs, and random record tags behind them.
  const pairs = outputs.length / OUTPUT_BYTES;
  const more = paddedKeys(kind, pairs, context.padTo) - pairs;
  const padded = {
    outputs: concatBytes(outputs, randomBytes(more * OUTPUT_BYTES)),
    tags: concatBytes(tags, randomBytes(more * PAIR_TAGS_BYTES)),
  };
  const built = await builder.buildValues({ kind, salt, ...padded });
  return built.map((bytes) => ({
    partner,
    kind,
    count: openValueSegment(bytes).count,
    bytes: bytes.length,
    hash: files.write('own', partner, bytes),
  }));
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
    const known = new Map<string, Uint8Array>();
    const tagOf = (entityId: string, { family }: PlannedHalf): Uint8Array => {
      const name = `${entityId}\n${family}`;
      const made = known.get(name) ?? recordTag(secret, entityId, family);
      known.set(name, made);
      return made;
    };
    await inTurns(pairs, ({ entityId, first, second }, at) =>
      tags.set(concatBytes(tagOf(entityId, first), tagOf(entityId, second)), (done + at) * PAIR_TAGS_BYTES),
    );
    done += pairs.length;
  }
  return tags;
}

/** 32 random bytes per partner and epoch, known to us alone: record tags follow from them and go with them. */
async function tagSecret(from: Queryable, partner: string, epoch: number): Promise<Uint8Array> {
  await from.query(
    'INSERT INTO exchange.tag_secret (partner, epoch, secret) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [partner, epoch, randomBytes(TAG_SECRET_BYTES)],
  );
  const { rows } = await from.query<{ secret: Uint8Array }>(
    'SELECT secret FROM exchange.tag_secret WHERE partner = $1 AND epoch = $2',
    [partner, epoch],
  );
  const secret = rows[0]?.secret;
  if (secret === undefined) throw new Error('assertion failed: a secret that was just written is there');
  return new Uint8Array(secret);
}
