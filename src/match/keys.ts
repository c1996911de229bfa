import { checkSizeClass } from './chance.ts';
import { identifierKeys } from './identifier-keys.ts';
import { KeyDrawer, type Keys } from './key-drawer.ts';
import type { KeyOptions } from './key-options.ts';
import { personValues } from './person-keys.ts';
import { personParts } from './person-parts.ts';
import { weekKeys } from './phone-keys.ts';
import { placeKeys } from './place-keys.ts';
import type { Subject } from './subject.ts';

export const RECORD_KEYS_MAX = 24;
export const QUESTION_KEYS_MAX = 64;

/**
 * The canonical keys a record publishes to a partner whose holding has this size class, at most 24, the most telling first.
 * Half keys come only when asked for: they go out in pairs (half-pairs.ts), never bare. `joined`: canonical phone
 * numbers whose bare form the density quota keeps in (density-quota.ts).
 */
export function recordKeys(
  subject: Subject,
  o: { sizeClass: number; defaultCountry: string; withHalves?: boolean; joined?: ReadonlySet<string> },
): Keys {
  return deriveKeys(subject, {
    ...o,
    asks: false,
    keysMax: RECORD_KEYS_MAX,
    withHalves: o.withHalves ?? false,
    joined: o.joined ?? new Set(),
  });
}

/**
 * The keys an asker spends on a subject: the same canonical forms with spellings, plates' countries and weeks, at most 64.
 * `joined`: a number is also asked with its user's names, its contacts and handsets, for partners with more numbers than
 * their quota lets out bare.
 */
export function questionKeys(
  subject: Subject,
  o: {
    sizeClass: number;
    defaultCountry: string;
    withHalves?: boolean;
    joined?: boolean;
  },
): Keys {
  return deriveKeys(subject, {
    ...o,
    asks: true,
    keysMax: QUESTION_KEYS_MAX,
    withHalves: o.withHalves ?? false,
    joined: o.joined ?? false,
  });
}

function deriveKeys(subject: Subject, o: KeyOptions): Keys {
  checkSizeClass(o.sizeClass);
  const drawer = new KeyDrawer(o);
  identifierKeys(subject, o, drawer);
  personKeys(subject, o, drawer);
  placeKeys(subject, o, drawer);
  weekKeys(subject, o, drawer);
  return drawer.close();
}

function personKeys(subject: Subject, o: KeyOptions, drawer: KeyDrawer): void {
  if (subject.kind !== 'person') return;
  const part = personParts(subject, o.asks);
  if (part.names.length === 0) {
    if (subject.nationalNumbers.length > 0) drawer.withhold('national-number+name', 'no name');
    if (subject.names.length > 0) drawer.withhold('name+birthdate', 'no word of the name can carry a key');
    return;
  }
  if (part.dates.length === 0) {
    const because = subject.birthDates.length === 0 ? 'no birth date' : 'the birth date is not a whole date';
    drawer.withhold('name+birthdate', because);
  }
  for (const { rule, value, about, subjectPart } of personValues(
    part,
    subject.nationalNumbers.slice(0, 8),
    o.sizeClass,
  )) {
    drawer.put(rule, value, about, subjectPart);
  }
}
