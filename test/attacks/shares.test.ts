import { afterAll, describe, expect, it } from 'vitest';
import type { AgreedBudget } from '../../src/oversight/index.ts';
import type { Key } from '../town/hostile.ts';
import { link, person, row, thing } from '../town/rows.ts';
import { buildTown, type Town } from '../town/town.ts';
import { figure, guess } from './attacker.ts';

const DAY = 86_400_000;
const BUDGET = { perDay: 8_192, perEpoch: 16_384 };
/** As agreements were: of a partner’s budget any officer took all, and of an epoch all partners together had what each had. */
const BEFORE: AgreedBudget = {
  ...BUDGET,
  officerPercent: 100,
  purposePercent: 100,
  allPartnersPerEpoch: 4 * BUDGET.perEpoch,
};
/** By default half for one officer, three quarters for one purpose; and here all partners together have what one has. */
const WITH: AgreedBudget = {
  ...BUDGET,
  allPartnersPerDay: BUDGET.perDay,
  allPartnersPerEpoch: BUDGET.perEpoch,
};
/** The attackers know in which hundred thousand numbers of the block the owner’s 500 lie: each 200th guess finds one. */
const HELD = 500;
const KNOWN = 100_000;
const phone = (place: number): string => `+${33_630_000_000 + place}`;
const numbers = Array.from({ length: KNOWN }, (_, at): Key => {
  return { keyClass: 'communication', rule: 'phone', value: phone((at * 31_415_927 + 7) % KNOWN) };
});
const ROGUE = 'e'.repeat(32);
const COLLEAGUE = 'f'.repeat(32);

/** Days on end one officer of a partner asks as much as its owner answers, or several partners share the work. */
describe('an officer, and partners, that guess under shares', () => {
  const towns: Town[] = [];
  afterAll(async () => {
    for (const town of towns) await town[Symbol.asyncDispose]();
  });

  async function townWith(budget: AgreedBudget): Promise<Town> {
    const holders = Array.from({ length: HELD }, (_, at) =>
      row(
        `h${at}`,
        [
          person(`p${at}`, 'suspect', [['name', `Holder ${at}`]]),
          thing(`n${at}`, 'phone', [['number', phone((at * 7_919 + 13) % KNOWN)]]),
        ],
        [link(`p${at}`, 'uses', `n${at}`)],
      ),
    );
    const empty = (id: string, country: string) => ({ id, country, rows: [] });
    const town = await buildTown(
      [empty('jpn', 'BE'), empty('ard', 'NL'), { id: 'crp', country: 'FR', rows: holders }],
      budget,
    );
    towns.push(town);
    return town;
  }

  /** What these officers find in three days, each going on where the others stopped, and what they were told at the end. */
  async function spree(town: Town, officers: readonly (readonly [string, string])[]) {
    let at = 0;
    let found = 0;
    const refusals = new Set<string>();
    for (let day = 0; day < 3; day += 1) {
      for (const [partner, handle] of officers) {
        const done = await guess(town, town.member(partner), town.member('crp'), numbers.slice(at), handle);
        at += done.tried;
        found += done.hits.length;
        if (done.refused !== null) refusals.add(done.refused);
      }
      town.clock.advance(DAY);
      await town.publish();
    }
    return { tried: at, found, refusals: [...refusals] };
  }

  it('finds half of what it found, and leaves its colleagues the other half', async () => {
    const before = await spree(await townWith(BEFORE), [['jpn', ROGUE]]);
    const town = await townWith(WITH);
    const now = await spree(town, [['jpn', ROGUE]]);
    expect([before.tried, now.tried]).toEqual([BUDGET.perEpoch, BUDGET.perEpoch / 2]);
    expect(before.refusals).toEqual(['budget-used-up', 'budget-epoch-used-up']);
    expect(now.refusals).toEqual(['officer-share-used-up', 'officer-epoch-share-used-up']);
    expect(now.found).toBeLessThan(before.found);
    const colleague = await guess(
      town,
      town.member('jpn'),
      town.member('crp'),
      numbers.slice(0, 4_096),
      COLLEAGUE,
    );
    expect(colleague.refused).toBe(null);
    figure(
      `one rogue officer of a partner, in an epoch: ${before.found} of ${HELD} records with ${before.tried} guesses before; ` +
        `${now.found} with ${now.tried} under its share, and a colleague still asks`,
    );
  }, 240_000);

  it('is no more for two partners that collude than for one, where the agreement says so', async () => {
    const both = [
      ['jpn', ROGUE],
      ['jpn', COLLEAGUE],
      ['ard', ROGUE],
      ['ard', COLLEAGUE],
    ] as const;
    const before = await spree(await townWith(BEFORE), both);
    const now = await spree(await townWith(WITH), both);
    expect(before.tried).toBe(2 * BUDGET.perEpoch);
    expect(now.tried).toBeLessThanOrEqual(BUDGET.perEpoch);
    expect(now.refusals).toContain('budget-all-used-up');
    expect(now.found).toBeLessThan(before.found);
    figure(
      `two partners that collude, two officers each, in an epoch: ${before.found} of ${HELD} records with ${before.tried} guesses before; ` +
        `${now.found} with ${now.tried} under a cap over all of what one may have`,
    );
  }, 240_000);
});
