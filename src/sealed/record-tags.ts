import { createHmac } from 'node:crypto';
import { concatBytes, lengthPrefixed, utf8 } from '../base/index.ts';
import { SealedError } from './errors.ts';

export const TAG_SECRET_BYTES = 32;
/** Enough to tell the few records apart that one question meets; a label, never a proof. */
export const RECORD_TAG_BYTES = 4;
const DOMAIN = utf8('entente-record-tag');

/**
 * The tag a record bears towards one partner in one family of rules. The secret is random for each partner and epoch, so two
 * partners, two epochs and two families of one record have tags that nobody can join.
 */
export function recordTag(secret: Uint8Array, record: string, family: string): Uint8Array {
  if (secret.length !== TAG_SECRET_BYTES)
    throw new SealedError('key-invalid', `a tag secret has ${TAG_SECRET_BYTES} bytes`);
  const named = concatBytes(DOMAIN, lengthPrefixed(utf8(record)), lengthPrefixed(utf8(family)));
  return new Uint8Array(createHmac('sha512', secret).update(named).digest()).slice(0, RECORD_TAG_BYTES);
}
