import { createPublicKey, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { concatBytes, utf8 } from '../../base/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import type { AgencyKeys } from '../../wire/index.ts';
import { ExchangeError } from '../errors.ts';

/** No message and no agreement begins so: what is signed for the sealer is signed for nothing else. */
const DOMAIN = utf8('entente-sealer-grant\n');
const SIGNATURE_BYTES = 64;
const GRANT_BYTES_MAX = 2_048;
const GRANT_HOURS_MAX = 72;
const HOUR_MS = 3_600_000;

/** A grant as the sealer keeps it: beyond the partner's budget so many elements more, of this class, until then. */
export const sealerGrant = z.strictObject({
  agency: z.string().max(40),
  id: z.string().min(1).max(64),
  partner: z.string().regex(/^[a-z0-9-]{1,32}$/),
  keyClass: z.enum(KEY_CLASSES),
  elements: z.int().min(1).max(1_000_000_000),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
});
export type SealerGrant = z.infer<typeof sealerGrant>;

/** The statement in the exact bytes after our agency's Ed25519 signature over them. */
export function signSealerGrant(keys: Pick<AgencyKeys, 'signing'>, grant: SealerGrant): Uint8Array {
  const bytes = utf8(JSON.stringify(sealerGrant.parse(grant)));
  return concatBytes(sign(null, concatBytes(DOMAIN, bytes), keys.signing.privateKey), bytes);
}

/** The grant that our agency signed (`signingKey` in base64url); throws `grant-refused` for anything else, for one that is over, and for one longer than a grant may be. */
export function readSealerGrant(
  signed: Uint8Array,
  {
    agencyId,
    signingKey,
    now,
  }: { readonly agencyId: string; readonly signingKey: string; readonly now: Date },
): SealerGrant {
  const bytes = signed.subarray(SIGNATURE_BYTES);
  // RFC 8032, and RFC 8037 §2 for the key. The sealer's process has no room wire: it verifies by itself.
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signingKey }, format: 'jwk' });
  const isOurs =
    signed.length <= GRANT_BYTES_MAX &&
    verify(null, concatBytes(DOMAIN, bytes), key, signed.subarray(0, SIGNATURE_BYTES));
  const read = isOurs ? sealerGrant.safeParse(JSON.parse(new TextDecoder().decode(bytes))) : null;
  if (read === null || !read.success || read.data.agency !== agencyId)
    throw refused('the sealer takes grants alone that its own agency has signed');
  const [from, until] = [Date.parse(read.data.from), Date.parse(read.data.until)];
  if (until <= now.getTime() || until <= from || until - from > GRANT_HOURS_MAX * HOUR_MS)
    throw refused(`a grant is in force for ${GRANT_HOURS_MAX} hours at most, and is not over`);
  return read.data;
}

function refused(message: string): ExchangeError {
  return new ExchangeError('grant-refused', message);
}
