import { describe, expect, it } from 'vitest';
import { understand } from './index.ts';

const AT = { defaultCountry: 'BE', today: '2026-11-23' };
const chips = (text: string): string[] =>
  understand(text, AT).chips.map(
    (chip) => `${chip.type}: ${chip.canonical}${chip.note === '' ? '' : ` (${chip.note})`}`,
  );
const NUMBER = '+33639984711';

describe('the days within which a number was in use', () => {
  it.each([
    ['between 3 and 20 March 2016'],
    ['from 3 March to 20 March 2016'],
    ['between 03/03/2016 and 20/03/2016'],
    ['between 3/3 and 20/3/2016'],
    ['du 3 au 20 mars 2016'],
    ['entre le 3 et le 20 mars 2016'],
    ['tussen 3 en 20 maart 2016'],
    ['van 3 tot 20 maart 2016'],
    ['zwischen dem 3. und 20. März 2016'],
    ['vom 3. bis 20. März 2016'],
    ['2016-03-03/2016-03-20'],
  ])('are read: %s', (said) => {
    // 3 March 2016 is a Thursday, 20 March a Sunday: weeks 9, 10 and 11.
    expect(chips(`${NUMBER} ${said}`)).toEqual([
      `phone: ${NUMBER}`,
      'window: 2016-03-03/2016-03-20 (asked by its 3 weeks)',
    ]);
    expect(understand(`${NUMBER} ${said}`, AT).subjects[0]?.birthDates).toEqual([]);
  });

  it('are one day, a month, a turn of the year, or more weeks than are asked', () => {
    expect(chips(`${NUMBER} seen on 14 March 2016`)[1]).toBe(
      'window: 2016-03-14/2016-03-14 (asked by this week)',
    );
    expect(chips(`${NUMBER} gezien in maart 2016`)[1]).toBe(
      'window: 2016-03-01/2016-03-31 (asked by its 5 weeks)',
    );
    expect(chips(`${NUMBER} between 20 December and 5 January 2016`)[1]).toBe(
      'window: 2015-12-20/2016-01-05 (asked by its 4 weeks)',
    );
    expect(chips(`${NUMBER} between 3 May 2015 and 20 March 2016`)[1]).toBe(
      'window: 2015-05-03/2016-03-20 (longer than 12 weeks: the newest are asked)',
    );
  });

  it('go on about the line before, and are left out where they narrow nothing or run backwards', () => {
    expect(understand(`${NUMBER}\nbetween 3 and 20 March 2016`, AT).subjects).toMatchObject([
      { seenWithin: ['2016-03-03/2016-03-20'] },
    ]);
    expect(chips('Idris Velhane between 3 and 20 March 2016')[1]).toBe(
      'unused: 2016-03-03/2016-03-20 (days narrow a phone number, and none is given)',
    );
    expect(chips(`${NUMBER} between 20 and 3 March 2016`)[1]).toContain(
      'the first day is after the last one',
    );
  });

  it('are no birth date, and a birth date is none of them', () => {
    const text = `Idris Velhane born 3/11/1991, ${NUMBER} between 3 and 20 March 2016`;
    expect(understand(text, AT).subjects).toMatchObject([
      { birthDates: ['3/11/1991'], seenWithin: ['2016-03-03/2016-03-20'] },
    ]);
  });
});

describe('ships and accounts', () => {
  it('are read by their labels, and a number that is none says so', () => {
    expect(chips('ship Kestrel, IMO 9074729, mmsi: 205344990')).toEqual([
      'unused: ship Kestrel (a ship is asked by its IMO or MMSI number)',
      'imo: 9074729 (ship, IMO)',
      'mmsi: 205344990 (ship, MMSI)',
    ]);
    expect(chips('IMO 1234567')[0]).toBe('unused: 1234567 (not a ship number (IMO))');
  });

  it('take an account number with its bank or country only', () => {
    expect(chips('account 4471200961 at QUAYUS33')).toEqual([
      'account: QUAYUS33 4471200961 (account, QUAYUS33)',
    ]);
    expect(chips('Konto 532013000, BLZ 37040044')).toEqual([
      'account: 37040044 532013000 (account, 37040044)',
    ]);
    expect(chips(`compte 12345678 chez Banque du Quai, ${NUMBER}`)).toEqual([
      'account: Banque du Quai 12345678 (account, Banque du Quai)',
      `phone: ${NUMBER}`,
    ]);
    expect(chips('rekening 096-1234567-69 (BE)')).toEqual([
      'iban: BE71096123456769 (its IBAN follows from the number)',
    ]);
    expect(chips('account 4471200961')).toEqual([
      'unused: 4471200961 (an account number without its bank or country)',
    ]);
  });

  it('take a name with its service, and an address of coins by its own check', () => {
    expect(chips('telegram @Lantern_Quay')).toEqual([
      'online-account: telegram lantern_quay (telegram account)',
    ]);
    expect(chips('BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4')).toEqual([
      'crypto-address: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    ]);
    expect(chips('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5')[0]).toMatch(/^unused/);
  });
});
