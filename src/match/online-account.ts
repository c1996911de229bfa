import { standardiseEmail } from './accounts.ts';
import { standardiseCryptoAddress } from './crypto-address.ts';
import { bare, composed } from './fold.ts';

/** An account with a service of the network, as written: without its service a name of one says nothing. */
export interface WrittenHandle {
  readonly handle: string;
  readonly service?: string;
}

export type StandardOnlineAccount =
  | { readonly email: string }
  | { readonly coin: string }
  /** `service` null: not known. */
  | { readonly handle: string; readonly service: string | null };

/** Services that are written in several ways; any other keeps its own word. */
const SERVICES: readonly (readonly [code: string, words: RegExp])[] = [
  ['telegram', /^(?:telegram|tg|tme)$/],
  ['x', /^(?:x|twitter|xcom)$/],
  ['facebook', /^(?:facebook|fb|messenger|facebookmessenger)$/],
  ['instagram', /^(?:instagram|insta|ig)$/],
  ['snapchat', /^(?:snapchat|snap)$/],
  ['vk', /^(?:vk|vkontakte|vkcom)$/],
  ['ok', /^(?:ok|odnoklassniki|okru)$/],
];

/** What `service` names, in one form for each; null when it names nothing. */
export function standardiseService(service: string): string | null {
  if (service.length > 60) return null;
  const plain = bare(service).replace(/[^\p{L}\p{N}]/gu, '');
  return plain === '' ? null : (SERVICES.find(([, words]) => words.test(plain))?.[0] ?? plain);
}

/** An e-mail address, an address of coins whose check holds, or a name at a service; null when the text is none of them. */
export function standardiseOnlineAccount({
  handle,
  service = '',
}: WrittenHandle): StandardOnlineAccount | null {
  if (handle.length > 254) return null;
  const email = standardiseEmail(handle);
  if (email !== null) return { email };
  const coin = standardiseCryptoAddress(handle);
  if (coin !== null && coin.check !== 'fails') return { coin: coin.canonical };
  const link =
    /^(?:https?:\/\/)?(?:www\.|m\.)?(?<site>[a-z0-9-]+)\.[a-z]{2,6}\/@?(?<name>[^/?#\s]+)\/?$/i.exec(
      handle.trim(),
    );
  const name = composed(link?.groups?.['name'] ?? handle)
    .trim()
    .replace(/^@/, '');
  if (!/^[\p{L}\p{N}._#-]{2,64}$/u.test(name)) return null;
  const site = service.trim() === '' ? (SITES[link?.groups?.['site']?.toLowerCase() ?? ''] ?? '') : service;
  return { handle: name, service: standardiseService(site) };
}

/** Sites whose first path is an account's name. */
const SITES: Readonly<Record<string, string>> = {
  t: 'telegram',
  telegram: 'telegram',
  x: 'x',
  twitter: 'x',
  facebook: 'facebook',
  fb: 'facebook',
  instagram: 'instagram',
  tiktok: 'tiktok',
  vk: 'vk',
};
