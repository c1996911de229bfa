import { describe, expect, it } from 'vitest';
import { emptySubject, questionKeys, RULES } from '../../match/index.ts';
import type { PartnerIndex } from '../follow/partner-index.ts';
import { publishedBy } from './published-rules.ts';

/** A partner of the version before ships had keys. */
const OLDER = {
  segments: {
    rules: { vehicle: ['plate', 'vin'], communication: RULES.map(({ rule }) => rule) },
  },
} as unknown as PartnerIndex;
const { keys } = questionKeys(
  { ...emptySubject('thing'), phones: [{ number: '+33639984711' }], vessels: [{ imo: '9074729' }] },
  { sizeClass: 10_000, defaultCountry: 'BE' },
);

describe('what an older partner publishes nothing of', () => {
  it('is not asked of it, and named', () => {
    const asked = publishedBy(OLDER, keys, false);
    expect(asked.keys.map(({ rule }) => rule)).toEqual(['phone']);
    expect(asked.unpublished).toEqual(['imo']);
  });

  it('is asked where the question stands, for it may publish it tomorrow', () => {
    const asked = publishedBy(OLDER, keys, true);
    expect(asked.keys.map(({ rule }) => rule)).toEqual(['phone', 'imo']);
    expect(asked.unpublished).toEqual(['imo']);
  });

  it('is not known of a partner whose index is not here', () => {
    expect(publishedBy(null, keys, false)).toEqual({ keys, unpublished: [] });
  });
});
