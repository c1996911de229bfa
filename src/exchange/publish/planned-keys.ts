import type { Commitment } from '../../ledger/index.ts';
import type { KeyClass } from '../../model/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';
import { ExchangeError } from '../errors.ts';
import type { OwnKey } from './own-keys.ts';
import type { Range } from './pages.ts';
import { type Limits, limitsOf, WANTED } from './wanted-keys.ts';

/**
 * What a publication builds lies in the database from its plan to its announcement: it is worked out there, read page by page for the
 * threads and for the commitments, and moved to what is published there. No more than a page of keys is in this process, and what is
 * announced is what was planned, whatever came meanwhile. The tables are emptied with the announcement; after a crash of this process, by the
 * next plan; by a crash of the database at once, which `plan-lost` says.
 */

/** Of half keys, which are published of records and not of classes. */
export const HALF_KEYS = 'half-keys';
/** Whose keys: of a class, or half keys. */
export type PlannedOf = KeyClass | typeof HALF_KEYS;

/** How many keys came and went. */
export interface PlannedCounts {
  readonly came: number;
  readonly went: number;
}

/** A new key with the record that stands behind its leaf, and what hides it there. */
export interface PlannedLeaf extends OwnKey {
  readonly entityId: string;
  readonly salt: Uint8Array;
}

/** A key that is taken back, with the leaf that was published of it. */
export interface RemovedLeaf extends PlannedLeaf {
  readonly place: number;
}

/** The database's own strong random source; 122 of the 128 bits are random (RFC 9562 §5.4). */
export const RANDOM_SALT = 'uuid_send(gen_random_uuid())';
/** In which order a plan writes what came and what went. */
export const CAME_COLUMNS = 'of_class, place, key_class, rule, value, entity_id, salt';
export const WENT_COLUMNS =
  'of_class, place, key_class, rule, value, entity_id, salt, commitment, committed_place';
const PUBLISHED = 'exchange.published_key p WHERE p.key_class = $1 AND p.epoch = $7';

/** Nothing is planned any more. */
export async function clearPlan(tx: Transaction): Promise<void> {
  await tx.query('TRUNCATE exchange.planned_key, exchange.removed_key, exchange.planned_pair');
}

/** What of a class belongs into the index of this epoch and is not in it, and the other way about. */
export async function planKeys(
  tx: Transaction,
  keyClass: KeyClass,
  limits: Limits,
  epoch: number,
): Promise<PlannedCounts> {
  const values = [...limitsOf(keyClass, limits), epoch];
  const came = await tx.query(
    `INSERT INTO exchange.planned_key (${CAME_COLUMNS})
     SELECT $1::text, row_number() OVER (ORDER BY w.rule, w.value) - 1, $1, w.rule, w.value, w.entity_id, ${RANDOM_SALT}
       FROM (${WANTED}) w WHERE NOT EXISTS (SELECT 1 FROM ${PUBLISHED} AND p.rule = w.rule AND p.value = w.value)`,
    values,
  );
  const went = await tx.query(
    `INSERT INTO exchange.removed_key (${WENT_COLUMNS})
     SELECT $1::text, row_number() OVER (ORDER BY p.commitment, p.place) - 1, p.key_class, p.rule, p.value, p.entity_id, p.salt, p.commitment, p.place
       FROM (SELECT p.rule, p.value FROM ${PUBLISHED} EXCEPT SELECT rule, value FROM (${WANTED}) w) gone
       JOIN exchange.published_key p ON p.key_class = $1 AND p.epoch = $7 AND p.rule = gone.rule AND p.value = gone.value`,
    values,
  );
  return { came: came.rowCount, went: went.rowCount };
}

/** What is published of a class and stays is to be built, too, behind what came; gives back how much. */
export async function planStaying(
  tx: Transaction,
  keyClass: KeyClass,
  epoch: number,
  came: number,
): Promise<number> {
  const { rowCount } = await tx.query(
    `INSERT INTO exchange.planned_key (of_class, place, key_class, rule, value)
     SELECT $1::text, $3::int + row_number() OVER (ORDER BY rule, value) - 1, $1, rule, value FROM (
       SELECT rule, value FROM exchange.published_key WHERE key_class = $1 AND epoch = $2
       EXCEPT SELECT rule, value FROM exchange.removed_key WHERE of_class = $1) stays`,
    [keyClass, epoch, came],
  );
  return rowCount;
}

/** The same of half keys: of all records, or of those in touched_record alone, for a half key goes out or stays by its own record. */
export async function planHalves(
  tx: Transaction,
  epoch: number,
  of: 'all' | 'touched',
): Promise<PlannedCounts> {
  const among = of === 'all' ? 'true' : 'entity_id IN (SELECT entity_id FROM exchange.touched_record)';
  const same =
    'p.entity_id = h.entity_id AND p.key_class = h.key_class AND p.rule = h.rule AND p.value = h.value';
  const came = await tx.query(
    `INSERT INTO exchange.planned_key (${CAME_COLUMNS}, family)
     SELECT '${HALF_KEYS}', row_number() OVER (ORDER BY entity_id, rule, value) - 1, key_class, rule, value, entity_id, ${RANDOM_SALT}, family
       FROM exchange.half_key h WHERE ${among} AND NOT EXISTS (SELECT 1 FROM exchange.published_half p WHERE p.epoch = $1 AND ${same})`,
    [epoch],
  );
  const went = await tx.query(
    `INSERT INTO exchange.removed_key (${WENT_COLUMNS})
     SELECT '${HALF_KEYS}', row_number() OVER (ORDER BY commitment, place) - 1, key_class, rule, value, entity_id, salt, commitment, place
       FROM exchange.published_half p WHERE epoch = $1 AND ${among} AND NOT EXISTS (SELECT 1 FROM exchange.half_key h WHERE ${same})`,
    [epoch],
  );
  return { came: came.rowCount, went: went.rowCount };
}

