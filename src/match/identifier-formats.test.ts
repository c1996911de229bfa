import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifierRows, judgeRow } from '../../bench/matching/part-identifiers.ts';
import {
  documentFits,
  IDENTIFIER_KINDS,
  standardiseCryptoAddress,
  standardiseDate,
  standardiseDateSpan,
  standardiseDocument,
  standardiseIccid,
  standardiseIdentifier,
  standardiseImo,
  standardiseMmsi,
  standardiseNationalNumber,
  standardisePlate,
  vinCheck,
} from './index.ts';

describe('the table of notations', () => {
  const rows = identifierRows();

  it('has at least three hundred rows of every kind', () => {
    expect(rows.length).toBeGreaterThanOrEqual(300);
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(IDENTIFIER_KINDS));
  });

  it('is judged right in every row', () => {
    const wrong = rows.filter((row) => judgeRow(row) !== row.isSame);
    expect(wrong).toEqual([]);
  });
});

describe('check digits', () => {
  it('are judged by the rule of the country, and a wrong one is kept as said', () => {
    // ES: 12345607 = 23 · 536765 + 12, and the letters TRWAGMYFPDXBN… count from 0.
    expect(standardiseNationalNumber('ES', '12.345.607-N')).toEqual({
      canonical: '12345607N',
      check: 'holds',
    });
    expect(standardiseNationalNumber('ES', '12.345.607-R')).toEqual({
      canonical: '12345607R',
      check: 'fails',
    });
    // PL: 4·1+4·3+0+5·9+1·1+4·3+0+1·9+3·1+5·3 = 101, and 9 more is a multiple of ten.
    expect(standardiseNationalNumber('PL', '44051401359')?.check).toBe('holds');
    // TR: the odd places come to 2, the even ones to 0: 7·2 − 0 = 14 gives 4, and 2 + 0 + 4 gives 6.
    expect(standardiseNationalNumber('TR', '10000000146')?.check).toBe('holds');
    // CH: 7·1+5·3+6·1+1·3+2·1+3·3+4·1+5·3+6·1+7·3+8·1+9·3 = 123, and 7 makes 130.
    expect(standardiseNationalNumber('CH', '756.1234.5678.97')?.check).toBe('holds');
    for (const country of ['ES', 'PL', 'PT', 'RO', 'IT', 'TR', 'CH', 'RU'])
      expect(standardiseNationalNumber(country, '123456')?.check, country).toBe('none');
  });

  it('of ships: the first six digits weighted seven to two', () => {
    // 9·7 + 0·6 + 7·5 + 4·4 + 7·3 + 2·2 = 139.
    expect(standardiseImo('IMO 9074729')).toEqual({ canonical: '9074729', check: 'holds' });
    expect(standardiseImo('9074728')?.check).toBe('fails');
    expect(standardiseImo('IMO 907472')).toBeNull();
    expect(standardiseMmsi('105123406')).toBeNull();
  });

  it('of vehicles are asked of North America alone', () => {
    // Every 1 is worth one: 8+7+6+5+4+3+2+10+9+8+7+6+5+4+3+2 = 89, 89 mod 11 = 1.
    expect(vinCheck('11111111111111111')).toBe('holds');
    expect(vinCheck('11111111111111112')).toBe('fails');
    expect(vinCheck('WVWZZZ1JZ3W386752')).toBe('none');
  });

  it('of addresses of coins, BIP-173 test vectors among them', () => {
    expect(standardiseCryptoAddress('BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4')).toEqual({
      canonical: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
      shape: 'bech32',
      check: 'holds',
    });
    expect(standardiseCryptoAddress('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5')?.check).toBe('fails');
    expect(standardiseCryptoAddress('Bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4')?.check).toBe('fails');
    expect(standardiseCryptoAddress('hello world')).toBeNull();
    expect(standardiseCryptoAddress('hello')).toBeNull();
  });

  it('of a SIM card of twenty digits stay, so that neighbours stay apart', () => {
    const [one, other] = ['8933012345678901234', '8933012345678901235'].map((body) =>
      Array.from({ length: 10 }, (_, digit) => standardiseIccid(`${body}${digit}`)).find(
        (read) => read?.check === 'holds' && read.canonical.length === 20,
      ),
    );
    expect(one?.canonical).toHaveLength(20);
    expect(other?.canonical.slice(0, 18)).toBe(one?.canonical.slice(0, 18));
    expect(other?.canonical).not.toBe(one?.canonical);
  });
});

describe('papers', () => {
  it('have the form of their state, or not, or nobody knows', () => {
    const fits = (kind: string, issuer: string, number: string): boolean | null => {
      const document = standardiseDocument({ kind, issuer, number });
      return document === null ? null : documentFits(document);
    };
    expect(fits('passport', 'BE', 'EM 123406')).toBe(true);
    expect(fits('passport', 'BE', '123406789')).toBe(false);
    expect(fits('passport', 'Peru', '123406789')).toBeNull();
    // 5910012345 mod 97 = 5910012345 − 97·60927962 = 31.
    expect(fits('identity card', 'BE', '591-0012345-31')).toBe(true);
    expect(fits('identity card', 'BE', '591-0012345-32')).toBe(false);
  });

  it('of Germany lose the check digit of their machine-readable line, when it is right', () => {
    // ICAO 9303: C=12·7+0+1·1+X=33·7+0+0+0+6·3·0 …: the digit is computed, a wrong one stays.
    const read = Array.from(
      '0123456789',
      (digit) => standardiseDocument({ kind: 'passport', issuer: 'DE', number: `C01X0006H${digit}` })?.number,
    );
    expect(read.filter((number) => number === 'C01X0006H')).toHaveLength(1);
    expect(read.filter((number) => number?.length === 10)).toHaveLength(9);
  });

  it('and plates are read in Cyrillic letters that look like Latin ones', () => {
    expect(standardisePlate('А123ВС77', 'RU')?.canonical).toBe('A123BC77');
  });
});

describe('any text', () => {
  it('is read or is none, as every kind of value, and is never an error', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.stringMatching(/^[0-9A-Z +()./-]{0,40}$/),
      fc.constantFrom(...identifierRows().map(({ left }) => left)),
    );
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(...IDENTIFIER_KINDS),
        fc.constantFrom('BE', 'DE', 'XX', '', 'ES'),
        (value, kind, country) => {
          const read = standardiseIdentifier(kind, value, country);
          expect(
            read === null || (read.canonical !== '' && ['holds', 'fails', 'none'].includes(read.check)),
          ).toBe(true);
          standardiseDate(value);
          standardiseDateSpan(value);
        },
      ),
      { numRuns: 6000 },
    );
  });

  it('in canonical form is its own canonical form', () => {
    for (const { kind, country, left } of identifierRows()) {
      // An address's canonical form is parts, no text; a handset's lacks its check digit; the rest must stand still.
      if (kind === 'address') continue;
      const canonical = standardiseIdentifier(kind, left, country)?.canonical ?? '';
      expect(standardiseIdentifier(kind, canonical, country)?.canonical, `${kind} ${left}`).toBe(canonical);
    }
  });
});
