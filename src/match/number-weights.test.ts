import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { prepareDate } from './prepared-date.ts';
import { emptySubject, type Subject } from './subject.ts';

function numbered(country: string, number: string, name = 'Odile Velhane'): Subject {
  return { ...emptySubject('person'), names: [name], nationalNumbers: [{ country, number }] };
}

function said(left: Subject, right: Subject): readonly [string | undefined, number | undefined] {
  const level = compare(left, right).levels.find(({ attribute }) => attribute === 'national number');
  return [level?.because, level?.weight];
}

describe('two national numbers that are not the same', () => {
  it('speak for one person where one slip of the hand lies between them, a missing digit among them', () => {
    for (const other of ['2401787', '2407177', '24017774', '240177'])
      expect(said(numbered('AU', '2401777'), numbered('AU', other)), other).toEqual([
        'one character differs',
        12,
      ]);
  });

  it('speak for little where two lie between them, and in short numbers against', () => {
    expect(said(numbered('AU', '2401777'), numbered('AU', '2901747'))).toEqual(['two characters differ', 3]);
    expect(said(numbered('AU', '240177'), numbered('AU', '290147'))[1]).toBe(-8);
  });

  it('are two people’s where the check digits of both hold, however near', () => {
    // Belgium: 97 − 850101001 mod 97 = 15, 97 − 850101002 mod 97 = 14: two digits apart, and neither is mistyped.
    expect(97 - (850_101_001 % 97)).toBe(15);
    expect(97 - (850_101_002 % 97)).toBe(14);
    expect(said(numbered('BE', '85010100115'), numbered('BE', '85010100214'))).toEqual([
      'none in common',
      -8,
    ]);
  });

  it('contradict less where one fails its own check: it was mistyped', () => {
    expect(said(numbered('BE', '85010100115'), numbered('BE', '61072941255'))).toEqual([
      'none in common, and one of them fails its own check digit',
      -4,
    ]);
  });

  it('of two countries say nothing of each other', () => {
    expect(said(numbered('AU', '2401777'), numbered('NZ', '9855318'))).toEqual([
      'nothing to compare: each national number is of another country',
      0,
    ]);
  });

  it('weigh the same whichever is on the left', () => {
    const pairs = [
      ['2401777', '2901747'],
      ['2401777', '240177'],
      ['2401777', '9855318'],
    ] as const;
    for (const [one, other] of pairs)
      expect(said(numbered('AU', one), numbered('AU', other))).toEqual(
        said(numbered('AU', other), numbered('AU', one)),
      );
  });

  it('are one number where the country is written in another way, and for less where it is not said', () => {
    const [, whole = 0] = said(numbered('BE', '85010100115'), numbered('Belgium', '85.01.01-001.15'));
    expect(whole).toBeGreaterThan(20);
    const [because, weight] = said(numbered('BE', '85010100115'), numbered('', '85010100115'));
    expect(because).toContain('which country issued it is not said of both');
    // Five powers of two less: some thirty countries could have issued it.
    expect(weight).toBeCloseTo(whole - 5, 6);
  });
});

describe('a mistyped date', () => {
  it('still resembles the right one, written with dashes or without', () => {
    for (const text of ['1979-05-92', '19790592'])
      expect(prepareDate(text), text).toMatchObject({ digits: '19790592', isValid: false });
    expect(prepareDate('1979-0592')).toBeNull();
  });
});
