import { type Clock, sha256, toHex, utf8 } from '../base/index.ts';
import { createResolver, type Resolver } from '../match/index.ts';
import type { Queryable } from '../store/index.ts';
import { ClusterSizes } from './cluster-moves.ts';
import { readResolvable, type ResolvableRecord } from './resolution-subjects.ts';
import { type OwnVerdict, readOwnVerdicts, readRemembered } from './resolution-tables.ts';
import type { Turns } from './turns.ts';

export const READ_AT_ONCE = 100;
/** Compared at one go; a few milliseconds. */
const SLICE = 8;

/**
 * From how much evidence records are joined without a person, in powers of two. No name alone gives as much, however rare: a
 * whole birth date, a number, or a year beside a rare name must agree as well. What is below is asked.
 */
const JOINED_FROM = { link: 22, join: 12, attach: 22 } as const;
/** Two firms of one name are asked about, however rare it is: an address, a number or an account must agree as well. */
const FIRM_NAME_MOST = 16;

/** What is read, where from, and on which day. */
export interface LifeOptions {
  readonly database: Queryable;
  readonly clock: Clock;
  /** Where telephone numbers and documents without a country are from. */
  readonly country: string;
}

/** The resolver as long as it is kept, and what the tables say that it was last. */
export interface Life {
  readonly resolver: Resolver;
  readonly hashes: Map<string, string>;
  readonly verdicts: Map<string, OwnVerdict>;
  readonly kept: Map<string, string>;
  readonly sizes: ClusterSizes;
  arrivals: number;
  seen: number;
}

/** Records that may have moved, and new places in the order of arrival, until they are committed. */
export interface Uncommitted {
  readonly perhaps: Set<string>;
  readonly arrivals: Map<string, number>;
}

/** The resolver as it would be had it never stopped: the records that were in, the judgements in force, the kept ids. */
export async function rebuild(options: LifeOptions, turns: Turns, waiting: Uncommitted): Promise<Life> {
  const { records, arrivals } = await readRemembered(options.database);
  const life: Life = {
    resolver: createResolver({
      defaultCountry: options.country,
      thresholds: JOINED_FROM,
      measure: { firmNameMost: FIRM_NAME_MOST },
    }),
    hashes: new Map(),
    verdicts: new Map(),
    kept: new Map(records.map(({ record, cluster }) => [record, cluster])),
    sizes: new ClusterSizes(),
    arrivals,
    seen: 0,
  };
  for (const { cluster } of records) life.sizes.add(cluster, 1);
  for (let at = 0; at < records.length; at += READ_AT_ONCE) {
    const ids = records.slice(at, at + READ_AT_ONCE).map(({ record }) => record);
    const found = await readResolvable(options.database, ids, todayOf(options.clock));
    for (const record of found) life.hashes.set(record.entity.id, hashOf(record));
    await insert(life, turns, found);
  }
  await applyVerdicts(options.database, life);
  life.resolver.recall(records);
  for (const { record } of records) if (!life.hashes.has(record)) waiting.perhaps.add(record);
  return life;
}

/** Takes in what differs from what was compared last; how many that were. */
export async function compareAnew(
  options: LifeOptions,
  { life, turns, waiting }: { readonly life: Life; readonly turns: Turns; readonly waiting: Uncommitted },
  ids: readonly string[],
): Promise<number> {
  const found = await readResolvable(options.database, ids, todayOf(options.clock));
  const held = new Set(found.map(({ entity }) => entity.id));
  for (const id of ids) {
    if (held.has(id) || !life.hashes.delete(id)) continue;
    life.resolver.remove(id);
    waiting.perhaps.add(id);
  }
  const changed = found.filter((record) => life.hashes.get(record.entity.id) !== hashOf(record));
  for (const record of changed) {
    life.hashes.set(record.entity.id, hashOf(record));
    life.arrivals += 1;
    waiting.arrivals.set(record.entity.id, life.arrivals);
    waiting.perhaps.add(record.entity.id);
  }
  await insert(life, turns, changed);
  return changed.length;
}

async function insert(life: Life, turns: Turns, records: readonly ResolvableRecord[]): Promise<void> {
  for (let at = 0; at < records.length; at += SLICE) {
    const slice = records.slice(at, at + SLICE);
    life.resolver.insertAll(slice.map(({ entity, subject }) => ({ id: entity.id, subject })));
    await turns.pause();
  }
}

/** What was judged since, and what was taken back. */
export async function applyVerdicts(from: Queryable, life: Life): Promise<void> {
  const now = await readOwnVerdicts(from);
  const inForce = new Set(now.map(pairOf));
  for (const [pair, { left, right }] of life.verdicts) {
    if (inForce.has(pair)) continue;
    life.resolver.judge(left, right, null);
    life.verdicts.delete(pair);
  }
  for (const judged of now) {
    if (life.verdicts.get(pairOf(judged))?.verdict === judged.verdict) continue;
    life.resolver.judge(judged.left, judged.right, judged.verdict);
    life.verdicts.set(pairOf(judged), judged);
  }
}

function hashOf({ subject }: ResolvableRecord): string {
  return toHex(sha256(utf8(JSON.stringify(subject)))).slice(0, 16);
}

function pairOf({ left, right }: OwnVerdict): string {
  return left < right ? `${left} ${right}` : `${right} ${left}`;
}

function todayOf(clock: Clock): string {
  return clock.now().toISOString().slice(0, 10);
}
