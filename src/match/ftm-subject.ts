import { standardiseCountry } from './countries.ts';
import { documentFits, standardiseDocument } from './document.ts';
import type { FtmEntity } from './ftm.ts';
import { schemaKind } from './ftm-schemata.ts';
import { standardiseNationalNumber } from './national-number.ts';
import { emptySubject, type Subject } from './subject.ts';

/** Of one property this many values are looked at. */
const VALUES_MAX = 100;

/** What an entity is here. A LegalEntity is either a person or a company: one with a birth date is a person. */
export function ftmKind(entity: FtmEntity): Subject['kind'] {
  if (entity.schema === 'LegalEntity' && PERSONAL.some((name) => entity.properties.has(name)))
    return 'person';
  return schemaKind(entity.schema) ?? 'thing';
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
  const countries = countriesOf(entity);
  const country = countries[0] ?? '';
  const placed = country === '' ? {} : { country };
  const papers = countriesOfPapers(entity);
  const subject: Subject = {
    ...emptySubject(kind),
    names: namesOf(entity),
    birthDates: of('birthDate'),
    birthPlaces: of('birthPlace'),
    nationalNumbers:
      kind === 'person'
        ? numbersOf(entity).map((number) => ({ country: countryOfNumber(number, papers), number }))
        : [],
    phones: of('phone', 'phoneNumber', 'mobile', 'callerNumber').map((number) => ({ number })),
    sims: [...of('iccid').map((iccid) => ({ iccid })), ...of('imsi').map((imsi) => ({ imsi }))],
    devices: of('imei').map((imei) => ({ imei })),
    documents: documentsOf(entity, kind, kind === 'person' ? papers : countries),
    accounts: [
      ...of('iban', 'ibanCode').map((iban) => ({ iban })),
      ...of('email', 'emailAddress').map((email) => ({ email })),
      ...of('publicKey', 'cryptoAddress').map((coin) => ({ coin })),
    ],
    vehicles: vehiclesOf(entity, placed),
    vessels: vesselsOf(entity),
    addresses: addressesOf(entity, placed),
  };
  return { ...subject, sexes: of('gender', 'sex'), occupations: of('position', 'occupation', 'profession') };
}

function countriesOf(entity: FtmEntity): string[] {
  return codesOf(entity, ['country', 'jurisdiction', 'nationality', 'citizenship', 'flag', 'mainCountry']);
}

/** Whose papers a person has: those of the nationality before those of the country somebody lives in. */
function countriesOfPapers(entity: FtmEntity): string[] {
  return codesOf(entity, ['nationality', 'citizenship', 'country', 'jurisdiction', 'mainCountry']);
}

function codesOf(entity: FtmEntity, names: readonly string[]): string[] {
  const codes = valuesOf(entity, names).map(standardiseCountry);
  return [...new Set(codes.filter((code) => code !== null))];
}

/** A person's number in the state's register; many registers use that of the social insurance for it. */
function numbersOf(entity: FtmEntity): string[] {
  const numbers = valuesOf(entity, ['idNumber']);
  return numbers.length > 0 ? numbers : valuesOf(entity, ['socialSecurityNumber']);
}

/** Of several countries the one by whose rule the number checks, else the first. */
function countryOfNumber(number: string, countries: readonly string[]): string {
  const holds = (country: string): boolean => standardiseNationalNumber(country, number)?.check === 'holds';
  return countries.find(holds) ?? countries[0] ?? '';
}

/** Of several countries the one that builds its numbers so, else the first. */
function issuerOf(kind: string, number: string, countries: readonly string[]): string {
  const fits = (issuer: string): boolean => {
    const document = standardiseDocument({ kind, issuer, number });
    return document !== null && documentFits(document) === true;
  };
  return countries.find(fits) ?? countries[0] ?? '';
}

function valuesOf(entity: FtmEntity, names: readonly string[]): string[] {
  const found = names.flatMap((name) => entity.properties.get(name) ?? []);
  return [...new Set(found)].slice(0, VALUES_MAX);
}

/** Weak aliases count only where nothing stronger is given; a name in parts is put together. A person's title is no name. */
function namesOf(entity: FtmEntity): string[] {
  const titles = ftmKind(entity) === 'person' ? [] : ['title'];
  const strong = valuesOf(entity, ['name', 'alias', 'previousName', ...titles]);
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
  ['accountNumber', 'account number'],
  ['callSign', 'call sign'],
];

/** Registers of Russia, which number foreign firms as well. */
const RUSSIAN: ReadonlySet<string> = new Set(['inn', 'ogrn', 'okpo']);

function documentsOf(
  entity: FtmEntity,
  kind: Subject['kind'],
  countries: readonly string[],
): Subject['documents'] {
  const numbered = (property: string, name: string): Subject['documents'] =>
    valuesOf(entity, [property]).map((number) => ({
      kind: name,
      issuer: RUSSIAN.has(name) ? 'RU' : issuerOf(name, number, countries),
      number,
    }));
  // What stands for the national number is not counted a second time.
  const isSpent = kind === 'person' && valuesOf(entity, ['idNumber']).length === 0;
  const found = DOCUMENTS.flatMap(([property, name]) =>
    isSpent && property === 'socialSecurityNumber' ? [] : numbered(property, name),
  );
  if (entity.schema === 'Vehicle') return found.filter(({ kind: name }) => name !== 'registration');
  if (kind !== 'person') found.push(...numbered('idNumber', 'register'));
  if (entity.schema === 'Passport' || entity.schema === 'Identification') {
    const usual = entity.schema === 'Passport' ? 'passport' : 'identity card';
    found.push(...numbered('number', valuesOf(entity, ['type'])[0] ?? usual));
  }
  return found;
}

function vesselsOf(entity: FtmEntity): NonNullable<Subject['vessels']> {
  return [
    ...valuesOf(entity, ['imoNumber']).map((imo) => ({ imo })),
    ...valuesOf(entity, ['mmsi', 'mmsiNumber']).map((mmsi) => ({ mmsi })),
  ];
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
