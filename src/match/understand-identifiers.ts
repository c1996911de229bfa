import { dateText, standardiseDate } from './date.ts';
import { standardiseDocument } from './document.ts';
import { standardiseIccid, standardiseImei, standardiseImsi, type StandardNumber } from './equipment.ts';
import { nationalNumberCountries, standardiseNationalNumber } from './national-number.ts';
import { isGenericPhone, standardisePhone } from './phone.ts';
import { standardisePlate, standardiseVin } from './plate.ts';
import type { Subject } from './subject.ts';
import { takeAccounts } from './understand-accounts.ts';
import { after, alone } from './understand-patterns.ts';
import type { Found, Scan } from './understand-scan.ts';
import { takeWindows } from './understand-window.ts';
import { LABELS } from './understand-words.ts';
import { standardiseImo, standardiseMmsi } from './vessel.ts';

interface Context {
  readonly defaultCountry: string;
  readonly today: string;
}

/** Takes every identifier out of the line, the surest shapes first, and notes it on the subject. */
export function takeIdentifiers(scan: Scan, subject: Subject, o: Context): void {
  takeWindows(scan, subject);
  takeAccounts(scan, subject);
  takeLabelled(scan, subject, o);
  takeNationalNumbers(scan, subject);
  takeDates(scan, subject, o);
  takeEquipment(scan, subject);
  takePlates(scan, subject, o);
  takePhones(scan, subject, o);
}

function takeLabelled(scan: Scan, subject: Subject, o: Context): void {
  scan.take(after('imei', '[\\d٠-٩۰-۹ ./-]{14,24}'), (value) => readImei(value, subject));
  scan.take(after('imsi', '[\\d ./-]{14,20}'), (value) => readImsi(value, subject));
  scan.take(after('iccid|sim(?: card)?', '89[\\d ./-]{16,26}'), (value) => readIccid(value, subject));
  scan.take(after('imo', '\\d{7}'), (value) => readShip('imo', value, subject));
  scan.take(after('mmsi', '\\d{9}'), (value) => readShip('mmsi', value, subject));
  scan.take(after('vin|chassis', '[a-z0-9 -]{17,22}'), (value) => readVin(value, subject));
  for (const [kind, labels] of [
    ['passport', LABELS.passport],
    ['id-card', LABELS.idCard],
    ['driving-licence', LABELS.licence],
  ] as const) {
    scan.take(after(labels, '(?:[a-z]{2} )?[a-z0-9][a-z0-9-]{4,18}'), (value) =>
      readDocument(kind, value, subject, o),
    );
  }
  scan.take(after(LABELS.plate, '[a-z0-9]{1,4}(?:[ ·.-]?[a-z0-9]{1,4}){1,3}'), (value) =>
    readPlate(value, subject, o),
  );
}

function takeNationalNumbers(scan: Scan, subject: Subject): void {
  const read = (value: string): Found | null => {
    const [country] = nationalNumberCountries(value);
    const standard = country === undefined ? null : standardiseNationalNumber(country, value);
    if (country === undefined || standard === null) return null;
    subject.nationalNumbers.push({ country, number: standard.canonical });
    return {
      type: 'national-number',
      canonical: `${country} ${standard.canonical}`,
      note: 'check digit holds',
    };
  };
  scan.take(after(LABELS.national, '[\\d][\\d .ab/-]{7,22}\\d'), read);
  scan.take(alone('\\d{2}\\.\\d{2}\\.\\d{2}-\\d{3}\\.\\d{2}'), read);
  scan.take(alone('[12] ?\\d{2} ?\\d{2} ?(?:\\d{2}|2[ab]) ?\\d{3} ?\\d{3} ?\\d{2}'), read);
}

function takeDates(scan: Scan, subject: Subject, o: Context): void {
  const read = (value: string): Found | null => {
    const date = standardiseDate(value);
    if (date === null || `${date.year}` > o.today.slice(0, 4)) return null;
    subject.birthDates.push(value);
    return { type: 'birth-date', canonical: dateText(date), note: dateNote(date, value) };
  };
  const digits = '[\\d٠-٩۰-۹]';
  scan.take(
    after(
      LABELS.born,
      `(?:${digits}{1,4}[-/. ]){1,2}${digits}{1,4}|\\d{1,2}\\.? \\p{L}{3,12}\\.? \\d{4}|\\d{8}|\\d{4}`,
    ),
    read,
  );
  scan.take(alone(`${digits}{1,2}[-/.]${digits}{1,2}[-/.]${digits}{4}`), read);
  scan.take(alone(`${digits}{4}-${digits}{2}-${digits}{2}`), read);
  scan.take(alone('\\d{1,2}(?:\\.|er|st|nd|rd|th)? \\p{L}{3,12}\\.? (?:19|20)\\d{2}'), read);
}

