import { describe, expect, it } from 'vitest';
import { dateText, type DateSpan, spansMeet, standardiseDateSpan } from './index.ts';

const ends = (text: string): string | null => {
  const span = standardiseDateSpan(text);
  if (span === null) return null;
  const [from, to] = [span.from, span.to].map((date) => (date === null ? '…' : dateText(date)));
  return `${span.circa ? '~' : ''}${from === to ? from : `${from}/${to}`}`;
};

describe('a span of time', () => {
  it('is one date, as far as it is known', () => {
    expect(ends('3 November 1991')).toBe('1991-11-03');
    expect(ends('1991-11')).toBe('1991-11');
    expect(ends('1991-01-01')).toBe('1991');
  });

  it('is read from ranges in several languages', () => {
    for (const text of [
      '1978-1980',
      '1978–1980',
      '1978/80',
      'between 1978 and 1980',
      'entre 1978 et 1980',
      'tussen 1978 en 1980',
      'zwischen 1978 und 1980',
      'между 1978 и 1980',
      '1980-1978',
    ])
      expect(ends(text), text).toBe('1978/1980');
    expect(ends('12 March 1980 - 14 April 1981')).toBe('1980-03-12/1981-04-14');
    expect(ends('1970s')).toBe('1970/1979');
  });

  it('may be open at one end', () => {
    expect(ends('before 1980')).toBe('…/1980');
    expect(ends('after March 1975')).toBe('1975-03/…');
    expect(ends('depuis 1975')).toBe('1975/…');
  });

  it('is about a year where it says so', () => {
    for (const text of [
      'circa 1978',
      'c. 1978',
      'ca 1978',
      'vers 1978',
      'um 1978',
      'omstreeks 1978',
      'около 1978',
      '~1978',
      '1978?',
    ])
      expect(ends(text), text).toBe('~1978');
  });

  it('is none in other words', () => {
    for (const text of [
      '',
      'unknown',
      '0000-00-00',
      'between the wars',
      '1978-1980-1990-2000',
      'x'.repeat(200),
    ])
      expect(ends(text), text).toBeNull();
  });

  it('meets another when some day lies in both', () => {
    const span = (text: string): DateSpan => {
      const read = standardiseDateSpan(text);
      if (read === null) throw new Error(`no span: ${text}`);
      return read;
    };
    for (const [left, right, meet] of [
      ['1978-1980', '1979-05-12', true],
      ['1978-1980', '1981', false],
      ['circa 1978', '1980', true],
      ['circa 1978', '1981', false],
      ['before 1980', '1979', true],
      ['after 1980', '1979', false],
      ['03/11/1991', '11/03/1991', true],
      ['1991-11-03', '1991-11-04', false],
      ['1991', '1991-11-04', true],
    ] as const)
      expect(spansMeet(span(left), span(right)), `${left} – ${right}`).toBe(meet);
  });
});
