import { isGenericEmail, standardiseEmail, standardiseIban } from './accounts.ts';
import { standardiseAddress } from './address.ts';
import { FULL_KEY_MAX, checkSizeClass, expectedChanceMatches, isFull } from './chance.ts';
import { standardiseDocument } from './document.ts';
import { standardiseIccid, standardiseImei, standardiseImsi } from './equipment.ts';
import { isoWeek, weeksBetween } from './iso-week.ts';
import { standardiseOrganisation } from './organisation.ts';
import { type PersonPart, personParts, personValues } from './person-keys.ts';
import { isGenericPhone, standardisePhone } from './phone.ts';
import { standardisePlate, standardiseVin } from './plate.ts';
import { keyClassOf, type Rule } from './rules.ts';
import type { Subject } from './subject.ts';
import type { KeyClass } from '../model/index.ts';

/** One conjunction of values, ready to be sealed. */
export interface MatchKey {
  readonly keyClass: KeyClass;
  readonly rule: Rule;
  /** Canonical and deterministic; parts are parted by '|'. */
  readonly value: string;
  /** What of the subject it is about, for the desk: 'phone +33639984711'. */
  readonly about: string;
  /** The subject's own value that led to it, as written. */
  readonly subjectPart: string;
}

/** A rule that gave no key for a value, and why. */
export interface Withheld {
  readonly rule: Rule;
  readonly because: string;
}

export interface Keys {
  readonly keys: MatchKey[];
  readonly withheld: Withheld[];
}

export const RECORD_KEYS_MAX = 24;
export const QUESTION_KEYS_MAX = 64;
/** Weeks a question may spend on one number. */
export const WINDOW_WEEKS_MAX = 12;
/** Of each kind of value, this many are looked at; a subject with more is said to have more. */
const VALUES_MAX = 64;

/** The canonical keys a record publishes to a partner whose holding has this size class: full keys only, at most 24. */
export function recordKeys(subject: Subject, o: { sizeClass: number; defaultCountry: string }): Keys {
  return deriveKeys(subject, { ...o, asks: false, keysMax: RECORD_KEYS_MAX });
}

/** The keys an asker spends on a subject: the same canonical forms with spellings, plates' countries and weeks, at most 64. */
export function questionKeys(
  subject: Subject,
  o: { sizeClass: number; defaultCountry: string; window?: { from: string; to: string } },
): Keys {
  return deriveKeys(subject, { ...o, asks: true, keysMax: QUESTION_KEYS_MAX });
}

interface Options {
  readonly sizeClass: number;
  readonly defaultCountry: string;
  readonly window?: { from: string; to: string };
  readonly asks: boolean;
  readonly keysMax: number;
}

function deriveKeys(subject: Subject, o: Options): Keys {
  checkSizeClass(o.sizeClass);
  const drawer = new Drawer(o);
  identifierKeys(subject, o, drawer);
  personKeys(subject, o, drawer);
  placeKeys(subject, o, drawer);
  weekKeys(subject, o, drawer);
  return drawer.close();
}

/** Collects keys in order of worth: full ones once each, up to the limit; everything else with its reason. */
class Drawer {
  readonly #options: Options;
  readonly #keys = new Map<string, MatchKey>();
  readonly #withheld = new Map<string, Withheld>();
  readonly #common = new Map<Rule, string>();
  readonly #over = new Map<Rule, number>();

  constructor(options: Options) {
    this.#options = options;
  }

