import {
  dateText,
  emptySubject,
  standardiseCountry,
  standardiseDate,
  type Subject,
} from '../../match/index.ts';
import type { SearchTerm } from '../../records/index.ts';
import type { ColumnKind } from './screening-columns.ts';

/** Several names or numbers stand in one cell like this. */
const SEVERAL = /\s*[;|\n]\s*/u;

/** The subject that the cells of one row describe; null when nothing in them says who or which. */
export function subjectOfCells(
  columns: readonly (ColumnKind | null)[],
  cells: readonly string[],
): { readonly subject: Subject; readonly country: string | null } {
  const of = (kind: ColumnKind): string[] =>
    columns.flatMap((column, at) =>
      column === kind ? (cells[at] ?? '').split(SEVERAL).filter((value) => value !== '') : [],
    );
  const whole = [...of('given'), ...of('family')].join(' ');
  const names = [...of('name').map(turned), ...(whole === '' ? [] : [whole]), ...of('alias').map(turned)];
  const country =
    of('country')
      .map(standardiseCountry)
      .find((code) => code !== null) ?? null;
  const placed = country === null ? {} : { country };
  const organisations = of('organisation');
  const [bank] = of('bank');
  const isPerson = names.length + of('birth-date').length + of('national-number').length > 0;
  const subject: Subject = {
    ...emptySubject(isPerson ? 'person' : organisations.length > 0 ? 'organisation' : 'thing'),
    names: isPerson ? names : organisations,
    birthDates: of('birth-date'),
    birthPlaces: of('birth-place'),
    nationalNumbers: of('national-number').map((number) => ({ country: country ?? '', number })),
    phones: of('phone').map((number) => ({ number })),
    sims: [...of('iccid').map((iccid) => ({ iccid })), ...of('imsi').map((imsi) => ({ imsi }))],
    devices: of('imei').map((imei) => ({ imei })),
    documents: [
      ...of('passport').map((number) => ({ kind: 'passport', issuer: country ?? '', number })),
      ...of('id-card').map((number) => ({ kind: 'id-card', issuer: country ?? '', number })),
      ...of('licence').map((number) => ({ kind: 'driving-licence', issuer: country ?? '', number })),
    ],
    accounts: [
      ...of('iban').map((iban) => ({ iban })),
      // Where somebody is from does not say where the bank is.
      ...of('account').map((number) => ({ number, ...(bank === undefined ? {} : { bank }) })),
      ...of('crypto-address').map((coin) => ({ coin })),
      ...of('email').map((email) => ({ email })),
    ],
    vessels: [...of('imo').map((imo) => ({ imo })), ...of('mmsi').map((mmsi) => ({ mmsi }))],
    seenWithin: windowOf(of('seen-from'), of('seen-until')),
    vehicles: [...of('plate').map((plate) => ({ plate, ...placed })), ...of('vin').map((vin) => ({ vin }))],
    addresses: addressOf(of('address'), of('city'), placed),
    organisations: isPerson ? organisations.map((name) => ({ name })) : [],
    sexes: of('sex'),
  };
  return { subject, country };
}

/** 'AVERINCK, Tomas' is one name, family name first. */
export function turned(name: string): string {
  const [family, given, ...more] = name.split(',').map((part) => part.trim());
  if (family === undefined || given === undefined || more.length > 0 || family === '' || given === '')
    return name;
  return `${given} ${family}`;
}

/** The days within which a row's numbers were seen; one of the two alone is that day. */
function windowOf(starts: readonly string[], ends: readonly string[]): string[] {
  const dayOf = (text: string | undefined): string | undefined => {
    const date = text === undefined ? null : standardiseDate(text);
    return date?.precision === 'day' ? dateText(date) : undefined;
  };
  const [from, until] = [dayOf(starts[0]), dayOf(ends[0])];
  const [first, last] = [from ?? until, until ?? from];
  return first !== undefined && last !== undefined && first <= last ? [`${first}/${last}`] : [];
}

function addressOf(
  streets: readonly string[],
  cities: readonly string[],
  placed: { readonly country?: string },
): Subject['addresses'] {
  const [city] = cities;
  return streets.map((text) => ({ text, ...(city === undefined ? {} : { city }), ...placed }));
}

/** Everything of a subject that own records can be searched for, in the order in which it is looked for. */
export function termsOf(subject: Subject, country: string): readonly SearchTerm[] {
  const terms: SearchTerm[] = [];
  const add = (kind: SearchTerm['kind'], ...texts: readonly (string | undefined)[]): void => {
    for (const text of texts)
      if (text !== undefined && text.trim() !== '') terms.push({ kind, text, country });
  };
  add('name', ...subject.names, ...subject.organisations.map(({ name }) => name));
  add('phone', ...subject.phones.map(({ number }) => number));
  add('number', ...subject.nationalNumbers.map(({ number }) => number));
  add('number', ...subject.documents.map(({ number }) => number));
  add('number', ...subject.devices.map(({ imei }) => imei));
  add('number', ...subject.sims.flatMap(({ iccid, imsi }) => [iccid, imsi]));
  add('number', ...subject.vehicles.flatMap(({ plate, vin }) => [plate, vin]));
  add('number', ...subject.accounts.flatMap(({ iban, number }) => [iban, number]));
  add('number', ...(subject.vessels ?? []).flatMap(({ imo, mmsi }) => [imo, mmsi]));
  add('email', ...subject.accounts.flatMap(({ email, coin, handle }) => [email, coin, handle]));
  add('address', ...subject.addresses.map(({ text }) => text));
  const distinct = new Map(terms.map((term) => [`${term.kind}\n${term.text}`, term]));
  return [...distinct.values()];
}
