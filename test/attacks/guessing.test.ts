import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreedSettings } from '../../src/exchange/index.ts';
import { EXPECTED_RECORDS_MAX, readBudgets } from '../../src/oversight/index.ts';
import { emptySubject, questionKeys } from '../../src/match/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import type { Key } from '../town/hostile.ts';
import { buildTown, type Town } from '../town/town.ts';
import { ledgerOf } from '../town/work.ts';
import { figure, guess } from './attacker.ts';

/** What the demo town's agreement grants one partner in a class of numbers. */
const BUDGET = { perDay: 20_000, perEpoch: 100_000 };
/** Its server lies about who asks, and may lie about what for: of shares it need take no notice (what they are worth: shares.test.ts). */
const UNDIVIDED = { officerPercent: 100, purposePercent: 100 };
/** A French block of mobile numbers (its first five signs), of which under this budget one in 10,000 goes out bare; the owner holds more. */
const BLOCK = 10_000_000;
const HELD = 1_100;
const BARE = 1_000;
const FIRST = 33_630_000_000;
const SOUGHT = { name: 'Odile Averinck', born: '1962-11-02' };

const phoneAt = (place: number): string => `+${FIRST + place}`;
/** Spread over the block, as numbers of people are. */
const heldPlaces = Array.from({ length: HELD }, (_, at) => (at * 7_919_713 + 13) % BLOCK);
/** Numbers of the block in no order that has to do with who holds them, each once. */
const guessed = (at: number): number => (at * 3_141_593 + 7) % BLOCK;

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
      { ...BUDGET, ...UNDIVIDED },
    );
  }, 240_000);
  afterAll(() => town[Symbol.asyncDispose]());

  it('finds by its day’s budget what the density of a block gives, and then nothing more', async () => {
    const numbers = Array.from({ length: BUDGET.perDay + 5_000 }, (_, at): Key => {
      return { keyClass: 'communication', rule: 'phone', value: phoneAt(guessed(at)) };
    });
    const jpn = town.member('jpn');
    const crp = town.member('crp');
    const { tried, hits, refused } = await guess(town, jpn, crp, numbers);
    expect(refused).toBe('budget-used-up');
    expect(tried).toBeLessThanOrEqual(BUDGET.perDay);
    // It sees exactly what goes out bare among its guesses: the index hides nothing else from whoever pays for the question.
    const bare = new Set(heldPlaces.map(phoneAt).toSorted().slice(0, BARE));
    const there = numbers.slice(0, tried).filter((key) => bare.has(key.value));
    expect(hits).toEqual(there);
    const expected = (tried * BARE) / BLOCK;
    const [perEpoch] = agreedSettings({ communication: BUDGET });
    figure(
      `${tried} numbers of a block of which one in ${BLOCK / BARE} goes out bare (${HELD} held): ${hits.length} found on the first day, ` +
        `${expected.toFixed(1)} expected; an epoch of 90 days gives about ${perEpoch?.answer.expectedRecords}, and ${EXPECTED_RECORDS_MAX} are allowed`,
    );
    expect(hits.length).toBeLessThanOrEqual(EXPECTED_RECORDS_MAX);
    expect(perEpoch?.answer).toMatchObject({ ok: true, expectedRecords: EXPECTED_RECORDS_MAX });
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

it('no server starts under an agreement that would let it find more than ten records, and it is told how many', async () => {
  const started = buildTown(
    [
      { id: 'jpn', country: 'BE', rows: [] },
      { id: 'crp', country: 'FR', rows: [] },
    ],
    {
      perDay: 20_000,
      perEpoch: 3_000_000,
    },
  );
  await expect(started).rejects.toMatchObject({
    code: 'setting-rule-broken',
    message: expect.stringContaining('would let guessing find about 30 records; at most 10 are allowed'),
  });
});

function daysBetween(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
