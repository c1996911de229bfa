import * as z from 'zod';
import { CodedError, randomId, sha256, toHex, utf8 } from '../base/index.ts';
import type { Agreement } from './agreement.ts';
import { readJson } from './dsse.ts';
import { openMessage, type Reader, sealMessage } from './envelope.ts';
import { readRefusal, type Refusal, WireError } from './errors.ts';
import type { AgencyKeys } from './keys.ts';
import { expiryOf } from './kinds.ts';

const code = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);

/** A refusal in clear, where the one who asks is not (or not yet) known as a partner. */
export const plainRefusalSchema = z.strictObject({ error: code, message: z.string().max(500) });

/** The body of a signed refusal; `about` is the SHA-256 of the refused bytes, so it cannot be turned against others. */
export const signedRefusalSchema = plainRefusalSchema.extend({ about: z.string().regex(/^[0-9a-f]{64}$/) });

/** What a failure looks like from outside. Failures that are ours, not the sender's, show as `internal` and no more. */
export function describeRefusal(error: unknown): { code: string; message: string } {
  const refusal = readRefusal(error);
  if (refusal !== null) return { code: refusal.code, message: refusal.message };
  if (error instanceof WireError) return { code: error.code, message: error.message };
  return { code: 'internal', message: 'the partner could not finish this; it may be sent again' };
}

/** The HTTP status that goes with a refusal; the code is what counts. */
export function statusOf(code: string): number {
  switch (code) {
    case 'unknown-partner':
    case 'partner-revoked':
    case 'certificate-refused':
      return 403;
    case 'not-found':
      return 404;
    case 'too-slow':
      return 408;
    case 'id-reused':
      return 409;
    case 'too-large':
      return 413;
    case 'internal':
      return 500;
    case 'busy':
      return 503;
    default:
      return 400;
  }
}

/** A refusal of `refused`, signed, and sealed to the member whose bytes they were. */
export function sealRefusal(o: {
  keys: AgencyKeys;
  agreement: Agreement;
  to: string;
  refused: Uint8Array;
  refusal: { code: string; message: string };
  now: Date;
}): Uint8Array {
  const body = {
    error: o.refusal.code,
    message: o.refusal.message.slice(0, 500),
    about: toHex(sha256(o.refused)),
  };
  return sealMessage({
    keys: o.keys,
    agreement: o.agreement,
    kind: 'wire-refusal',
    id: randomId(),
    from: o.keys.agencyId,
    to: o.to,
    createdAt: o.now,
    expiresAt: expiryOf('wire-refusal', o.now),
    body: utf8(JSON.stringify(signedRefusalSchema.parse(body))),
  });
}

/** The refusal of exactly the bytes `refused`, by the member `from`; null when the answer is not one. */
export function openRefusal(
  reader: Reader & { keys: AgencyKeys; from: string; refused: Uint8Array },
): Refusal | null {
  try {
    const { header, body } = openMessage(reader);
    const said = signedRefusalSchema.safeParse(readJson(new TextDecoder().decode(body)));
    const fits = said.success && header.kind === 'wire-refusal' && header.from === reader.from;
    if (!fits || said.data.about !== toHex(sha256(reader.refused))) return null;
    return { code: said.data.error, message: said.data.message, signed: true };
  } catch (error) {
    if (error instanceof CodedError) return null;
    throw error;
  }
}

/** A refusal in clear; anything unreadable becomes `internal`. */
export function parsePlainRefusal(bytes: Uint8Array): Refusal {
  const said = plainRefusalSchema.safeParse(readJson(new TextDecoder().decode(bytes)));
  if (!said.success)
    return { code: 'internal', message: 'the partner answered something unreadable', signed: false };
  return { code: said.data.error, message: said.data.message, signed: false };
}
