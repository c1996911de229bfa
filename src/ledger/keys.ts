import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { randomId } from '../base/index.ts';
import { type CheckpointSigner, LedgerError } from './verify/index.ts';

export interface LedgerKey {
  /** 32 raw Ed25519 bytes. */
  readonly publicKey: Uint8Array;
  /** PKCS#8. */
  readonly privateKeyPem: string;
}

/** A fresh Ed25519 key (RFC 8032) for signing checkpoints. */
export function createLedgerKey(): LedgerKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: rawPublicKey(publicKey),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Writes the key to a file that only its owner may read. The file is whole or absent; throws `key-exists` rather than replace one. */
export function saveLedgerKey(path: string, key: LedgerKey): void {
  const draft = `${path}.${randomId().slice(0, 8)}.draft`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, key.privateKeyPem);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path); // unlike a rename, a link never replaces what is there
  } catch (cause) {
    throw new LedgerError('key-exists', 'a ledger key is already there; it is never replaced', { cause });
  } finally {
    unlinkSync(draft);
  }
}

/** The signer of a key file. The key's name is the origin, as C2SP tlog-checkpoint recommends. Throws `key-invalid`. */
export function loadLedgerSigner(path: string, origin: string): CheckpointSigner {
  return ledgerSigner(readFileSync(path, 'utf8'), origin);
}

/** The signer of a key in PEM. */
export function ledgerSigner(privateKeyPem: string, origin: string): CheckpointSigner {
  const privateKey = parsePrivateKey(privateKeyPem);
  return {
    origin,
    keyName: origin,
    publicKey: rawPublicKey(createPublicKey(privateKey)),
    sign: (bytes) => new Uint8Array(sign(null, bytes, privateKey)),
  };
}

function parsePrivateKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new LedgerError('key-invalid', 'the ledger key file does not hold a private key in PEM', { cause });
  }
  throw new LedgerError('key-invalid', 'the ledger key is an Ed25519 key');
}

function rawPublicKey(key: KeyObject): Uint8Array {
  const { x } = key.export({ format: 'jwk' });
  if (x === undefined) throw new LedgerError('key-invalid', 'the ledger key is an Ed25519 key');
  return new Uint8Array(Buffer.from(x, 'base64url'));
}
