import { describe, expect, it } from 'vitest';
import {
  dateText,
  isGenericPhone,
  standardiseAddress,
  standardiseDate,
  standardiseDocument,
  standardiseEmail,
  standardiseIban,
  standardiseIccid,
  standardiseImei,
  standardiseImsi,
  standardiseNationalNumber,
  standardiseOrganisation,
  standardisePhone,
  standardisePlate,
  standardiseVin,
} from './index.ts';

describe('a birth date', () => {
  const read = (text: string): string | null => {
    const date = standardiseDate(text);
    return date === null ? null : dateText(date);
  };

  it('is read in the forms old systems write', () => {
    for (const text of [
      '1991-11-03',
      '03/11/1991',
      '3.11.1991',
      '19911103',
      '03111991',
      '3 November 1991',
      '3 novembre 1991',
      '3. Nov. 1991',
      'November 3, 1991',
      '٠٣/١١/١٩٩١',
      '3 ноября 1991',
      '1991-11-03T00:00:00',
    ]) {
      expect(read(text), text).toBe('1991-11-03');
    }
  });

  it('is the year alone when it says 1 January, and nothing when it is filler', () => {
    expect(read('01-01-1991')).toBe('1991');
    expect(read('1991-01-01')).toBe('1991');
    expect(read('1991-00-00')).toBe('1991');
    expect(read('1991')).toBe('1991');
    expect(read('1991-11')).toBe('1991-11');
    for (const filler of ['0000-00-00', '99999999', '00/00/0000', '31/02/1991', '', 'unknown', '9999-12-31'])
      expect(read(filler), filler).toBeNull();
  });

  it('swaps day and month where only one order is a date, and says when both are', () => {
    expect(read('11/25/1991')).toBe('1991-11-25');
    expect(standardiseDate('25/11/1991')).toMatchObject({ swappable: false });
    expect(standardiseDate('03/11/1991')).toMatchObject({ swappable: true });
    expect(standardiseDate('11/11/1991')).toMatchObject({ swappable: false });
  });
});

describe('a phone number', () => {
  it('has one canonical form however it was dialled', () => {
    for (const text of [
      '+33 6 39 98 47 11',
      '0033639984711',
      '+33 (0)6 39 98 47 11',
      '00 33 6.39.98.47.11',
      '٠٠٣٣٦٣٩٩٨٤٧١١',
      '+330639984711',
      'tel:+33-6-39-98-47-11',
    ]) {
      expect(standardisePhone(text, 'BE')?.canonical, text).toBe('+33639984711');
    }
    expect(standardisePhone('06 39 98 47 11', 'FR')?.canonical).toBe('+33639984711');
  });

  it('is kept as said when no country reads it', () => {
    expect(standardisePhone('1234567', 'BE')).toEqual({ canonical: 'said:1234567', understood: false });
    expect(standardisePhone('639984711', 'XX')).toEqual({ canonical: 'said:639984711', understood: false });
    expect(standardisePhone('none', 'BE')).toBeNull();
  });

  it('belongs to nobody when it is a filler or a service', () => {
    for (const number of ['+32000000000', '112', 'said:000000000', '+11111111111'])
      expect(isGenericPhone(number), number).toBe(true);
    expect(isGenericPhone('+33639984711')).toBe(false);
  });
});

describe('equipment and card numbers', () => {
  it('are their significant digits, with the check digit judged and never mended', () => {
    // Luhn of 490154203237518: doubled digits 9→9(18), 1→2, 4→8, 0, 2→4, 7→5(14), 1→2; sum with the others is 60.
    expect(standardiseImei('49-015420-323751-8')).toEqual({ canonical: '49015420323751', check: 'holds' });
    expect(standardiseImei('490154203237517')).toEqual({ canonical: '49015420323751', check: 'fails' });
    expect(standardiseImei('4901542032375101')).toEqual({ canonical: '49015420323751', check: 'none' });
    expect(standardiseImei('49015420323751')).toEqual({ canonical: '49015420323751', check: 'none' });
    expect(standardiseImei('000000000000000')).toBeNull();
    expect(standardiseIccid('8932 0100 0000 1234 567F')?.canonical).toBe('893201000000123456');
    expect(standardiseIccid('1232010000001234567')).toBeNull();
    expect(standardiseImsi('206 01 0123456789')?.canonical).toBe('206010123456789');
  });
});

