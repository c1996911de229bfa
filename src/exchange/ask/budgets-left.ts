import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import {
  ALL_PARTNERS,
  type BudgetCharge,
  type BudgetGrant,
  type BudgetLimits,
  type BudgetRule,
  budgetLimits,
  countersOf,
  GRANT_HOURS_MAX,
  readReceivedGrants,
} from '../../oversight/index.ts';
import type { Queryable } from '../../store/index.ts';
import { readPartnerIndex } from '../follow/partner-index.ts';
import type { AgreedTerms } from '../publish/setting.ts';

const HOUR_MS = 3_600_000;

/** What is left for one officer and purpose of what a partner evaluates in a class, as far as the asking side can know it. */
export interface BudgetLeft {
  /** The budget with the least left. What all partners together have used, only the owner knows. */
  readonly rule: BudgetRule;
  readonly used: number;
  readonly limit: number;
  /** Elements left of the grants in force beyond it, the one that ends first first. A question takes a whole class from one. */
  readonly grants: readonly number[];
}

export type BudgetsLeft = (partner: string, keyClass: KeyClass) => BudgetLeft;

/** Who would ask, and what for. */
export interface WouldAsk {
  readonly partners: readonly string[];
  readonly officerId: string;
  readonly purpose: string;
  readonly now: Date;
}

/** What we sent a partner of a class in one question; without `at` a sum of what was sent before anything that is reckoned one by one. */
export interface Sent extends Pick<BudgetCharge, 'partner' | 'keyClass' | 'officer' | 'purpose' | 'epoch'> {
  readonly at: Date | null;
  readonly elements: number;
}

export type Grant = Pick<BudgetGrant, 'partner' | 'keyClass' | 'elements' | 'until'> & {
  readonly grantedAt: Date;
};

/** Reads what was sent and what was granted, and reckons as the owner counts (room oversight, `chargeWithGrants`). */
export async function readBudgetsLeft(
  agreed: AgreedTerms,
  from: Queryable,
  would: WouldAsk,
): Promise<BudgetsLeft> {
  const { partners, now } = would;
  // Those that were in force together with one that is: what was taken from them was not taken from it.
  const grants = await readReceivedGrants(from, new Date(now.getTime() - GRANT_HOURS_MAX * HOUR_MS));
  // A grant is spent by the question: from the day of the oldest one on each is looked at.
  const since = dayOf(new Date(Math.min(now.getTime(), ...grants.map((one) => one.grantedAt.getTime()))));
  const epochs = new Map<string, number>();
  for (const id of partners) epochs.set(id, (await readPartnerIndex(from, id))?.keys.epoch ?? 0);
  const sent = await readSent(from, epochs, since);
  const limits = new Map(
    KEY_CLASSES.map((keyClass) => [keyClass, budgetLimits(agreed.budgets[keyClass], agreed.purposes)]),
  );
  return (partner, keyClass) => {
    const ours = (one: { readonly partner: string; readonly keyClass: KeyClass }): boolean =>
      one.partner === partner && one.keyClass === keyClass;
    return reckonBudget({
      sent: sent.filter(ours),
      grants: grants.filter(ours),
      limits: limits.get(keyClass) ?? budgetLimits(undefined, []),
      asks: {
        partner,
        keyClass,
        officer: would.officerId,
        purpose: would.purpose,
        epoch: epochs.get(partner) ?? 0,
        at: now,
        elements: 0,
      },
    });
  };
}

/** What is left of one partner’s budget in one class for whoever `asks`, after what was sent, oldest first. Pure. */
export function reckonBudget({
  sent,
  grants,
  limits,
  asks,
}: {
  readonly sent: readonly Sent[];
  /** In the order in which they end; of those that are over it is reckoned what they gave. */
  readonly grants: readonly Grant[];
  readonly limits: BudgetLimits;
  readonly asks: Sent & { readonly at: Date };
}): BudgetLeft {
  const used = new Map<string, number>();
  const left = grants.map(({ elements }) => elements);
  const countersFor = (one: Sent) =>
    countersOf({ ...one, day: one.at === null ? 'before' : dayOf(one.at), limits }).filter(
      ({ partner }) => partner !== ALL_PARTNERS,
    );
  for (const one of sent) {
    const { at, elements } = one;
    const counters = countersFor(one);
    const passed = counters.some(({ period, limit }) => (used.get(period) ?? 0) + elements > limit);
    if (at !== null && passed) {
      const place = grants.findIndex(
        (grant, n) => grant.grantedAt <= at && at < grant.until && (left[n] ?? 0) >= elements,
      );
      if (place >= 0) left[place] = (left[place] ?? 0) - elements;
    }
    for (const { period } of counters) used.set(period, (used.get(period) ?? 0) + elements);
  }
  const [first, ...others] = countersFor(asks)
    .map(({ rule, period, limit }) => ({ rule, limit, used: used.get(period) ?? 0 }))
    // Where several have as little left, the day is what everybody knows.
    .toSorted((one) => (one.rule === 'budget-day' ? -1 : 0));
  if (first === undefined) throw new Error('assertion failed: every charge has counters');
  const least = others.reduce((so, one) => (one.limit - one.used < so.limit - so.used ? one : so), first);
  return { ...least, grants: left.filter((_, place) => (grants[place]?.until ?? asks.at) > asks.at) };
}

/** What went out and was not refused, since then one by one, and of the running epochs before then as sums; oldest first. */
async function readSent(
  from: Queryable,
  epochs: ReadonlyMap<string, number>,
  since: string,
): Promise<readonly Sent[]> {
  const { rows } = await from.query<Sent>(
    `SELECT p.partner, sent->>0 AS "keyClass", q.officer_id AS officer, q.purpose, p.epoch, p.sent_at AS at, sum((sent->>1)::int) AS elements
       FROM (SELECT question_id, partner, epoch, counts, CASE WHEN sent_at >= $3 THEN sent_at END AS sent_at FROM exchange.question_partner
              WHERE state <> 'refused' AND (sent_at >= $3 OR (partner, epoch) IN (SELECT * FROM unnest($1::text[], $2::int[])))) p
       JOIN exchange.question q ON q.id = p.question_id CROSS JOIN LATERAL jsonb_array_elements(p.counts) AS sent
      GROUP BY p.partner, 2, 3, 4, p.epoch, 6, CASE WHEN p.sent_at IS NOT NULL THEN p.question_id END ORDER BY 6 NULLS FIRST`,
    [[...epochs.keys()], [...epochs.values()], `${since}T00:00:00Z`],
  );
  return rows;
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
