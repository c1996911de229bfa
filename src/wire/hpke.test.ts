import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke';
import { describe, expect, it } from 'vitest';
import { concatBytes, readHex, toBase64Url, toHex, utf8 } from '../base/index.ts';
import { decap, encap, keySchedule, open, seal, SEAL_OVERHEAD_BYTES, sealWith } from './hpke.ts';
import { type KeyPair, rawPublicKey } from './raw-keys.ts';

// The base-mode vector of the CFRG's companion file to RFC 9180 for kem 0x0020, kdf 0x0001, aead 0x0002, sequence number 0
// (Appendix A prints the same KEM with AES-128-GCM and ChaCha20-Poly1305 only).
const VECTOR = {
  info: '4f6465206f6e2061204772656369616e2055726e',
  skEm: '179d4b53b6365c45b600c4163b61d95cbc2f4d9e36f1695558dce265ab8bab11',
  skRm: '497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d',
  pkRm: '430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c',
  enc: '6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256',
  sharedSecret: '3101c54c3a4f87439eaac080699ed9bbcc726ffe44e860c0424ccb7e3e2ead7b',
  key: 'f50b0609186798729ed0564b36ef2ef8044f1f9d05636874d1f46c819c7a669f',
  baseNonce: '151d9929e2449747889bc923',
  aad: '436f756e742d30',
  pt: '4265617574792069732074727574682c20747275746820626561757479',
  ct: 'e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a',
};

// RFC 8410 §7: the fixed beginning of an X25519 private key in PKCS #8.
function pairOf(privateHex: string): KeyPair {
  const der = concatBytes(bytes('302e020100300506032b656e04220420'), bytes(privateHex));
  const privateKey = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: rawPublicKey(privateKey) };
}

function bytes(hex: string): Uint8Array {
  const read = readHex(hex);
  if (read === null) throw new Error('not hex');
  return read;
}

const recipient = pairOf(VECTOR.skRm);
const ephemeral = pairOf(VECTOR.skEm);

describe('RFC 9180, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, base mode', () => {
  it('derives the published public keys', () => {
    expect(toHex(recipient.publicKey)).toBe(VECTOR.pkRm);
    expect(toHex(ephemeral.publicKey)).toBe(VECTOR.enc);
  });

  it('encapsulates and decapsulates the published shared secret', () => {
    expect(toHex(encap(ephemeral, recipient.publicKey))).toBe(VECTOR.sharedSecret);
    expect(toHex(decap(recipient, bytes(VECTOR.enc)))).toBe(VECTOR.sharedSecret);
  });

  it('schedules the published key and nonce', () => {
    const { key, baseNonce } = keySchedule(bytes(VECTOR.sharedSecret), bytes(VECTOR.info));
    expect(toHex(key)).toBe(VECTOR.key);
    expect(toHex(baseNonce)).toBe(VECTOR.baseNonce);
  });

  it('seals to the published bytes and opens them', () => {
    const sealed = sealWith(
      ephemeral,
      recipient.publicKey,
      bytes(VECTOR.info),
      bytes(VECTOR.aad),
      bytes(VECTOR.pt),
    );
    expect(toHex(sealed)).toBe(VECTOR.enc + VECTOR.ct);
    expect(toHex(open(recipient, bytes(VECTOR.info), bytes(VECTOR.aad), sealed))).toBe(VECTOR.pt);
  });
});

describe('sealing', () => {
  const info = utf8('info');
  const aad = utf8('header');

  it('agrees with an independent implementation in both directions', async () => {
    const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
    const theirPublic = await suite.DeserializePublicKey(recipient.publicKey);
    const theirPrivate = await suite.DeserializePrivateKey(bytes(VECTOR.skRm), true);
    for (const length of [0, 1, 15, 16, 17, 1_000]) {
      const text = new Uint8Array(length).fill(7);
      const theirs = await suite.Seal(theirPublic, text, { info, aad });
      expect(open(recipient, info, aad, concatBytes(theirs.encapsulatedSecret, theirs.ciphertext))).toEqual(
        text,
      );
      const ours = seal(recipient.publicKey, info, aad, text);
      const opened = await suite.Open(theirPrivate, ours.subarray(0, 32), ours.subarray(32), { info, aad });
      expect(new Uint8Array(opened)).toEqual(text);
    }
  });

  it('costs 48 bytes and never repeats itself', () => {
    const text = utf8('the same text');
    const one = seal(recipient.publicKey, info, aad, text);
    expect(one.length).toBe(text.length + SEAL_OVERHEAD_BYTES);
    expect(seal(recipient.publicKey, info, aad, text)).not.toEqual(one);
  });

  it('refuses every changed byte, another header, another purpose and another recipient', () => {
    const sealed = seal(recipient.publicKey, info, aad, utf8('text'));
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      // The top bit of an X25519 key's last byte is ignored by the curve (RFC 7748 §5) but not by the key schedule.
      expect(() => open(recipient, info, aad, changed)).toThrow(
        expect.objectContaining({ code: 'seal-broken' }),
      );
    }
    const other = generateKeyPairSync('x25519').privateKey;
    const stranger = { privateKey: other, publicKey: rawPublicKey(other) };
    for (const attempt of [
      () => open(recipient, info, utf8('other'), sealed),
      () => open(recipient, utf8('other'), aad, sealed),
      () => open(stranger, info, aad, sealed),
    ]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'seal-broken' }));
    }
  });

  it('refuses a key of small order and a text that is too short', () => {
    const zero = new Uint8Array(80);
    for (const attempt of [zero, zero.subarray(0, 47), new Uint8Array(0)]) {
      expect(() => open(recipient, info, aad, attempt)).toThrow(
        expect.objectContaining({ code: 'seal-broken' }),
      );
    }
    expect(toBase64Url(recipient.publicKey)).toHaveLength(43);
  });
});
