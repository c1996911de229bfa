import { randomBytes } from 'node:crypto';
import { concatBytes, groupBy } from '../../base/index.ts';
import { halfPairs, isRule, KEY_VERSION, keyFamilyOf } from '../../match/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import {
  keyInput,
  openValueSegment,
  paddedKeys,
  OUTPUT_BYTES,
  PAIR_TAGS_BYTES,
  pairOutput,
  recordTag,
  SEGMENTS_PER_CLASS_MAX,
  SLOTS_MAX,
  TAG_SECRET_BYTES,
  type ValueEntry,
} from '../../sealed/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';
import type { Build } from './build-class.ts';
import type { ExchangeContext } from '../context.ts';
import { type OwnHalf, publishedHalves, recordsWithOtherHalves, wantedHalves } from './half-keys.ts';
import { partnerSalt } from './partner-salts.ts';
import { type PlannedCounts, planHalves } from './planned-keys.ts';
import { inTurns } from '../turns.ts';

/** A tombstone stays at most this long: then the pairs are built anew and what went is in no live segment. */
const TOMBSTONE_DAYS = 6;
const DAY_MS = 86_400_000;

/** Two half keys of different families that lead to one of our records. */
interface RecordPair {
  readonly entityId: string;
  readonly first: OwnHalf;
  readonly second: OwnHalf;
}

/** What is to be done about the pairs of half keys. */
export interface PairsPlan {
  /** Everything is evaluated again and replaces what is live; otherwise only what came and went. */
  readonly whole: boolean;
  readonly added: readonly RecordPair[];
  readonly removed: readonly RecordPair[];
  /** How many half keys came and went with that. */
  readonly halves: PlannedCounts;
}

/** A segment of sealed values on disk that is to be announced to one partner. */
export type NewValues = Omit<ValueEntry, 'sequence'> & { readonly partner: string };

/** What changed since the pairs were last published in this epoch; null when nothing did. `incomplete`: some partner lacks a segment. */
export async function planPairs(
  context: ExchangeContext,
  tx: Transaction,
  epoch: number,
  incomplete: boolean,
): Promise<PairsPlan | null> {
  const changed = await recordsWithOtherHalves(tx, epoch);
  const live = await liveValues(tx, epoch);
  const oldest = live.oldestTombstone?.getTime() ?? Infinity;
  const mergeDue = oldest + TOMBSTONE_DAYS * DAY_MS <= context.clock.now().getTime();
  const crowded = live.most + 2 > SEGMENTS_PER_CLASS_MAX && changed.length > 0;
  if (incomplete || crowded || mergeDue) return wholePlan(tx, epoch, changed.length + live.most > 0);
  if (changed.length === 0) return null;
  const wanted = pairsOf(await wantedHalves(tx, changed));
  const published = pairsOf(await publishedHalves(tx, epoch, changed));
  const removed = without(published, wanted);
  // A pair has at most so many slots in a tombstone: more records than that cannot be taken back by one.
  const crowds = [...groupBy(removed, pairName).values()].some((list) => list.length > SLOTS_MAX);
  if (crowds) return wholePlan(tx, epoch, true);
  const halves = await planHalves(tx, epoch, changed);
  return { whole: false, added: without(wanted, published), removed, halves };
}

async function wholePlan(tx: Transaction, epoch: number, isAny: boolean): Promise<PairsPlan | null> {
  const halves = await wantedHalves(tx, null);
  if (halves.length === 0 && !isAny) return null;
  return { whole: true, added: pairsOf(halves), removed: [], halves: await planHalves(tx, epoch, null) };
}

/** Every two half keys of different families of each record. */
function pairsOf(halves: readonly OwnHalf[]): readonly RecordPair[] {
  return [...groupBy(halves, (half) => half.entityId)].flatMap(([entityId, own]) => {
    const known = own.flatMap((half) =>
      isRule(half.rule) ? [{ ...half, rule: half.rule, family: keyFamilyOf(half.rule) }] : [],
    );
    return halfPairs(known, 1).map(({ first, second }) => ({ entityId, first, second }));
  });
}

function pairName({ first, second }: RecordPair): string {
  return `${nameOf(first)}\n${nameOf(second)}`;
}

function nameOf({ rule, value }: OwnHalf): string {
  return `${rule}\n${value}`;
}

function without(pairs: readonly RecordPair[], others: readonly RecordPair[]): readonly RecordPair[] {
  const known = new Set(others.map((pair) => `${pair.entityId}\n${pairName(pair)}`));
  return pairs.filter((pair) => !known.has(`${pair.entityId}\n${pairName(pair)}`));
}