describe('numbers given by states and banks', () => {
  it('check by the rule of their country and stay as said when the check fails', () => {
    // BE: 850730033 mod 97 = 69, 97 − 69 = 28.
    expect(standardiseNationalNumber('BE', '85.07.30-033.28')).toEqual({
      canonical: '85073003328',
      check: 'holds',
    });
    expect(standardiseNationalNumber('BE', '85.07.30-033.29')).toEqual({
      canonical: '85073003329',
      check: 'fails',
    });
    // NL: 1·9+1·8+1·7+2·6+2·5+2·4+3·3+3·2 − 3·… : 111222333 → 66, a multiple of 11.
    expect(standardiseNationalNumber('NL', '111222333')?.check).toBe('holds');
    expect(standardiseNationalNumber('NL', '111222334')?.check).toBe('fails');
    // FR: 97 − (2550814168025 mod 97) = 38.
    expect(standardiseNationalNumber('FR', '2 55 08 14 168 025 38')?.check).toBe('holds');
    expect(standardiseNationalNumber('DE', '86095742719')?.check).toBe('holds');
    expect(standardiseNationalNumber('DE', '86095742718')?.check).toBe('fails');
    expect(standardiseNationalNumber('PT', '12345678')?.check).toBe('none');
    expect(standardiseNationalNumber('BE', '00000000000')).toBeNull();
  });

  it('read IBANs by mod 97', () => {
    expect(standardiseIban('be71 0961 2345 6769')).toEqual({ canonical: 'BE71096123456769', check: 'holds' });
    expect(standardiseIban('BE71 0961 2345 6768')?.check).toBe('fails');
    expect(standardiseIban('hello')).toBeNull();
  });

  it('know a document by its kind in four languages, its issuer and its number', () => {
    for (const kind of ['passport', 'Paspoort', 'PASSEPORT', 'Reisepass']) {
      expect(standardiseDocument({ kind, issuer: 'Belgique', number: 'em-123 456' })).toEqual({
        kind: 'passport',
        issuer: 'BE',
        number: 'EM123456',
      });
    }
    expect(standardiseDocument({ kind: 'Personalausweis', issuer: 'D', number: 'L01X00T47' })?.kind).toBe(
      'id-card',
    );
    expect(standardiseDocument({ kind: 'passport', issuer: 'BE', number: '0000000' })).toBeNull();
  });

  it('write e-mail addresses in lower case', () => {
    expect(standardiseEmail(' Idris.V@Example.ORG ')).toBe('idris.v@example.org');
    expect(standardiseEmail('not an address')).toBeNull();
  });
});

describe('a plate', () => {
  it('loses its separators, and its confusable characters only where the country says what must stand there', () => {
    expect(standardisePlate('9-zzy-417', 'BE')?.canonical).toBe('9ZZY417');
    expect(standardisePlate('I-ABC-O12', 'BE')?.canonical).toBe('1ABC012');
    expect(standardisePlate('I-ABC-O12', 'PL')?.canonical).toBe('IABCO12');
    expect(standardisePlate('AB·123·CD', 'France')?.canonical).toBe('AB123CD');
    expect(standardisePlate('B-MW 4O7', 'DE')?.canonical).toBe('BMW4O7');
  });

  it('names the countries whose rules it fits when none is said', () => {
    expect(standardisePlate('12-ABC-3', undefined)?.alternatives.map((other) => other.country)).toEqual([
      'NL',
    ]);
    expect(standardisePlate('----', undefined)).toBeNull();
  });

  it('is told from a vehicle number', () => {
    expect(standardiseVin('wvwzzz1jz3w386752')).toBe('WVWZZZ1JZ3W386752');
    expect(standardiseVin('WVWZZZIJZ3W386752')).toBe('WVWZZZ1JZ3W386752');
  });
});

describe('an address', () => {
  it('keeps the flat apart however its word is shortened', () => {
    for (const word of ['app', 'appt', 'apt', 'appartement']) {
      expect(standardiseAddress({ text: `14 rue du Moulin, ${word} 3`, city: 'Lisseville' })).toMatchObject({
        number: '14',
        box: '3',
      });
    }
  });

  it('reads a flat whose letter stands against its word', () => {
    expect(standardiseAddress({ text: 'Kaailaan 14 bus3', city: 'Oostkaai' })).toMatchObject({
      number: '14',
      box: '3',
    });
  });

  it('is one in all four languages and orders', () => {
    const parts = { street: 'averel street', number: '14', box: '3', city: 'ghent' };
    for (const [text, city] of [
      ['Averelstraat 14 bus 3', 'Gent'],
      ['14, rue Averel bte 3', 'Gand'],
      ['Averelstraße 14, Wohnung 3', '9000 Gent'],
      ['Averel street 14 flat 3', 'Ghent'],
      ['AVERELSTR. 14/3', 'GENT'],
    ] as const) {
      expect(standardiseAddress({ text, city }), text).toMatchObject(parts);
    }
  });

  it('is one in the forms of other languages and scripts', () => {
    for (const text of [
      'Via Averel 14, interno 3',
      'Calle Averel 14, piso 3',
      'ul. Averel 14 lok. 3',
      'Averel Sokak 14 daire 3',
      'ул. Аверел, д. 14, кв. 3',
    ]) {
      expect(standardiseAddress({ text, city: 'Гент' }), text).toMatchObject({
        street: 'averel street',
        number: '14',
        box: '3',
        city: 'ghent',
      });
    }
  });

  it('takes the town from the text when it is not said apart', () => {
    expect(standardiseAddress({ text: 'Quay Lane 14 flat 3, 8400 Oostvaart' })).toMatchObject({
      street: 'lane quay',
      number: '14',
      box: '3',
      city: 'ostvart',
    });
  });

  it('keeps a street and a lane of one name apart', () => {
    expect(standardiseAddress({ text: 'Quay Lane 14' })?.street).not.toBe(
      standardiseAddress({ text: 'Quay Street 14' })?.street,
    );
  });
});

describe('an organisation', () => {
  it('is its name without legal form, in any script', () => {
    const names = [
      'Velhane Transport SPRL',
      'S.P.R.L. VELHANE TRANSPORT',
      'Velhane Transport B.V.',
      'ООО Вельхане Транспорт',
    ];
    expect(new Set(names.map((name) => standardiseOrganisation({ name })?.skeletons.join(' '))).size).toBe(1);
    expect(standardiseOrganisation({ name: 'GmbH & Co. KG' })).toBeNull();
  });
});