function dateNote(date: NonNullable<ReturnType<typeof standardiseDate>>, value: string): string {
  if (date.precision === 'year')
    return /^\D*0?1\D+0?1\D/.test(value) || value.endsWith('-01-01')
      ? 'the year only: 1 January stands for unknown'
      : 'the year only';
  if (date.precision === 'month') return 'no day given';
  if (!date.swappable || /\p{L}/u.test(value)) return '';
  return `or ${date.month} ${MONTHS[date.day - 1] ?? ''}`;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function takeEquipment(scan: Scan, subject: Subject): void {
  scan.take(alone('89\\d{16,18}'), (value) => readIccid(value, subject));
  scan.take(alone('[a-hj-npr-z0-9]{17}'), (value) => (/[a-z]/i.test(value) ? readVin(value, subject) : null));
  scan.take(alone('\\d{15}|\\d{2}-\\d{6}-\\d{6}-\\d'), (value) => {
    const imei = standardiseImei(value);
    return imei?.check === 'holds' ? readImei(value, subject) : readImsi(value, subject);
  });
}

function takePlates(scan: Scan, subject: Subject, o: Context): void {
  scan.take(alone('[a-z0-9]{1,4}-[a-z0-9]{1,4}(?:-[a-z0-9]{1,4})?'), (value) => {
    const plate = standardisePlate(value, undefined);
    const isPlate = plate !== null && /[a-z]/i.test(value) && plate.alternatives.length > 0;
    return isPlate ? readPlate(value, subject, o) : null;
  });
}

function takePhones(scan: Scan, subject: Subject, o: Context): void {
  const digit = '[\\d٠-٩۰-۹]';
  const labels = `(?:(?<![\\p{L}\\d])(?:${LABELS.phone})[\\s:.=]{1,3})?`;
  const pattern = new RegExp(
    `${labels}(?<value>(?<![\\p{L}\\d])(?:\\+ ?|\\()?${digit}(?:[ ().\\/-]{0,3}${digit}){5,17})(?![\\p{L}\\d])`,
    'giu',
  );
  scan.take(pattern, (value) => {
    const phone = standardisePhone(value, o.defaultCountry);
    if (phone === null) return null;
    if (isGenericPhone(phone.canonical))
      return { type: 'unused', canonical: phone.canonical, note: 'a service or filler number' };
    subject.phones.push({ number: value });
    return {
      type: 'phone',
      canonical: phone.canonical,
      note: phone.understood ? '' : 'kept as said: no country reads it',
    };
  });
}

function readImei(value: string, subject: Subject): Found | null {
  const imei = standardiseImei(value);
  if (imei === null) return null;
  subject.devices.push({ imei: value });
  return { type: 'imei', canonical: imei.canonical, note: checkNote(imei) };
}

function readImsi(value: string, subject: Subject): Found | null {
  const imsi = standardiseImsi(value);
  if (imsi === null) return null;
  subject.sims.push({ imsi: value });
  return { type: 'imsi', canonical: imsi.canonical, note: '' };
}

function readIccid(value: string, subject: Subject): Found | null {
  const iccid = standardiseIccid(value);
  if (iccid === null) return null;
  subject.sims.push({ iccid: value });
  return { type: 'iccid', canonical: iccid.canonical, note: checkNote(iccid) };
}

function checkNote(number: StandardNumber): string {
  return number.check === 'fails' ? 'check digit does not hold; kept as said' : '';
}

function readVin(value: string, subject: Subject): Found | null {
  const vin = standardiseVin(value);
  if (vin === null) return null;
  subject.vehicles.push({ vin });
  return { type: 'vin', canonical: vin, note: '' };
}

function readShip(kind: 'imo' | 'mmsi', value: string, subject: Subject): Found | null {
  const ship = kind === 'imo' ? standardiseImo(value) : standardiseMmsi(value);
  if (ship === null)
    return { type: 'unused', canonical: value, note: `not a ship number (${kind.toUpperCase()})` };
  (subject.vessels ??= []).push({ [kind]: value });
  return { type: kind, canonical: ship.canonical, note: checkNote(ship) || `ship, ${kind.toUpperCase()}` };
}

function readDocument(kind: string, value: string, subject: Subject, o: Context): Found | null {
  const said = /^([a-z]{2}) (.+)$/i.exec(value);
  const issuer = said?.[1]?.toUpperCase() ?? o.defaultCountry;
  const document = standardiseDocument({ kind, issuer, number: said?.[2] ?? value });
  if (document === null) return null;
  subject.documents.push({ kind, issuer, number: document.number });
  const note = said === null ? `issuer taken to be ${issuer}` : '';
  return { type: 'document', canonical: `${kind} ${issuer} ${document.number}`, note };
}

function readPlate(value: string, subject: Subject, o: Context): Found | null {
  const plate = standardisePlate(value, undefined);
  if (plate === null) return null;
  subject.vehicles.push({ plate: value });
  const countries = [...new Set([o.defaultCountry, ...plate.alternatives.map((other) => other.country)])];
  return { type: 'plate', canonical: plate.canonical, note: `asked as ${countries.join(', ')}` };
}
