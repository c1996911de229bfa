import type { Queryable, Transaction } from '../../store/index.ts';
import type { AgreedBudgets } from './setting.ts';
import { type Limits, ONE_IN, placedIn, sharesOf } from './wanted-keys.ts';

/**
 * Of each block that holds more values than may go out bare: the last that does. What comes after it in the block's order goes out joined.
 * Kept from publication to publication, so that of a block only what has moved across its last place need be looked at again.
 */
interface LastPlace {
  readonly rank: number;
  readonly value: string;
}

interface TouchedBlock {
  readonly rule: string;
  readonly block: string;
  readonly quota: number;
  /** Null: it was not full. */
  readonly before: LastPlace | null;
  /** Whether it is full as far as its rows say, several of which may be of one value. */
  readonly mayBeFull: boolean;
}

/** Of a block whose quota is nothing no value goes out: its last place is before all of them. */
const BEFORE_ALL: LastPlace = { rank: -1, value: '' };

/** In which part of its block's order a row's ground puts its value, as the index match_key_place has it. */
const RANK_OF_ROW = '(CASE m.ground WHEN 0 THEN 0 WHEN 3 THEN 1 ELSE m.ground + 1 END)';

/** The same of a value: its rows' first ground counts. */
function rankOf(value: string): string {
  return `(SELECT CASE min(g.ground) WHEN 0 THEN 0 WHEN 3 THEN 1 ELSE min(g.ground) + 1 END FROM exchange.match_key g
    WHERE g.key_class = ${value}.key_class AND g.rule = ${value}.rule AND g.value = ${value}.value)`;
}

/** Whether the value of this row of match_key is beyond its block's quota, as the blocks were last settled. */
export function isOver(row: string): string {
  return `(${row}.block IS NOT NULL AND EXISTS (SELECT 1 FROM exchange.full_block f WHERE f.rule = ${row}.rule AND f.block = ${row}.block
    AND (${rankOf(row)}, ${row}.value) > (f.last_rank, f.last_value)))`;
}

/** Works out every full block anew. */
export async function settleAllBlocks(tx: Transaction, { full }: Limits): Promise<void> {
  await tx.query('DELETE FROM exchange.full_block');
  await tx.query(
    `INSERT INTO exchange.full_block (rule, block, last_rank, last_value)
     SELECT rule, block, coalesce(max(rank) FILTER (WHERE place = quota), ${BEFORE_ALL.rank}), coalesce(max(value) FILTER (WHERE place = quota), '')
       FROM (${placedIn('$1', '$2', '$3')}) placed GROUP BY rule, block, quota HAVING max(place) > quota`,
    [full.rules, full.blocks, full.quotas],
  );
}

/**
 * Works out anew those blocks in which something changed, and notes as changed what their last place has moved across. May be done again
 * at any time.
 */
export async function settleTouchedBlocks(tx: Transaction, budgets: AgreedBudgets): Promise<void> {
  for (const block of await readTouchedBlocks(tx, budgets)) {
    const after = block.mayBeFull ? await readLastPlace(tx, block) : null;
    if (isSame(block.before, after)) continue;
    await noteCrossed(tx, block, after);
    await storeLastPlace(tx, block, after);
  }
}

async function readTouchedBlocks(from: Queryable, budgets: AgreedBudgets): Promise<readonly TouchedBlock[]> {
  const { rows } = await from.query<
    Omit<TouchedBlock, 'before'> & { last_rank: number | null; last_value: string }
  >(
    `SELECT rule, block, t.quota, f.last_rank, f.last_value,
       (SELECT count(*) FROM (SELECT 1 FROM exchange.match_key m WHERE m.rule = t.rule AND m.block = t.block LIMIT t.quota + 1) held) > t.quota AS "mayBeFull"
       FROM (SELECT DISTINCT rule, block, block_size / one_in AS quota FROM exchange.touched_key JOIN ${ONE_IN} USING (rule) WHERE block IS NOT NULL) t
       LEFT JOIN exchange.full_block f USING (rule, block)`,
    [...sharesOf(budgets)],
  );
  return rows.map(({ last_rank, last_value, ...block }) => ({
    ...block,
    before: last_rank === null ? null : { rank: last_rank, value: last_value },
  }));
}

/** Goes through the block in its order as far as its quota, each value at its own first ground; null where it ends before. */
async function readLastPlace(
  from: Queryable,
  { rule, block, quota }: TouchedBlock,
): Promise<LastPlace | null> {
  const { rows } = await from.query<LastPlace>(
    `SELECT DISTINCT ${RANK_OF_ROW} AS rank, m.value FROM exchange.match_key m WHERE m.rule = $1 AND m.block = $2
        AND NOT EXISTS (SELECT 1 FROM exchange.match_key g WHERE g.key_class = m.key_class AND g.rule = m.rule AND g.value = m.value AND g.ground < m.ground)
      ORDER BY 1, 2 OFFSET $3 LIMIT 2`,
    [rule, block, Math.max(0, quota - 1)],
  );
  if (quota === 0) return rows.length > 0 ? BEFORE_ALL : null;
  return rows.length > 1 ? (rows[0] ?? null) : null;
}

function isSame(left: LastPlace | null, right: LastPlace | null): boolean {
  return left?.rank === right?.rank && left?.value === right?.value;
}

/** What lies between two last places, that of a block that is not full being behind everything. */
async function noteCrossed(tx: Transaction, block: TouchedBlock, after: LastPlace | null): Promise<void> {
  await noteBetween(tx, block, block.before, after);
  await noteBetween(tx, block, after, block.before);
}

async function noteBetween(
  tx: Transaction,
  { rule, block }: TouchedBlock,
  from: LastPlace | null,
  until: LastPlace | null,
): Promise<void> {
  if (from === null) return;
  await tx.query(
    `INSERT INTO exchange.touched_key (key_class, rule, value, block, block_size)
     SELECT DISTINCT ON (key_class, rule, value) key_class, rule, value, block, block_size FROM exchange.match_key m
      WHERE m.rule = $1 AND m.block = $2 AND (${RANK_OF_ROW}, m.value) > ($3::int, $4::text)
        AND ($5::int IS NULL OR (${RANK_OF_ROW}, m.value) <= ($5::int, $6::text)) ON CONFLICT DO NOTHING`,
    [rule, block, from.rank, from.value, until?.rank ?? null, until?.value ?? ''],
  );
}

async function storeLastPlace(
  tx: Transaction,
  { rule, block }: TouchedBlock,
  last: LastPlace | null,
): Promise<void> {
  await tx.query('DELETE FROM exchange.full_block WHERE rule = $1 AND block = $2', [rule, block]);
  if (last === null) return;
  await tx.query(
    'INSERT INTO exchange.full_block (rule, block, last_rank, last_value) VALUES ($1, $2, $3, $4)',
    [rule, block, last.rank, last.value],
  );
}
