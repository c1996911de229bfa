import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestNameWeight, compareNames, NAME_AGREES, prepareNames } from './name-compare.ts';
import { nameWeight } from './name-weight.ts';
import { prepareName } from './prepared-name.ts';

/** Every row: an invented person, and how clerks of other scripts and habits wrote the name. */
const ONE_PERSON: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  Arabic: [
    ['Idris Velhane', 'إدريس فلهان'],
    ['Abderrahmane Zolfi', 'عبد الرحمن زلفي'],
    ['Jamshid Parvaneh', 'جمشید پروانه'],
    ['Khadidja Rachidi', 'خديجة الراشدي'],
  ],
  Cyrillic: [
    ['Yevgenia Marlova', 'Евгения Марлова'],
    ['Oleksandr Zubrenko', 'Олександр Зубренко'],
    ['Nurzhan Qasterov', 'Нұржан Қастеров'],
    ['Milorad Stojčević', 'Милорад Стојчевић'],
  ],
  Greek: [
    ['Georgios Papavelis', 'Γεώργιος Παπαβέλης'],
    ['Babis Ntorlas', 'Μπάμπης Ντόρλας'],
    ['Evangelia Tsourka', 'Ευαγγελία Τσούρκα'],
    ['Robert Kensing', 'Ρόμπερτ Κένσινγκ'],
  ],
  Hebrew: [
    ['Shlomo Barvelan', 'שלמה ברוולן'],
    ['George Walmer', "ג'ורג' וולמר"],
    ['Yitzhak Perelsohn', 'יצחק פרלזון'],
    ['Charlie Tcherniak', "צ'ארלי צ'רניאק"],
  ],
  Armenian: [
    ['Gagik Tserunyan', 'Գագիկ Ծերունյան'],
    ['Hovhannes Velkarian', 'Հովհաննես Վելքարյան'],
  ],
  Georgian: [
    ['Giorgi Marvelashvili', 'გიორგი მარველაშვილი'],
    ['Ketevan Chorgadze', 'ქეთევან ჩორგაძე'],
  ],
  Latin: [
    ['Jewgenij Schtscherbow', 'Evgueni Chtcherbov'],
    ['Łukasz Wiśniawski', 'Lukasz Wisniawski'],
    ['György Szabolcsi', 'Georg Szabolcsi'],
    ['Jan Vanderbroek', 'Jan van der Broek'],
    ['Abdel Rahman Zolfi', 'Abdelrahman Zolfi'],
    ['Jean-Pierre Castelvert', 'Jeanpierre Castelvert'],
    ['Marija Petrovskaja', 'Maria Petrovsky'],
    ['Robert Averinck', 'Bob Averinck'],
    ['T. Averinck', 'Tomas Averinck'],
    ['Tomas Averinck (politician)', 'Averinck, Tomas'],
    ['Baron Tomas Averinck', 'Tomas Averinck'],
    ['IdrisVelhane', 'Idris Velhane'],
    ['Tomas Averimck', 'Tomas Averinck'],
    ['Idris Vlehane', 'Idris Velhane'],
    ['Tomas Averick', 'Tomas Averinck'],
  ],
};

const TWO_PERSONS: readonly (readonly [string, string])[] = [
  ['Idris Velhane', 'Tomas Averinck'],
  ['Idris Velhane', 'Tomas Velhane'],
  ['Maria Averinck', 'Maria Zubrenko'],
  ['Mohammed Ali', 'Mohammed Hassan'],
  ['Hans O. Friedlitz', 'Hans Joachim Morvald'],
  ['إدريس فلهان', 'خالد زلفي'],
  ['Γεώργιος Παπαβέλης', 'Maria Papavelis'],
  ['Евгения Марлова', 'Tomas Marlov'],
];

function weightOf(one: string, other: string): number {
  const [left, right] = [prepareName(one), prepareName(other)];
  return left === null || right === null ? Number.NaN : nameWeight(left, right);
}

