import { isGenericEmail, standardiseEmail, standardiseIban } from './accounts.ts';
import { standardiseBankAccount } from './bank-account.ts';
import { standardiseCryptoAddress } from './crypto-address.ts';
import { VALUES_MAX } from './key-options.ts';
import type { KeyDrawer } from './key-drawer.ts';
import { standardiseOnlineAccount } from './online-account.ts';
import type { Subject } from './subject.ts';

type Written = Subject['accounts'][number];

/** Keys of accounts with banks and services. A number or a name of which nobody knows where it is gives none. */
export function accountKeys({ accounts }: Subject, drawer: KeyDrawer): void {
  for (const account of accounts.slice(0, VALUES_MAX)) {
    if (account.iban !== undefined) putIban(account.iban, drawer);
    if (account.email !== undefined) putEmail(account.email, account.email, drawer);
    if (account.coin !== undefined) putCoin(account.coin, drawer);
    if (account.number !== undefined) putNumber({ ...account, number: account.number }, drawer);
    if (account.handle !== undefined) putHandle({ ...account, handle: account.handle }, drawer);
  }
}

function putIban(written: string, drawer: KeyDrawer): void {
  const iban = standardiseIban(written);
  if (iban === null) drawer.withhold('iban', 'not a bank account number');
  else drawer.put('iban', iban.canonical, `account ${iban.canonical}`, written);
}

function putEmail(text: string, written: string, drawer: KeyDrawer): void {
  const email = standardiseEmail(text);
  if (email === null) drawer.withhold('email', 'not an e-mail address');
  else if (isGenericEmail(email)) drawer.withhold('email', 'a box shared by an office');
  else drawer.put('email', email, `e-mail ${email}`, written);
}

function putCoin(written: string, drawer: KeyDrawer): void {
  const address = standardiseCryptoAddress(written);
  if (address === null) drawer.withhold('crypto-address', 'not an address of coins');
  else drawer.put('crypto-address', address.canonical, `crypto address ${address.canonical}`, written);
}

function putNumber(written: Written & { readonly number: string }, drawer: KeyDrawer): void {
  const account = standardiseBankAccount(written);
  if (account === null) drawer.withhold('account', 'not a bank account number');
  else if ('iban' in account) drawer.put('iban', account.iban, `account ${account.iban}`, written.number);
  else {
    const { number, issuers } = account;
    if (issuers.length === 0) drawer.withhold('account', 'an account number without its bank or country');
    for (const issuer of issuers) {
      const where = /^[A-Z]/.test(issuer) ? issuer : (written.bank ?? issuer);
      drawer.put('account', `bank|${issuer}|${number}`, `account ${number} (${where})`, written.number);
    }
  }
}

function putHandle(written: Written & { readonly handle: string }, drawer: KeyDrawer): void {
  const account = standardiseOnlineAccount(written);
  if (account === null) drawer.withhold('account', 'not the name of an account');
  else if ('email' in account) putEmail(account.email, written.handle, drawer);
  else if ('coin' in account) putCoin(written.handle, drawer);
  else if (account.service === null)
    drawer.withhold('account', 'the name of an account without the service that it is with');
  else {
    const { handle, service } = account;
    drawer.put('account', `online|${service}|${handle}`, `${service} account ${handle}`, written.handle);
  }
}
