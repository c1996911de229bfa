import { describe, expect, it } from 'vitest';
import { emptySubject } from '../../match/index.ts';
import { checkIdentity } from './identity-check.ts';

/** Everybody is invented. */
const meaning = (names: string[], birthDates: string[]) => ({
  meant: { names, birthDates },
  country: 'BE',
  sizeClass: 10_000,
  today: '2026-11-28',
});
const held = (names: string[], birthDates: string[]) => ({ ...emptySubject('person'), names, birthDates });

describe('whether a record can be the person that is meant', () => {
  it('fits where name and date agree, in another script and with day and month swapped too', () => {
    const meant = meaning(['Tomas Averinck'], ['1990-05-07']);
    expect(checkIdentity(held(['Томас Аверинк'], ['1990-05-07']), meant).verdict).toBe('fits');
    expect(checkIdentity(held(['Averinck, Tomas'], ['1990-07-05']), meant).verdict).toBe('fits');
  });

  it('differs where the name or the birth date speaks against it, and says so', () => {
    const meant = meaning(['Tomas Averinck'], ['1990-05-17']);
    const twin = checkIdentity(held(['Odile Averinck'], ['1990-05-17']), meant);
    expect(twin.verdict).toBe('differs');
    expect(twin.because[0]).toMatch(/1 of 2 names/);
    expect(checkIdentity(held(['Tomas Averinck'], ['1962-11-02']), meant).verdict).toBe('differs');
  });

  it('cannot say of a namesake of the same year: the day may be a clerk’s mistake', () => {
    const meant = meaning(['Tomas Averinck'], ['1990-05-17']);
    expect(checkIdentity(held(['Tomas Averinck'], ['1990-11-02']), meant)).toMatchObject({
      verdict: 'cannot-say',
      because: expect.arrayContaining(['the year agrees, the day does not']),
    });
  });

  it('fits where one of several names and dates does', () => {
    const meant = meaning(['Idris Velhane', 'Tomas Averinck'], ['1988-02-29', '1990-05-17']);
    expect(checkIdentity(held(['Tomas Averinck'], ['1990-05-17']), meant).verdict).toBe('fits');
  });

  it('cannot say from a name alone', () => {
    const meant = meaning(['Tomas Averinck'], []);
    expect(checkIdentity(held(['Tomas Averinck'], ['1990-05-17']), meant).verdict).toBe('cannot-say');
    expect(checkIdentity(held([], []), meant).verdict).toBe('cannot-say');
  });

  it('looks at nothing but name and date: a shared phone makes nobody the same', () => {
    const meant = meaning(['Tomas Averinck'], ['1990-05-17']);
    const alone = held(['Odile Averinck'], ['1962-11-02']);
    const withPhone = { ...alone, phones: [{ number: '+33639984711' }], birthPlaces: ['Ardenburg'] };
    expect(checkIdentity(withPhone, meant)).toEqual(checkIdentity(alone, meant));
  });
});
