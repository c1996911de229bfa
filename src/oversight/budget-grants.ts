import type { KeyClass } from '../model/index.ts';
import { type Queryable, type Transaction, write } from '../store/index.ts';
import { type BudgetAnswer, type BudgetCharge, chargeBudgets, inClassOrder } from './budgets.ts';
import { OversightError } from './errors.ts';

/** How long a grant may last at most, and how long a proposal waits for a second person. */
export const GRANT_HOURS_MAX = 72;
export const PROPOSAL_HOURS_MAX = 24;
/** A grant that is over is reviewed on both sides within so many days. */
export const REVIEW_DAYS = 7;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Elements beyond a budget, for one partner and class, until a moment. */
export interface BudgetGrant {
  readonly id: string;
  /** 'given' by us to the partner, or 'received' from it. */
  readonly direction: 'given' | 'received';
  readonly partner: string;
  readonly keyClass: KeyClass;
  readonly elements: number;
  /** Evaluated by it so far; of a received one only its owner knows. */
  readonly used: number;
  readonly until: Date;
  /** Records that guessing could find in the epoch with it; null where no block is guessed through. */
  readonly expected: number | null;
  readonly reason: string;
  readonly proposedAt: Date;
  readonly proposedBy: string | null;
  readonly grantedAt: Date | null;
  readonly reviewedAt: Date | null;
}

export type GrantState = 'proposed' | 'lapsed' | 'in-force' | 'to-review' | 'overdue' | 'reviewed';

/** Where a grant stands at `now`. */
export function grantState(grant: BudgetGrant, now: Date): GrantState {
  if (grant.reviewedAt !== null) return 'reviewed';
  if (grant.grantedAt === null) {
    const waited = now.getTime() - grant.proposedAt.getTime();
    return waited > PROPOSAL_HOURS_MAX * HOUR_MS || now >= grant.until ? 'lapsed' : 'proposed';
  }
  if (now < grant.until) return 'in-force';
  return now.getTime() < grant.until.getTime() + REVIEW_DAYS * DAY_MS ? 'to-review' : 'overdue';
}

/** Throws `grant-invalid` for an end that has passed or lies too far ahead. */
export function requireGrantEnd(until: Date, now: Date): void {
  const hours = (until.getTime() - now.getTime()) / HOUR_MS;
  if (!(hours > 0 && hours <= GRANT_HOURS_MAX))
    throw new OversightError('grant-invalid', `a grant ends within ${GRANT_HOURS_MAX} hours from now`);
}

type NewGrant = Omit<BudgetGrant, 'used' | 'reviewedAt'> & { readonly grantedBy?: string };

export async function keepGrant(tx: Queryable, grant: NewGrant): Promise<void> {
  const { rowCount } = await tx.query(
    `INSERT INTO oversight.budget_grant (id, direction, partner, key_class, elements, until, expected, reason, proposed_at, proposed_by, granted_at)
     VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) ON CONFLICT DO NOTHING`,
    [
      grant.id,
      grant.direction,
      grant.partner,
      grant.keyClass,
      grant.elements,
      grant.until,
      grant.expected,
      grant.reason,
      grant.proposedAt,
      grant.proposedBy,
      grant.grantedAt,
    ],
  );
  if (rowCount === 0) throw new OversightError('grant-invalid', 'this grant was told already');
}

/** The second person's word. Throws `grant-unknown` for what is not proposed any more, `grant-same-person` for whoever proposed it. */
export async function confirmGrant(
  tx: Transaction,
  id: string,
  officerId: string,
  now: Date,
): Promise<BudgetGrant> {
  const [grant] = await readGrants(tx, { id, forUpdate: true });
  if (grant === undefined || grant.direction !== 'given' || grantState(grant, now) !== 'proposed')
    throw new OversightError('grant-unknown', 'there is no open proposal with this id');
  if (grant.proposedBy === officerId)
    throw new OversightError('grant-same-person', 'a second person grants what the first has proposed');
  await write(tx, 'UPDATE oversight.budget_grant SET granted_at = $2, granted_by = $3 WHERE id = $1', [
    id,
    now,
    officerId,
  ]);
  return { ...grant, grantedAt: now };
}

/** Notes that a grant that is over was looked into. Throws `grant-unknown` for one that is not over or was reviewed. */
export async function noteGrantReview(
  tx: Transaction,
  id: string,
  officerId: string,
  now: Date,
): Promise<BudgetGrant> {
  const [grant] = await readGrants(tx, { id, forUpdate: true });
  const state = grant === undefined ? null : grantState(grant, now);
  if (grant === undefined || (state !== 'to-review' && state !== 'overdue'))
    throw new OversightError('grant-unknown', 'there is no grant with this id that is over and not reviewed');
  await write(tx, 'UPDATE oversight.budget_grant SET reviewed_at = $2, reviewed_by = $3 WHERE id = $1', [
    id,
    now,
    officerId,
  ]);
  return grant;
}

