import { describe, expect, it } from 'vitest';
import type { PreviewView } from '../desk/index.ts';
import { describePreview } from './ask-words.ts';

const NOTHING: PreviewView = { own: [], copies: [], stopped: [], keys: [], withheld: [], partners: [] };
const partner = {
  agencyId: 'crp',
  ready: true,
  classes: [{ keyClass: 'communication', keys: 1, padded: 16, budgetUsed: 32, budgetPerDay: 20_000 }],
} as const;

describe('a preview in words', () => {
  it('says what would be asked of whom and what is left of the budget', () => {
    const key = { about: 'phone', keyClass: 'communication', rule: 'phone', count: 1 } as const;
    expect(describePreview({ ...NOTHING, keys: [key], partners: [partner] })).toBe(
      'Own records that fit: 0; received copies: 0\nWould ask: phone (phone, 1 key)\n  crp: communication 16 of 19968 left today',
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
