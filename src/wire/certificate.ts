import { createPublicKey, type KeyObject, randomBytes, sign, type X509Certificate } from 'node:crypto';
import { sha256, toBase64Url } from '../base/index.ts';
import {
  bitString,
  explicit,
  integer,
  objectId,
  octetString,
  sequence,
  set,
  time,
  utf8String,
  yes,
} from './der.ts';
import { CLOCK_SKEW_MS } from './bounds.ts';

const ED25519 = '1.3.101.112'; // RFC 8410 §3
const COMMON_NAME = '2.5.4.3';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/**
 * A certificate that an agency signs for its own TLS key, for both ends of a connection (PEM). It vouches for nothing: what
 * counts is the key, which the agreement pins. Name: the agency id.
 */
export function issueCertificate(o: { key: KeyObject; agencyId: string; from: Date; until: Date }): string {
  const name = sequence(set(sequence(objectId(COMMON_NAME), utf8String(o.agencyId))));
  const algorithm = sequence(objectId(ED25519));
  const publicKey = spkiBytes(o.key);
  // RFC 5280 §4.1: version 3, serial, algorithm, issuer, validity, subject, key, extensions.
  const toBeSigned = sequence(
    explicit(0, integer(Uint8Array.of(2))),
    integer(randomBytes(16)),
    algorithm,
    name,
    sequence(time(new Date(o.from.getTime() - CLOCK_SKEW_MS)), time(o.until)),
    name,
    publicKey,
    explicit(
      3,
      sequence(
        // digitalSignature is the first bit.
        sequence(objectId(KEY_USAGE), yes(), octetString(bitString(Uint8Array.of(0x80), 7))),
        sequence(
          objectId(EXTENDED_KEY_USAGE),
          octetString(sequence(objectId(SERVER_AUTH), objectId(CLIENT_AUTH))),
        ),
      ),
    ),
  );
  const certificate = sequence(toBeSigned, algorithm, bitString(sign(null, toBeSigned, o.key)));
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** The pin of a key: SHA-256 over its SubjectPublicKeyInfo, base64url. */
export function pinOf(key: KeyObject): string {
  return toBase64Url(sha256(spkiBytes(key)));
}

/** Whether the certificate's own dates hold now. */
export function isInDate(certificate: X509Certificate, now: Date): boolean {
  return (
    Date.parse(certificate.validFrom) <= now.getTime() && now.getTime() < Date.parse(certificate.validTo)
  );
}

function spkiBytes(key: KeyObject): Uint8Array {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ type: 'spki', format: 'der' });
}
