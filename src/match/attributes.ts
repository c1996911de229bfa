import { standardiseEmail, standardiseIban } from './accounts.ts';
import { standardiseBankAccount } from './bank-account.ts';
import { standardiseCountry } from './countries.ts';
import { standardiseCryptoAddress } from './crypto-address.ts';
import { documentIssuers, standardiseDocument } from './document.ts';
import { standardiseIccid, standardiseImei, standardiseImsi } from './equipment.ts';
import { standardiseNationalNumber } from './national-number.ts';
import { standardiseOrganisation } from './organisation.ts';
import { standardiseOnlineAccount } from './online-account.ts';
import { isGenericPhone, standardisePhone } from './phone.ts';
import { standardisePlate, standardiseVin } from './plate.ts';
import type { Subject } from './subject.ts';
import { standardiseImo, standardiseMmsi } from './vessel.ts';

/** An attribute that agrees when one value is in common: numbers of things, and the organisations around a person. */
export interface Attribute {
  readonly attribute: string;
  /** Of two records of one person that both give it, how many share a value. */
  readonly same: number;
  /** Of two records of two people, how many share one by chance: families, shared flats, mistyping. */
  readonly chance: number;
  /** A person has one (of a country): two different ones are a contradiction, not just a silence. */
  readonly exclusive: boolean;
  readonly values: (subject: Subject, defaultCountry: string) => (string | null | undefined)[];
}

/** In the order in which a reader wants them. */
export const ATTRIBUTES: readonly Attribute[] = [
  attribute('national number', 0.95, 1e-7, nationalNumbers, true),
  attribute('document', 0.4, 1e-7, documents),
  attribute('phone number', 0.4, 2e-6, phones),
  attribute('SIM card', 0.3, 1e-6, simCards),
  attribute('handset', 0.3, 2e-6, (subject) =>
    subject.devices.map(({ imei }) => standardiseImei(imei)?.canonical),
  ),
  attribute('bank account', 0.4, 1e-6, bankAccounts),
  attribute('e-mail', 0.4, 1e-6, (subject) => online(subject, ({ email }) => email)),
  attribute('online account', 0.4, 1e-6, (subject) =>
    online(subject, ({ handle, service }) => service && handle && `${service} ${handle}`),
  ),
  attribute('crypto address', 0.3, 1e-7, (subject) => online(subject, ({ coin }) => coin)),
  attribute('vehicle', 0.4, 4e-6, vehicles),
  attribute('vessel', 0.4, 1e-7, vessels),
  attribute('organisation', 0.3, 1e-4, organisations),
];

function attribute(
  name: string,
  same: number,
  chance: number,
  values: Attribute['values'],
  exclusive = false,
): Attribute {
  return { attribute: name, same, chance, exclusive, values };
}

function nationalNumbers(subject: Subject): (string | undefined)[] {
  return subject.nationalNumbers.map(({ country, number }) => {
    const standard = standardiseNationalNumber(country, number);
    return standard === null ? undefined : `${numberCountry(country)} ${standard.canonical}`;
  });
}

/** The country of a national number in one form: 'be' and 'Belgium' are one; of others the word stays. */
export function numberCountry(text: string): string {
  return standardiseCountry(text) ?? text.trim().toUpperCase();
}

/** An issuer unsaid may be any whose form the number has. */
function documents(subject: Subject, defaultCountry: string): string[] {
  return subject.documents.flatMap((written) => {
    const document = standardiseDocument(written);
    if (document === null) return [];
    const { kind, number } = document;
    return documentIssuers(document, defaultCountry, true).map((issuer) => `${kind} ${issuer} ${number}`);
  });
}

function phones(subject: Subject, defaultCountry: string): (string | undefined)[] {
  return subject.phones.map(({ number }) => {
    const canonical = standardisePhone(number, defaultCountry)?.canonical;
    return canonical === undefined || isGenericPhone(canonical) ? undefined : canonical;
  });
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

function bankAccounts(subject: Subject): (string | undefined)[] {
  return subject.accounts.flatMap(({ iban, number, ...where }) => {
    const account = number === undefined ? null : standardiseBankAccount({ number, ...where });
    const whole = iban === undefined ? undefined : standardiseIban(iban)?.canonical;
    if (account === null) return [whole];
    return 'iban' in account
      ? [whole, account.iban]
      : [whole, ...account.issuers.map((issuer) => `${issuer} ${account.number}`)];
  });
}

type Online = { email?: string; coin?: string; handle?: string; service?: string | null };

/** Addresses of mail and coins stand by themselves or as names of accounts. */
function online(
  subject: Subject,
  value: (account: Online) => string | null | undefined,
): (string | null | undefined)[] {
  return subject.accounts.flatMap(({ email, coin, handle, service }) => [
    value({
      ...(email === undefined ? {} : { email: standardiseEmail(email) ?? '' }),
      ...(coin === undefined ? {} : { coin: standardiseCryptoAddress(coin)?.canonical ?? '' }),
    }),
    handle === undefined
      ? undefined
      : value(standardiseOnlineAccount({ handle, ...(service === undefined ? {} : { service }) }) ?? {}),
  ]);
}

function vessels(subject: Subject): (string | undefined)[] {
  return (subject.vessels ?? []).flatMap(({ imo, mmsi }) => [
    imo === undefined ? undefined : standardiseImo(imo)?.canonical,
    mmsi === undefined ? undefined : standardiseMmsi(mmsi)?.canonical,
  ]);
}

function organisations(subject: Subject): (string | undefined)[] {
  const own = subject.kind === 'organisation' ? subject.names.map((name) => ({ name })) : [];
  return [...own, ...subject.organisations].map((written) => standardiseOrganisation(written)?.canonical);
}
