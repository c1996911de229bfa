import { multiplicityRule, type Rule, RULES } from '../../match/index.ts';
import type { KeyClass } from '../../model/index.ts';
import { readClusters } from '../../records/index.ts';
import type { Queryable } from '../../store/index.ts';
import { type AgreedBudgets, bareOneIn } from './setting.ts';

/** A name key that more resolved people bear says too little; whether it is kept in is for room match to say. */
const BEARERS_LOOKED_AT = 8;
/** So many keys with so many bearers are looked at in one step. */
const CROWDS_AT_ONCE = 2_000;
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
  return { crowded: await readCrowded(from, 'exchange.match_key'), full: await readFull(from, budgets) };
}

/** The same of the keys in touched_key alone. */
export function readTouchedCrowds(from: Queryable): Promise<Limits['crowded']> {
  return readCrowded(from, 'exchange.touched_key JOIN exchange.match_key USING (key_class, rule, value)');
}

interface BorneKey {
  readonly rule: Rule;
  readonly value: string;
  readonly bearers: readonly string[];
}

/**
 * Which name keys are too common to go out, by the people who bear them: records that were resolved into one person count once. A key
 * of somebody who has nothing more specific goes out all the same: never nothing. Bearers are looked at for some keys at a time.
 */
async function readCrowded(from: Queryable, keys: string): Promise<Limits['crowded']> {
  const rules: string[] = [];
  const values: string[] = [];
  let last: Pick<BorneKey, 'rule' | 'value'> | undefined = { rule: '' as Rule, value: '' };
  while (last !== undefined) {
    const { rows }: { rows: BorneKey[] } = await from.query<BorneKey>(
      `SELECT rule, value, array_agg(entity_id) AS bearers FROM ${keys}
        WHERE key_class = 'person' AND rule = ANY($1) AND (rule, value) > ($2, $3)
        GROUP BY rule, value HAVING count(*) > ${BEARERS_LOOKED_AT} ORDER BY rule, value LIMIT ${CROWDS_AT_ONCE}`,
      [NAME_RULES, last.rule, last.value],
    );
    for (const { rule, value } of await crowdedAmong(from, rows)) {
      rules.push(rule);
      values.push(value);
    }
    last = rows.length < CROWDS_AT_ONCE ? undefined : rows.at(-1);
  }
  return { rules, values };
}

async function crowdedAmong(from: Queryable, keys: readonly BorneKey[]): Promise<readonly BorneKey[]> {
  const bearers = [...new Set(keys.flatMap((key) => key.bearers))];
  const [clusters, rules] = [await readClusters(from, bearers), await rulesOf(from, bearers)];
  return keys.filter((key) => {
    const people = new Set(key.bearers.map((id) => clusters.get(id)?.id ?? id)).size;
    return key.bearers.every((id) => multiplicityRule(key.rule, people, rules.get(id)).publish !== key.rule);
  });
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
export const ONE_IN = 'unnest($1::text[], $2::bigint[]) AS share (rule, one_in)';

export function sharesOf(budgets: AgreedBudgets): readonly [readonly string[], readonly number[]] {
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
 * The values of full blocks (room match, density-quota.ts), given by three parameters with their quotas, in the order in which a block is filled: with what was
 * seized, then with numbers that nobody is known to use, then those of suspects, then of others who may be shared, within each in
 * the order of the values.
 */
export function placedIn(rules: string, blocks: string, quotas: string): string {
  return `SELECT rule, block, value, quota, rank, row_number() OVER (PARTITION BY rule, block ORDER BY rank, value) AS place FROM (
    SELECT rule, block, value, quota, CASE WHEN min(ground) = 0 THEN 0 WHEN min(ground) = 3 THEN 1 ELSE min(ground) + 1 END AS rank
      FROM exchange.match_key JOIN unnest(${rules}::text[], ${blocks}::text[], ${quotas}::bigint[]) AS full_block (rule, block, quota) USING (rule, block)
     GROUP BY rule, value, block, quota) ranked`;
}

/** Values beyond the quota of their block, of the full blocks in $4 and $5 with their quotas in $6. */
const OVER_QUOTA = `SELECT rule, value FROM (${placedIn('$4', '$5', '$6')}) placed WHERE place > quota`;

/**
 * Of each key once, with the first record that bears it: not too common, within its block's quota, or joined because the bare value is not.
 * The planner knows nothing of how many values are in $2 to $6: NOT IN is looked up in a table of hashes whatever it guesses, where a
 * join would be made row by row and take minutes.
 */
export const WANTED = `SELECT rule, value, min(entity_id) AS entity_id FROM (
  WITH over_quota AS MATERIALIZED (${OVER_QUOTA})
  SELECT rule, value, entity_id FROM exchange.match_key WHERE key_class = $1
     AND (rule, value) NOT IN (SELECT * FROM unnest($2::text[], $3::text[]))
     AND (rule, value) NOT IN (SELECT rule, value FROM over_quota)
     AND (instead_of IS NULL OR ('phone', instead_of) IN (SELECT rule, value FROM over_quota)
       OR (or_instead_of IS NOT NULL AND ('phone', or_instead_of) IN (SELECT rule, value FROM over_quota)))) bare
  GROUP BY rule, value`;

/** $1 to $6 of WANTED. */
export function limitsOf(keyClass: KeyClass, { crowded, full }: Limits): unknown[] {
  const { rules, values } = keyClass === 'person' ? crowded : NOBODY;
  return [keyClass, rules, values, full.rules, full.blocks, full.quotas];
}

/** Only names are borne by too many. */
const NOBODY: Limits['crowded'] = { rules: [], values: [] };

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
