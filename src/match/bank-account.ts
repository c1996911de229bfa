import { mod97, standardiseIban } from './accounts.ts';
import { standardiseCountry } from './countries.ts';
import { alphanumeric } from './fold.ts';
import { standardiseOrganisation } from './organisation.ts';

/** An account as an old system or an officer wrote it down. `bank`: its BIC, its national code or its name. */
export interface WrittenAccount {
  readonly number: string;
  readonly bank?: string;
  readonly country?: string;
}

/**
 * A bank account. Of one that has an IBAN, or whose number says which it has, that alone; of any other its number with each way in
 * which its bank is known, which may be none.
 */
export type StandardBankAccount =
  | { readonly iban: string }
  | { readonly number: string; readonly issuers: readonly string[] };

/** The account in canonical form; null when the text is no account number. */
export function standardiseBankAccount(written: WrittenAccount): StandardBankAccount | null {
  const whole = standardiseIban(written.number);
  if (whole !== null) return { iban: whole.canonical };
  if (written.number.length > 60) return null;
  const plain = alphanumeric(written.number);
  const bic = bicOf(written.bank);
  const country = (written.country && standardiseCountry(written.country)) || (bic?.slice(4, 6) ?? null);
  const iban = ibanOf(country, bic, plain);
  if (iban !== null) return { iban };
  // Some systems fill a number up with zeros in front, and some do not.
  const number = plain.replace(/^0+(?=\d)/, '');
  if (!/^[A-Z0-9]{4,30}$/.test(number) || !/\d{4}/.test(number) || /^(.)\1*$/.test(number)) return null;
  const bank = bic?.slice(0, 6) ?? bankNamed(written.bank);
  return { number, issuers: [bank, country].filter((issuer) => issuer !== null) };
}

/** ISO 9362: four letters of the bank, two of the country, a place and perhaps a branch. */
function bicOf(bank: string | undefined): string | null {
  if (bank === undefined || bank.length > 60) return null;
  const plain = alphanumeric(bank);
  return /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(plain) && /^[^a-z]*$/.test(bank) ? plain : null;
}

/** A national code of a bank ('#37040044'), or its name without its legal form ('~…'): no two of these look alike, nor like a BIC. */
function bankNamed(bank: string | undefined): string | null {
  if (bank === undefined) return null;
  const code = bank.replace(/[\s.-]/g, '');
  if (/^\d{3,12}$/.test(code)) return `#${code}`;
  const name = standardiseOrganisation({ name: bank });
  return name === null ? null : `~${name.skeletons.join(' ')}`;
}

/**
 * The IBAN of a number of before there were IBANs, where it follows from the number itself: Belgium's twelve digits and France's
 * twenty-three signs (RIB) end in a check of their own, a Dutch number needs the letters of its bank.
 */
function ibanOf(country: string | null, bic: string | null, plain: string): string | null {
  if (country === 'BE' && /^\d{12}$/.test(plain) && belgianHolds(plain)) return withCheck('BE', plain);
  if (country === 'FR' && /^\d{10}[A-Z0-9]{11}\d{2}$/.test(plain) && ribHolds(plain))
    return withCheck('FR', plain);
  if (country === 'NL' && bic?.slice(4, 6) === 'NL' && /^\d{7,10}$/.test(plain))
    return withCheck('NL', bic.slice(0, 4) + plain.padStart(10, '0'));
  return null;
}

/** ISO 13616 §5: ninety-eight less the remainder of what follows, with the country and two zeros behind it. */
function withCheck(country: string, bban: string): string {
  return `${country}${String(98 - mod97(`${bban}${country}00`)).padStart(2, '0')}${bban}`;
}

function belgianHolds(digits: string): boolean {
  return (Number(digits.slice(0, 10)) % 97 || 97) === Number(digits.slice(10));
}

/** The key of a RIB: 97 less the remainder of bank, branch and account, its letters standing for the digits of an old keyboard. */
function ribHolds(plain: string): boolean {
  const digits = plain.replace(/[A-Z]/g, (letter) => RIB_DIGITS[letter] ?? '0');
  return BigInt(digits) % 97n === 0n;
}

const RIB_DIGITS: Readonly<Record<string, string>> = Object.fromEntries(
  ['AJ', 'BKS', 'CLT', 'DMU', 'ENV', 'FOW', 'GPX', 'HQY', 'IRZ'].flatMap((letters, at) =>
    Array.from(letters, (letter) => [letter, String(at + 1)]),
  ),
);
