import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { measureHolding } from './holding-measure.ts';
import { prepareSubject } from './prepared-subject.ts';
import { createResolver } from './resolver.ts';
import { emptySubject, type Subject } from './subject.ts';

const HOME: Partial<Subject> = {
  addresses: [{ text: 'Averelstraat 14', city: 'Oostvaart' }],
  phones: [{ number: '+32470000202' }],
  birthPlaces: ['Oostvaart'],
};

function member(name: string, birthDate: string, more: Partial<Subject> = {}): Subject {
  return { ...emptySubject('person'), ...HOME, names: [name], birthDates: [birthDate], ...more };
}

function areMerged(left: Subject, right: Subject): boolean {
  const resolver = createResolver();
  resolver.insertAll([
    { id: 'left', subject: left },
    { id: 'right', subject: right },
  ]);
  return resolver.clusters().length === 1;
}

describe('two records of one whole name', () => {
  const named = (name: string, more: Partial<Subject> = {}): Subject => ({
    ...emptySubject('person'),
    names: [name],
    ...more,
  });

  it.each([
    ['a firm', { organisations: [{ name: 'Kaaimeeuw BV' }] }],
    ['a number', { phones: [{ number: '+32470000202' }] }],
    ['a home', { addresses: HOME.addresses ?? [] }],
    ['a home, a number and a place of birth', HOME],
  ] as const)('are never less one person for having %s in common', (_, more) => {
    for (const name of ['Hendrik Peeters', 'Mohammed Ali', 'Zeevogel Brannoc'])
      for (const sizeClass of [1_000, 10_000, 1_000_000]) {
        const bare = compare(named(name), named(name), { sizeClass });
        const shared = compare(named(name, more as Partial<Subject>), named(name, more as Partial<Subject>), {
          sizeClass,
        });
        expect(shared.weight, `${name} among ${sizeClass}`).toBeGreaterThanOrEqual(bare.weight - 1e-9);
      }
  });
});

describe('people of one household', () => {
  it('stay apart where given names sound a little alike and birth dates differ', () => {
    // i-n-e-s and h-a-n-n-a: a few cheap changes of sound, and still two names.
    expect(areMerged(member('Ines Velhane', '1993-10-10'), member('Hanna Velhane', '1995-02-17'))).toBe(
      false,
    );
  });

  it('are never confirmed as one, twins among them', () => {
    const twins = compare(member('Jonas Velhane', '1972-02-12'), member('Ines Velhane', '1972-02-12'), {
      sizeClass: 100_000,
    });
    expect(twins.band).not.toBe('confirmed');
    expect(areMerged(member('Odile Velhane', '1972-02-12'), member('Idris Velhane', '1972-02-12'))).toBe(
      false,
    );
  });

  it('are one where the national number is, whatever else was mistaken', () => {
    const number: Partial<Subject> = { nationalNumbers: [{ country: 'AU', number: '2401777' }] };
    expect(
      areMerged(
        member('Odile Velhane', '1972-02-12', number),
        member('Odile Averinck', '1952-06-02', number),
      ),
    ).toBe(true);
  });
});

describe('brother and sister', () => {
  it.each([
    ['Mario Averinck', 'Maria Averinck'],
    ['Karim Velhane', 'Karima Velhane'],
    ['Samir Velhane', 'Velhane Samirah'],
    ['Карим Вельхане', 'Карима Вельхане'],
    ['Aleksandr Brelov', 'Aleksandra Brelova'],
    ['Hassan Velhane', 'Hussein Velhane'],
    ['Jamal Velhane', 'Jamil Velhane'],
    ['T. Averinck', 'Jonas Averinck'],
  ])('are two people, though their names sound alike: %s and %s', (brother, sister) => {
    const born = compare(member(brother, '1983-07-24'), member(sister, '1983-07-24'), { sizeClass: 100_000 });
    const undated = compare(member(brother, ''), member(sister, ''), { sizeClass: 100_000 });
    for (const { band } of [born, undated]) expect(['confirmed', 'likely']).not.toContain(band);
  });

  it.each([
    ['Anna Brelov', 'Anna Brelova'],
    ['Anna Zubrovski', 'Anna Zubrovska'],
    ['Nadir Velhane', 'Nader Velhane'],
    ['Idris Velhane', 'Idriss Velhane'],
    ['J. Averinck', 'Jonas Averinck'],
    ['Fatima Velhane', 'Fatimah Velhane'],
  ])('are not seen in two forms of one name: %s and %s', (one, other) => {
    expect(compare(member(one, '1983-07-24'), member(other, '1983-07-24'), { sizeClass: 100_000 }).band).toBe(
      'confirmed',
    );
  });
});

