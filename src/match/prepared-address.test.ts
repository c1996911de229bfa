import { describe, expect, it } from 'vitest';
import { weighAddresses } from './attribute-weights.ts';
import { SHIPPED_MEASURE } from './pair-weight.ts';
import { prepareAddress } from './prepared-address.ts';

describe('a postal code in an address in one line', () => {
  it.each([
    '14 Quay Lane, Oostkaai, 8400, WV',
    '14 Quay Lane, Oostkaai, 8400',
    '14 Quay Lane Oostkaai 8400',
    'Quay Lane 14, 8400 Oostkaai',
  ])('is not taken for the house number: %s', (text) => {
    expect(prepareAddress({ text })).toMatchObject({ number: '14', postcode: '8400' });
  });
});

describe('one home', () => {
  const isHome = (one: string, other: string): boolean => {
    const [left, right] = [prepareAddress({ text: one }), prepareAddress({ text: other })];
    if (left === null || right === null) return expect.fail('no address was read');
    return weighAddresses([left], [right], SHIPPED_MEASURE)?.isHome === true;
  };

  it('is the whole address, or two of street, house number and postal code, give or take a slip', () => {
    for (const other of [
      'Averelstraat 14, 8400 Oostkaai',
      'Averelstraat 41, 8400 Oostkaai',
      'Avrelstraat 14, 8400 Oostkaai',
      'Averelstraat 14, 8401 Oostkaai',
      'Molenweg 14, 8400 Oostkaai',
    ])
      expect(isHome('Averelstraat 14, 8400 Oostkaai', other), other).toBe(true);
  });

  it('is not the same street of another town, nor another house there, nor a code alone', () => {
    for (const other of [
      'Averelstraat 14, 9100 Nieuwkaai',
      'Averelstraat 41, 8401 Oostkaai',
      'Molenweg 41, 8400 Oostkaai',
    ])
      expect(isHome('Averelstraat 14, 8400 Oostkaai', other), other).toBe(false);
  });
});