describe('the weight of two names', () => {
  for (const [script, rows] of Object.entries(ONE_PERSON)) {
    it.each(rows)(`speaks for one person (${script}): %s and %s`, (one, other) => {
      expect(weightOf(one, other)).toBeGreaterThan(NAME_AGREES);
    });
  }

  it.each(TWO_PERSONS)('speaks against one person: %s and %s', (one, other) => {
    expect(weightOf(one, other)).toBeLessThan(NAME_AGREES);
  });

  it('ranks a rare name above a common one, without end', () => {
    expect(weightOf('Idris Velhane', 'Idris Velhane')).toBeGreaterThan(
      weightOf('Mohammed Ali', 'Mohammed Ali'),
    );
    expect(weightOf('Idris Jorgen Velhane', 'Idris Jorgen Velhane')).toBeGreaterThan(
      weightOf('Idris Velhane', 'Idris Velhane'),
    );
  });

  it('takes a missing word lightly and a contrary one heavily', () => {
    const whole = weightOf('Idris Jorgen Velhane', 'Idris Velhane');
    expect(whole).toBeGreaterThan(NAME_AGREES);
    expect(weightOf('Idris Jorgen', 'Idris Velhane')).toBeLessThan(0);
  });

  it('counts names of one-syllable words for less', () => {
    expect(weightOf('Vo Quang Tri', 'Vo Quang Tri')).toBeLessThan(weightOf('Idris Velhane', 'Idris Velhane'));
  });

  it('is finite for any two strings, and the same on every call', () => {
    fc.assert(
      fc.property(anyName, anyName, (one, other) => {
        const [left, right] = [prepareName(one), prepareName(other)];
        if (left === null || right === null) return;
        const weight = nameWeight(left, right);
        expect(Number.isFinite(weight)).toBe(true);
        expect(nameWeight(left, right)).toBe(weight);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the weight of two names, both ways round', () => {
  it.each([
    ['Anna al Velhane I.', 'Велхане "Rob" al فلهان'],
    ['Jeanpierre Jeanpierre bin I.', 'bin I. Vo Welhane'],
    ['"Rob" van I. Robert Tri', 'Robert (Bob) van I.'],
  ])('is the same where several pairings are equally good: %s and %s', (one, other) => {
    expect(weightOf(one, other)).toBe(weightOf(other, one));
  });

  it('is the same for any two names of a few words', () => {
    const word = fc.constantFrom(
      ...'Ali Aly Idris Idriss Driss Bob Robert I. R. van bin al Velhane Welhane Велхане فلهان Hanna Anna (Bob) Graf'.split(
        ' ',
      ),
    );
    const name = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(weightOf(one, other)).toBe(weightOf(other, one));
      }),
      { numRuns: 3000 },
    );
  });
});

const LETTERS = "abdeghijklnorstuvwxyz ابدرمنוبשлкнаиγκμπτουבגהוי՞գდმ-'().,".split('');
const anyName = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 320 }),
);

describe('names compared with reasons', () => {
  it('adds up: words, what they say together, and the aliases taken off', () => {
    const all = Object.values(ONE_PERSON).flat();
    for (const [one, other] of [...all, ...TWO_PERSONS]) {
      const { weight, words, rest, forAliases } = compareNames([one], [other]);
      const sum = words.reduce((total, word) => total + word.weight, rest - forAliases);
      expect(sum).toBeCloseTo(weight, 6);
    }
  });

  it('says for each word how it stands', () => {
    const { words } = compareNames(['Robert J. Velhane Zolfi'], ['Bob Jorgen Velhan']);
    expect(
      words
        .map(({ left, right, level }) => `${left}/${right} ${level}`)
        .sort((one, other) => one.localeCompare(other)),
    ).toEqual(['j/jorgen initial', 'robert/bob other form', 'velhane/velhan spelling', 'zolfi/ missing']);
  });

  it('says that names agree exactly, in another spelling, or not', () => {
    expect(compareNames(['Idris Velhane'], ['VELHANE Idris']).because).toBe('the names agree exactly');
    expect(compareNames(['Idris Velhane'], ['Idriss Velhané']).level).toBe('close');
    expect(compareNames(['Idris Velhane'], ['Tomas Averinck']).level).toBe('differs');
    expect(compareNames([], ['Tomas Averinck']).level).toBe('not-given');
  });

  it('takes log2 of the pairs tried off the best of them', () => {
    const single = compareNames(['Idris Velhane'], ['Idris Velhane']).weight;
    const aliases = ['Idris Velhane', 'Tomas Averinck', 'Maria Zubrenko', 'Robert Kensing'];
    expect(compareNames(aliases, ['Idris Velhane']).weight).toBeCloseTo(single - 2, 6);
    expect(bestNameWeight(prepareNames(aliases), prepareNames(['Idris Velhane']))).toBeCloseTo(single - 2, 6);
  });

  it('does not make a disagreement worse for having tried more', () => {
    const one = compareNames(['Idris Velhane'], ['Tomas Averinck']).weight;
    expect(
      compareNames(['Idris Velhane', 'Robert Kensing'], ['Tomas Averinck']).weight,
    ).toBeGreaterThanOrEqual(one);
  });
});
