import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES, CLASSIFICATIONS, HANDLING_CODES } from '../model/index.ts';
import { isShareable, multiplicityRule, RULES, type SharingFacts } from './index.ts';

const FREE: SharingFacts = {
  category: 'suspect',
  classification: 'none',
  handling: ['H0'],
  restricted: false,
  reviewOn: '2027-01-01',
  received: false,
  today: '2026-11-23',
};

describe('what may be shared', () => {
  it('are suspects, convicted people, contacts and others, and things without a category', () => {
    for (const category of ['suspect', 'convicted', 'contact', 'other'] as const) {
      expect(isShareable({ ...FREE, category })).toEqual({ shareable: true });
    }
    const { category: _, ...thing } = FREE;
    expect(isShareable(thing)).toEqual({ shareable: true });
  });

  it('are never informants, victims, witnesses or uncategorised people, by no setting', () => {
    const facts = fc.record({
      category: fc.constantFrom(...CATEGORIES),
      classification: fc.constantFrom(...CLASSIFICATIONS),
      handling: fc.subarray([...HANDLING_CODES]),
      restricted: fc.boolean(),
      reviewOn: fc.constantFrom('2020-01-01', '2026-11-23', '2099-01-01', 'never', ''),
      received: fc.boolean(),
      today: fc.constant('2026-11-23'),
    });
    fc.assert(
      fc.property(facts, (known) => {
        const answer = isShareable(known);
        const isFree =
          ['suspect', 'convicted', 'contact', 'other'].includes(known.category) &&
          known.classification === 'none' &&
          !known.handling.includes('H3') &&
          !known.restricted &&
          !known.received &&
          ['2026-11-23', '2099-01-01'].includes(known.reviewOn);
        expect(answer.shareable).toBe(isFree);
        if (!answer.shareable) expect(answer.because).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  it('ends with the review date', () => {
    expect(isShareable({ ...FREE, reviewOn: '2026-11-23' }).shareable).toBe(true);
    expect(isShareable({ ...FREE, reviewOn: '2026-11-22' })).toEqual({
      shareable: false,
      because: 'past its review date',
    });
  });
});

describe('a key that many bear', () => {
  it('gives way to a more specific one when it is a name, above eight people', () => {
    expect(multiplicityRule('name+birthdate', 8).publish).toBe('name+birthdate');
    expect(multiplicityRule('name+birthdate', 9).publish).toBe('names+birthdate');
    expect(multiplicityRule('names+birthyear', 9).publish).toBe('names+birthdate');
  });

  it('stays, graded as shared by many, when it is an identifier: never nothing', () => {
    expect(multiplicityRule('phone', 30)).toMatchObject({ publish: 'phone', sharedByMany: true });
    for (const { rule } of RULES) expect(multiplicityRule(rule, 1000).publish).not.toBe('');
  });
});
