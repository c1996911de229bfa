import type { PreparedSubject } from './prepared-subject.ts';

export type Term =
  | 'word'
  | 'place'
  | 'occupation'
  | 'address'
  | 'street'
  | 'postcode'
  | 'district'
  | 'region';

/** Of people, the share that has a value by chance. */
export interface Frequencies {
  /** Whether they are the priors alone, so that nothing need be looked up. */
  readonly isShipped: boolean;
  readonly shareOf: (term: Term, value: string, prior: number) => number;
}

/** Where nothing is known of a holding: a place, a code, a street as common as an ordinary one. */
export const PRIOR_SHARES: Readonly<Record<Exclude<Term, 'word'>, number>> = {
  place: 1 / 150,
  occupation: 1 / 25,
  address: 1e-5,
  street: 1e-3,
  postcode: 2e-4,
  district: 2e-3,
  region: 0.03,
};

/** What ships: names by their own table, everything else as ordinary. */
export const SHIPPED_FREQUENCIES: Frequencies = { isShipped: true, shareOf: (_term, _value, prior) => prior };

/** The prior counts as much as this many records. */
const PRIOR_RECORDS = 1000;

/**
 * How common each value is in a holding, mixed with what ships so that a small holding does not mislead. A snapshot: it
 * does not change as records come.
 */
export function countFrequencies(subjects: Iterable<PreparedSubject>): Frequencies {
  const counts = new Map<string, number>();
  let records = 0;
  const count = (term: Term, value: string): void => {
    const key = `${term} ${value}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const subject of subjects) {
    records += 1;
    for (const name of subject.names.slice(0, 1)) for (const word of name.words) count('word', word.latin);
    for (const place of subject.places) count('place', place);
    for (const occupation of subject.occupations) count('occupation', occupation);
    for (const address of subject.addresses) {
      if (address.whole !== '') count('address', address.whole);
      if (address.words.length > 0) count('street', address.words.join(' '));
      if (address.postcode !== '') count('postcode', address.postcode);
      if (address.district !== '')
        count(address.district.length > 2 ? 'district' : 'region', address.district);
    }
  }
  return {
    isShipped: false,
    shareOf: (term, value, prior) =>
      ((counts.get(`${term} ${value}`) ?? 0) + prior * PRIOR_RECORDS) / (records + PRIOR_RECORDS),
  };
}
