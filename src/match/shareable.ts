import type { Category, Classification, Handling } from '../model/index.ts';

/** What is known of a record when it is decided whether its keys may go into the sealed index. */
export interface SharingFacts {
  /** Present exactly on persons; for a thing, that of the shareable person or event that uses it. */
  readonly category?: Category;
  readonly classification: Classification;
  readonly handling: Handling;
  readonly restricted: boolean;
  /** ISO date. */
  readonly reviewOn: string;
  /** True for a partner's copy. */
  readonly received: boolean;
  /** ISO date. */
  readonly today: string;
}

export type Shareable =
  | { readonly shareable: true }
  | { readonly shareable: false; readonly because: string };

const NEVER: Readonly<Partial<Record<Category, string>>> = {
  informant: 'informants are never shared, by no setting',
  victim: 'victims are not shared',
  witness: 'witnesses are not shared',
  uncategorised: 'nobody has said yet what this person is to the case',
};

/** Whether a record's keys may be published to partners; if not, the first reason that stands against it. */
export function isShareable(facts: SharingFacts): Shareable {
  const never = facts.category === undefined ? undefined : NEVER[facts.category];
  if (never !== undefined) return { shareable: false, because: never };
  if (facts.received)
    return { shareable: false, because: 'a copy received from a partner is never published onward' };
  if (facts.classification !== 'none') return { shareable: false, because: 'classified' };
  if (facts.restricted) return { shareable: false, because: 'restricted' };
  if (facts.handling.includes('H3')) {
    return { shareable: false, because: 'handling code H3: a person must read the restriction and decide' };
  }
  if (!/^\d{4}-\d\d-\d\d/.test(facts.reviewOn) || facts.reviewOn.slice(0, 10) < facts.today.slice(0, 10)) {
    return { shareable: false, because: 'past its review date' };
  }
  return { shareable: true };
}