/** The sealed values of the pairs that came (and, as a tombstone, of those that went), one set a partner, as segments on disk. */
export async function buildPairs(build: Build, plan: PairsPlan): Promise<readonly NewValues[]> {
  const outputs = await evaluateHalves(build, [...plan.added, ...plan.removed]);
  const found: NewValues[] = [];
  const offers = [
    { kind: plan.whole ? 'base' : 'delta', pairs: plan.added },
    { kind: 'tombstone', pairs: plan.removed },
  ] as const;
  for (const { kind, pairs } of offers) {
    if (pairs.length === 0) continue;
    const opened = await concatPairs(pairs, outputs);
    for (const partner of build.partners)
      found.push(...(await offerValues(build, partner, { kind, pairs, outputs: opened })));
  }
  return found;
}

/** The outputs of every half key among the pairs, by rule and value. */
async function evaluateHalves(
  { context, builder, epoch }: Build,
  pairs: readonly RecordPair[],
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

/** The outputs of the pairs, 64 bytes each, in order. */
async function concatPairs(
  pairs: readonly RecordPair[],
  outputs: ReadonlyMap<string, Uint8Array>,
): Promise<Uint8Array> {
  const joined = new Uint8Array(pairs.length * OUTPUT_BYTES);
  await inTurns(pairs, ({ first, second }, at) => {
    const [left, right] = [outputs.get(nameOf(first)), outputs.get(nameOf(second))];
    if (left === undefined || right === undefined)
      throw new Error('assertion failed: each half key of a pair was evaluated');
    joined.set(pairOutput(left, right), at * OUTPUT_BYTES);
  });
  return joined;
}

interface ValuesToOffer {
  readonly kind: ValueEntry['kind'];
  readonly pairs: readonly RecordPair[];
  readonly outputs: Uint8Array;
}

async function offerValues(
  { context, files, builder, epoch }: Build,
  partner: string,
  { kind, pairs, outputs }: ValuesToOffer,
): Promise<readonly NewValues[]> {
  const salt = await partnerSalt(context.database, partner, epoch);
  const secret = await tagSecret(context.database, partner, epoch);
  const known = new Map<string, Uint8Array>();
  const tagOf = ({ entityId }: RecordPair, { family }: OwnHalf): Uint8Array => {
    const name = `${entityId}\n${family}`;
    const made = known.get(name) ?? recordTag(secret, entityId, family);
    known.set(name, made);
    return made;
  };
  const tags = new Uint8Array(pairs.length * PAIR_TAGS_BYTES);
  await inTurns(pairs, (pair, at) => {
    tags.set(concatBytes(tagOf(pair, pair.first), tagOf(pair, pair.second)), at * PAIR_TAGS_BYTES);
  });
  // Padding is what nobody can ask for: random outputs, and random record tags behind them.
  const more = paddedKeys(kind, pairs.length, context.padTo) - pairs.length;
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

async function liveValues(
  from: Queryable,
  epoch: number,
): Promise<{ readonly most: number; readonly oldestTombstone: Date | null }> {
  const { rows } = await from.query<{ most: number | null; oldest: Date | null }>(
    `SELECT max(live) AS most, min(oldest) AS oldest FROM (
       SELECT count(*) AS live, min(made_at) FILTER (WHERE kind = 'tombstone') AS oldest
         FROM exchange.own_values WHERE epoch = $1 GROUP BY partner) s`,
    [epoch],
  );
  return { most: rows[0]?.most ?? 0, oldestTombstone: rows[0]?.oldest ?? null };
}

/** In the transaction that announces: the new segments become the live ones. */
export async function announcePairs(
  tx: Transaction,
  { epoch, now }: { readonly epoch: number; readonly now: Date },
  plan: PairsPlan | null,
  values: readonly NewValues[],
): Promise<void> {
  await tx.query('DELETE FROM exchange.own_values WHERE epoch < $1', [epoch]);
  if (plan === null) return;
  if (plan.whole) await tx.query('DELETE FROM exchange.own_values WHERE epoch = $1', [epoch]);
  for (const { partner, hash, kind, count, bytes } of values) {
    await tx.query(
      `INSERT INTO exchange.own_values (partner, epoch, sequence, hash, kind, count, bytes, made_at)
       SELECT $1, $2, coalesce(max(sequence), 0) + 1, $3, $4, $5, $6, $7 FROM exchange.own_values WHERE partner = $1 AND epoch = $2`,
      [partner, epoch, hash, kind, count, bytes, now],
    );
  }
}

/** The live segments of sealed values that one partner is offered, oldest first. */
export async function offeredValues(
  from: Queryable,
  epoch: number,
  partner: string,
): Promise<readonly ValueEntry[]> {
  const { rows } = await from.query<ValueEntry>(
    `SELECT hash, kind, count, bytes, sequence FROM exchange.own_values WHERE partner = $1 AND epoch = $2 ORDER BY sequence`,
    [partner, epoch],
  );
  return rows;
}