/** A database that crashed comes back with the plan's tables empty. Throws `plan-lost`. */
export function requirePlanned(found: number, planned: number): void {
  if (found !== planned)
    throw new ExchangeError(
      'plan-lost',
      `of ${planned} planned rows ${found} are there: publishing begins again`,
    );
}

type PlanTable = 'planned_key' | 'removed_key';

const LEAF = 'key_class AS "keyClass", rule, value, entity_id AS "entityId", salt';

/** The rule and value of the planned (or removed) keys from a place up to but without another. */
export function readKeys(
  from: Queryable,
  table: PlanTable,
  of: PlannedOf,
  range: Range,
): Promise<readonly Pick<OwnKey, 'rule' | 'value'>[]> {
  return readPage<Pick<OwnKey, 'rule' | 'value'>>(from, { columns: 'rule, value', table, of }, range);
}

/** The new keys from a place up to but without another, for their leaves. */
export function readCame(from: Queryable, of: PlannedOf, range: Range): Promise<readonly PlannedLeaf[]> {
  return readPage<PlannedLeaf>(from, { columns: LEAF, table: 'planned_key', of }, range);
}

/** Throws `plan-lost`. */
async function readPage<Row extends object>(
  from: Queryable,
  { columns, table, of }: { readonly columns: string; readonly table: PlanTable; readonly of: PlannedOf },
  [place, until]: Range,
): Promise<readonly Row[]> {
  const { rows } = await from.query<Row>(
    `SELECT ${columns} FROM exchange.${table} WHERE of_class = $1 AND place >= $2 AND place < $3 ORDER BY place`,
    [of, place, until],
  );
  requirePlanned(rows.length, until - place);
  return rows;
}

/** The keys that went and were committed to, from a place up to but without another. */
export async function readWent(
  from: Queryable,
  of: PlannedOf,
  [place, until]: Range,
): Promise<readonly RemovedLeaf[]> {
  const { rows } = await from.query<RemovedLeaf>(
    `SELECT place, ${LEAF} FROM exchange.removed_key
      WHERE of_class = $1 AND place >= $2 AND place < $3 AND commitment IS NOT NULL ORDER BY place`,
    [of, place, until],
  );
  return rows;
}

/** Notes the hashes of leaves that are taken back: what they said goes with the announcement. */
export async function noteLeaves(
  to: Queryable,
  of: PlannedOf,
  leaves: readonly { readonly place: number; readonly leaf: Uint8Array }[],
): Promise<void> {
  await to.query(
    `UPDATE exchange.removed_key r SET leaf = u.leaf FROM unnest($2::int[], $3::bytea[]) AS u (place, leaf) WHERE r.of_class = $1 AND r.place = u.place`,
    [of, leaves.map(({ place }) => place), leaves.map(({ leaf }) => Buffer.from(leaf))],
  );
}

/** In the transaction that announces (throws `plan-lost`): what came of a class (or of half keys) is published, under this commitment. */
export async function publishCame(
  tx: Transaction,
  of: PlannedOf,
  { epoch, count }: Pick<Commitment, 'epoch' | 'count'>,
  commitment: number,
): Promise<void> {
  const isHalf = of === HALF_KEYS;
  const { rowCount } = await tx.query(
    `INSERT INTO exchange.${isHalf ? 'published_half' : 'published_key'}
            (epoch, commitment, place, key_class, rule, value, entity_id, salt${isHalf ? ', family' : ''})
     SELECT $2, $3, place, key_class, rule, value, entity_id, salt${isHalf ? ', family' : ''}
       FROM exchange.planned_key WHERE of_class = $1 AND salt IS NOT NULL ORDER BY place`,
    [of, epoch, commitment],
  );
  requirePlanned(rowCount, count);
}

/** In the transaction that announces (throws `plan-lost`): what went is published no more; of its leaves the hashes are kept, under this commitment. */
export async function unpublishWent(
  tx: Transaction,
  of: PlannedOf,
  { epoch, count }: Pick<Commitment, 'epoch' | 'count'>,
  commitment: number,
): Promise<void> {
  const isHalf = of === HALF_KEYS;
  const { rowCount } = await tx.query(
    `INSERT INTO exchange.gone_leaf (commitment, place, leaf, gone_in, gone_place)
     SELECT commitment, committed_place, leaf, $2, place FROM exchange.removed_key WHERE of_class = $1 AND commitment IS NOT NULL`,
    [of, commitment],
  );
  requirePlanned(rowCount, count);
  await tx.query(
    `DELETE FROM exchange.${isHalf ? 'published_half' : 'published_key'} p USING exchange.removed_key r
      WHERE r.of_class = $1 AND p.epoch = $2 AND p.key_class = r.key_class AND p.rule = r.rule AND p.value = r.value
        ${isHalf ? 'AND p.entity_id = r.entity_id' : ''}`,
    [of, epoch],
  );
}
