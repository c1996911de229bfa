import { standardiseCountry } from './countries.ts';
import type { FtmEntity } from './ftm.ts';
import { emptySubject, type Subject } from './subject.ts';
import { standardiseImo, standardiseMmsi } from './vessel.ts';

/** Of one property this many values are looked at. */
const VALUES_MAX = 100;

const ORGANISATIONS: ReadonlySet<string> = new Set(
  'Organization Company PublicBody LegalEntity Asset'.split(' '),
);
const EVENTS: ReadonlySet<string> = new Set(
  'Event Trip Call Message CourtCase Contract Sanction Payment'.split(' '),
);

/** What an entity is here. A LegalEntity is either a person or a company: one with a birth date is a person. */
export function ftmKind(entity: FtmEntity): Subject['kind'] {
  if (entity.schema === 'Person') return 'person';
  if (entity.schema === 'Address') return 'address';
  if (entity.schema === 'LegalEntity' && PERSONAL.some((name) => entity.properties.has(name)))
    return 'person';
  if (ORGANISATIONS.has(entity.schema)) return 'organisation';
  return EVENTS.has(entity.schema) ? 'event' : 'thing';
}

const PERSONAL = [
  'birthDate',
  'birthPlace',
  'gender',
  'firstName',
  'lastName',
  'passportNumber',
  'nationality',
];

/** The subject that an entity of FollowTheMoney describes; properties that say nothing about who or which are left out. */
export function ftmSubject(entity: FtmEntity): Subject {
  const of = (...names: string[]): string[] => valuesOf(entity, names);
  const kind = ftmKind(entity);
  const countries = of('country', 'jurisdiction', 'nationality', 'citizenship', 'flag', 'mainCountry');
  const country = countries.map(standardiseCountry).find((code) => code !== null) ?? '';
  const placed = country === '' ? {} : { country };
  const subject: Subject = {
    ...emptySubject(kind),
    names: namesOf(entity),
    birthDates: of('birthDate'),
    birthPlaces: of('birthPlace'),
    nationalNumbers: kind === 'person' ? of('idNumber').map((number) => ({ country, number })) : [],
    phones: of('phone', 'phoneNumber', 'mobile', 'callerNumber').map((number) => ({ number })),
    sims: [...of('iccid').map((iccid) => ({ iccid })), ...of('imsi').map((imsi) => ({ imsi }))],
    devices: of('imei').map((imei) => ({ imei })),
    documents: documentsOf(entity, kind, country),
    accounts: [
      ...of('iban', 'ibanCode').map((iban) => ({ iban })),
      ...of('email', 'emailAddress').map((email) => ({ email })),
    ],
    vehicles: vehiclesOf(entity, placed),
    addresses: addressesOf(entity, placed),
  };
  return { ...subject, sexes: of('gender', 'sex'), occupations: of('position', 'occupation', 'profession') };
}

function valuesOf(entity: FtmEntity, names: readonly string[]): string[] {
  const found = names.flatMap((name) => entity.properties.get(name) ?? []);
  return [...new Set(found)].slice(0, VALUES_MAX);
}

/** Weak aliases count only where nothing stronger is given; a name in parts is put together. */
function namesOf(entity: FtmEntity): string[] {
  const strong = valuesOf(entity, ['name', 'alias', 'previousName', 'title']);
  if (strong.length > 0) return strong;
  const parts = ['firstName', 'middleName', 'secondName', 'fatherName', 'lastName'].flatMap(
    (name) => valuesOf(entity, [name])[0] ?? [],
  );
  return parts.length > 0 ? [parts.join(' ')] : valuesOf(entity, ['weakAlias', 'abbreviation']);
}

/** Registers number firms and papers alike: a kind and a number, issued by a country where one is said. */
const DOCUMENTS: readonly (readonly [property: string, kind: string])[] = [
  ['passportNumber', 'passport'],
  ['registrationNumber', 'registration'],
  ['taxNumber', 'tax number'],
  ['vatCode', 'vat number'],
  ['leiCode', 'lei'],
  ['innCode', 'inn'],
  ['ogrnCode', 'ogrn'],
  ['okpoCode', 'okpo'],
  ['swiftBic', 'bic'],
  ['dunsCode', 'duns'],
  ['socialSecurityNumber', 'social security number'],
  ['driverLicense', 'driving licence'],
];

function documentsOf(entity: FtmEntity, kind: Subject['kind'], country: string): Subject['documents'] {
  const found = DOCUMENTS.flatMap(([property, name]) =>
    valuesOf(entity, [property]).map((number) => ({ kind: name, issuer: country, number })),
  );
  if (entity.schema === 'Vehicle') return found.filter(({ kind: name }) => name !== 'registration');
  if (kind !== 'person')
    found.push(
      ...valuesOf(entity, ['idNumber']).map((number) => ({ kind: 'register', issuer: country, number })),
    );
  if (entity.schema === 'Passport' || entity.schema === 'Identification')
    found.push(
      ...valuesOf(entity, ['number', 'passportNumber']).map((number) => ({
        kind: valuesOf(entity, ['type'])[0] ?? (entity.schema === 'Passport' ? 'passport' : 'identity card'),
        issuer: country,
        number,
      })),
    );
  return [...found, ...shipNumbers(entity)];
}

/** Numbers of a ship are the world's, not a country's. */
function shipNumbers(entity: FtmEntity): Subject['documents'] {
  const imo = valuesOf(entity, ['imoNumber']).map((text) => ({ kind: 'imo', number: standardiseImo(text) }));
  const mmsi = valuesOf(entity, ['mmsi', 'mmsiNumber']).map((text) => ({
    kind: 'mmsi',
    number: standardiseMmsi(text),
  }));
  return [...imo, ...mmsi].flatMap(({ kind, number }) =>
    number === null ? [] : [{ kind, issuer: '', number: number.canonical }],
  );
}

function vehiclesOf(entity: FtmEntity, placed: { country?: string }): Subject['vehicles'] {
  const vins = valuesOf(entity, ['vin', 'vinNumber', 'chassisNumber']).map((vin) => ({ vin }));
  const properties = [
    'licensePlate',
    'plateNumber',
    ...(entity.schema === 'Vehicle' ? ['registrationNumber'] : []),
  ];
  return [...vins, ...valuesOf(entity, properties).map((plate) => ({ plate, ...placed }))];
}

function addressesOf(entity: FtmEntity, placed: { country?: string }): Subject['addresses'] {
  const whole = valuesOf(entity, ['address', 'full', 'addressEntity']).map((text) => ({ text, ...placed }));
  const street = valuesOf(entity, ['street'])[0];
  if (street === undefined) return whole;
  const city = valuesOf(entity, ['city'])[0];
  const postcode = valuesOf(entity, ['postalCode'])[0];
  return [
    ...whole,
    {
      text: street,
      ...(city === undefined ? {} : { city }),
      ...(postcode === undefined ? {} : { postcode }),
      ...placed,
    },
  ];
}
