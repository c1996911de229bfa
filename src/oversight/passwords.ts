import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import { equalBytes, readBase64Url, toBase64Url } from '../base/index.ts';

/** What it costs to try one password: scrypt's parameters, RFC 7914 §2. */
export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and three passes: slow enough for a thief, a fraction of a second for an officer. */
export const PASSWORD_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };
const HASH_BYTES = 32;
const MEMORY_MAX = 64 * 1_048_576;

/** `scrypt$N$r$p$salt$hash`: the cost stands beside the hash, so that it can be raised later. */
export async function hashPassword(password: string, cost: PasswordCost = PASSWORD_COST): Promise<string> {
  const salt = new Uint8Array(randomBytes(16));
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, toBase64Url(salt), toBase64Url(hash)].join('$');
}

/**
 * Whether the password belongs to the stored hash. A null hash (nobody of that name) never matches, and takes as long as one
 * that was made at `cost`.
 */
export async function matchesPassword(
  password: string,
  stored: string | null,
  cost: PasswordCost = PASSWORD_COST,
): Promise<boolean> {
  const [scheme, n, r, p, salt, hash] = (stored ?? hashOfNobody(cost)).split('$');
  const saltBytes = readBase64Url(salt ?? '');
  const expected = readBase64Url(hash ?? '');
  if (scheme !== 'scrypt' || saltBytes === null || expected === null) return false;
  const derived = await derive(password, saltBytes, { N: Number(n), r: Number(r), p: Number(p) });
  return equalBytes(derived, expected) && stored !== null;
}

function hashOfNobody({ N, r, p }: PasswordCost): string {
  return ['scrypt', N, r, p, 'AAAAAAAAAAAAAAAAAAAAAA', toBase64Url(new Uint8Array(HASH_BYTES))].join('$');
}

function derive(password: string, salt: Uint8Array, cost: ScryptOptions): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { ...cost, maxmem: MEMORY_MAX }, (error, hash) => {
      if (error === null) resolve(new Uint8Array(hash));
      else reject(error);
    });
  });
}
