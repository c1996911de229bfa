import { isGenericEmail, standardiseEmail, standardiseIban } from './accounts.ts';
import { standardiseBankAccount, type WrittenAccount } from './bank-account.ts';
import { standardiseCryptoAddress } from './crypto-address.ts';
import { standardiseOnlineAccount, standardiseService } from './online-account.ts';
import type { Subject } from './subject.ts';
import { after, alone } from './understand-patterns.ts';
import type { Found, Scan } from './understand-scan.ts';
import { BANK_WORDS, LABELS } from './understand-words.ts';

/** Mail, accounts with banks, with services and with coins. */
export function takeAccounts(scan: Scan, subject: Subject): void {
  scan.take(/[^\s@<>,;:"()[\]\\]{1,64}@[\p{L}\p{N}.-]{3,190}/gu, (value) => readEmail(value, subject));
  scan.take(alone('[a-z]{2}\\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?'), (value) => {
    const iban = standardiseIban(value);
    if (iban === null || iban.check !== 'holds') return null;
    subject.accounts.push({ iban: iban.canonical });
    return { type: 'iban', canonical: iban.canonical, note: '' };
  });
  scan.take(alone('0x[0-9a-f]{40}|(?:bc|tb|ltc)1[a-z0-9]{6,87}|[123mnLMDTtX3A9][1-9a-z]{24,34}'), (value) =>
    readCoin(value, subject),
  );
  scan.take(NUMBERED, (value, { groups = {} }) => readNumber(value, groups['bank'], subject));
  scan.take(after(LABELS.service, '@?[\\p{L}\\p{N}._#-]{2,64}', '(?<service>'), (value, { groups = {} }) =>
    readHandle(value, groups['service'] ?? '', subject),
  );
}

/** 'account 4471200961 at DEUTDEFF', 'compte 12345678 (US)', 'Konto 532013000, BLZ 37040044'. */
const NUMBERED = new RegExp(
  `${after(LABELS.account, '[a-z]{0,4}\\d(?:[ .\\/-]?\\d|[ .\\/-][a-z]|[a-z](?=\\d)){3,27}').source}` +
    `(?:,?\\s{0,2}(?:\\(|(?<=[\\s,])(?:${BANK_WORDS})[\\s:.]{1,3})(?<bank>[\\p{L}\\d][\\p{L}\\d&.' -]{1,40}?)\\)?(?=\\s*(?:[,;)\ue000]|$)|\\s+(?:and|et|en|und)\\s))?`,
  'giu',
);

function readEmail(value: string, subject: Subject): Found | null {
  const email = standardiseEmail(value.replace(/[.]+$/, ''));
  if (email === null) return null;
  subject.accounts.push({ email });
  return { type: 'email', canonical: email, note: isGenericEmail(email) ? 'a box shared by an office' : '' };
}

/** Only with its own check, or in the one form that has none: a long word is no address of coins. */
function readCoin(value: string, subject: Subject): Found | null {
  const coin = standardiseCryptoAddress(value);
  if (coin === null || coin.check === 'fails') return null;
  subject.accounts.push({ coin: value });
  return { type: 'crypto-address', canonical: coin.canonical, note: '' };
}

function readNumber(value: string, at: string | undefined, subject: Subject): Found | null {
  const said = at?.trim();
  const place = said === undefined ? {} : /^[A-Z]{2}$/.test(said) ? { country: said } : { bank: said };
  const written: WrittenAccount = { number: value, ...place };
  const account = standardiseBankAccount(written);
  if (account === null) return null;
  if ('iban' in account) {
    subject.accounts.push({ ...written });
    return { type: 'iban', canonical: account.iban, note: 'its IBAN follows from the number' };
  }
  const [issuer] = account.issuers;
  if (issuer === undefined)
    return {
      type: 'unused',
      canonical: account.number,
      note: 'an account number without its bank or country',
    };
  subject.accounts.push({ ...written });
  const where = said ?? issuer;
  return { type: 'account', canonical: `${where} ${account.number}`, note: `account, ${where}` };
}

function readHandle(value: string, service: string, subject: Subject): Found | null {
  const account = standardiseOnlineAccount({ handle: value, service });
  if (account === null || !('handle' in account) || account.service === null) return null;
  subject.accounts.push({ handle: account.handle, service });
  return {
    type: 'online-account',
    canonical: `${standardiseService(service) ?? service} ${account.handle}`,
    note: `${service.toLowerCase()} account`,
  };
}
