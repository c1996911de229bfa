import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { openAtRest, sealAtRest } from './at-rest.ts';
import { ExchangeError } from '../errors.ts';
import { openCommandWrapper } from './seed-command.ts';

const KEY_BYTES = 32;
const KEY_FILE_BYTES_MAX = 200;

/** A key that wraps seeds before they rest, kept apart from them and from the database. */
export interface SeedWrapper {
  /** The seed, wrapped for one context (agency and epoch): it opens for no other. */
  wrap(about: string, seed: Uint8Array): Uint8Array;
  /** The seed again; throws when the key or the context is another one, or a byte was changed. */
  unwrap(about: string, wrapped: Uint8Array): Uint8Array;
}

/** Where the key that wraps seeds is: in a file, or behind a program and its arguments. */
export type SeedKey = string | { readonly command: readonly string[] };

/** The wrapper that the operator chose; null where seeds rest bare. Throws `seed-key-invalid` or `seed-key-failed`. */
export function openWrapper(seedKey: SeedKey | null, seedFolder: string): SeedWrapper | null {
  if (seedKey === null) return null;
  return typeof seedKey === 'string'
    ? openFileWrapper(seedKey, seedFolder)
    : openCommandWrapper(seedKey.command);
}

/**
 * The wrapper whose key is a file with 32 random bytes in base64, in another folder than the seeds. Throws `seed-key-invalid`
 * when it lies with them, may be read by others, or holds anything else.
 */
export function openFileWrapper(file: string, keyFolder: string): SeedWrapper {
  if (`${dirname(resolve(file))}${sep}`.startsWith(`${resolve(keyFolder)}${sep}`))
    throw new ExchangeError('seed-key-invalid', 'the key that wraps seeds lies in the folder of the seeds');
  const key = readKey(file);
  return {
    wrap: (about, seed) => sealAtRest(key, about, seed),
    unwrap: (about, wrapped) => openAtRest(key, about, wrapped),
  };
}

function readKey(file: string): Uint8Array {
  const text = readSmallFile(file).trim();
  const key = new Uint8Array(Buffer.from(text, 'base64'));
  if (!/^[A-Za-z0-9+/]+=?$/.test(text) || key.length !== KEY_BYTES)
    throw new ExchangeError('seed-key-invalid', 'the key that wraps seeds is 32 random bytes in base64');
  return key;
}

function readSmallFile(file: string): string {
  try {
    const { mode, size } = statSync(file);
    if ((mode & 0o077) !== 0)
      throw new ExchangeError(
        'seed-key-invalid',
        'the key that wraps seeds may be read by others: mode 0600',
      );
    return size > KEY_FILE_BYTES_MAX ? '' : readFileSync(file, 'latin1');
  } catch (cause) {
    if (cause instanceof ExchangeError) throw cause;
    throw new ExchangeError('seed-key-invalid', 'the key that wraps seeds cannot be opened', { cause });
  }
}
