import type { KeyClass } from '../../model/index.ts';
import { SLOTS_MAX } from '../../sealed/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';
import type { Range } from './pages.ts';
import { HALF_KEYS, requirePlanned } from './planned-keys.ts';

/**
 * The pairs of half keys that a publication builds, as planned-keys.ts keeps its keys: every two half keys of different families that lead to one
 * record, record by record, so that a half key is evaluated once for all pairs of its record.
 */
export type PairsPart = 'came' | 'went';
/** Of a pair with more than eight records the others, which go into no segment; what is taken back is never one of them. */
const LEFT_OUT = 'left-out';

/** One half of a pair. */
export interface PlannedHalf {
  readonly keyClass: KeyClass;
  readonly rule: string;
  readonly value: string;
  readonly family: string;
}

/** Two half keys of different families, the family that comes first by name first, that lead to one of our records. */
export interface PlannedPair {
  readonly entityId: string;
  readonly first: PlannedHalf;
  readonly second: PlannedHalf;
}

const PAIR = 'first_rule, first_value, second_rule, second_value';
const COLUMNS = `entity_id, first_class, first_family, second_class, second_family, ${PAIR}`;

function pairsOf(halves: string): string {
  return `SELECT a.entity_id, a.key_class AS first_class, a.family AS first_family, b.key_class AS second_class, b.family AS second_family,
                 a.rule AS first_rule, a.value AS first_value, b.rule AS second_rule, b.value AS second_value
            FROM (${halves}) a JOIN (${halves}) b ON b.entity_id = a.entity_id AND a.family COLLATE "C" < b.family COLLATE "C"`;
}

/** The halves planned-keys.ts has found to come or go say which records are concerned. */
const CONCERNED = `SELECT entity_id FROM exchange.planned_key WHERE of_class = '${HALF_KEYS}'
  UNION SELECT entity_id FROM exchange.removed_key WHERE of_class = '${HALF_KEYS}'`;
const WANTED = pairsOf('SELECT * FROM exchange.half_key');
const CHANGED = pairsOf(`SELECT * FROM exchange.half_key WHERE entity_id IN (${CONCERNED})`);
const PUBLISHED = pairsOf(
  `SELECT * FROM exchange.published_half WHERE epoch = $1 AND entity_id IN (${CONCERNED})`,
);

/** How many pairs are planned, and how many more records there are behind such as have eight already. */
export interface PairCounts {
  readonly came: number;
  readonly went: number;
  readonly leftOut: number;
}

/** Every pair is to be built. */
export async function planAllPairs(tx: Transaction): Promise<PairCounts> {
  await tx.query('DELETE FROM exchange.planned_pair');
  return { ...(await planCame(tx, `${WANTED} WHERE $1::int IS NOT NULL`, 0)), went: 0 };
}

/** Which pairs came and went since they were published in this epoch; after `planHalves`. */
export async function planChangedPairs(tx: Transaction, epoch: number): Promise<PairCounts> {
  const leftOut = `SELECT ${COLUMNS} FROM exchange.left_out_pair WHERE epoch = $1`;
  return {
    ...(await planCame(tx, `(${CHANGED}) EXCEPT (${PUBLISHED})`, epoch)),
    went: await insertPairs(tx, `'went'`, `(${PUBLISHED}) EXCEPT (${CHANGED}) EXCEPT (${leftOut})`, epoch),
  };
}

/** Of one pair no more than eight records go out, the first by their ids; the others are noted. */
async function planCame(tx: Transaction, pairs: string, epoch: number): Promise<Omit<PairCounts, 'went'>> {
  const slot = `row_number() OVER (PARTITION BY ${PAIR} ORDER BY entity_id)`;
  const part = `CASE WHEN ${slot} > ${SLOTS_MAX} THEN '${LEFT_OUT}' ELSE 'came' END`;
  const planned = await insertPairs(tx, part, pairs, epoch);
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM exchange.planned_pair WHERE part = '${LEFT_OUT}'`,
  );
  const leftOut = rows[0]?.count ?? 0;
  return { came: planned - leftOut, leftOut };
}

/** `part`: in SQL, of each pair. Gives back how many there are. */
async function insertPairs(tx: Transaction, part: string, pairs: string, epoch: number): Promise<number> {
  const { rowCount } = await tx.query(
    `INSERT INTO exchange.planned_pair (part, place, ${COLUMNS})
     SELECT part, row_number() OVER (PARTITION BY part ORDER BY entity_id, ${PAIR}) - 1, ${COLUMNS}
       FROM (SELECT ${part} AS part, ${COLUMNS} FROM (${pairs}) p) s`,
    [epoch],
  );
  return rowCount;
}

/**
 * In the transaction that announces, once the half keys are noted (throws `plan-lost`): which pairs are out and stand in no segment. `whole`: everything was
 * planned anew. So what comes and goes is what partners see come and go, to the single slot.
 */
export async function storeLeftOut(
  tx: Transaction,
  epoch: number,
  { whole, leftOut }: { readonly whole: boolean; readonly leftOut: number },
): Promise<void> {
  if (whole) await tx.query('DELETE FROM exchange.left_out_pair WHERE epoch = $1', [epoch]);
  const isOut = (half: 'first' | 'second'): string =>
    `EXISTS (SELECT 1 FROM exchange.published_half p WHERE p.epoch = $1 AND p.entity_id = l.entity_id AND p.key_class = l.${half}_class
        AND p.rule = l.${half}_rule AND p.value = l.${half}_value)`;
  await tx.query(
    `DELETE FROM exchange.left_out_pair l WHERE epoch = $1 AND NOT (${isOut('first')} AND ${isOut('second')})`,
    [epoch],
  );
  const { rowCount } = await tx.query(
    `INSERT INTO exchange.left_out_pair (epoch, ${COLUMNS}) SELECT $1::int, ${COLUMNS} FROM exchange.planned_pair WHERE part = '${LEFT_OUT}'`,
    [epoch],
  );
  requirePlanned(rowCount, leftOut);
}

/** Whether more records of one pair go than a tombstone has slots for. */
export async function isCrowdTakenBack(tx: Transaction): Promise<boolean> {
  const { rowCount } = await tx.query(
    `SELECT 1 FROM exchange.planned_pair WHERE part = 'went' GROUP BY ${PAIR} HAVING count(*) > ${SLOTS_MAX} LIMIT 1`,
  );
  return rowCount > 0;
}

/** The pairs from a place up to but without another. */
export async function readPairs(
  from: Queryable,
  part: PairsPart,
  [place, until]: Range,
): Promise<readonly PlannedPair[]> {
  const { rows } = await from.query<Record<string, string>>(
    `SELECT ${COLUMNS} FROM exchange.planned_pair WHERE part = $1 AND place >= $2 AND place < $3 ORDER BY place`,
    [part, place, until],
  );
  requirePlanned(rows.length, until - place);
  return rows.map((row) => ({
    entityId: row['entity_id'] ?? '',
    first: halfOf(row, 'first'),
    second: halfOf(row, 'second'),
  }));
}

function halfOf(row: Readonly<Record<string, string>>, which: 'first' | 'second'): PlannedHalf {
  return {
    keyClass: row[`${which}_class`] as KeyClass,
    rule: row[`${which}_rule`] ?? '',
    value: row[`${which}_value`] ?? '',
    family: row[`${which}_family`] ?? '',
  };
}
