import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/harness/database.ts';
import { budgetLimits, chargeWithGrants, keepGrant, readGrants } from '../../oversight/index.ts';
import { reckonBudget, type Sent } from './budgets-left.ts';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
const ours = { partner: 'crp', keyClass: 'person', epoch: 1 } as const;
const sent = (hours: number, elements: number, officer = 'anna', purpose = 'investigate'): Sent => ({
  ...ours,
  officer,
  purpose,
  at: new Date(NOON + hours * HOUR),
  elements,
});
const limits = budgetLimits({ perDay: 100, perEpoch: 250, officerPercent: 50, purposePercent: 80 }, [
  'a',
  'b',
]);
const left = (list: readonly Sent[], asks: Sent, grants: readonly [number, number, number][] = []) =>
  reckonBudget({
    sent: list,
    limits,
    asks: { ...asks, at: asks.at ?? new Date(NOON) },
    grants: grants.map(([from, until, elements]) => ({
      ...ours,
      elements,
      grantedAt: new Date(NOON + from * HOUR),
      until: new Date(NOON + until * HOUR),
    })),
  });

describe('what is left of a budget, as the asking side reckons', () => {
  it('is what the tightest of them leaves: the officer’s share, the purpose’s, the day, the epoch', () => {
    expect(left([], sent(0, 0))).toEqual({ rule: 'budget-officer', used: 0, limit: 50, grants: [] });
    expect(left([sent(-2, 40)], sent(0, 0))).toMatchObject({ rule: 'budget-officer', used: 40 });
    // A colleague has used 70 of the 80 that one purpose may take.
    expect(left([sent(-2, 70, 'beno')], sent(0, 0))).toMatchObject({ rule: 'budget-purpose', used: 70 });
    expect(left([sent(-2, 70, 'beno', 'other'), sent(-1, 30, 'cora')], sent(0, 0))).toMatchObject({
      rule: 'budget-day',
      used: 100,
    });
    // What was sent before the days that are looked at counts for the epoch: of its 250 one officer has 125.
    const before = { ...sent(0, 120), at: null };
    expect(left([before], sent(0, 0))).toMatchObject({ rule: 'budget-officer-epoch', used: 120, limit: 125 });
    expect(left([{ ...before, epoch: 0 }], sent(0, 0))).toMatchObject({ rule: 'budget-officer', used: 0 });
  });

  it('counts what a grant gave to it, a question whole, and only while it is in force', () => {
    const list = [sent(-3, 48), sent(-1, 16)];
    expect(left(list, sent(0, 0), [[-2, 4, 64]]).grants).toEqual([48]);
    // The first question fitted into the budget; before the grant was in force nothing is taken from it.
    expect(left([sent(-3, 48)], sent(0, 0), [[-4, 4, 64]]).grants).toEqual([64]);
    expect(left([sent(-3, 48), sent(-3, 16)], sent(0, 0), [[-2, 4, 64]]).grants).toEqual([64]);
    expect(
      left(list, sent(0, 0), [
        [-2, 4, 15],
        [-2, 5, 16],
      ]).grants,
    ).toEqual([15, 0]);
  });

  it('says of any row of questions what their owner says', async () => {
    await using db = await freshDatabase();
    let epoch = 0;
    const question = fc.record({
      officer: fc.constantFrom('anna', 'beno'),
      purpose: fc.constantFrom('investigate', 'protect'),
      elements: fc.constantFrom(4, 16, 48),
      minutes: fc.integer({ min: 1, max: 600 }),
    });
    const plan = fc.record({
      questions: fc.array(question, { minLength: 1, maxLength: 25 }),
      grants: fc.array(
        fc.record({ elements: fc.integer({ min: 1, max: 90 }), hours: fc.integer({ min: 1, max: 70 }) }),
        {
          maxLength: 3,
        },
      ),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ questions, grants }) => {
        epoch += 1;
        // Years apart: no day and no grant of one run is another’s.
        const start = NOON + epoch * 365 * 24 * HOUR;
        const given = grants.map(({ elements, hours }, at) => ({
          ...ours,
          id: `${epoch}-${at}`,
          elements,
          grantedAt: new Date(start),
          until: new Date(start + hours * HOUR),
        }));
        for (const grant of given)
          await keepGrant(db, {
            ...grant,
            direction: 'given',
            expected: null,
            reason: 'r',
            proposedAt: grant.grantedAt,
            proposedBy: null,
          });
        const inOrder = given.toSorted(
          (one, two) => one.until.getTime() - two.until.getTime() || (one.id < two.id ? -1 : 1),
        );
        const taken: Sent[] = [];
        let at = start;
        for (const { minutes, ...one } of questions) {
          at += minutes * 60_000;
          const asks = { ...ours, ...one, epoch, at: new Date(at) };
          const reckoned = reckonBudget({ sent: taken, grants: inOrder, limits, asks });
          const expected =
            one.elements <= reckoned.limit - reckoned.used ||
            reckoned.grants.some((granted) => one.elements <= granted);
          const answer = await db.transaction((tx) =>
            chargeWithGrants(tx, [{ ...asks, day: asks.at.toISOString().slice(0, 10), limits }], asks.at),
          );
          expect(answer.ok).toBe(expected);
          if (answer.ok) taken.push(asks);
        }
        const used = new Map((await readGrants(db)).map((grant) => [grant.id, grant.elements - grant.used]));
        const asks = { ...sent(0, 0), epoch, at: new Date(at) };
        const { grants: rest } = reckonBudget({ sent: taken, grants: inOrder, limits, asks });
        const inForce = inOrder.filter(({ until }) => until.getTime() > at);
        expect(rest).toEqual(inForce.map(({ id }) => used.get(id)));
      }),
      { numRuns: 30 },
    );
  });
});
