import { standardiseEmail, standardiseIban } from './accounts.ts';
import { standardiseAddress } from './address.ts';
import { standardiseCryptoAddress } from './crypto-address.ts';
import { standardiseDocument } from './document.ts';
import { standardiseIccid, standardiseImei, standardiseImsi } from './equipment.ts';
import { standardiseNationalNumber } from './national-number.ts';
import { standardisePhone } from './phone.ts';
import { standardisePlate, standardiseVin, vinCheck } from './plate.ts';
import { standardiseImo, standardiseMmsi } from './vessel.ts';

/** Kinds of value that name a person or a thing by a number or an address. */
export const IDENTIFIER_KINDS = [
  'phone',
  'imei',
  'imsi',
  'iccid',
  'passport',
  'id-card',
  'national-number',
  'plate',
  'vin',
  'imo',
  'mmsi',
  'iban',
  'email',
  'crypto-address',
  'address',
] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/** A value in the form in which it is compared, and whether its own check digits hold. It is never corrected. */
export interface StandardIdentifier {
  readonly canonical: string;
  readonly check: 'holds' | 'fails' | 'none';
}

/** An identifier of any kind in canonical form; null when the text is none. `country`: ISO 3166 alpha-2 of where it is from. */
export function standardiseIdentifier(
  kind: IdentifierKind,
  text: string,
  country: string,
): StandardIdentifier | null {
  return READERS[kind](text, country);
}

const READERS: Readonly<
  Record<IdentifierKind, (text: string, country: string) => StandardIdentifier | null>
> = {
  phone: (text, country) => unchecked(standardisePhone(text, country)?.canonical),
  imei: standardiseImei,
  imsi: standardiseImsi,
  iccid: standardiseIccid,
  passport: (text, country) => document('passport', text, country),
  'id-card': (text, country) => document('id-card', text, country),
  'national-number': (text, country) => standardiseNationalNumber(country, text),
  plate: (text, country) => unchecked(standardisePlate(text, country)?.canonical),
  vin: (text) => {
    const vin = standardiseVin(text);
    return vin === null ? null : { canonical: vin, check: vinCheck(vin) };
  },
  imo: standardiseImo,
  mmsi: standardiseMmsi,
  iban: standardiseIban,
  email: (text) => unchecked(standardiseEmail(text)),
  'crypto-address': standardiseCryptoAddress,
  address: (text, country) => unchecked(standardiseAddress({ text, country })?.canonical),
};

function unchecked(canonical: string | null | undefined): StandardIdentifier | null {
  return canonical == null ? null : { canonical, check: 'none' };
}

function document(kind: string, number: string, issuer: string): StandardIdentifier | null {
  return unchecked(standardiseDocument({ kind, issuer, number })?.number);
}
