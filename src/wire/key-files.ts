import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type FileHandle, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { declareFaultPoint, reach, utf8 } from '../base/index.ts';
import { WireError } from './errors.ts';
import { type KeyPair, rawPublicKey } from './raw-keys.ts';

const BEFORE_RENAME = declareFaultPoint('wire/key-file/before-rename');
const AFTER_RENAME = declareFaultPoint('wire/key-file/after-rename');

/** Writes a file that only its owner may read; it is there whole or not at all, whatever stops the process. */
export async function writeSecretFile(folder: string, name: string, text: string): Promise<void> {
  const path = join(folder, name);
  await withFile(await open(`${path}.new`, 'w', 0o600), async (file) => {
    await file.chmod(0o600);
    await file.writeFile(utf8(text));
    await file.sync();
  });
  reach(BEFORE_RENAME);
  await rename(`${path}.new`, path);
  await withFile(await open(folder, 'r'), (file) => file.sync());
  reach(AFTER_RENAME);
}

/** The text of a secret file; null when there is none. Throws `keys-unsafe` when others than the owner may read it. */
export async function readSecretFile(folder: string, name: string): Promise<string | null> {
  const path = join(folder, name);
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) {
      throw new WireError('keys-unsafe', `the key file ${name} may be read by others; its mode must be 0600`);
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The private key of that file; one is made when there is none yet. */
export async function readOrMakeKey(
  folder: string,
  name: string,
  type: 'ed25519' | 'x25519',
): Promise<KeyPair> {
  if ((await readSecretFile(folder, name)) === null) {
    const made = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519');
    await writeSecretFile(folder, name, made.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  return readKey(folder, name, type);
}

/** The private key of that file; throws `keys-broken` when it is missing or is not such a key. */
export async function readKey(folder: string, name: string, type: 'ed25519' | 'x25519'): Promise<KeyPair> {
  const text = await readSecretFile(folder, name);
  if (text === null) throw new WireError('keys-broken', `the key file ${name} is missing`);
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(text);
  } catch (cause) {
    throw new WireError('keys-broken', `the key file ${name} does not hold a private key in PEM`, { cause });
  }
  if (privateKey.asymmetricKeyType !== type) {
    throw new WireError('keys-broken', `the key file ${name} must hold an ${type} key`);
  }
  return { privateKey, publicKey: rawPublicKey(createPublicKey(privateKey)) };
}

async function withFile(file: FileHandle, work: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(file);
  } finally {
    await file.close();
  }
}
