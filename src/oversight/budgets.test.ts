import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../test/harness/database.ts';
import {
  type BudgetAnswer,
  type BudgetCharge,
  budgetLimits,
  chargeBudget,
  chargeBudgets,
  chargeWithGrants,
  checkAgreedBudgets,
  checkBudgetSetting,
  forgetShares,
  keepGrant,
  readBudgets,
  readGrants,
} from './index.ts';

/** Shares as large as what they are of: nothing is divided. */
const undivided = (perDay: number, perEpoch: number, allPartnersPerDay = 4 * perDay) => ({
  ...budgetLimits({ perDay, perEpoch, allPartnersPerDay, officerPercent: 100, purposePercent: 100 }, []),
});
const limits = undivided(100, 250, 150);
const [ANNA, BENO] = ['a'.repeat(32), 'b'.repeat(32)] as const;
const charge = (changed: Partial<BudgetCharge> = {}): BudgetCharge => ({
  partner: 'crp',
  officer: ANNA,
  purpose: 'investigate-offence',
  keyClass: 'communication',
  day: '2026-11-23',
  epoch: 1,
  elements: 60,
  limits,
  ...changed,
});

describe('a budget', () => {
  it('is charged until the next question would pass the day, the cap of all partners, or the epoch', async () => {
    await using db = await freshDatabase();
    const spend = (changed: Partial<BudgetCharge>) =>
      db.transaction((tx) => chargeBudget(tx, charge(changed)));
    expect(await spend({})).toEqual({ ok: true, used: 60, limit: 100 });
    expect(await spend({})).toEqual({ ok: false, used: 60, limit: 100, rule: 'budget-day' });
    expect(await spend({ elements: 40 })).toEqual({ ok: true, used: 100, limit: 100 });
    // 100 by crp today: ard finds 50 left of the 150 of all partners
    expect(await spend({ partner: 'ard' })).toEqual({
      ok: false,
      used: 100,
      limit: 150,
      rule: 'budget-all-partners',
    });
    expect(await spend({ partner: 'ard', elements: 50 })).toEqual({ ok: true, used: 50, limit: 100 });
    expect(await spend({ keyClass: 'person' })).toEqual({ ok: true, used: 60, limit: 100 }); // another class
    expect(await spend({ day: '2026-11-24', elements: 100 })).toEqual({ ok: true, used: 100, limit: 100 });
    // 200 of 250 in the epoch
    expect(await spend({ day: '2026-11-25' })).toEqual({
      ok: false,
      used: 200,
      limit: 250,
      rule: 'budget-epoch',
    });
    expect(await spend({ day: '2026-11-25', epoch: 2 })).toEqual({ ok: true, used: 60, limit: 100 });
    expect(await readBudgets(db, { day: '2026-11-23', epoch: 1 })).toEqual([
      { partner: '*', keyClass: 'communication', period: '2026-11-23', used: 150 },
      { partner: '*', keyClass: 'communication', period: 'epoch 1', used: 250 },
      { partner: '*', keyClass: 'person', period: '2026-11-23', used: 60 },
      { partner: '*', keyClass: 'person', period: 'epoch 1', used: 60 },
      { partner: 'ard', keyClass: 'communication', period: '2026-11-23', used: 50 },
      { partner: 'ard', keyClass: 'communication', period: 'epoch 1', used: 50 },
      { partner: 'crp', keyClass: 'communication', period: '2026-11-23', used: 100 },
      { partner: 'crp', keyClass: 'communication', period: 'epoch 1', used: 200 },
      { partner: 'crp', keyClass: 'person', period: '2026-11-23', used: 60 },
      { partner: 'crp', keyClass: 'person', period: 'epoch 1', used: 60 },
    ]);
  });

  it('is divided: one officer and one purpose take their share of the day and the epoch, and a colleague the rest', async () => {
    await using db = await freshDatabase();
    const agreed = { perDay: 100, perEpoch: 250, officerPercent: 50, purposePercent: 80 };
    const spend = (changed: Partial<BudgetCharge>) =>
      db.transaction((tx) =>
        chargeBudget(tx, charge({ limits: budgetLimits(agreed, ['a', 'b']), ...changed })),
      );
    expect(await spend({ elements: 51 })).toMatchObject({ ok: false, rule: 'budget-officer', limit: 50 });
    expect(await spend({ elements: 50 })).toMatchObject({ ok: true, used: 50 });
    expect(await spend({ elements: 1 })).toEqual({ ok: false, used: 50, limit: 50, rule: 'budget-officer' });
    // 50 + 30 are the 80 of one purpose; a third officer with another purpose has what is left of the day.
    expect(await spend({ officer: BENO, elements: 30 })).toMatchObject({ ok: true });
    expect(await spend({ officer: BENO, elements: 1 })).toMatchObject({ ok: false, rule: 'budget-purpose' });
    expect(await spend({ officer: BENO, elements: 20, purpose: 'protect-life' })).toMatchObject({ ok: true });
    // Where nobody of that partner could ask, that is what is said.
    expect(await spend({ elements: 1 })).toMatchObject({ ok: false, rule: 'budget-day' });
    // Of the epoch's 250 one officer has 125: 50 + 50 + 25.
    expect(await spend({ day: '2026-11-24', elements: 50 })).toMatchObject({ ok: true });
    expect(await spend({ day: '2026-11-25', elements: 26 })).toMatchObject({
      ok: false,
      rule: 'budget-officer-epoch',
      used: 100,
      limit: 125,
    });
    expect(await spend({ day: '2026-11-25', elements: 25 })).toMatchObject({ ok: true });
    // The same handle at another partner is somebody else.
    expect(await spend({ partner: 'ard', elements: 50 })).toMatchObject({ ok: true });
    // When the epoch is over no handle stays, but for today's; what the partner used does.
    const periods = async () => (await readBudgets(db)).map(({ partner, period }) => `${partner} ${period}`);
    expect((await periods()).filter((one) => one.includes('officer'))).toHaveLength(8);
    await db.transaction((tx) => forgetShares(tx, 1, '2026-11-25'));
    expect((await periods()).filter((one) => / (officer|purpose) /.test(one))).toEqual([
      `crp 2026-11-25 officer ${ANNA}`,
      'crp 2026-11-25 purpose investigate-offence',
    ]);
    expect(await periods()).toContain('crp epoch 1');
  });

  it('is not divided where it is small, nor by a single purpose, and a class without a budget has none', () => {
    const shares = (perDay: number, purposes: readonly string[]) => {
      const { officerPerDay, purposePerDay } = budgetLimits({ perDay, perEpoch: 10 * perDay }, purposes);
      return [officerPerDay, purposePerDay];
    };
    expect(shares(20_000, ['a', 'b'])).toEqual([10_000, 15_000]);
    expect(shares(20_000, ['a'])).toEqual([10_000, 20_000]);
    // 1,024 at least: a list's question. And never more than the day.
    expect(shares(1_600, ['a', 'b'])).toEqual([1_024, 1_200]);
    expect(shares(192, ['a', 'b'])).toEqual([192, 192]);
    // A share that the agreement names holds, down to the smallest question.
    expect(budgetLimits({ perDay: 192, perEpoch: 192, officerPercent: 1 }, []).officerPerDay).toBe(16);
    expect(Object.values(budgetLimits(undefined, ['a'])).every((limit) => limit === 0)).toBe(true);
  });

  it('charges all classes of a question or none', async () => {
    await using db = await freshDatabase();
    const question = [charge({ keyClass: 'vehicle', elements: 101 }), charge({ elements: 10 })];
    expect(await db.transaction((tx) => chargeBudgets(tx, question))).toMatchObject({
      ok: false,
      rule: 'budget-day',
    });
    expect((await readBudgets(db)).every((one) => one.used === 0)).toBe(true);
  });

  it('is not charged with nothing, a fraction, a refund, or in the name of all', async () => {
    await using db = await freshDatabase();
    for (const wrong of [{ elements: 0 }, { elements: 1.5 }, { elements: -5 }, { partner: '*' }])
      await expect(chargeBudget(db, charge(wrong))).rejects.toMatchObject({ code: 'charge-invalid' });
  });

  it('goes back with the transaction that charged it', async () => {
    await using db = await freshDatabase();
    const failing = db.transaction(async (tx) => {
      await chargeBudget(tx, charge());
      throw new Error('no evaluation');
    });
    await expect(failing).rejects.toThrow('no evaluation');
    expect(await readBudgets(db)).toEqual([]);
  });

  it('is never passed by charges at the same time, and nothing within it is refused', async () => {
    await using db = await freshDatabase({ connectionsMax: 6 });
    let day = 0;
    const spend = fc.record({
      partner: fc.constantFrom('ard', 'crp', 'fio'),
      classes: fc.uniqueArray(fc.constantFrom('person', 'communication', 'place'), {
        minLength: 1,
        maxLength: 3,
      }),
      elements: fc.integer({ min: 1, max: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(spend, { minLength: 2, maxLength: 14 }), async (spends) => {
        day += 1;
        const today = `day ${day}`;
        const answers = await Promise.all(
          spends.map(({ partner, classes, elements }) =>
            db.transaction((tx): Promise<BudgetAnswer> => {
              const charges = classes.map((keyClass) =>
                charge({ partner, keyClass: keyClass as 'person', elements, day: today, epoch: day }),
              );
              return chargeBudgets(tx, charges);
            }),
          ),
        );
        const sums = new Map<string, number>();
        for (const [n, { partner, classes, elements }] of spends.entries()) {
          if (answers[n]?.ok !== true) continue;
          for (const keyClass of classes)
            for (const who of [partner, '*'])
              sums.set(`${who} ${keyClass}`, (sums.get(`${who} ${keyClass}`) ?? 0) + elements);
        }
        const used = (await readBudgets(db)).filter((one) => one.period === today && one.used > 0);
        expect(new Map(used.map((one) => [`${one.partner} ${one.keyClass}`, one.used]))).toEqual(sums);
        for (const one of used) expect(one.used).toBeLessThanOrEqual(one.partner === '*' ? 150 : 100);
        // Refused only where the rest had no room: the final sums prove each refusal right or the order explains it.
        for (const [n, answer] of answers.entries()) {
          if (!answer.ok) expect(answer.used + (spends[n]?.elements ?? 0)).toBeGreaterThan(answer.limit);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is charged beyond itself by a grant, whatever order the classes of two questions at the same time come in', async () => {
    await using db = await freshDatabase({ connectionsMax: 8 });
    const now = new Date('2026-11-23T12:00:00Z');
    const until = new Date('2026-11-24T12:00:00Z');
    const classes = ['communication', 'person', 'place'] as const;
    for (const keyClass of classes)
      await keepGrant(db, {
        id: keyClass,
        direction: 'given',
        partner: 'crp',
        keyClass,
        elements: 6_000,
        until,
        expected: null,
        reason: 'a life depends on it',
        proposedAt: now,
        proposedBy: null,
        grantedAt: now,
      });
    const beyond = { limits: undivided(0, 0), elements: 100 };
    // A partner chooses the order; two that wait for each other's grant would both be held up, and one refused.
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        db.transaction((tx) => {
          const charges = classes.map((keyClass) => charge({ keyClass, ...beyond }));
          return chargeWithGrants(tx, at % 2 === 0 ? charges : charges.toReversed(), now);
        }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(60);
    expect((await readGrants(db)).map(({ used }) => used)).toEqual([6_000, 6_000, 6_000]);
  });
});

describe('the setting rule', () => {
  it('allows ten expected records and refuses more, with the number', () => {
    // 10,000 guesses × 1 in 1,000 = 10 records; 20,000 × 1 in 1,000 = 20
    expect(checkBudgetSetting({ epochBudget: 10_000, blockDensity: 0.001 })).toMatchObject({
      ok: true,
      expectedRecords: 10,
    });
    const refused = checkBudgetSetting({ epochBudget: 20_000, blockDensity: 0.001 });
    expect(refused).toMatchObject({ ok: false, expectedRecords: 20, limit: 10 });
    expect(refused.ok ? '' : refused.because).toContain('about 20 records');
    expect(checkBudgetSetting({ epochBudget: 1, blockDensity: 2 }).ok).toBe(false);
    expect(checkBudgetSetting({ epochBudget: Number.NaN, blockDensity: 0.1 }).ok).toBe(false);
  });

  it('speaks of each class that has a block, and says the largest budget it would take', () => {
    const budgets = { communication: { perEpoch: 400_000 }, person: { perEpoch: 400_000 } };
    const answers = checkAgreedBudgets(budgets, { communication: 0.001, document: 0.001 });
    // 400,000 × 1 in 1,000 = 400 records; 10 ÷ 1 in 1,000 = 10,000 elements; a class without a grant opens nothing
    expect(answers).toMatchObject([
      { keyClass: 'communication', epochBudgetMax: 10_000, answer: { ok: false, expectedRecords: 400 } },
      { keyClass: 'document', epochBudget: 0, answer: { ok: true, expectedRecords: 0 } },
    ]);
  });
});
