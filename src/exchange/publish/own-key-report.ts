import { isNameRule } from '../../match/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { AgreedBudgets } from './setting.ts';
import { countWanted, type Limits, readFullBlocks, readLimits } from './wanted-keys.ts';

/** What goes out of one rule and what is held back, with the reason that holds back the most. Counts alone. */
export interface RuleReport {
  readonly rule: string;
  readonly published: number;
  readonly withheld: number;
  readonly why: string;
}

/** What goes out and what is held back, per rule, for the records officer. */
export async function keyReport(from: Queryable, budgets: AgreedBudgets): Promise<readonly RuleReport[]> {
  const limits = await readLimits(from, budgets);
  const out = await countOut(from, limits);
  const reasons = [...(await readWithheld(from)), ...(await readKeptIn(from, out, budgets))];
  const halves = await countHalves(from);
  const rules = [
    ...new Set([...out.keys(), ...halves.keys(), ...reasons.map(({ rule }) => rule)]),
  ].toSorted();
  return rules.map((rule) => {
    const own = reasons.filter((reason) => reason.rule === rule && reason.count > 0);
    const [most] = own.toSorted((left, right) => right.count - left.count);
    return {
      rule,
      published: (out.get(rule) ?? 0) + (halves.get(rule) ?? 0),
      withheld: own.reduce((sum, { count }) => sum + count, 0),
      why: most?.because ?? '',
    };
  });
}

async function countOut(from: Queryable, limits: Limits): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const keyClass of KEY_CLASSES)
    for (const [rule, count] of await countWanted(from, keyClass, limits)) counts.set(rule, count);
  return counts;
}

/** Half keys of records that have two families of them go out in pairs. */
async function countHalves(from: Queryable): Promise<ReadonlyMap<string, number>> {
  const { rows } = await from.query<{ rule: string; count: number }>(
    'SELECT rule, count(DISTINCT value)::int AS count FROM exchange.half_key GROUP BY rule',
  );
  return new Map(rows.map(({ rule, count }) => [rule, count]));
}

interface Reason {
  readonly rule: string;
  readonly because: string;
  readonly count: number;
}

/** Values that gave no key: too common, unreadable, not shareable. */
async function readWithheld(from: Queryable): Promise<readonly Reason[]> {
  const { rows } = await from.query<Reason>(
    'SELECT rule, because, count(*)::int AS count FROM exchange.withheld_key GROUP BY rule, because',
  );
  return rows;
}

/** Keys that were derived and do not go out as they are: beyond the quota of their block, or borne by too many people. */
async function readKeptIn(
  from: Queryable,
  out: ReadonlyMap<string, number>,
  budgets: AgreedBudgets,
): Promise<readonly Reason[]> {
  const { rows } = await from.query<{ rule: string; derived: number }>(
    `SELECT rule, count(DISTINCT value)::int AS derived FROM exchange.match_key WHERE instead_of IS NULL GROUP BY rule`,
  );
  const full = new Map((await readFullBlocks(from, budgets)).map((block) => [block.rule, block]));
  return rows.map(({ rule, derived }) => ({
    rule,
    because: isNameRule(rule)
      ? 'more than eight people bear it: what tells them apart goes out instead'
      : `the quota of values that go out bare is full in block ${full.get(rule)?.block ?? ''}: joined with a name, a contact or a handset`,
    count: Math.max(0, derived - (out.get(rule) ?? 0)),
  }));
}
