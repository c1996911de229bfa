import { multiplicityRule, type Rule, RULES } from '../../match/index.ts';
import type { KeyClass } from '../../model/index.ts';
import { readClusters } from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { OwnKey } from './own-keys.ts';
import { type AgreedBudgets, bareOneIn } from './setting.ts';

/** A name key that more resolved people bear says too little; whether it is kept in is for room match to say. */
const BEARERS_LOOKED_AT = 8;
const NAME_RULES: readonly Rule[] = RULES.filter(({ family }) => family === 'person-name').map(
  ({ rule }) => rule,
);

/** What keeps keys in, as it stands now: read once for a publication. */
export interface Limits {
  /** Name keys that too many people bear, each of whom has something more specific. */
  readonly crowded: { readonly rules: readonly string[]; readonly values: readonly string[] };
  /** Blocks that hold more values than may go out bare, and how many may. */
  readonly full: {
    readonly rules: readonly string[];
    readonly blocks: readonly string[];
    readonly quotas: readonly number[];
  };
}

/** `budgets`: of the agreement; the more a partner may ask, the fewer values of a block go out bare. */
export async function readLimits(from: Queryable, budgets: AgreedBudgets): Promise<Limits> {
  return { crowded: await readCrowded(from), full: await readFull(from, budgets) };
}

/**
 * Which name keys are too common to go out, by the people who bear them: records that were resolved into one person count once. A key
 * of somebody who has nothing more specific goes out all the same: never nothing.
 */
async function readCrowded(from: Queryable): Promise<Limits['crowded']> {
  const { rows } = await from.query<{ rule: Rule; value: string; bearers: string[] }>(
    `SELECT rule, value, array_agg(DISTINCT entity_id) AS bearers FROM exchange.match_key
      WHERE key_class = 'person' AND rule = ANY($1) GROUP BY rule, value HAVING count(DISTINCT entity_id) > ${BEARERS_LOOKED_AT}`,
    [NAME_RULES],
  );
  const bearers = [...new Set(rows.flatMap((row) => row.bearers))];
  const [clusters, rules] = [await readClusters(from, bearers), await rulesOf(from, bearers)];
  const crowded = rows.filter((row) => {
    const people = new Set(row.bearers.map((id) => clusters.get(id)?.id ?? id)).size;
    return row.bearers.every((id) => multiplicityRule(row.rule, people, rules.get(id)).publish !== row.rule);
  });
  return { rules: crowded.map((row) => row.rule), values: crowded.map((row) => row.value) };
}