describe('a slip in a name', () => {
  const numbered = (number: string): Partial<Subject> => ({ nationalNumbers: [{ country: 'AU', number }] });

  it('is not taken for the name of brother or sister: birth date and home may outweigh another number', () => {
    for (const name of ['Maatren Velhane', 'Maartn Velhane', 'Maarten Velhqne', 'Velhane Maartenn'])
      expect(
        areMerged(
          member('Maarten Velhane', '1972-02-12', numbered('2401777')),
          member(name, '1972-02-12', numbered('9855318')),
        ),
        name,
      ).toBe(true);
  });

  it('does not make one of twins whose names are two names', () => {
    for (const name of ['Samira Velhane', 'Nadia Velhane', 'Velhane Viktor'])
      expect(
        areMerged(
          member('Maarten Velhane', '1972-02-12', numbered('2401777')),
          member(name, '1972-02-12', numbered('9855318')),
        ),
        name,
      ).toBe(false);
  });
});

describe('one given name and one birth date', () => {
  it('are not of twins, who share the surname: another surname may be a marriage or a mistake', () => {
    const kinWeight = (left: string, right: string): number =>
      compare(member(left, '1972-02-12'), member(right, '1972-02-12'), { sizeClass: 100_000 }).levels.find(
        ({ attribute }) => attribute === 'family',
      )?.weight ?? 0;
    const married = kinWeight('Elizabeth Velhane', 'Elizabeth Torsvik');
    expect(married).toBeGreaterThan(kinWeight('Elizabeth Velhane', 'Maarten Velhane') + 8);
    // The same in either order of the words.
    expect(kinWeight('Velhane Elizabeth', 'Torsvik Elizabeth')).toBeCloseTo(married, 6);
  });
});

describe('one given name in no table, one birth date and one home', () => {
  /** Names with an everyday given name in them, as many as it takes to see where the file writes it. */
  const filled = (write: (given: string, surname: string) => string): Subject[] =>
    Array.from({ length: 150 }, (_, at) => ({
      ...emptySubject('person'),
      names: [write(at % 2 === 0 ? 'Elizabeth' : 'Maarten', `Brelov${'abcdefghij'.charAt(at % 10)}nsk`)],
    }));
  const areOneIn = (file: readonly Subject[], left: string, right: string): boolean => {
    const measure = measureHolding(
      file.map((subject) => prepareSubject(subject)),
      { refines: false },
    );
    const resolver = createResolver({ measure });
    resolver.insertAll([
      { id: 'left', subject: member(left, '1972-02-12') },
      { id: 'right', subject: member(right, '1972-02-12') },
    ]);
    return resolver.clusters().length === 1;
  };

  it('are of one person with two surnames, where the file shows where it writes given names', () => {
    expect(
      areOneIn(
        filled((given, surname) => `${given} ${surname}`),
        'Quisanne Velhane',
        'Quisanne Torsvik',
      ),
    ).toBe(true);
    expect(
      areOneIn(
        filled((given, surname) => `${surname} ${given}`),
        'Velhane Quisanne',
        'Torsvik Quisanne',
      ),
    ).toBe(true);
  });

  it('are of twins where what agrees stands where the surname is written, and undecided where the file shows nothing', () => {
    expect(
      areOneIn(
        filled((given, surname) => `${surname} ${given}`),
        'Quisanne Velhane',
        'Quisanne Torsvik',
      ),
    ).toBe(false);
    expect(
      areOneIn(
        filled((given, surname) => `${given} ${surname}`),
        'Quisanne Maarten',
        'Quisanne Elizabeth',
      ),
    ).toBe(false);
    expect(areOneIn([], 'Quisanne Velhane', 'Quisanne Torsvik')).toBe(false);
    const mixed = [
      ...filled((given, surname) => `${given} ${surname}`),
      ...filled((given, surname) => `${surname} ${given}`),
    ];
    expect(areOneIn(mixed, 'Quisanne Velhane', 'Quisanne Torsvik')).toBe(false);
  });
});

describe('another number and another birth date', () => {
  it('count for more than each alone: two slips are rare', () => {
    const number = (text: string): Partial<Subject> => ({
      nationalNumbers: [{ country: 'AU', number: text }],
      addresses: [],
      phones: [],
    });
    const weightOf = (date: string): number =>
      compare(
        member('Odile Velhane', '1972-02-12', number('2401777')),
        member('Odile Velhane', date, number('9855318')),
      ).levels.find(({ attribute }) => attribute === 'national number')?.weight ?? 0;
    expect(weightOf('1972-02-12')).toBe(-8);
    // −8 for the number, −4 because the date contradicts as well.
    expect(weightOf('1951-07-30')).toBe(-12);
  });
});
