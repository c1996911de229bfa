import * as z from 'zod';
import { readBase64Url, sha256, toBase64Url, toHex } from '../base/index.ts';
import { type Member, signAgreement } from './agreement.ts';
import { memberSchema } from './agreement-schema.ts';
import { readJson } from './dsse.ts';
import { WireError } from './errors.ts';
import type { AgencyKeys } from './keys.ts';

/** Both are a few lines; whatever is larger is something else. */
export const PART_BYTES_MAX = 65_536;

const signatureSchema = z.strictObject({
  v: z.literal(1),
  memberId: z.string().regex(/^[a-z0-9][a-z0-9-]{1,31}$/),
  /** SHA-256 of the exact bytes that were signed, hex. */
  of: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});

/** What a future member hands to whoever writes the draft: public keys and addresses, nothing secret. */
export function formatMember(member: Member): string {
  return `${JSON.stringify(member, null, 1)}\n`;
}

/** Throws `agreement-invalid` for anything that is not the description of one member. */
export function readMemberFile(text: string): Member {
  return readPart(text, memberSchema, 'the description of a member');
}

/** One member's signature over the draft, as a file that can be sent to whoever puts the agreement together. */
export function formatSignature(keys: AgencyKeys, draft: Uint8Array): string {
  const { memberId, signature } = signAgreement(keys, draft);
  const part = { v: 1, memberId, of: toHex(sha256(draft)), signature: toBase64Url(signature) };
  return `${JSON.stringify(part, null, 1)}\n`;
}

/** The signature of such a file; throws `agreement-invalid`, also for one that was made over other bytes than `draft`. */
export function readSignatureFile(
  text: string,
  draft: Uint8Array,
): { readonly memberId: string; readonly signature: Uint8Array } {
  const { memberId, of, signature } = readPart(text, signatureSchema, 'a signature');
  if (of !== toHex(sha256(draft)))
    throw new WireError('agreement-invalid', `${memberId} signed other bytes than these`);
  const bytes = readBase64Url(signature);
  if (bytes === null) throw new WireError('agreement-invalid', 'the file is not a signature');
  return { memberId, signature: bytes };
}

function readPart<T>(text: string, schema: z.ZodType<T>, what: string): T {
  if (text.length > PART_BYTES_MAX) throw new WireError('too-large', `the file is too large to be ${what}`);
  const parsed = schema.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new WireError(
    'agreement-invalid',
    `the file is not ${what}${where === '' ? '' : `: see "${where}"`}`,
  );
}
