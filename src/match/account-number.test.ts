import { describe, expect, it } from 'vitest';
import { blockOf } from './density-quota.ts';
import { standardiseBankAccount } from './bank-account.ts';
import { standardiseOnlineAccount } from './online-account.ts';
import { chanceOf, isFull } from './chance.ts';

describe('an account with a bank', () => {
  it('is its IBAN where that follows from the number and its check holds', () => {
    // 096-1234567 mod 97 = 69; the IBAN's check digits are 98 - (096123456769 BE 00 mod 97).
    expect(standardiseBankAccount({ number: '096-1234567-69', country: 'BE' })).toEqual({
      iban: 'BE71096123456769',
    });
    expect(standardiseBankAccount({ number: '096-1234567-68', country: 'BE' })).toEqual({
      number: '96123456768',
      issuers: ['BE'],
    });
    // The example of the French banks' own committee: 20041 01005 0500013M026, key 06.
    expect(standardiseBankAccount({ number: '20041 01005 0500013M026 06', country: 'France' })).toEqual({
      iban: 'FR1420041010050500013M02606',
    });
    // ISO 13616's example for the Netherlands: ABNA, 0417164300.
    expect(standardiseBankAccount({ number: '417164300', bank: 'ABNANL2A' })).toEqual({
      iban: 'NL91ABNA0417164300',
    });
    expect(standardiseBankAccount({ number: 'BE71 0961 2345 6769', bank: 'QUAYUS33' })).toEqual({
      iban: 'BE71096123456769',
    });
  });

  it('stands with every way in which its bank is known, and with none where nobody says', () => {
    const issuersOf = (bank?: string, country?: string): unknown => {
      const account = standardiseBankAccount({
        number: '0044 7120 0961',
        ...(bank === undefined ? {} : { bank }),
        ...(country === undefined ? {} : { country }),
      });
      return account !== null && 'issuers' in account ? account.issuers : account;
    };
    expect(issuersOf('QUAYUS33XXX')).toEqual(['QUAYUS', 'US']);
    expect(issuersOf('quayus33')).not.toEqual(['QUAYUS', 'US']);
    expect(issuersOf('370 400 44', 'Deutschland')).toEqual(['#37040044', 'DE']);
    expect(issuersOf(undefined, 'us')).toEqual(['US']);
    expect(issuersOf()).toEqual([]);
    expect(issuersOf('The Quay Bank Ltd')).toEqual(issuersOf('Quay Bank Limited'));
  });

  it('is no filler and no word', () => {
    for (const number of ['000000', '111', 'unknown', 'a'.repeat(61), '12'])
      expect(standardiseBankAccount({ number, country: 'US' }), number).toBeNull();
  });

  it('is a hit on its own only where it is long enough to be one of few', () => {
    expect(isFull('account', 1e6, 'bank|US|4471200961')).toBe(true);
    expect(isFull('account', 1e6, 'bank|US|471209')).toBe(false);
    expect(chanceOf('account', 'bank|US|471209')).toBe(1e-6);
  });
});

describe('an account with a service', () => {
  it('is a name at a service, written any usual way', () => {
    for (const [handle, service] of [
      ['@Lantern_Quay', 'Telegram'],
      ['lantern_quay', 'TG'],
      ['https://t.me/lantern_quay', ''],
    ] as const)
      expect(standardiseOnlineAccount({ handle, service })).toEqual({
        handle: 'lantern_quay',
        service: 'telegram',
      });
    expect(standardiseOnlineAccount({ handle: 'lantern_quay' })).toEqual({
      handle: 'lantern_quay',
      service: null,
    });
    expect(standardiseOnlineAccount({ handle: 'two words', service: 'x' })).toBeNull();
  });

  it('is an address of mail or of coins where it reads as one', () => {
    expect(standardiseOnlineAccount({ handle: 'Quay@Example.org', service: 'x' })).toEqual({
      email: 'quay@example.org',
    });
    expect(standardiseOnlineAccount({ handle: 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4' })).toEqual({
      coin: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    });
  });
});

describe('what a stranger could run through', () => {
  it('is a country’s ship stations, the world’s ships, and a bank’s numbers from their third sign on', () => {
    expect(blockOf('imo', '9074729')).toEqual({ block: 'imo', values: 1e6 });
    expect(blockOf('mmsi', '205344990')).toEqual({ block: '205', values: 1e6 });
    expect(blockOf('account', 'bank|QUAYUS|4471200961')).toEqual({ block: 'QUAYUS|4479999999', values: 1e7 });
    expect(blockOf('account', 'online|telegram|lantern_quay')).toBeNull();
  });
});
