import { randomBytes } from 'node:crypto';
import { toHex } from '../../base/index.ts';
import { type Commitment, rootOf, treeSteps } from '../../ledger/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';
import type { OwnHalf } from './half-keys.ts';
import type { OwnKey } from './own-keys.ts';
import type { ClassPlan } from './plan-classes.ts';
import type { PairsPlan } from './publish-pairs.ts';
import { LEAF_BYTES, LEAF_SALT_BYTES, publishedLeaf, takenBackLeaf } from './published-leaves.ts';
import { inSteps, inTurns } from '../turns.ts';

/**
 * What a publication commits to in the ledger: of each class one tree over what came and one over what went, since it was last
 * published in this epoch. All segments of a partner hold in sum what came less what went; to cut, merge or rebuild them
 * changes nothing of that. The owner keeps the leaves of what is published, and of what went its hash alone.
 */
export interface Committing {
  readonly came: readonly (Commitment & { readonly rows: readonly CameRow[] })[];
  readonly went: readonly (Commitment & { readonly rows: readonly WentRow[] })[];
}

/** A leaf that is new; its place is its place in the list. */
export interface CameRow extends OwnKey {
  readonly entityId: string;
  readonly family?: string;
  readonly salt: Uint8Array;
}

/** A leaf that is taken back: which one, and whose row goes. */
export interface WentRow extends OwnKey {
  readonly entityId: string;
  /** Null: published by a version that did not commit. */
  readonly commitment: number | null;
  readonly place: number;
  readonly leaf: Uint8Array;
}

/** Of half keys, which are published of records and not of classes. */
export const HALF_KEYS = 'half-keys';

/** Works the trees out, before the transaction that announces. */
export async function prepareCommitments(
  from: Queryable,
  epoch: number,
  classes: readonly ClassPlan[],
  pairs: PairsPlan | null,
): Promise<Committing> {
  const came: Committing['came'][number][] = [];
  const went: Committing['went'][number][] = [];
  for (const { keyClass, came: keys, went: gone } of classes) {
    if (keys.length > 0) came.push(await commitCame(keyClass, epoch, await withRecords(from, keys)));
    if (gone.length > 0) went.push(await commitWent(keyClass, epoch, await readPublished(from, epoch, gone)));
  }
  if (pairs !== null) {
    const halves = await readHalves(from, epoch, pairs.entityIds);
    const wanted = new Set(pairs.halves.map(nameOfHalf));
    const published = new Set(halves.map(nameOfHalf));
    const fresh = pairs.halves.filter((half) => !published.has(nameOfHalf(half)));
    const gone = halves.filter((half) => !wanted.has(nameOfHalf(half)));
    if (fresh.length > 0) came.push(await commitCame(HALF_KEYS, epoch, fresh));
    if (gone.length > 0) went.push(await commitWent(HALF_KEYS, epoch, gone));
  }
  return { came, went };
}

/** In the transaction that announces; gives back what the ledger says of it. */
export async function storeCommitments(
  tx: Transaction,
  { came, went }: Committing,
  now: Date,
): Promise<readonly Commitment[]> {
  for (const { rows, ...commitment } of went) {
    const number = await storeCommitment(tx, commitment, now);
    const kept = rows.flatMap((row) => (row.commitment === null ? [] : [row]));
    await tx.query(
      `INSERT INTO exchange.gone_leaf (commitment, place, leaf, gone_in, gone_place)
       SELECT c, p, l, $1, (row_number() OVER (ORDER BY at) - 1)::int FROM unnest($2::int[], $3::int[], $4::bytea[]) WITH ORDINALITY AS u (c, p, l, at)`,
      [
        number,
        kept.map((row) => row.commitment),
        kept.map((row) => row.place),
        kept.map((row) => Buffer.from(row.leaf)),
      ],
    );
    await removeRows(tx, commitment, rows);
  }
  for (const { rows, ...commitment } of came)
    await insertRows(tx, commitment, await storeCommitment(tx, commitment, now), rows);
  return [...came, ...went].map(({ kind, of, epoch, count, root }) => ({ kind, of, epoch, count, root }));
}

/** With the epoch's seed everything goes by which its leaves could be shown. */
export async function forgetCommitments(tx: Transaction, epoch: number): Promise<void> {
  await tx.query(
    'DELETE FROM exchange.gone_leaf WHERE commitment IN (SELECT number FROM exchange.commitment WHERE epoch = $1)',
    [epoch],
  );
  await tx.query('DELETE FROM exchange.commitment WHERE epoch = $1', [epoch]);
}

async function commitCame(
  of: string,
  epoch: number,
  keys: readonly (OwnKey & { readonly entityId: string; readonly family?: string })[],
): Promise<Committing['came'][number]> {
  const salts = new Uint8Array(randomBytes(keys.length * LEAF_SALT_BYTES));
  const rows = keys.map((key, at) => ({
    ...key,
    salt: salts.subarray(at * LEAF_SALT_BYTES, (at + 1) * LEAF_SALT_BYTES),
  }));
  const root = await rootOver(rows, publishedLeaf);
  return { kind: 'published', of, epoch, count: rows.length, root, rows };
}

async function commitWent(
  of: string,
  epoch: number,
  rows: readonly WentRow[],
): Promise<Committing['went'][number]> {
  const committed = rows.filter(({ commitment }) => commitment !== null);
  const root = await rootOver(committed, ({ leaf }) => takenBackLeaf(leaf));
  return { kind: 'taken-back', of, epoch, count: committed.length, root, rows };
}

async function rootOver<Row>(rows: readonly Row[], leafOf: (row: Row) => Uint8Array): Promise<string> {
  const leaves = new Uint8Array(rows.length * LEAF_BYTES);
  await inTurns(rows, (row, at) => leaves.set(leafOf(row), at * LEAF_BYTES));
  return toHex(rootOf(await inSteps(treeSteps(leaves))));
}

