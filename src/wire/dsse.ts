/**
 * DSSE (Dead Simple Signing Envelope, protocol version 1): a signature over the exact bytes and their type. The protocol
 * is used in two shapes: its own JSON form for the agreement, and a binary frame for messages (envelope.ts).
 */
import { sign, verify } from 'node:crypto';
import * as z from 'zod';
import { concatBytes, readBase64, toBase64, utf8 } from '../base/index.ts';
import { WireError } from './errors.ts';
import { type KeyPair, publicKeyOf } from './raw-keys.ts';

export const SIGNATURE_BYTES = 64;

/** DSSE protocol, PAE: what is really signed. Lengths are decimal ASCII, so no two (type, bytes) pairs share one. */
export function pae(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8(payloadType);
  return concatBytes(utf8(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `), payload);
}

/** The 64 bytes of an Ed25519 signature over the PAE. */
export function signBytes(key: KeyPair, payloadType: string, payload: Uint8Array): Uint8Array {
  return sign(null, pae(payloadType, payload), key.privateKey);
}

/** Whether the holder of `publicKey` signed exactly these bytes as this type. */
export function isSignedBy(
  publicKey: Uint8Array,
  payloadType: string,
  payload: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  return verify(null, pae(payloadType, payload), publicKeyOf('Ed25519', publicKey), signature);
}

export const dsseEnvelopeSchema = z.strictObject({
  payload: z.string(),
  payloadType: z.string().max(200),
  signatures: z
    .array(z.strictObject({ keyid: z.string().max(200), sig: z.string().max(88) }))
    .min(1)
    .max(64),
});

export interface DsseEnvelope {
  readonly payload: Uint8Array;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyId: string; readonly signature: Uint8Array }[];
}

/** The JSON form: payload and signatures in base64. */
export function formatDsse(envelope: DsseEnvelope): string {
  return JSON.stringify({
    payload: toBase64(envelope.payload),
    payloadType: envelope.payloadType,
    signatures: envelope.signatures.map((one) => ({ keyid: one.keyId, sig: toBase64(one.signature) })),
  });
}

/** Reads the JSON form without believing any of it; throws `malformed` or `too-large`. */
export function parseDsse(text: string, payloadBytesMax: number): DsseEnvelope {
  // base64 needs 4 characters for 3 bytes; 16 KB are left for 64 signatures.
  if (text.length > Math.ceil(payloadBytesMax / 3) * 4 + 16_384) {
    throw new WireError('too-large', `the signed document has more than ${payloadBytesMax} bytes`);
  }
  const shell = dsseEnvelopeSchema.safeParse(readJson(text));
  if (!shell.success) throw new WireError('malformed', 'the document is not a DSSE envelope');
  const payload = readBase64(shell.data.payload);
  const signatures = shell.data.signatures.map((one) => ({
    keyId: one.keyid,
    signature: readBase64(one.sig),
  }));
  if (payload === null || signatures.some((one) => one.signature === null)) {
    throw new WireError('malformed', 'the envelope holds text that is not base64');
  }
  return {
    payload,
    payloadType: shell.data.payloadType,
    signatures: signatures.map((one) => ({
      keyId: one.keyId,
      signature: one.signature ?? new Uint8Array(0),
    })),
  };
}

/** The value of a JSON text; undefined when it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
