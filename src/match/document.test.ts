import { describe, expect, it } from 'vitest';
import { compare, emptySubject, questionKeys, recordKeys, type Subject } from './index.ts';

/** Invented numbers in the forms that states give theirs. */
function holder(kind: string, issuer: string, number: string): Subject {
  return { ...emptySubject('person'), documents: [{ kind, issuer, number }] };
}
const HOW = { sizeClass: 10_000, defaultCountry: 'BE' };
const recorded = (subject: Subject) => recordKeys(subject, HOW).keys.map((key) => key.value);
const asked = (subject: Subject) => questionKeys(subject, HOW).keys.map((key) => key.value);
const agree = (left: Subject, right: Subject) =>
  compare(left, right).levels.find(({ attribute }) => attribute === 'document')?.level;

describe('a document that does not say its issuer', () => {
  it('is recorded as one of the own country, unless that country builds its numbers otherwise', () => {
    expect(recorded(holder('passport', '', 'EM 123456'))).toEqual(['passport|BE|EM123456']);
    // Two digits, two letters, five digits: France; a Belgian passport has two letters and six digits.
    expect(recorded(holder('passport', '', '12AB34567'))).toEqual([]);
  });

  it('is asked under every issuer whose form the number has', () => {
    expect(asked(holder('passport', '', '12AB34567'))).toEqual(
      expect.arrayContaining(['passport|FR|12AB34567']),
    );
    expect(asked(holder('passport', 'FR', '12AB34567'))).toEqual(['passport|FR|12AB34567']);
  });

  it('agrees with the same document whose issuer is said, and two issuers never agree', () => {
    const french = holder('passport', 'FR', '12AB34567');
    expect(agree(holder('passport', '', '12AB34567'), french)).toBe('exact');
    expect(agree(holder('passport', 'DE', '12AB34567'), french)).not.toBe('exact');
    expect(agree(holder('id-card', '', '12AB34567'), french)).not.toBe('exact');
  });
});
