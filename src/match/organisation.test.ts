import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareOrganisations, prepareOrganisation, standardiseOrganisation } from './index.ts';
import { withoutForms } from './organisation-forms-read.ts';

const weight = (left: string, right: string): number => compareOrganisations([left], [right]).weight;
/** Chosen on public cases: from here on two names alone are more likely one firm's than two. */
const LIKELY = 9.5;

describe('a legal form', () => {
  it('is of one class in many countries', () => {
    for (const name of [
      'Velhane Ltd',
      'Velhane G.m.b.H.',
      'Velhane S.à r.l.',
      'SPRL Velhane',
      'Velhane Sp. z o.o.',
      'ООО «Velhane»',
      'Velhane Sdn. Bhd.',
      'Velhane Pte. Ltd.',
      'Velhane d.o.o.',
      'Velhane בע״מ',
      'Velhane Limited Liability Company',
      'Общество с ограниченной ответственностью Velhane',
      'Velhane有限公司',
    ]) {
      expect(withoutForms(name), name).toEqual({ core: ['velhane'], forms: ['limited'] });
    }
    for (const name of [
      'Velhane AG',
      'Velhane Aktiengesellschaft',
      'OAO Velhane',
      'Velhane A/S',
      'Velhane S.p.A.',
    ])
      expect(withoutForms(name).forms, name).toEqual(['joint-stock']);
  });

  it('of two letters stays in the middle of a name, where it is a word', () => {
    expect(withoutForms('Casa da Velhane').core).toEqual(['casa', 'da', 'velhane']);
    expect(withoutForms('Pt Velhane Tbk').core).toEqual(['velhane']);
  });

  it('that differs counts a little against, and one that is missing counts nothing', () => {
    expect(weight('Velhane AG', 'Velhane GmbH')).toBeLessThan(weight('Velhane AG', 'Velhane'));
    expect(weight('Velhane AG', 'Velhane Aktiengesellschaft')).toBeGreaterThan(
      weight('Velhane AG', 'Velhane'),
    );
  });
});

describe('two names of organisations', () => {
  it('agree across scripts, words of the trade in each language', () => {
    for (const [left, right] of [
      ['Velhane Transport SPRL', 'ООО Вельхане Транспорт'],
      ['Tarnova Logistics Ltd', 'Тарнова Логистика ООО'],
      ['Barzani Shipping Services Ltd', 'ברזני שירותי ספנות בע״מ'],
      ['Karam Trading Company', 'شركة كرم للتجارة'],
      ['Marinos Construction S.A.', 'ΜΑΡΙΝΟΣ ΚΑΤΑΣΚΕΥΕΣ Α.Ε.'],
    ] as const) {
      expect(weight(left, right), `${left} – ${right}`).toBeGreaterThan(LIKELY);
    }
  });

  it('agree when written together or apart, with the article or without, and mistyped by a letter', () => {
    expect(weight('Oost Kaai Loodsen BV', 'Oostkaai Loodsen B.V.')).toBeGreaterThan(LIKELY);
    expect(weight('The Quay & Sons Company', 'Quay and Sons Co.')).toBeGreaterThan(LIKELY);
    expect(compareOrganisations(['Lindwurm Werke AG'], ['Lindwurn Werke AG'])).toMatchObject({
      level: 'close',
      because: 'the names agree but for a letter or two',
    });
  });

  it('are told apart by what they do, by a word for the group, by number and by country', () => {
    for (const [left, right, because] of [
      ['Velhane Trading LLC', 'Velhane Logistics LLC', /sister/],
      ['Velhane Holding SA', 'Velhane Trading SA', /telling|more|differ|sister/],
      ['Kestrel Star 5', 'Kestrel Star 6', /numbers differ/],
      ['Averel Fund II', 'Averel Fund', /number/],
      ['Velhane Morocco SA', 'Velhane Algérie SA', /countries/],
      ['Velhane Steel Ltd', 'Orvane Steel Ltd', /telling words differ/],
    ] as const) {
      const level = compareOrganisations([left], [right]);
      expect(level.weight, `${left} – ${right}`).toBeLessThan(LIKELY);
      expect(level.because).toMatch(because);
    }
    expect(weight('Kestrel Star 5', 'Kestrel Star No. 05')).toBeGreaterThan(LIKELY);
    expect(weight('First Kestrel Line', '1st Kestrel Line')).toBeGreaterThan(LIKELY);
  });

  it('that share only words of many firms count for little', () => {
    expect(weight('International Trading Company', 'Velhane International Trading Company')).toBeLessThan(4);
    expect(weight('Velhane Oostkaai Werf', 'Velhane Oostkaai Werf')).toBeGreaterThan(
      weight('Global Trading Services', 'Global Trading Services'),
    );
  });

  it('are one when the short is made of the initials of the long', () => {
    expect(compareOrganisations(['OKW'], ['Oostkaaise Kranen Werf NV'])).toMatchObject({ level: 'close' });
    expect(weight('OKX', 'Oostkaaise Kranen Werf NV')).toBeLessThan(0);
  });

  it('are the best of all names each bears, and nothing without names', () => {
    expect(compareOrganisations(['Orvane', 'Velhane Transport'], ['Velhane Transport']).level).toBe('exact');
    expect(weight('Orvane Steel a.k.a. Kestrel Works', 'Kestrel Works')).toBeGreaterThan(LIKELY);
    expect(compareOrganisations([], ['Velhane'])).toMatchObject({ level: 'not-given', weight: 0 });
    expect(compareOrganisations(['GmbH'], ['Velhane'])).toMatchObject({ level: 'not-given' });
  });

  it('are compared alike from both sides, and never break on any text', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'Velhane',
        'Transport',
        'GmbH',
        '&',
        'II',
        '5',
        'وقف',
        'ООО',
        'בע״מ',
        'Morocco',
        'S.p.A.',
        '株式会社',
      ),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    );
    const name = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(name, name, (left, right) => {
        if (prepareOrganisation(left) === null || prepareOrganisation(right) === null) return;
        const there = weight(left, right);
        expect(Number.isFinite(there)).toBe(true);
        expect(weight(right, left)).toBeCloseTo(there, 9);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('the key form of an organisation', () => {
  it('says the words of the trade in one language and keeps numbers', () => {
    expect(standardiseOrganisation({ name: 'Velhane Spedition 5 GmbH' })?.skeletons).toEqual(
      standardiseOrganisation({ name: 'Вельхане перевозки 5 ООО' })?.skeletons,
    );
    expect(standardiseOrganisation({ name: 'Velhane 5' })?.skeletons).not.toEqual(
      standardiseOrganisation({ name: 'Velhane 6' })?.skeletons,
    );
    expect(standardiseOrganisation({ name: 'Frank & Polk GmbH' })?.skeletons).toHaveLength(2);
  });
});
