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

/** Every pair is to be built; gives back how many there are. */
export async function planAllPairs(tx: Transaction): Promise<number> {
  await tx.query('DELETE FROM exchange.planned_pair');
  return insertPairs(tx, 'came', `${WANTED} WHERE $1::int IS NOT NULL`, 0, SLOTS_MAX);
}

/** Which pairs came and went since they were published in this epoch; after `planHalves`. */
export async function planChangedPairs(
  tx: Transaction,
  epoch: number,
): Promise<Readonly<Record<PairsPart, number>>> {
  return {
    came: await insertPairs(tx, 'came', `(${CHANGED}) EXCEPT (${PUBLISHED})`, epoch, SLOTS_MAX),
    went: await insertPairs(tx, 'went', `(${PUBLISHED}) EXCEPT (${CHANGED})`, epoch, null),
  };
}

/** Of one pair no more than `slotsMax` records go out, the first by their ids. */
async function insertPairs(
  tx: Transaction,
  part: PairsPart,
  pairs: string,
  epoch: number,
  slotsMax: number | null,
): Promise<number> {
  const { rowCount } = await tx.query(
    `INSERT INTO exchange.planned_pair (part, place, ${COLUMNS})
     SELECT $2, row_number() OVER (ORDER BY entity_id, ${PAIR}) - 1, ${COLUMNS} FROM (
       SELECT ${COLUMNS}, row_number() OVER (PARTITION BY ${PAIR} ORDER BY entity_id) AS slot FROM (${pairs}) p) s
      WHERE $3::int IS NULL OR slot <= $3`,
    [epoch, part, slotsMax],
  );
  return rowCount;
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
