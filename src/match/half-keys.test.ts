import { describe, expect, it } from 'vitest';
import {
  emptySubject,
  FULL_KEY_MAX,
  HALF_KEY_CHANCE_MAX,
  keyFamilyOf,
  multiplicityRule,
  isGenericValue,
  questionKeys,
  recordKeys,
  RULES,
  type Subject,
} from './index.ts';

const AT = { sizeClass: 1_000_000, defaultCountry: 'BE' };
const hassan: Subject = { ...emptySubject('person'), names: ['Hassan Brelov'], birthDates: ['1991'] };

describe('half keys', () => {
  it('come only when asked for, after all full ones, and say so', () => {
    expect(recordKeys(hassan, AT).keys.every(({ strength }) => strength === 'full')).toBe(true);
    const { keys } = recordKeys(hassan, { ...AT, withHalves: true });
    expect(keys.some(({ strength }) => strength === 'half')).toBe(true);
    const strengths = keys.map(({ strength }) => strength);
    expect(strengths).toEqual([...strengths].sort());
  });

  it('of two families are a full key together, even in the largest holding', () => {
    expect(1e8 * HALF_KEY_CHANCE_MAX ** 2).toBeLessThanOrEqual(FULL_KEY_MAX);
  });

  it('of a name are all of one family, and each identifier is of its own', () => {
    const names = RULES.filter(({ rule }) => keyFamilyOf(rule) === 'person-name');
    expect(names.every(({ keyClass }) => keyClass === 'person')).toBe(true);
    expect(keyFamilyOf('national-number+name')).not.toBe('person-name');
    expect(
      new Set(['phone', 'imei', 'document', 'iban', 'plate'].map((rule) => keyFamilyOf(rule as 'phone')))
        .size,
    ).toBe(5);
  });
});

describe('rules beside the whole date', () => {
  const held: Subject = {
    ...emptySubject('person'),
    names: ['Terruchi Velhane'],
    birthDates: ['1978-06-30'],
    birthPlaces: ['Oostvaart (BE)'],
  };
  const small = { ...AT, sizeClass: 10_000, withHalves: true };
  const rulesMet = (asked: Subject, other: Subject): Set<string> => {
    const published = new Set(recordKeys(other, small).keys.map((key) => `${key.rule} ${key.value}`));
    return new Set(
      questionKeys(asked, small)
        .keys.filter((key) => published.has(`${key.rule} ${key.value}`))
        .map((key) => key.rule),
    );
  };

  it('find a wrong year by the day, a missing date by the place or by rare names', () => {
    const common = { ...held, names: ['Hassan Petrov'] };
    expect(rulesMet({ ...common, birthDates: ['1979-06-30'] }, common)).toContain('names+birthday');
    const known = { ...held, names: ['Hassan Brelov'] };
    expect(rulesMet({ ...known, birthDates: [] }, known)).toContain('names+birthplace');
    expect(rulesMet({ ...held, birthDates: [], birthPlaces: [] }, held)).toContain('rare-names');
  });

  it('find a name of which one word was written by another rule, by its beginning', () => {
    const asked = { ...held, names: ['Terruchov Velhane'], birthDates: ['1978'], birthPlaces: [] };
    expect(rulesMet(asked, held)).toContain('name+beginning+birthyear');
  });
});

describe('forty phones', () => {
  it('do not push the name out of a record', () => {
    const phones = Array.from({ length: 40 }, (_, at) => ({ number: `+324791234${String(10 + at)}` }));
    const { keys } = recordKeys({ ...hassan, birthDates: ['1991-11-25'], phones }, AT);
    expect(keys.some(({ family }) => family === 'person-name')).toBe(true);
    expect(keys.filter(({ family }) => family === 'phone').length).toBeGreaterThan(10);
  });

  it('that the quota keeps in go out joined with the name', () => {
    const withPhone = { ...hassan, phones: [{ number: '+32479123410' }] };
    const record = recordKeys(withPhone, { ...AT, joined: new Set(['+32479123410']) });
    expect(record.keys.filter(({ family }) => family === 'phone').map(({ rule }) => rule)).toEqual([
      'phone+name',
      'phone+name',
    ]);
    const asked = questionKeys(withPhone, { ...AT, joined: true });
    expect(asked.keys.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['phone', 'phone+name']));
  });
});

describe('a value of many', () => {
  it('is generic only by a list or a person’s word', () => {
    expect(isGenericValue({ onList: false, saidByPerson: false })).toBe(false);
    expect(isGenericValue({ onList: true, saidByPerson: false })).toBe(true);
  });

  it('of names is published in the next form that can be formed, or as it is', () => {
    expect(multiplicityRule('rare-names', 9, new Set(['names+birthplace'])).publish).toBe('names+birthplace');
    expect(multiplicityRule('names+birthyear', 9, new Set())).toMatchObject({
      publish: 'names+birthyear',
      sharedByMany: true,
    });
  });
});
