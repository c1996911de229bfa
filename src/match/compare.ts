import { standardiseEmail, standardiseIban } from './accounts.ts';
import { standardiseAddress } from './address.ts';
import { compareDates, compareNames, compareSets, type ComparisonLevel } from './compare-values.ts';
import { standardiseDocument } from './document.ts';
import { standardiseIccid, standardiseImei, standardiseImsi } from './equipment.ts';
import { standardiseNationalNumber } from './national-number.ts';
import { standardiseOrganisation } from './organisation.ts';
import { standardisePhone } from './phone.ts';
import { standardisePlate, standardiseVin } from './plate.ts';
import type { Subject } from './subject.ts';

/** Two subjects compared in the clear, in the shape of Fellegi and Sunter: prior and weights add up in powers of two. */
export interface Comparison {
  readonly levels: readonly ComparisonLevel[];
  /** Before comparing: log2 of one in as many as the holding has. */
  readonly prior: number;
  readonly weight: number;
  /** Of being the same, 0 to 1. It rates this match, not the person. */
  readonly probability: number;
  /** 'nothing else to compare', or what was compared. */
  readonly summary: string;
}

interface Attribute {
  readonly attribute: string;
  readonly same: number;
  readonly chance: number;
  readonly values: (subject: Subject, defaultCountry: string) => (string | null | undefined)[];
}

/** Per attribute: how often one person's records share it, and how often two people's do (families, shared flats). */
const ATTRIBUTES: readonly Attribute[] = [
  { attribute: 'national number', same: 0.9, chance: 1e-7, values: nationalNumbers },
  { attribute: 'document', same: 0.4, chance: 1e-7, values: documents },
  { attribute: 'phone number', same: 0.4, chance: 2e-6, values: phones },
  { attribute: 'SIM card', same: 0.3, chance: 1e-6, values: simCards },
  {
    attribute: 'handset',
    same: 0.3,
    chance: 2e-6,
    values: (subject) => subject.devices.map(({ imei }) => standardiseImei(imei)?.canonical),
  },
  {
    attribute: 'bank account',
    same: 0.4,
    chance: 1e-6,
    values: (subject) => subject.accounts.map(({ iban }) => iban && standardiseIban(iban)?.canonical),
  },
  {
    attribute: 'e-mail',
    same: 0.4,
    chance: 1e-6,
    values: (subject) => subject.accounts.map(({ email }) => email && standardiseEmail(email)),
  },
  { attribute: 'vehicle', same: 0.4, chance: 4e-6, values: vehicles },
  {
    attribute: 'address',
    same: 0.5,
    chance: 2e-5,
    values: (subject) =>
      subject.addresses.map((address) => standardiseAddress(address)?.canonical.replace(/\|[A-Z]*$/, '')),
  },
  { attribute: 'organisation', same: 0.3, chance: 1e-4, values: organisations },
];

/**
 * Compares two subjects of one kind, attribute by attribute, each with its reason. `sizeClass` sets the prior: one in so
 * many. Attributes neither side has are left out.
 */
export function compare(
  left: Subject,
  right: Subject,
  o?: { sizeClass?: number; defaultCountry?: string },
): Comparison {
  const country = o?.defaultCountry ?? 'BE';
  const levels: ComparisonLevel[] = [];
  if (left.kind === 'person' || right.kind === 'person') {
    if (left.names.length + right.names.length > 0) levels.push(compareNames(left.names, right.names));
    if (left.birthDates.length + right.birthDates.length > 0)
      levels.push(compareDates(left.birthDates, right.birthDates));
  }
  for (const { attribute, same, chance, values } of ATTRIBUTES) {
    const [mine, theirs] = [left, right].map((subject) => values(subject, country).filter(isText));
    if (mine === undefined || theirs === undefined || mine.length + theirs.length === 0) continue;
    levels.push(compareSets(attribute, mine, theirs, { same, chance }));
  }
  const prior = -Math.log2(o?.sizeClass ?? 1_000_000);
  const weight = levels.reduce((sum, level) => sum + level.weight, prior);
  const compared = levels.filter((level) => level.level !== 'not-given');
  return { levels, prior, weight, probability: 1 / (1 + 2 ** -weight), summary: summarise(compared, levels) };
}

function summarise(compared: readonly ComparisonLevel[], levels: readonly ComparisonLevel[]): string {
  if (compared.length === 0) return 'nothing to compare';
  const names = compared.map((level) => level.attribute).join(', ');
  return compared.length === levels.length && levels.length === 1
    ? `${names} compared; nothing else to compare`
    : `${names} compared`;
}

function isText(value: string | null | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

function nationalNumbers(subject: Subject): (string | undefined)[] {
  return subject.nationalNumbers.map(({ country, number }) => {
    const standard = standardiseNationalNumber(country, number);
    return standard === null ? undefined : `${country.toUpperCase()} ${standard.canonical}`;
  });
}

function documents(subject: Subject): (string | undefined)[] {
  return subject.documents.map((written) => {
    const document = standardiseDocument(written);
    return document === null ? undefined : `${document.kind} ${document.issuer ?? ''} ${document.number}`;
  });
}

function phones(subject: Subject, defaultCountry: string): (string | undefined)[] {
  return subject.phones.map(({ number }) => standardisePhone(number, defaultCountry)?.canonical);
}

function simCards(subject: Subject): (string | undefined)[] {
  return subject.sims.flatMap(({ iccid, imsi }) => [
    iccid === undefined ? undefined : standardiseIccid(iccid)?.canonical,
    imsi === undefined ? undefined : standardiseImsi(imsi)?.canonical,
  ]);
}

function vehicles(subject: Subject, defaultCountry: string): (string | null | undefined)[] {
  return subject.vehicles.flatMap(({ plate, country, vin }) => [
    plate === undefined ? undefined : standardisePlate(plate, country ?? defaultCountry)?.canonical,
    vin === undefined ? undefined : standardiseVin(vin),
  ]);
}

function organisations(subject: Subject): (string | undefined)[] {
  const own = subject.kind === 'organisation' ? subject.names.map((name) => ({ name })) : [];
  return [...own, ...subject.organisations].map((written) => standardiseOrganisation(written)?.canonical);
}
