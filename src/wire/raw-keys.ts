import { createPublicKey, type KeyObject } from 'node:crypto';
import { readBase64Url, toBase64Url } from '../base/index.ts';

/** A private key with the 32 bytes by which others know it. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: Uint8Array;
}

type Curve = 'Ed25519' | 'X25519';

const CACHE_MAX = 256;
const cache = new Map<string, KeyObject>();

/** The key object of 32 raw public bytes; kept, because making one costs more than using it. */
export function publicKeyOf(curve: Curve, raw: Uint8Array): KeyObject {
  const x = toBase64Url(raw);
  const name = `${curve}:${x}`;
  const known = cache.get(name);
  if (known !== undefined) return known;
  const made = createPublicKey({ key: { kty: 'OKP', crv: curve, x }, format: 'jwk' });
  if (cache.size >= CACHE_MAX) cache.clear();
  cache.set(name, made);
  return made;
}

/** The 32 raw bytes of an Ed25519 or X25519 public (or private: its public half) key. */
export function rawPublicKey(key: KeyObject): Uint8Array {
  const raw = readBase64Url(key.export({ format: 'jwk' }).x ?? '');
  if (raw === null || raw.length !== 32) throw new TypeError('expected an Ed25519 or X25519 key');
  return raw;
}
