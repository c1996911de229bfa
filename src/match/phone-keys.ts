import { standardiseImei } from './equipment.ts';
import { isoWeek, weeksBetween } from './iso-week.ts';
import type { KeyDrawer } from './key-drawer.ts';
import { type KeyOptions, VALUES_MAX, WINDOW_WEEKS_MAX } from './key-options.ts';
import { personParts, waysOf } from './person-parts.ts';
import { isGenericPhone, type StandardPhone, standardisePhone } from './phone.ts';
import type { Subject } from './subject.ts';

/** Of a number's joined forms this many of each kind. */
const CONTACTS_MAX = 16;

let last: { text: string; country: string; phone: StandardPhone | null } | null = null;

/** The number read last is remembered: it is asked for once bare and once for its weeks. */
function readPhone(text: string, country: string): StandardPhone | null {
  if (last?.text !== text || last.country !== country)
    last = { text, country, phone: standardisePhone(text, country) };
  return last.phone;
}

/** The bare numbers, and their conjunctions where the density quota keeps the bare number in. */
export function phoneKeys(subject: Subject, o: KeyOptions, drawer: KeyDrawer): void {
  for (const { number } of subject.phones.slice(0, VALUES_MAX)) {
    const phone = readPhone(number, o.defaultCountry);
    if (phone === null) drawer.withhold('phone', 'not a phone number');
    else if (isGenericPhone(phone.canonical)) drawer.withhold('phone', 'a service or filler number');
    else if (phone.canonical.length < 11 && !phone.understood)
      drawer.withhold('phone', 'too short to be told from others');
    else {
      if (isKeptIn(phone.canonical, o)) drawer.withhold('phone', 'the quota of bare numbers is full: joined');
      else drawer.put('phone', phone.canonical, `phone ${phone.canonical}`, number);
      if (isJoined(phone.canonical, o))
        joinedKeys(subject, { canonical: phone.canonical, number }, o, drawer);
    }
  }
}

function isKeptIn(canonical: string, o: KeyOptions): boolean {
  return !o.asks && typeof o.joined !== 'boolean' && o.joined.has(canonical);
}

function isJoined(canonical: string, o: KeyOptions): boolean {
  return typeof o.joined === 'boolean' ? o.joined : o.joined.has(canonical);
}

/** Number and name of its user, number and number in contact (sorted), number and handset. */
function joinedKeys(
  subject: Subject,
  phone: { canonical: string; number: string },
  o: KeyOptions,
  drawer: KeyDrawer,
): void {
  const { canonical, number } = phone;
  if (subject.kind === 'person') {
    for (const { way } of waysOf(personParts(subject, o.asks)).sort(
      (left, right) => left.depth - right.depth,
    ))
      drawer.put(
        'phone+name',
        `${canonical}|${way.skeleton}`,
        `phone ${canonical} and name ${way.latin}`,
        number,
      );
  }
  for (const contact of (subject.phoneContacts ?? []).slice(0, CONTACTS_MAX)) {
    const [one, other] = [contact.number, contact.with].map(
      (written) => readPhone(written, o.defaultCountry)?.canonical,
    );
    if (one === undefined || other === undefined || (one !== canonical && other !== canonical)) continue;
    const value = [one, other].sort().join('|');
    drawer.put('phone+contact', value, `phones ${one} and ${other} in contact`, number);
  }
  for (const pair of (subject.phoneDevicePairs ?? []).slice(0, CONTACTS_MAX)) {
    const device = standardiseImei(pair.imei);
    if (device === null || readPhone(pair.number, o.defaultCountry)?.canonical !== canonical) continue;
    const about = `phone ${canonical} in handset ${device.canonical}`;
    drawer.put('phone+device', `${canonical}|${device.canonical}`, about, number);
  }
}

/** Number and ISO week seen. The asker spends the weeks of its windows, a record the newest weeks it saw. */
export function weekKeys(subject: Subject, o: KeyOptions, drawer: KeyDrawer): void {
  const asked = o.asks ? weeksAsked(subject, drawer) : null;
  for (const { number, seenOn } of subject.phones.slice(0, VALUES_MAX)) {
    const seen = (seenOn ?? []).map(isoWeek).filter((week) => week !== null);
    if (asked === null && seen.length === 0) continue;
    const phone = readPhone(number, o.defaultCountry);
    if (phone === null || !phone.understood || isGenericPhone(phone.canonical)) continue;
    const weeks = asked ?? [...new Set(seen)].sort().reverse().slice(0, 8);
    for (const week of weeks) {
      drawer.put(
        'phone+week',
        `${phone.canonical}|${week}`,
        `phone ${phone.canonical} in week ${week}`,
        number,
      );
    }
  }
}

/** The weeks within which its numbers are said to have been in use, the newest first; null when nothing is said. */
function weeksAsked({ seenWithin = [] }: Subject, drawer: KeyDrawer): readonly string[] | null {
  if (seenWithin.length === 0) return null;
  const weeks = new Set<string>();
  let isCut = false;
  for (const said of seenWithin.slice(0, VALUES_MAX)) {
    const [from = '', to = ''] = said.split('/');
    const found = weeksBetween(from, to, WINDOW_WEEKS_MAX);
    isCut ||= found.cut;
    for (const week of found.weeks) weeks.add(week);
  }
  const newest = [...weeks].sort().reverse();
  if (isCut || newest.length > WINDOW_WEEKS_MAX)
    drawer.withhold('phone+week', `more than ${WINDOW_WEEKS_MAX} weeks; the newest were used`);
  return newest.slice(0, WINDOW_WEEKS_MAX);
}
