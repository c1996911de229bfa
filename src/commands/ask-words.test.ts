import { describe, expect, it } from 'vitest';
import type { PreviewView } from '../desk/index.ts';
import { describePreview } from './ask-words.ts';

const NOTHING: PreviewView = { own: [], copies: [], stopped: [], keys: [], withheld: [], partners: [] };
const left = {
  budget: 'budget-officer',
  budgetUsed: 32,
  budgetLimit: 10_000,
  largest: 9_968,
  whenFull: 'You have used up your share.',
} as const;
const partner = {
  agencyId: 'crp',
  ready: true,
  classes: [{ keyClass: 'communication', keys: 1, padded: 16, ...left }],
} as const;

describe('a preview in words', () => {
  it('says what would be asked of whom and what is left of the budget', () => {
    const key = { about: 'phone', keyClass: 'communication', rule: 'phone', count: 1 } as const;
    expect(describePreview({ ...NOTHING, keys: [key], partners: [partner] })).toBe(
      'Own records that fit: 0; received copies: 0\nWould ask: phone (phone, 1 key)\n  crp: communication 16 of 9968 left',
    );
  });

  it('says which budget has no room for it', () => {
    const key = { about: 'phone', keyClass: 'communication', rule: 'phone', count: 1 } as const;
    const full = { ...partner, classes: [{ ...partner.classes[0], largest: 0 }] };
    expect(describePreview({ ...NOTHING, keys: [key], partners: [full] })).toContain(
      'crp: communication 16 of 0 left: You have used up your share.',
    );
  });

  it('says that there is nothing to ask, and why, instead of naming partners with nothing behind them', () => {
    const withheld = [{ rule: 'name+birthdate', about: 'a name', because: 'there is no birth date' }];
    const empty = { ...partner, classes: [] };
    expect(describePreview({ ...NOTHING, withheld, partners: [empty] })).toBe(
      'Own records that fit: 0; received copies: 0\nNot asked: a name (name+birthdate): there is no birth date\nThere is nothing in it that partners could be asked.',
    );
  });
});