  put(rule: Rule, value: string, about: string, subjectPart: string): boolean {
    const { sizeClass, keysMax } = this.#options;
    if (!isFull(rule, sizeClass, value)) {
      // The rarest of a rule's values speaks for it; its sentence is written only when no other value gave a key.
      if (!this.#common.has(rule)) this.#common.set(rule, value);
      return false;
    }
    const id = `${rule}\u0000${value}`;
    if (this.#keys.has(id)) return true;
    if (this.#keys.size >= keysMax) this.#over.set(rule, (this.#over.get(rule) ?? 0) + 1);
    else this.#keys.set(id, { keyClass: keyClassOf(rule), rule, value, about, subjectPart });
    return true;
  }

  withhold(rule: Rule, because: string): void {
    this.#withheld.set(`${rule}\u0000${because}`, { rule, because });
  }

  close(): Keys {
    for (const [rule, count] of this.#over) {
      this.withhold(rule, `${count} more than the ${this.#options.keysMax} keys one subject may have`);
    }
    const keys = [...this.#keys.values()];
    for (const [rule, value] of this.#common) {
      if (!keys.some((key) => key.rule === rule))
        this.withhold(rule, tooCommon(rule, this.#options.sizeClass, value));
    }
    return { keys, withheld: [...this.#withheld.values()] };
  }
}

/** As it was written, with its town: a person must know it again. */
function aboutAddress({ text, city }: Subject['addresses'][number]): string {
  return `address ${text}${city === undefined || text.includes(city) ? '' : `, ${city}`}`.slice(0, 200);
}

function tooCommon(rule: Rule, sizeClass: number, value: string): string {
  const expected = expectedChanceMatches(rule, sizeClass, value);
  const figure = expected >= 10 ? expected.toFixed(0) : expected.toPrecision(1);
  return `too common: about ${figure} of ${sizeClass} records would match by chance, ${FULL_KEY_MAX} allowed`;
}

function identifierKeys(subject: Subject, o: Options, drawer: Drawer): void {
  for (const { number } of subject.phones.slice(0, VALUES_MAX)) {
    const phone = standardisePhone(number, o.defaultCountry);
    if (phone === null) drawer.withhold('phone', 'not a phone number');
    else if (isGenericPhone(phone.canonical)) drawer.withhold('phone', 'a service or filler number');
    else if (phone.canonical.length < 11 && !phone.understood)
      drawer.withhold('phone', 'too short to be told from others');
    else drawer.put('phone', phone.canonical, `phone ${phone.canonical}`, number);
  }
  for (const { imei } of subject.devices.slice(0, VALUES_MAX)) putImei(imei, drawer);
  for (const sim of subject.sims.slice(0, VALUES_MAX)) putSim(sim, drawer);
  for (const pair of subject.simDevicePairs.slice(0, VALUES_MAX)) putPair(pair, drawer);
  for (const document of subject.documents.slice(0, VALUES_MAX)) putDocument(document, drawer);
  for (const account of subject.accounts.slice(0, VALUES_MAX)) putAccount(account, drawer);
  for (const vehicle of subject.vehicles.slice(0, VALUES_MAX)) putVehicle(vehicle, o, drawer);
}

function putImei(imei: string, drawer: Drawer): void {
  const device = standardiseImei(imei);
  if (device === null) drawer.withhold('imei', 'not a handset number');
  else drawer.put('imei', device.canonical, `handset ${device.canonical}`, imei);
}

function putSim(sim: { iccid?: string; imsi?: string }, drawer: Drawer): void {
  if (sim.iccid !== undefined) {
    const iccid = standardiseIccid(sim.iccid);
    if (iccid === null) drawer.withhold('iccid', 'not a SIM card number');
    else drawer.put('iccid', iccid.canonical, `SIM card ${iccid.canonical}`, sim.iccid);
  }
  if (sim.imsi !== undefined) {
    const imsi = standardiseImsi(sim.imsi);
    if (imsi === null) drawer.withhold('imsi', 'not a subscriber number');
    else drawer.put('imsi', imsi.canonical, `subscriber ${imsi.canonical}`, sim.imsi);
  }
}

function putPair(pair: { iccid?: string; imsi?: string; imei: string }, drawer: Drawer): void {
  const device = standardiseImei(pair.imei);
  const iccid = pair.iccid === undefined ? null : standardiseIccid(pair.iccid);
  const imsi = pair.imsi === undefined ? null : standardiseImsi(pair.imsi);
  if (device === null || (iccid === null && imsi === null))
    drawer.withhold('sim+device', 'SIM card or handset not readable');
  for (const [kind, card] of [
    ['iccid', iccid],
    ['imsi', imsi],
  ] as const) {
    if (device === null || card === null) continue;
    const about = `SIM ${card.canonical} in handset ${device.canonical}`;
    drawer.put('sim+device', `${kind}:${card.canonical}|${device.canonical}`, about, pair.imei);
  }
}

function putDocument(written: { kind: string; issuer: string; number: string }, drawer: Drawer): void {
  const document = standardiseDocument(written);
  if (document === null) drawer.withhold('document', 'the number is too short or filler');
  else if (document.issuer === null) drawer.withhold('document', 'the issuing country is not known');
  else {
    const value = `${document.kind}|${document.issuer}|${document.number}`;
    drawer.put('document', value, `${document.kind} ${document.issuer} ${document.number}`, written.number);
  }
}

function putAccount(account: { iban?: string; email?: string }, drawer: Drawer): void {
  if (account.iban !== undefined) {
    const iban = standardiseIban(account.iban);
    if (iban === null) drawer.withhold('iban', 'not a bank account number');
    else drawer.put('iban', iban.canonical, `account ${iban.canonical}`, account.iban);
  }
  if (account.email !== undefined) {
    const email = standardiseEmail(account.email);
    if (email === null) drawer.withhold('email', 'not an e-mail address');
    else if (isGenericEmail(email)) drawer.withhold('email', 'a box shared by an office');
    else drawer.put('email', email, `e-mail ${email}`, account.email);
  }
}

function putVehicle(
  vehicle: { plate?: string; country?: string; vin?: string },
  o: Options,
  drawer: Drawer,
): void {
  if (vehicle.vin !== undefined) {
    const vin = standardiseVin(vehicle.vin);
    if (vin === null) drawer.withhold('vin', 'not a vehicle number');
    else drawer.put('vin', vin, `vehicle number ${vin}`, vehicle.vin);
  }
  if (vehicle.plate === undefined) return;
  const plate = standardisePlate(vehicle.plate, vehicle.country);
  if (plate === null) {
    drawer.withhold('plate', 'not a plate');
    return;
  }
  for (const { country, canonical } of plateForms(vehicle.plate, plate, o)) {
    drawer.put('plate', `${country}|${canonical}`, `plate ${canonical} (${country})`, vehicle.plate);
  }
}

/** A country unsaid: the record takes its own agency's; the asker also spends those whose rules the plate fits. */
function plateForms(
  written: string,
  plate: NonNullable<ReturnType<typeof standardisePlate>>,
  o: Options,
): { country: string; canonical: string }[] {
  if (plate.country !== null) return [{ country: plate.country, canonical: plate.canonical }];
  const home = standardisePlate(written, o.defaultCountry);
  const own = home?.country == null ? [] : [{ country: home.country, canonical: home.canonical }];
  return o.asks ? [...own, ...plate.alternatives] : own;
}

function personKeys(subject: Subject, o: Options, drawer: Drawer): void {
  if (subject.kind !== 'person') return;
  const part: PersonPart = personParts(subject, o.asks);
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
    o,
  )) {
    drawer.put(rule, value, about, subjectPart);
  }
}

function placeKeys(subject: Subject, o: Options, drawer: Drawer): void {
  for (const written of subject.addresses.slice(0, VALUES_MAX)) {
    const address = standardiseAddress(written);
    if (address === null) drawer.withhold('address', 'no street can be read in it');
    else if (address.number === null) drawer.withhold('address', 'no house number: too vague');
    else if (address.city === null) drawer.withhold('address', 'no town: too vague');
    else {
      // The town tells the country better than a clerk's form does, so the country is no part of the key.
      const value = `${address.city}|${address.street}|${address.number}|${address.box ?? ''}`;
      drawer.put('address', value, aboutAddress(written), written.text);
    }
  }
  const named = subject.kind === 'organisation' ? subject.names.map((name) => ({ name })) : [];
  for (const written of [...named, ...subject.organisations].slice(0, VALUES_MAX)) {
    const organisation = standardiseOrganisation(written);
    if (organisation === null) drawer.withhold('organisation', 'nothing but a legal form');
    else if (organisation.distinctive === 0) drawer.withhold('organisation', 'only words many firms share');
    else {
      const country = organisation.country ?? o.defaultCountry;
      const value = `${organisation.skeletons.join(' ')}|${country}`;
      drawer.put('organisation', value, `organisation ${organisation.canonical} (${country})`, written.name);
    }
  }
}

/** Number and ISO week seen. The asker spends the weeks of its window, a record the newest weeks it saw. */
function weekKeys(subject: Subject, o: Options, drawer: Drawer): void {
  const asked =
    o.asks && o.window !== undefined ? weeksBetween(o.window.from, o.window.to, WINDOW_WEEKS_MAX) : null;
  if (asked?.cut === true)
    drawer.withhold(
      'phone+week',
      `the window is longer than ${WINDOW_WEEKS_MAX} weeks; the newest were used`,
    );
  for (const { number, seenOn } of subject.phones.slice(0, VALUES_MAX)) {
    const seen = (seenOn ?? []).map(isoWeek).filter((week) => week !== null);
    if (asked === null && seen.length === 0) continue;
    const phone = standardisePhone(number, o.defaultCountry);
    if (phone === null || !phone.understood || isGenericPhone(phone.canonical)) continue;
    const weeks = asked?.weeks ?? [...new Set(seen)].sort().reverse().slice(0, 8);
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
