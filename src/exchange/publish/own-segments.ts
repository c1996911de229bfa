import { groupBy } from '../../base/index.ts';
import type { KeyClass } from '../../model/index.ts';
import type { SegmentEntry, TagsKeeper } from '../../sealed/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { partnerPaddingSeed } from './padding-seeds.ts';
import type { PlannedOf } from './planned-keys.ts';
import type { SegmentFiles } from './segment-files.ts';

/** A segment on disk that is to be announced to one partner. */
export type NewSegment = Omit<SegmentEntry, 'sequence'> & { readonly partner: string };

/** One partner's segments of one class in one epoch. */
export interface SegmentsOf {
  readonly partner: string;
  readonly epoch: number;
  readonly keyClass: KeyClass;
}

/** The same, or the segments of what half keys open together. */
export type ListOf = Omit<SegmentsOf, 'keyClass'> & { readonly keyClass: PlannedOf };

/** Under which key the tags of these segments are kept, what they are about, and how far and from what the segments are padded. */
export async function keeperOf(context: ExchangeContext, list: ListOf): Promise<TagsKeeper> {
  const { partner, epoch } = list;
  return {
    key: await context.sealer.tagsKey(epoch),
    about: aboutList(context.agencyId, list),
    padTo: context.padTo,
    seed: await partnerPaddingSeed(context.database, partner, epoch),
  };
}

/** What kept tags are about: they open for no other list. */
export function aboutList(agencyId: string, { partner, epoch, keyClass }: ListOf): string {
  return `${agencyId} ${partner} ${epoch} ${keyClass}`;
}

/** A segment that a partner is offered now. */
export type LiveSegment = SegmentEntry & { readonly madeAt: Date };

/** Every live segment of an epoch, by partner and class, oldest first. */
export async function readLive(
  from: Queryable,
  epoch: number,
): Promise<readonly (SegmentsOf & { readonly live: readonly LiveSegment[] })[]> {
  const { rows } = await from.query<LiveSegment & { partner: string }>(
    `SELECT partner, hash, key_class AS "keyClass", kind, bits, count, bytes, sequence, made_at AS "madeAt" FROM exchange.own_segment
      WHERE epoch = $1 ORDER BY partner, key_class, sequence`,
    [epoch],
  );
  return [...groupBy(rows, (row) => `${row.partner} ${row.keyClass}`).values()].flatMap((live) => {
    const [first] = live;
    return first === undefined ? [] : [{ partner: first.partner, epoch, keyClass: first.keyClass, live }];
  });
}

/** How many segments of a class the partner with the most has, and since when the oldest tombstone stands. */
export async function liveSegments(
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
export async function hasGaps(
  context: ExchangeContext,
  files: SegmentFiles,
  epoch: number,
  partners: readonly string[],
): Promise<boolean> {
  const { rows } = await context.database.query<{ partner: string; epoch: number }>(
    `SELECT partner, epoch FROM unnest($1::text[]) AS partner, LATERAL (SELECT epoch FROM exchange.own_manifest m
        WHERE m.partner = partner.partner AND part = 'segments' ORDER BY number DESC LIMIT 1) newest`,
    [partners],
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

/** The names of all segments, of both kinds, that one partner is offered. */
export async function offeredHashes(from: Queryable, partner: string): Promise<readonly string[]> {
  const { rows } = await from.query<{ hash: string }>(
    'SELECT hash FROM exchange.own_segment WHERE partner = $1 UNION ALL SELECT hash FROM exchange.own_values WHERE partner = $1',
    [partner],
  );
  return rows.map((row) => row.hash);
}

/** The live segments that one partner is offered, oldest first within a class. */
export async function offeredSegments(
  from: Queryable,
  epoch: number,
  partner: string,
): Promise<readonly SegmentEntry[]> {
  const { rows } = await from.query<SegmentEntry>(
    `SELECT hash, key_class AS "keyClass", kind, bits, count, bytes, sequence FROM exchange.own_segment
      WHERE partner = $1 AND epoch = $2 ORDER BY key_class, sequence`,
    [partner, epoch],
  );
  return rows;
}

/** In the transaction that announces: what is replaced goes, and the new segments become live ones. */
export async function replaceSegments(
  tx: Transaction,
  { epoch, now }: { readonly epoch: number; readonly now: Date },
  classes: readonly { readonly keyClass: KeyClass; readonly whole: boolean }[],
  segments: readonly NewSegment[],
): Promise<void> {
  await tx.query('DELETE FROM exchange.own_segment WHERE epoch < $1', [epoch]);
  for (const { keyClass } of classes.filter((change) => change.whole)) {
    await tx.query('DELETE FROM exchange.own_segment WHERE epoch = $1 AND key_class = $2', [epoch, keyClass]);
  }
  for (const segment of segments) {
    await tx.query(
      `INSERT INTO exchange.own_segment (partner, epoch, sequence, hash, key_class, kind, bits, count, bytes, made_at)
       SELECT $1, $2, coalesce(max(sequence), 0) + 1, $3, $4, $5, $6, $7, $8, $9 FROM exchange.own_segment WHERE partner = $1 AND epoch = $2`,
      [
        segment.partner,
        epoch,
        segment.hash,
        segment.keyClass,
        segment.kind,
        segment.bits,
        segment.count,
        segment.bytes,
        now,
      ],
    );
  }
}

/**
 * In the transaction that announces a merge: the merged segments take the places of those they replace, so that whatever came
 * meanwhile stays the newest. A tombstone keeps the age of the oldest one in it.
 */
export async function replaceMerged(
  tx: Transaction,
  { partner, epoch }: SegmentsOf,
  replaced: readonly LiveSegment[],
  merged: readonly NewSegment[],
  now: Date,
): Promise<void> {
  await tx.query('DELETE FROM exchange.own_segment WHERE partner = $1 AND epoch = $2 AND hash = ANY($3)', [
    partner,
    epoch,
    replaced.map((segment) => segment.hash),
  ]);
  const tombstones = replaced.filter((segment) => segment.kind === 'tombstone').map((one) => one.madeAt);
  const oldest = tombstones.reduce((earliest, madeAt) => (madeAt < earliest ? madeAt : earliest), now);
  const places = replaced.slice(replaced.length - merged.length).map((segment) => segment.sequence);
  for (const [at, { hash, keyClass, kind, bits, count, bytes }] of merged.entries()) {
    await tx.query(
      `INSERT INTO exchange.own_segment (partner, epoch, sequence, hash, key_class, kind, bits, count, bytes, made_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        partner,
        epoch,
        places[at],
        hash,
        keyClass,
        kind,
        bits,
        count,
        bytes,
        kind === 'tombstone' ? oldest : now,
      ],
    );
  }
}