/** By record: the rules of its name keys. */
async function rulesOf(
  from: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<Rule>>> {
  const { rows } = await from.query<{ entity_id: string; rules: Rule[] }>(
    `SELECT entity_id, array_agg(DISTINCT rule) AS rules FROM exchange.match_key
      WHERE entity_id = ANY($1) AND key_class = 'person' GROUP BY entity_id`,
    [ids],
  );
  const known = new Map(rows.map((row) => [row.entity_id, new Set(row.rules)]));
  return new Map(ids.map((id) => [id, known.get(id) ?? new Set<Rule>()]));
}

/** Rules with, in $1 and $2, of how many values of their blocks one may go out bare. */
const ONE_IN = 'unnest($1::text[], $2::bigint[]) AS share (rule, one_in)';

function sharesOf(budgets: AgreedBudgets): readonly [readonly string[], readonly number[]] {
  return [RULES.map(({ rule }) => rule), RULES.map(({ keyClass }) => bareOneIn(budgets, keyClass))];
}

/** Nearly every holding has none: then nothing more of the quota needs a look. */
async function readFull(from: Queryable, budgets: AgreedBudgets): Promise<Limits['full']> {
  const { rows } = await from.query<{ rule: string; block: string; quota: number }>(
    `SELECT rule, block, block_size / one_in AS quota FROM exchange.match_key JOIN ${ONE_IN} USING (rule) WHERE block IS NOT NULL
      GROUP BY rule, block, block_size, one_in HAVING count(*) > block_size / one_in`,
    [...sharesOf(budgets)],
  );
  return {
    rules: rows.map((row) => row.rule),
    blocks: rows.map((row) => row.block),
    quotas: rows.map((row) => row.quota),
  };
}

/**
 * Values beyond the quota of their block (room match, density-quota.ts), of the full blocks in $4 and $5 with their quotas in $6: a block is filled with what was
 * seized, then with numbers that nobody is known to use, then those of suspects, then of others who may be shared, within each in
 * the order of the values.
 */
const OVER_QUOTA = `SELECT rule, value FROM (
  SELECT rule, value, quota, row_number() OVER (PARTITION BY rule, block ORDER BY
      CASE WHEN min(ground) = 0 THEN 0 WHEN min(ground) = 3 THEN 1 ELSE min(ground) + 1 END, value) AS place
    FROM exchange.match_key JOIN unnest($4::text[], $5::text[], $6::bigint[]) AS full_block (rule, block, quota) USING (rule, block)
   GROUP BY rule, value, block, quota) placed WHERE place > quota`;

/** Of each key once: not too common, within its block's quota, or joined because the bare value is not. */
const WANTED = `SELECT rule, value FROM exchange.match_key k WHERE key_class = $1
    AND NOT EXISTS (SELECT 1 FROM unnest($2::text[], $3::text[]) AS crowded (rule, value) WHERE crowded.rule = k.rule AND crowded.value = k.value)
    AND (block IS NULL OR (rule, value) NOT IN (${OVER_QUOTA}))
    AND (instead_of IS NULL OR ('phone', instead_of) IN (${OVER_QUOTA}))
  GROUP BY rule, value`;
const PUBLISHED = 'SELECT rule, value FROM exchange.published_key WHERE key_class = $1 AND epoch = $7';

/** Everything that belongs into the index of a class. */
export function wantedKeys(from: Queryable, keyClass: KeyClass, limits: Limits): Promise<readonly OwnKey[]> {
  return selectKeys(from, `${WANTED} HAVING $7::int IS NOT NULL`, keyClass, limits, 0);
}

/** How much of each rule belongs into the index of a class; nothing of it is read. */
export async function countWanted(
  from: Queryable,
  keyClass: KeyClass,
  limits: Limits,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await from.query<{ rule: string; count: number }>(
    `SELECT rule, count(*) AS count FROM (${WANTED}) k GROUP BY rule`,
    limitsOf(keyClass, limits),
  );
  return new Map(rows.map((row) => [row.rule, row.count]));
}

/** What belongs into the index of this epoch and is not in it. */
export function keysToAdd(
  from: Queryable,
  keyClass: KeyClass,
  limits: Limits,
  epoch: number,
): Promise<readonly OwnKey[]> {
  return selectKeys(from, `(${WANTED}) EXCEPT (${PUBLISHED})`, keyClass, limits, epoch);
}

/** What is in the index of this epoch and does not belong there. */
export function keysToRemove(
  from: Queryable,
  keyClass: KeyClass,
  limits: Limits,
  epoch: number,
): Promise<readonly OwnKey[]> {
  return selectKeys(from, `(${PUBLISHED}) EXCEPT (${WANTED})`, keyClass, limits, epoch);
}

async function selectKeys(
  from: Queryable,
  sql: string,
  keyClass: KeyClass,
  limits: Limits,
  epoch: number,
): Promise<readonly OwnKey[]> {
  const { rows } = await from.query<{ rule: string; value: string }>(
    `SELECT rule, value FROM (${sql}) k ORDER BY rule, value`,
    [...limitsOf(keyClass, limits), epoch],
  );
  return rows.map((row) => ({ keyClass, rule: row.rule, value: row.value }));
}

/** $1 to $6 of WANTED. */
function limitsOf(keyClass: KeyClass, { crowded, full }: Limits): unknown[] {
  return [keyClass, crowded.rules, crowded.values, full.rules, full.blocks, full.quotas];
}

/** Records with a phone number over its block's quota whose joined keys are not derived yet, and these numbers. */
export async function readUnjoined(
  from: Queryable,
  budgets: AgreedBudgets,
  limit: number,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const full = await readFull(from, budgets);
  if (!full.rules.includes('phone')) return new Map();
  const { rows } = await from.query<{ entity_id: string; numbers: string[] }>(
    `SELECT entity_id, array_agg(value) AS numbers FROM exchange.match_key
      WHERE key_class = $1 AND rule = $2 AND NOT joined AND (rule, value) IN (${OVER_QUOTA}) GROUP BY entity_id ORDER BY entity_id LIMIT $3`,
    ['communication', 'phone', limit, full.rules, full.blocks, full.quotas],
  );
  return new Map(rows.map((row) => [row.entity_id, new Set(row.numbers)]));
}

/** Of each class with blocks: the share of its values that the densest block lets out bare, as the keys are now. */
export async function readDensities(
  from: Queryable,
  budgets: AgreedBudgets,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await from.query<{ key_class: string; density: number }>(
    `SELECT key_class, max(least(held, block_size / one_in) / block_size::float8) AS density FROM (
       SELECT key_class, rule, block, block_size, one_in, count(DISTINCT value) AS held FROM exchange.match_key JOIN ${ONE_IN} USING (rule)
        WHERE block IS NOT NULL GROUP BY key_class, rule, block, block_size, one_in) blocks WHERE block_size > 0 GROUP BY key_class`,
    [...sharesOf(budgets)],
  );
  return new Map(rows.map((row) => [row.key_class, row.density]));
}

/** Of each block that holds more than its quota lets out bare: what goes out and what does not. Counts alone. */
export async function readFullBlocks(
  from: Queryable,
  budgets: AgreedBudgets,
): Promise<
  readonly { readonly rule: string; readonly block: string; readonly quota: number; readonly held: number }[]
> {
  const { rows } = await from.query<{ rule: string; block: string; quota: number; held: number }>(
    `SELECT rule, block, block_size / one_in AS quota, count(DISTINCT value)::int AS held FROM exchange.match_key JOIN ${ONE_IN} USING (rule)
      WHERE block IS NOT NULL GROUP BY rule, block, block_size, one_in HAVING count(DISTINCT value) > block_size / one_in
      ORDER BY held DESC, rule, block LIMIT 200`,
    [...sharesOf(budgets)],
  );
  return rows;
}
