/**
 * RFC 9180 in base mode, single shot, for the one suite of the house: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
 * AES-256-GCM. Names are the RFC's. Written over node:crypto because a message is sealed and opened on the way of every
 * question; the published vectors and the `hpke` package check it in the tests.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  diffieHellman,
  generateKeyPairSync,
} from 'node:crypto';
import { concatBytes, utf8 } from '../base/index.ts';
import { WireError } from './errors.ts';
import { type KeyPair, publicKeyOf, rawPublicKey } from './raw-keys.ts';

const Nenc = 32;
const Nt = 16;
const Nn = 12;

// RFC 9180 §4.1 and §5.1: the ids of KEM 0x0020, KDF 0x0001, AEAD 0x0002.
const KEM_SUITE = concatBytes(utf8('KEM'), Uint8Array.of(0x00, 0x20));
const HPKE_SUITE = concatBytes(utf8('HPKE'), Uint8Array.of(0x00, 0x20, 0x00, 0x01, 0x00, 0x02));
const VERSION = utf8('HPKE-v1');
const EMPTY = new Uint8Array(0);
const MODE_BASE = Uint8Array.of(0x00);

/** How many bytes a sealed text is longer than the text: the encapsulated key and the tag. */
export const SEAL_OVERHEAD_BYTES = Nenc + Nt;

/** Seals to the holder of `recipient`: encapsulated key ‖ ciphertext ‖ tag. */
export function seal(
  recipient: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const pair = generateKeyPairSync('x25519');
  const ephemeral = { privateKey: pair.privateKey, publicKey: rawPublicKey(pair.publicKey) };
  return sealWith(ephemeral, recipient, info, aad, plaintext);
}

/** `seal` with a given ephemeral key; only the published vectors may choose it. */
export function sealWith(
  ephemeral: KeyPair,
  recipient: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const sharedSecret = encap(ephemeral, recipient);
  const { key, baseNonce } = keySchedule(sharedSecret, info);
  const cipher = createCipheriv('aes-256-gcm', key, baseNonce);
  cipher.setAAD(aad);
  return concatBytes(ephemeral.publicKey, cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

/** The text that was sealed to us; throws `seal-broken` for anything else. */
export function open(recipient: KeyPair, info: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Uint8Array {
  if (sealed.length < SEAL_OVERHEAD_BYTES)
    throw new WireError('seal-broken', 'a sealed body is at least 48 bytes long');
  const end = sealed.length - Nt;
  try {
    const { key, baseNonce } = keySchedule(decap(recipient, sealed.subarray(0, Nenc)), info);
    const decipher = createDecipheriv('aes-256-gcm', key, baseNonce);
    decipher.setAAD(aad);
    decipher.setAuthTag(sealed.subarray(end));
    return concatBytes(decipher.update(sealed.subarray(Nenc, end)), decipher.final());
  } catch (cause) {
    throw new WireError('seal-broken', 'the body was not sealed to this recipient, or was changed', {
      cause,
    });
  }
}

/** RFC 9180 §4.1, Encap. */
export function encap(ephemeral: KeyPair, pkR: Uint8Array): Uint8Array {
  const dh = sharedPoint(ephemeral, pkR);
  return extractAndExpand(dh, concatBytes(ephemeral.publicKey, pkR));
}

/** RFC 9180 §4.1, Decap. */
export function decap(recipient: KeyPair, enc: Uint8Array): Uint8Array {
  const dh = sharedPoint(recipient, enc);
  return extractAndExpand(dh, concatBytes(enc, recipient.publicKey));
}

/** RFC 9180 §5.1, KeySchedule with mode_base and the default psk. */
export function keySchedule(
  sharedSecret: Uint8Array,
  info: Uint8Array,
): { key: Uint8Array; baseNonce: Uint8Array } {
  const pskIdHash = labeledExtract(HPKE_SUITE, EMPTY, 'psk_id_hash', EMPTY);
  const infoHash = labeledExtract(HPKE_SUITE, EMPTY, 'info_hash', info);
  const context = concatBytes(MODE_BASE, pskIdHash, infoHash);
  const secret = labeledExtract(HPKE_SUITE, sharedSecret, 'secret', EMPTY);
  return {
    key: labeledExpand(HPKE_SUITE, secret, 'key', context, 32),
    baseNonce: labeledExpand(HPKE_SUITE, secret, 'base_nonce', context, Nn),
  };
}

function sharedPoint(own: KeyPair, other: Uint8Array): Uint8Array {
  const dh = diffieHellman({ privateKey: own.privateKey, publicKey: publicKeyOf('X25519', other) });
  // RFC 9180 §7.1.4: the all-zero output must be refused (OpenSSL refuses it too).
  if (dh.every((byte) => byte === 0)) throw new WireError('seal-broken', 'the encapsulated key has no order');
  return dh;
}

function extractAndExpand(dh: Uint8Array, kemContext: Uint8Array): Uint8Array {
  const eaePrk = labeledExtract(KEM_SUITE, EMPTY, 'eae_prk', dh);
  return labeledExpand(KEM_SUITE, eaePrk, 'shared_secret', kemContext, 32);
}

function labeledExtract(suite: Uint8Array, salt: Uint8Array, label: string, ikm: Uint8Array): Uint8Array {
  return createHmac('sha256', salt).update(VERSION).update(suite).update(utf8(label)).update(ikm).digest();
}

/** One HKDF block is enough: no length here is above 32. */
function labeledExpand(
  suite: Uint8Array,
  prk: Uint8Array,
  label: string,
  info: Uint8Array,
  length: number,
): Uint8Array {
  const hmac = createHmac('sha256', prk).update(Uint8Array.of(0, length)).update(VERSION).update(suite);
  return hmac.update(utf8(label)).update(info).update(Uint8Array.of(1)).digest().subarray(0, length);
}