/** Each key with the first record that bears it: a key is a leaf once, however many records it leads to. */
async function withRecords(
  from: Queryable,
  keys: readonly OwnKey[],
): Promise<readonly (OwnKey & { readonly entityId: string })[]> {
  const { rows } = await from.query<{ place: number; entity_id: string }>(
    `SELECT u.place::int AS place, min(k.entity_id) AS entity_id FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS u (rule, value, place)
       JOIN exchange.match_key k ON k.key_class = $1 AND k.rule = u.rule AND k.value = u.value GROUP BY u.place`,
    [keys[0]?.keyClass ?? '', keys.map((key) => key.rule), keys.map((key) => key.value)],
  );
  const recordAt = new Map(rows.map((row) => [row.place, row.entity_id]));
  return keys.map((key, at) => {
    const entityId = recordAt.get(at + 1);
    if (entityId === undefined) throw new Error('assertion failed: a record stands behind each key');
    return { ...key, entityId };
  });
}

interface PublishedRow extends OwnKey {
  readonly entityId: string;
  readonly commitment: number | null;
  readonly place: number | null;
  readonly salt: Uint8Array | null;
}

const COLUMNS = 'key_class AS "keyClass", rule, value, entity_id AS "entityId", commitment, place, salt';

async function readPublished(
  from: Queryable,
  epoch: number,
  keys: readonly OwnKey[],
): Promise<readonly WentRow[]> {
  const { rows } = await from.query<PublishedRow>(
    `SELECT ${COLUMNS} FROM exchange.published_key JOIN unnest($3::text[], $4::text[]) AS gone (r, v) ON rule = r AND value = v
      WHERE key_class = $1 AND epoch = $2 ORDER BY commitment, place`,
    [keys[0]?.keyClass ?? '', epoch, keys.map((key) => key.rule), keys.map((key) => key.value)],
  );
  return rows.map(toWent);
}

async function readHalves(
  from: Queryable,
  epoch: number,
  entityIds: readonly string[] | null,
): Promise<readonly WentRow[]> {
  const { rows } = await from.query<PublishedRow>(
    `SELECT ${COLUMNS} FROM exchange.published_half WHERE epoch = $1 AND ($2::text[] IS NULL OR entity_id = ANY($2)) ORDER BY commitment, place`,
    [epoch, entityIds],
  );
  return rows.map(toWent);
}

function toWent({ keyClass, rule, value, entityId, commitment, place, salt }: PublishedRow): WentRow {
  const isCommitted = commitment !== null && place !== null && salt !== null;
  const leaf = isCommitted
    ? publishedLeaf({ keyClass, rule, value, entityId, salt: new Uint8Array(salt) })
    : new Uint8Array();
  return { keyClass, rule, value, entityId, commitment, place: place ?? 0, leaf };
}

function nameOfHalf({ entityId, keyClass, rule, value }: Omit<OwnHalf, 'family'>): string {
  return `${entityId}\n${keyClass}\n${rule}\n${value}`;
}

async function storeCommitment(
  tx: Transaction,
  { kind, of, epoch, count, root }: Commitment,
  now: Date,
): Promise<number> {
  const { rows } = await tx.query<{ number: number }>(
    `INSERT INTO exchange.commitment (kind, of_class, epoch, count, root, made_at) VALUES ($1,$2,$3,$4,$5,$6) RETURNING number`,
    [kind, of, epoch, count, root, now],
  );
  const number = rows[0]?.number;
  if (number === undefined) throw new Error('assertion failed: what was just written has a number');
  return number;
}

async function removeRows(
  tx: Transaction,
  { of, epoch }: Commitment,
  rows: readonly WentRow[],
): Promise<void> {
  const columns = [
    epoch,
    rows.map((row) => row.keyClass),
    rows.map((row) => row.rule),
    rows.map((row) => row.value),
  ];
  if (of === HALF_KEYS)
    await tx.query(
      `DELETE FROM exchange.published_half p USING unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS gone (c, r, v, e)
        WHERE p.epoch = $1 AND p.key_class = gone.c AND p.rule = gone.r AND p.value = gone.v AND p.entity_id = gone.e`,
      [...columns, rows.map((row) => row.entityId)],
    );
  else
    await tx.query(
      `DELETE FROM exchange.published_key p USING unnest($2::text[], $3::text[], $4::text[]) AS gone (c, r, v)
        WHERE p.epoch = $1 AND p.key_class = gone.c AND p.rule = gone.r AND p.value = gone.v`,
      columns,
    );
}

async function insertRows(
  tx: Transaction,
  { of, epoch }: Commitment,
  number: number,
  rows: readonly CameRow[],
): Promise<void> {
  const isHalf = of === HALF_KEYS;
  await tx.query(
    `INSERT INTO exchange.${isHalf ? 'published_half' : 'published_key'}
            (epoch, commitment, place, key_class, rule, value, entity_id, salt${isHalf ? ', family' : ''})
     SELECT $1, $2, (at - 1)::int, c, r, v, e, s${isHalf ? ', f' : ''}
       FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[]${isHalf ? ', $8::text[]' : ''})
            WITH ORDINALITY AS u (c, r, v, e, s${isHalf ? ', f' : ''}, at)`,
    [
      epoch,
      number,
      rows.map((row) => row.keyClass),
      rows.map((row) => row.rule),
      rows.map((row) => row.value),
      rows.map((row) => row.entityId),
      rows.map((row) => Buffer.from(row.salt)),
      ...(isHalf ? [rows.map((row) => row.family ?? '')] : []),
    ],
  );
}