/** Grants of both directions, at most 200: first those we give, for they may wait for a second person; the newest first. */
export async function readGrants(
  from: Queryable,
  {
    id,
    forUpdate,
    endAfter,
  }: { readonly id?: string; readonly forUpdate?: true; readonly endAfter?: Date } = {},
): Promise<readonly BudgetGrant[]> {
  const { rows } = await from.query<BudgetGrant>(
    `SELECT id, direction, partner, key_class AS "keyClass", elements, used, until, expected, reason, proposed_at AS "proposedAt",
        proposed_by AS "proposedBy", granted_at AS "grantedAt", reviewed_at AS "reviewedAt" FROM oversight.budget_grant
      WHERE ($1::text IS NULL OR id = $1) AND ($2::timestamptz IS NULL OR granted_at IS NOT NULL AND until > $2)
      ORDER BY direction, proposed_at DESC, id LIMIT 200 ${forUpdate === true ? 'FOR UPDATE' : ''}`,
    [id ?? null, endAfter ?? null],
  );
  return rows;
}

/** Grants to us that end after a moment, the one that ends first first, as they are spent. */
export async function readReceivedGrants(
  from: Queryable,
  endAfter: Date,
): Promise<readonly (BudgetGrant & { readonly grantedAt: Date })[]> {
  const grants = await readGrants(from, { endAfter });
  return grants
    .flatMap((grant) => (grant.grantedAt === null ? [] : [{ ...grant, grantedAt: grant.grantedAt }]))
    .filter((grant) => grant.direction === 'received')
    .toSorted((left, right) => left.until.getTime() - right.until.getTime() || (left.id < right.id ? -1 : 1));
}

/** What was granted in a class since a moment, to a partner or to all together: what adds to an epoch's budget. */
export async function grantedSince(
  from: Queryable,
  keyClass: KeyClass,
  since: Date,
  partner?: string,
): Promise<number> {
  const { rows } = await from.query<{ elements: number }>(
    `SELECT coalesce(sum(elements), 0) AS elements FROM oversight.budget_grant
      WHERE direction = 'given' AND ($1::text IS NULL OR partner = $1) AND key_class = $2 AND granted_at >= $3`,
    [partner ?? null, keyClass, since],
  );
  return rows[0]?.elements ?? 0;
}

/** How many grants a partner has told us of that nobody here has reviewed. */
export async function countReceivedUnreviewed(from: Queryable, partner: string): Promise<number> {
  const { rows } = await from.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM oversight.budget_grant WHERE direction = 'received' AND partner = $1 AND reviewed_at IS NULL`,
    [partner],
  );
  return rows[0]?.open ?? 0;
}

/** How many grants are over and were not reviewed in time. */
export async function countOverdueReviews(from: Queryable, now: Date): Promise<number> {
  const { rows } = await from.query<{ overdue: number }>(
    `SELECT count(*)::int AS overdue FROM oversight.budget_grant WHERE granted_at IS NOT NULL AND reviewed_at IS NULL AND until <= $1`,
    [new Date(now.getTime() - REVIEW_DAYS * DAY_MS)],
  );
  return rows[0]?.overdue ?? 0;
}

/**
 * Charges as `chargeBudgets` does; a class that any of its budgets would refuse, a share of an officer or a purpose too, is charged
 * whole to a grant in force that has as many elements left. The counters count it all the same.
 */
export async function chargeWithGrants(
  tx: Transaction,
  charges: readonly BudgetCharge[],
  now: Date,
): Promise<BudgetAnswer> {
  const grants = new Map<KeyClass, string>();
  const offered: BudgetCharge[] = [];
  // In one order, as counters are: a partner chooses the order of its classes, and two questions must not wait for each other's grant.
  for (const charge of inClassOrder(charges)) {
    const id = await grantFor(tx, charge, now);
    if (id !== null) grants.set(charge.keyClass, id);
    offered.push(id === null ? charge : { ...charge, beyond: true });
  }
  const answer = await chargeBudgets(tx, offered);
  if (!answer.ok) return answer;
  for (const keyClass of answer.beyond ?? []) {
    const elements = charges.find((charge) => charge.keyClass === keyClass)?.elements ?? 0;
    await write(tx, 'UPDATE oversight.budget_grant SET used = used + $2 WHERE id = $1', [
      grants.get(keyClass),
      elements,
    ]);
  }
  return answer;
}

/** The grant that ends first among those in force with as much left, locked until the transaction ends. */
async function grantFor(tx: Transaction, charge: BudgetCharge, now: Date): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM oversight.budget_grant WHERE direction = 'given' AND granted_at IS NOT NULL AND partner = $1 AND key_class = $2
        AND until > $3 AND elements - used >= $4 ORDER BY until, id LIMIT 1 FOR UPDATE`,
    [charge.partner, charge.keyClass, now, charge.elements],
  );
  return rows[0]?.id ?? null;
}
