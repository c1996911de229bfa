import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptySubject, questionKeys, type Subject } from '../../src/match/index.ts';
import { readBudgets } from '../../src/oversight/index.ts';
import { link, person, row, thing } from '../town/rows.ts';
import type { Key } from '../town/hostile.ts';
import { buildTown, type Town } from '../town/town.ts';
import { askForHits, ledgerOf } from '../town/work.ts';
import { figure, guess } from './attacker.ts';

const BUDGET = { perDay: 20_000, perEpoch: 400_000, officerPercent: 100, purposePercent: 100 };
const SYLLABLES = ['bra', 'kes', 'tor', 'vel', 'mun', 'dri', 'oph', 'lan', 'gus', 'wen'];
const syllable = (at: number): string => SYLLABLES[at % 10] ?? '';
const OPTIONS = { sizeClass: 10_000, defaultCountry: 'BE' };
const named = (name: string, more: Partial<Subject>): Subject => ({
  ...emptySubject('person'),
  names: [name],
  ...more,
});
/** The first key of a rule that a subject gives. */
const keyOf = (rule: string, subject: Subject): Key | undefined =>
  questionKeys(subject, OPTIONS).keys.find((key) => key.rule === rule);
/** Forty invented names that the attacker is curious about, no two alike to the ear; every eighth of them is held. */
const NAMES = [
  ...new Map(
    Array.from({ length: 1_000 }, (_, at) => {
      const [one, ten, hundred] = [at % 10, Math.floor(at / 10) % 10, Math.floor(at / 100)];
      const name = `${syllable(one)}${syllable(ten + 3)}k ${syllable(hundred + 5)}${syllable(one + ten)}${syllable(ten * 3)}ck`;
      return [keyOf('rare-names', named(name, {}))?.value ?? '', name] as const;
    }).filter(([key]) => key !== ''),
  ).values(),
].slice(0, 40);
const held = NAMES.filter((_, at) => at % 8 === 3).map((name, at) => ({
  name,
  born: `${1951 + at * 7}-0${at + 2}-1${at}`,
  phone: `+3363998300${at}`,
}));

/**
 * A member that knows a name, and wants to learn what another holds of its bearer: first whether, then the birth date.
 * Arithmetic does not stop it, its budget does, and both data protection officers see it.
 */
describe('a member that probes', () => {
  let town: Town;
  beforeAll(async () => {
    const rows = held.map(({ name, born, phone }, at) =>
      row(
        `r${at}`,
        [
          person(`p${at}`, 'contact', [
            ['name', name],
            ['birth-date', born],
          ]),
          thing(`n${at}`, 'phone', [['number', phone]]),
        ],
        [link(`p${at}`, 'uses', `n${at}`)],
      ),
    );
    town = await buildTown(
      [
        { id: 'jpn', country: 'BE', rows: [] },
        { id: 'crp', country: 'FR', rows },
      ],
      BUDGET,
    );
  }, 240_000);
  afterAll(() => town[Symbol.asyncDispose]());

  const ask = (keys: readonly Key[]) => guess(town, town.member('jpn'), town.member('crp'), keys);
  /** A key of this rule for each subject, with the subject that it stands for. */
  const keysFor = (rule: string, subjects: readonly Subject[]) =>
    subjects.flatMap((subject) => {
      const key = keyOf(rule, subject);
      return key === undefined ? [] : [{ key, subject }];
    });
  const found = async (pairs: ReturnType<typeof keysFor>): Promise<readonly Subject[]> => {
    const { hits, refused } = await ask(pairs.map(({ key }) => key));
    expect(refused).toBeNull();
    const values = new Set(hits.map(({ value }) => value));
    return pairs.filter(({ key }) => values.has(key.value)).map(({ subject }) => subject);
  };
  it('finds by so many elements which of the names are held, and when they were born', async () => {
    const ofNames = keysFor(
      'rare-names',
      NAMES.map((name) => named(name, {})),
    );
    const known = await found(ofNames);
    expect(known.map(({ names }) => names[0])).toEqual(held.map(({ name }) => name));

    const years = Array.from({ length: 91 }, (_, at) => `${1920 + at}`);
    const ofYears = keysFor(
      'name+beginning+birthyear',
      known.flatMap(({ names }) => years.map((year) => named(names[0] ?? '', { birthDates: [year] }))),
    );
    const inYear = await found(ofYears);
    expect(inYear.map(({ birthDates }) => birthDates[0])).toEqual(held.map(({ born }) => born.slice(0, 4)));

    const ofDays = keysFor(
      'name+birthdate',
      inYear.flatMap(({ names, birthDates }) =>
        daysOf(birthDates[0] ?? '').map((day) => named(names[0] ?? '', { birthDates: [day] })),
      ),
    );
    const onDay = await found(ofDays);
    // Day and month are alike in either order, so that a day may come with its mirror.
    for (const { name, born } of held)
      expect(onDay.filter(({ names }) => names[0] === name).map(({ birthDates }) => birthDates[0])).toContain(
        born,
      );

    const perFound = years.length + 365;
    const spent = ofNames.length + ofYears.length + ofDays.length;
    figure(
      `${NAMES.length} rare names tried, ${held.length} of them held: all found, with their birth dates, by ${spent} elements; ` +
        `a rare name costs one element, a birth date about ${perFound} more, so a day's budget of ${BUDGET.perDay} dates at most ${Math.floor(BUDGET.perDay / perFound)} people`,
    );
    // All of it is in view at the owner, by class and by question; the asker's own ledger names officer and case.
    const crp = town.member('crp');
    const uses = await readBudgets(crp.database);
    const used = uses.find(({ partner, keyClass }) => partner === 'jpn' && keyClass === 'person')?.used ?? 0;
    expect(used).toBeGreaterThanOrEqual(spent);
    const answered = (await ledgerOf(crp, 'answer-question')).filter(({ kind }) => kind === 'outcome');
    expect(answered.reduce((sum, entry) => sum + Number(entry['count'] ?? 0), 0)).toBe(used);
    // Nothing was opened: the attacker has no field of any record, and the owner no request.
    expect(await ledgerOf(crp, 'receive-request')).toEqual([]);
  }, 240_000);

  it('learns of a phone that somebody holds it, not whose it is: of one record or of two, two hits are two hits', async () => {
    const jpn = town.member('jpn');
    const [one, other] = held;
    if (one === undefined || other === undefined) throw new Error('two are held');
    const askFor = async (text: string) => {
      const hits = await askForHits(town, jpn, text);
      return hits.map(({ keys, chance }) => ({ rules: keys.map(({ rule }) => rule), chance }));
    };
    const name = await askFor(`${one.name}; ${one.born}`);
    const own = await askFor(one.phone);
    const strangers = await askFor(other.phone);
    expect(name).toHaveLength(1);
    expect(own).toHaveLength(1);
    expect(own).toEqual(strangers);
    figure(
      "a name in one case and a phone in another: a hit each, and the same hit whether the phone is that person's or a stranger's",
    );
  }, 240_000);
});

function daysOf(year: string): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${year}-01-01`); at <= Date.parse(`${year}-12-31`); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
