import { KEY_CLASSES, type KeyClass } from '../model/index.ts';
import { type Queryable, write } from '../store/index.ts';
import { OversightError } from './errors.ts';

/** How many elements may be evaluated. */
export interface BudgetLimits {
  readonly perDay: number;
  readonly perEpoch: number;
  /** For all partners together on one day; four times one partner's day when the agency sets nothing. */
  readonly allPartnersPerDay?: number;
}

export interface BudgetCharge {
  readonly partner: string;
  readonly keyClass: KeyClass;
  /** ISO date, UTC. */
  readonly day: string;
  /** Number of the epoch whose key evaluates. */
  readonly epoch: number;
  /** Padding and renewals count. */
  readonly elements: number;
  readonly limits: BudgetLimits;
  /** The limits may be passed: a grant has room for the charge (budget-grants.ts). */
  readonly beyond?: true;
}

export type BudgetRule = 'budget-day' | 'budget-epoch' | 'budget-all-partners';

export type BudgetAnswer =
  /** `used` and `limit` of the partner's day, this charge included. */
  | {
      readonly ok: true;
      readonly used: number;
      readonly limit: number;
      /** Classes whose charge passed a limit. */
      readonly beyond?: readonly KeyClass[];
    }
  /** `used` before the charge, which was not made. */
  | { readonly ok: false; readonly used: number; readonly limit: number; readonly rule: BudgetRule };

export const ALL_PARTNERS = '*';
const ALL_PARTNERS_FACTOR = 4;
const ELEMENTS_MAX = 1_000_000;

interface Counter {
  readonly partner: string;
  readonly period: string;
  readonly limit: number;
  readonly rule: BudgetRule;
}

/**
 * Charges a question to the budgets of its partner, in the caller's transaction and before anything is evaluated: all
 * counters or none. The rows stay locked until the transaction ends, so that charges at the same time never pass a limit
 * together. Several classes: use `chargeBudgets`, which locks in one order.
 */
export async function chargeBudget(tx: Queryable, charge: BudgetCharge): Promise<BudgetAnswer> {
  return chargeBudgets(tx, [charge]);
}

/**
 * Charges all classes of one question, or none of them: every counter is locked and examined before any is added to. On
 * success the answer speaks of the class with the least left.
 */
export async function chargeBudgets(tx: Queryable, charges: readonly BudgetCharge[]): Promise<BudgetAnswer> {
  const inOrder = inClassOrder(charges);
  inOrder.forEach(requireCharge);
  if (new Set(inOrder.map((charge) => charge.keyClass)).size !== inOrder.length)
    throw new OversightError('charge-invalid', 'each class is charged once');
  let tightest: BudgetAnswer | undefined;
  const beyond: KeyClass[] = [];
  for (const charge of inOrder) {
    const answer = await examine(tx, charge);
    if (!answer.ok && charge.beyond === true) {
      beyond.push(charge.keyClass);
      continue;
    }
    if (!answer.ok) return answer;
    if (tightest === undefined || answer.limit - answer.used < tightest.limit - tightest.used)
      tightest = answer;
  }
  for (const charge of inOrder) await addToCounters(tx, charge, countersOf(charge));
  return {
    ...(tightest ?? { ok: true as const, used: 0, limit: 0 }),
    ...(beyond.length > 0 ? { beyond } : {}),
  };
}

/** The order in which rows are locked everywhere. */
export function inClassOrder(charges: readonly BudgetCharge[]): readonly BudgetCharge[] {
  return charges.toSorted((left, right) => placeOf(left.keyClass) - placeOf(right.keyClass));
}

const placeOf = (keyClass: KeyClass): number => KEY_CLASSES.indexOf(keyClass);

async function examine(tx: Queryable, charge: BudgetCharge): Promise<BudgetAnswer> {
  const counters = countersOf(charge);
  const used = await lockCounters(tx, charge.keyClass, counters);
  for (const [place, counter] of counters.entries()) {
    const before = used[place] ?? 0;
    if (before + charge.elements > counter.limit)
      return { ok: false, used: before, limit: counter.limit, rule: counter.rule };
  }
  return { ok: true, used: (used[0] ?? 0) + charge.elements, limit: charge.limits.perDay };
}

function requireCharge(charge: BudgetCharge): void {
  const { elements } = charge;
  if (!Number.isSafeInteger(elements) || elements < 1 || elements > ELEMENTS_MAX)
    throw new OversightError('charge-invalid', `a charge is 1 to ${ELEMENTS_MAX} elements`);
  if (charge.partner === ALL_PARTNERS)
    throw new OversightError('charge-invalid', 'a charge names one partner');
}

function countersOf({ partner, day, epoch, limits }: BudgetCharge): readonly Counter[] {
  const allPartners = limits.allPartnersPerDay ?? ALL_PARTNERS_FACTOR * limits.perDay;
  return [
    { partner, period: day, limit: limits.perDay, rule: 'budget-day' },
    { partner, period: `epoch ${epoch}`, limit: limits.perEpoch, rule: 'budget-epoch' },
    { partner: ALL_PARTNERS, period: day, limit: allPartners, rule: 'budget-all-partners' },
  ];
}

/** What each counter holds, locked until the transaction ends. Rows are made and locked in one order everywhere. */
async function lockCounters(
  tx: Queryable,
  keyClass: KeyClass,
  counters: readonly Counter[],
): Promise<number[]> {
  const partners = counters.map((counter) => counter.partner);
  const periods = counters.map((counter) => counter.period);
  await write(
    tx,
    `INSERT INTO oversight.budget_use (partner, key_class, period)
     SELECT partner, $1, period FROM unnest($2::text[], $3::text[]) AS counter (partner, period) ORDER BY partner, period
     ON CONFLICT (partner, key_class, period) DO NOTHING`,
    [keyClass, partners, periods],
  );
  const { rows } = await tx.query<{ partner: string; period: string; used: number }>(
    `SELECT partner, period, used FROM oversight.budget_use
      WHERE key_class = $1 AND (partner, period) IN (SELECT * FROM unnest($2::text[], $3::text[]))
      ORDER BY partner, period FOR UPDATE`,
    [keyClass, partners, periods],
  );
  return counters.map(
    (counter) =>
      rows.find((row) => row.partner === counter.partner && row.period === counter.period)?.used ?? 0,
  );
}

async function addToCounters(
  tx: Queryable,
  charge: BudgetCharge,
  counters: readonly Counter[],
): Promise<void> {
  await write(
    tx,
    `UPDATE oversight.budget_use SET used = used + $1
      WHERE key_class = $2 AND (partner, period) IN (SELECT * FROM unnest($3::text[], $4::text[]))`,
    [charge.elements, charge.keyClass, counters.map((one) => one.partner), counters.map((one) => one.period)],
  );
}

/** What was used of one budget. */
export interface BudgetUse {
  readonly partner: string;
  readonly keyClass: KeyClass;
  readonly period: string;
  readonly used: number;
}

/** What was used, by partner, class and period; `*` is all partners together. With `periods`, only of those. */
export async function readBudgets(
  db: Queryable,
  periods?: { readonly day: string; readonly epoch: number },
): Promise<readonly BudgetUse[]> {
  const { rows } = await db.query<BudgetUse>(
    `SELECT partner, key_class AS "keyClass", period, used FROM oversight.budget_use
      WHERE $1::text[] IS NULL OR period = ANY ($1) ORDER BY partner, key_class, period`,
    [periods === undefined ? null : [periods.day, `epoch ${periods.epoch}`]],
  );
  return rows;
}
