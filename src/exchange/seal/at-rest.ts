import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { concatBytes, declareFaultPoint, reach, toHex, utf8 } from '../../base/index.ts';
import type { ExchangeContext } from '../context.ts';

const SECRET_WRITTEN = declareFaultPoint('exchange/secret-file-written');
const SECRET_RENAMED = declareFaultPoint('exchange/secret-file-renamed');

/** 32 random bytes kept in a file of their own, made on first use; durable before they are handed out. */
export function readOrCreateSecret(folder: string, name: string): Uint8Array {
  const path = join(folder, name);
  if (existsSync(path)) return new Uint8Array(readFileSync(path));
  const secret = randomBytes(32);
  writeSecret(folder, name, secret);
  return new Uint8Array(secret);
}

/** Writes a file that only its owner may read; it is there whole or not at all, and durable when this returns. */
export function writeSecret(folder: string, name: string, content: Uint8Array): void {
  const path = join(folder, name);
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  writeSync(file, content);
  fsyncSync(file);
  closeSync(file);
  reach(SECRET_WRITTEN);
  renameSync(temporary, path);
  const directory = openSync(folder, 'r');
  fsyncSync(directory);
  closeSync(directory);
  reach(SECRET_RENAMED);
}

/** The key under which open questions rest in the database: their seeds, and what they say. */
export function restKey(context: Pick<ExchangeContext, 'keyFolder'>): Uint8Array {
  return readOrCreateSecret(context.keyFolder, 'at-rest.key');
}

/** Seals what must rest in the database but stay closed to whoever reads only the database: AES-256-GCM, fresh nonce. */
export function sealAtRest(key: Uint8Array, about: string, content: Uint8Array): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(utf8(about));
  return concatBytes(nonce, cipher.update(content), cipher.final(), cipher.getAuthTag());
}

/** Opens what `sealAtRest` closed under the same words; throws when it was changed or belongs elsewhere. */
export function openAtRest(key: Uint8Array, about: string, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(utf8(about));
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  return concatBytes(decipher.update(sealed.subarray(12, sealed.length - 16)), decipher.final());
}

/** HMAC(secret, case ‖ partner): the handle of a case towards one partner; two partners cannot compare theirs. */
export function caseHandle(secret: Uint8Array, caseId: string, partner: string): string {
  return toHex(createHmac('sha256', secret).update(`${caseId}\n${partner}`).digest());
}
