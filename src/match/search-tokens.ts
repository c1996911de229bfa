import { standardiseAddress } from './address.ts';
import { dateText, standardiseDate, unorderedDate } from './date.ts';
import { alphanumeric, VALUE_LENGTH_MAX } from './fold.ts';
import { standardiseName } from './name.ts';
import { standardiseOnlineAccount } from './online-account.ts';
import { standardisePhone } from './phone.ts';

/** What a value is, or 'text' when nobody knows (a query typed into one box). */
export type SearchKind = 'name' | 'phone' | 'number' | 'date' | 'email' | 'address' | 'text';

const TOKENS_MAX = 40;

/**
 * The tokens under which a value is found in any script. The same function serves stored values and queries: two texts may
 * be the same when they share tokens ('n:' sounds of names, 'i:' identifiers, 'd:' dates, 'a:' address words).
 */
export function searchTokens(kind: SearchKind, text: string, defaultCountry = 'BE'): string[] {
  const value = text.slice(0, VALUE_LENGTH_MAX);
  const tokens = new Set<string>();
  if (kind === 'name' || kind === 'text') for (const token of nameTokensOf(value)) tokens.add(token);
  if (kind === 'phone' || kind === 'text')
    for (const token of phoneTokens(value, defaultCountry)) tokens.add(token);
  if (kind === 'number' || kind === 'text') for (const token of numberTokens(value)) tokens.add(token);
  if (kind === 'date' || kind === 'text') for (const token of dateTokens(value)) tokens.add(token);
  if (kind === 'email' || kind === 'text') for (const token of accountTokens(value)) tokens.add(token);
  if (kind === 'address') for (const token of addressTokens(value)) tokens.add(token);
  if (kind === 'text' && /\d/.test(value)) for (const token of addressTokens(value)) tokens.add(token);
  const found = [...tokens];
  return found.length < 2 ? found : found.sort().slice(0, TOKENS_MAX);
}

function nameTokensOf(value: string): string[] {
  const name = standardiseName(value);
  return name === null ? [] : name.spellings.flat().map((spelling) => `n:${spelling.skeleton}`);
}

/** The number whole, and its last seven digits: clerks forget country and area. */
function phoneTokens(value: string, defaultCountry: string): string[] {
  if (/\p{L}{3}/u.test(value)) return [];
  const phone = standardisePhone(value, defaultCountry);
  if (phone === null) return [];
  const digits = phone.canonical.replace(/\D/g, '');
  if (digits.length < 6) return [];
  return [`i:${phone.canonical}`, ...(digits.length >= 7 ? [`p:${digits.slice(-7)}`] : [])];
}

/** An address of mail or coins, or the name of an account: with which service it is, stands beside it. */
function accountTokens(value: string): string[] {
  const account = standardiseOnlineAccount({ handle: value });
  if (account === null) return [];
  if ('email' in account) return [`i:${account.email}`];
  return 'coin' in account ? [`i:${account.coin}`] : [`i:@${account.handle}`];
}

function numberTokens(value: string): string[] {
  const plain = alphanumeric(value);
  return plain.length >= 4 && plain.length <= 34 && /\d/.test(plain) ? [`i:${plain}`] : [];
}

function dateTokens(value: string): string[] {
  const date = standardiseDate(value);
  if (date === null) return [];
  const whole = unorderedDate(date);
  return [`d:${whole ?? dateText(date)}`, `y:${date.year}`];
}

function addressTokens(value: string): string[] {
  const address = standardiseAddress({ text: value });
  if (address === null) return [];
  return [
    ...address.street.split(' ').map((word) => `a:${word}`),
    ...(address.number === null ? [] : [`h:${address.number}`]),
    ...(address.city === null ? [] : [`a:${address.city}`]),
  ];
}
