import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkBudgetSetting, readBudgets } from '../../src/oversight/index.ts';
import { emptySubject, questionKeys } from '../../src/match/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import type { Key } from '../town/hostile.ts';
import { buildTown, type Town } from '../town/town.ts';
import { ledgerOf } from '../town/work.ts';
import { figure, guess } from './attacker.ts';

/** What the demo town's agreement grants one partner in a class. */
const BUDGET = { perDay: 20_000, perEpoch: 400_000 };
/** Numbers of one block of 100,000 that the owner publishes, as many as the design lets go out bare: one in a thousand. */
const BLOCK = 100_000;
const HELD = 100;
/** The first number of a block that no network hands out. */
const FIRST = 33_639_900_000;
const SOUGHT = { name: 'Odile Averinck', born: '1962-11-02' };

const phoneAt = (place: number): string => `+${FIRST + place}`;
/** Spread over the block, as numbers of people are. */
const heldPlaces = Array.from({ length: HELD }, (_, at) => (at * 7_919 + 13) % BLOCK);

/**
 * A member of the agreement that guesses. It may not be stopped from asking, only from asking much: what it finds is its budget
 * times the density of what it guesses through, and every guess is counted in two ledgers.
 */
describe('a member that guesses', () => {
  let town: Town;
  beforeAll(async () => {
    const holders = heldPlaces.map((place, at) =>
      row(
        `h${at}`,
        [
          person(`p${at}`, 'suspect', [['name', `Holder ${at}`]]),
          thing(`n${at}`, 'phone', [['number', phoneAt(place)]]),
        ],
        [link(`p${at}`, 'uses', `n${at}`)],
      ),
    );
    const sought = row('s', [
      person('o', 'contact', [
        ['name', SOUGHT.name],
        ['birth-date', SOUGHT.born],
      ]),
    ]);
    town = await buildTown(
      [
        { id: 'jpn', country: 'BE', rows: [] },
        { id: 'crp', country: 'FR', rows: [...holders, sought] },
      ],
      BUDGET,
    );
  }, 240_000);
  afterAll(() => town[Symbol.asyncDispose]());

  it('finds by its day’s budget what the density of a block gives, and then nothing more', async () => {
    const numbers = Array.from({ length: BLOCK }, (_, place): Key => {
      return { keyClass: 'communication', rule: 'phone', value: phoneAt(place) };
    });
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    const { tried, hits, refused } = await guess(town, jpn, crp, numbers);
    expect(refused).toBe('budget-used-up');
    expect(tried).toBeLessThanOrEqual(BUDGET.perDay);
    // It sees exactly what is there among its guesses: the index hides nothing from whoever pays for the question.
    const there = heldPlaces.filter((place) => place < tried).map(phoneAt);
    expect(hits.map((key) => key.value).toSorted()).toEqual(there.toSorted());
    const perEpoch = checkBudgetSetting({ epochBudget: BUDGET.perEpoch, blockDensity: HELD / BLOCK });
    figure(
      `${tried} numbers of a block in which one in ${BLOCK / HELD} is held: ${hits.length} found on the first day, ` +
        `about ${perEpoch.expectedRecords} an epoch of 90 days; the setting rule allows ${perEpoch.limit} and ${perEpoch.ok ? 'takes' : 'refuses'} this budget`,
    );
    expect(perEpoch.ok).toBe(false);
    // Both sides' officers for data protection can see it: elements by class, in the budget and in the ledger.
    const uses = await readBudgets(crp.database);
    expect(uses.find((use) => use.partner === 'jpn' && use.keyClass === 'communication')?.used).toBe(tried);
    const counted = (await ledgerOf(crp, 'answer-question')).filter((entry) => entry['kind'] === 'outcome');
    expect(counted.reduce((sum, entry) => sum + Number(entry['count'] ?? 0), 0)).toBe(tried);
  }, 240_000);

  it('finds the birth date of somebody whose name it knows in so many elements, all of them in view', async () => {
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    const days = daysBetween('1950-01-01', '1979-12-31');
    const dates = days.flatMap((day): readonly Key[] => {
      const subject = { ...emptySubject('person'), names: [SOUGHT.name], birthDates: [day] };
      const { keys } = questionKeys(subject, { sizeClass: 10_000, defaultCountry: 'BE' });
      return keys.filter(({ rule }) => rule === 'names+birthdate' || rule === 'name+birthdate').slice(0, 1);
    });
    const distinct = [...new Map(dates.map((key) => [key.value, key])).values()];
    const { tried, hits } = await guess(town, jpn, crp, distinct);
    expect(hits).toHaveLength(1);
    expect(hits[0]?.value).toContain('1962');
    figure(
      `the birth date of a person whose rare name is known, among ${days.length} days: found with ${tried} elements on the first day; ` +
        'what stops it is that two ledgers show it, not arithmetic',
    );
    const uses = await readBudgets(crp.database);
    const used = uses.find((use) => use.partner === 'jpn' && use.keyClass === 'person')?.used ?? 0;
    expect(used).toBeGreaterThanOrEqual(tried);
  }, 240_000);
});

function daysBetween(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
