import { describe, expect, it } from 'vitest';
import { understand } from '../match/index.ts';
import type { NetworkNode } from './api/contract.ts';
import { askText } from './web/network/ask-onward.ts';

const node = (kind: NetworkNode['kind'], values: Readonly<Record<string, string>>): NetworkNode =>
  ({
    kind,
    values: Object.entries(values).map(([property, written]) => ({
      property,
      written,
      owner: 'crp',
      received: true,
      handling: ['H0'],
    })),
  }) as unknown as NetworkNode;
const read = (text: string): string[] =>
  understand(text, { defaultCountry: 'BE', today: '2026-11-23' }).chips.map(
    ({ type, canonical }) => `${type} ${canonical}`,
  );

describe('what a picture lets ask onward', () => {
  it.each([
    [
      node('vessel', { name: 'Kestrel', imo: '9074729', mmsi: '205 344 990' }),
      ['unused ship Kestrel', 'imo 9074729', 'mmsi 205344990'],
    ],
    [node('bank-account', { number: '4471200961', bank: 'QUAYUS33' }), ['account QUAYUS33 4471200961']],
    [node('bank-account', { number: '4471200961', country: 'US' }), ['account US 4471200961']],
    [node('bank-account', { number: 'BE71 0961 2345 6769', bank: 'QUAYBEBB' }), ['iban BE71096123456769']],
    [
      node('online-account', { handle: '@lantern_quay', service: 'Telegram' }),
      ['online-account telegram lantern_quay'],
    ],
    [
      node('person', { name: 'Tomas Averinck', 'birth-date': '1990-05-17' }),
      ['name averinck tomas', 'birth-date 1990-05-17'],
    ],
  ])('is read by the Ask box as what it is', (of, asked) => {
    expect(read(askText(of))).toEqual(asked);
  });
});
