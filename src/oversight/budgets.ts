import { KEY_CLASSES, type KeyClass } from '../model/index.ts';
import { type Queryable, write } from '../store/index.ts';
import type { BudgetLimits } from './budget-limits.ts';
import { OversightError } from './errors.ts';

export interface BudgetCharge {
  readonly partner: string;
  /** The officer's handle at that partner: its server's word. */
  readonly officer: string;
  readonly purpose: string;
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

/** Which budget has no room: of the partner, of all partners together, of one of its officers, or of a purpose; for the day or the epoch. */
export type BudgetRule =
  | 'budget-epoch'
  | 'budget-all-partners-epoch'
  | 'budget-day'
  | 'budget-all-partners'
  | 'budget-officer-epoch'
  | 'budget-purpose-epoch'
  | 'budget-officer'
  | 'budget-purpose';

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
const ELEMENTS_MAX = 1_000_000;

/** One of the sums that a charge adds to. */
export interface BudgetCounter {
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
  const day = used[counters.findIndex(({ rule }) => rule === 'budget-day')] ?? 0;
  return { ok: true, used: day + charge.elements, limit: charge.limits.perDay };
}

function requireCharge(charge: BudgetCharge): void {
  const { elements } = charge;
  if (!Number.isSafeInteger(elements) || elements < 1 || elements > ELEMENTS_MAX)
    throw new OversightError('charge-invalid', `a charge is 1 to ${ELEMENTS_MAX} elements`);
  if (charge.partner === ALL_PARTNERS)
    throw new OversightError('charge-invalid', 'a charge names one partner');
}

/**
 * The counters of a charge, in the order in which a refusal is looked for: what is gone for longest first, and the partner's before a
 * share of it, for then nobody of that partner could ask.
 */
export function countersOf(charge: BudgetCharge): readonly BudgetCounter[] {
  const { partner, day, limits } = charge;
  const epoch = `epoch ${charge.epoch}`;
  const officer = `officer ${charge.officer}`;
  const purpose = `purpose ${charge.purpose}`;
  const all = ALL_PARTNERS;
  return [
    { partner, period: epoch, limit: limits.perEpoch, rule: 'budget-epoch' },
    { partner: all, period: epoch, limit: limits.allPartnersPerEpoch, rule: 'budget-all-partners-epoch' },
    { partner, period: day, limit: limits.perDay, rule: 'budget-day' },
    { partner: all, period: day, limit: limits.allPartnersPerDay, rule: 'budget-all-partners' },
    { partner, period: `${epoch} ${officer}`, limit: limits.officerPerEpoch, rule: 'budget-officer-epoch' },
    { partner, period: `${epoch} ${purpose}`, limit: limits.purposePerEpoch, rule: 'budget-purpose-epoch' },
    { partner, period: `${day} ${officer}`, limit: limits.officerPerDay, rule: 'budget-officer' },
    { partner, period: `${day} ${purpose}`, limit: limits.purposePerDay, rule: 'budget-purpose' },
  ];
}

/** What each counter holds, locked until the transaction ends. Rows are made and locked in one order everywhere. */
async function lockCounters(
  tx: Queryable,
  keyClass: KeyClass,
  counters: readonly BudgetCounter[],
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
  counters: readonly BudgetCounter[],
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
  /** A day (2026-11-23) or an epoch (epoch 3); of a share also whose: `2026-11-23 officer <handle>`, `epoch 3 purpose <code>`. */
  readonly period: string;
  readonly used: number;
}

/** What was used, by partner, class and period; `*` is all partners together. With `periods`, only of those, without shares. */
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

/** Officers' and purposes' shares of an epoch that is over and of days before today are of no use any more: no handle stays here for longer. */
export async function forgetShares(tx: Queryable, epoch: number, today: string): Promise<void> {
  await tx.query(
    `DELETE FROM oversight.budget_use WHERE period ~ ' (officer|purpose) ' AND
       (period LIKE $1 OR period NOT LIKE 'epoch %' AND left(period, 10) < $2)`,
    [`epoch ${epoch} %`, today],
  );
}
