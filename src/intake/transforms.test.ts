import { describe, expect, it } from 'vitest';
import { addYears, isIsoDate, readDate, readExcelDay } from './dates.ts';
import type { DateFormat, TransformSpec } from './mapping-schema.ts';
import { buildTransforms } from './transforms.ts';

describe('transforms', () => {
  const cases: readonly (readonly [TransformSpec, string, string | null])[] = [
    ['trim', '  a ', 'a'],
    ['collapse-spaces', 'a \t b', 'a b'],
    ['upper', 'ça', 'ÇA'],
    ['lower', 'ÇA', 'ça'],
    ['title-case', "VAN DEN BOSSCHE-d'ARC", "Van Den Bossche-D'Arc"],
    ['strip-leading-zeros', '00042', '42'],
    ['strip-leading-zeros', '000', '0'],
    ['digits-only', 'a1-2', '12'],
    ['letters-and-digits', 'А-1 б', 'А1б'],
    ['swap-comma', 'PEETERS, Anna', 'Anna PEETERS'],
    ['number', '0012,50', '12.5'],
    ['number', '-0', '0'],
    ['number', '1.2.3', null],
    ['plate', '1-abc-234', '1ABC234'],
    [{ prefix: 'BE' }, '1', 'BE1'],
    [{ suffix: '!' }, '1', '1!'],
    [{ remove: '.' }, '1.2.3', '123'],
    [{ replace: { from: '.', to: '$&' } }, '1.2', '1$&2'],
    [{ take: { from: 2, length: 2 } }, 'abcd', 'bc'],
    [{ take: { from: 4, length: 2 } }, 'abcd', null],
    [{ 'pad-left': { length: 4, with: '0' } }, '42', '0042'],
    [{ split: { by: '/', part: 2 } }, 'a/b', 'b'],
    [{ split: { by: '/', part: 3 } }, 'a/b', ''],
    [{ pattern: { match: '([A-Z]+) .*', group: 1 } }, 'ABC def', 'ABC'],
    [{ pattern: { match: '([A-Z]+) .*', group: 1 } }, 'abc def', null],
    [{ table: 'sex' }, 'M', 'male'],
    [{ table: 'sex' }, 'Q', null],
    [{ date: 'dmy' }, '1.2.1985', '1985-02-01'],
    [{ date: { format: 'dmy2', pivot: 30 } }, '01/02/29', '2029-02-01'],
    [{ date: { format: 'dmy2', pivot: 30 } }, '01/02/30', '1930-02-01'],
    [{ 'excel-date': 1900 }, '31118', '1985-03-12'],
    [{ phone: { 'country-code': '32', trunk: '0' } }, '0475/12.34.56', '+32475123456'],
    [{ phone: { 'country-code': '32', trunk: '0' } }, '0033 6 39 98 47 11', '+33639984711'],
    [{ phone: { 'country-code': '32', trunk: '0' } }, '+32 (0)475 12 34 56', '+32475123456'],
    [{ phone: { 'country-code': '32', trunk: '0' } }, '12', null],
    [{ phone: { 'country-code': '32', trunk: '0' } }, 'no phone', null],
  ];
  it.each(cases)('%j makes %j into %j', (spec, text, expected) => {
    const result = buildTransforms([spec], { sex: { M: 'male' } })(text);
    expect(typeof result === 'string' ? result : null).toBe(expected);
  });

  it('never lets a text grow beyond 64 KiB', () => {
    const grow: TransformSpec = { replace: { from: 'a', to: 'a'.repeat(64) } };
    expect(buildTransforms([grow, grow, grow, grow], {})('a')).toEqual({
      bad: 'a transform made the text longer than 64 KiB',
    });
  });
});

describe('dates', () => {
  const cases: readonly (readonly [DateFormat, string, string | null])[] = [
    ['dmy', '29/02/2024', '2024-02-29'],
    ['dmy', '29/02/2023', null],
    ['dmy', '31121985', '1985-12-31'],
    ['dmy', '00/03/1985', '1985-03'],
    ['dmy', '00/00/1985', '1985'],
    ['dmy', '05/00/1985', null],
    ['mdy', '12/31/1985', '1985-12-31'],
    ['ymd', '1985-12-31T10:00', '1985-12-31'],
    ['ymd', '1985-12-31 10:00:00', '1985-12-31'],
    ['cyymmdd', '0851231', '1985-12-31'],
    ['cyymmdd', '1051231', '2005-12-31'],
    ['julian', '1985365', '1985-12-31'],
    ['julian', '1985366', null],
    ['julian', '1984366', '1984-12-31'],
  ];
  it.each(cases)('%s reads %s as %s', (format, text, expected) => {
    expect(readDate(text, format)).toBe(expected);
  });

  it('knows the day that the 1900 system invented', () => {
    expect([59, 60, 61].map((day) => readExcelDay(String(day), 1900))).toEqual([
      '1900-02-28',
      null,
      '1900-03-01',
    ]);
    expect(readExcelDay('0', 1904)).toBeNull();
  });

  it('counts years from the first day of a partial date and never past the end of a month', () => {
    expect([addYears('2024-02-29', 1), addYears('2024-02', 1), addYears('2024', 1)]).toEqual([
      '2025-02-28',
      '2025-02-01',
      '2025-01-01',
    ]);
    expect(isIsoDate('2024-02-30')).toBe(false);
  });
});
