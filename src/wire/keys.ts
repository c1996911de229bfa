import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { issueCertificate, pinOf } from './certificate.ts';
import { readJson } from './dsse.ts';
import { WireError } from './errors.ts';
import { readKey, readOrMakeKey, readSecretFile, writeSecretFile } from './key-files.ts';
import type { KeyPair } from './raw-keys.ts';

const CERTIFICATE_LIFETIME_MS = 397 * 24 * 3_600_000;

const NEXT_TLS_KEY = 'tls-next.pem';

/** The file of the ledger's signing key inside the key folder (Ed25519, PKCS #8, PEM). */
export const LEDGER_KEY_FILE = 'ledger.pem';

/** Everything an agency proves itself with. The private halves never leave its key folder. */
export interface AgencyKeys {
  readonly agencyId: string;
  readonly name: string;
  /** Ed25519: signs messages and agreements. */
  readonly signing: KeyPair;
  /** X25519: opens what is sealed to this agency. */
  readonly sealing: KeyPair;
  readonly tls: { readonly keyPem: string; readonly certPem: string; readonly pin: string };
  readonly ledgerPublicKey: Uint8Array;
}

const descriptionSchema = z.strictObject({
  agencyId: z.string().regex(/^[a-z0-9][a-z0-9-]{1,31}$/),
  name: z.string().min(1).max(200),
});

/**
 * The keys of an agency in `folder`, made where missing. A creation that was interrupted is finished by the next call; once
 * it is complete (`agency.json` is written last), a missing or foreign file is `keys-broken` and never made anew.
 */
export async function createAgencyKeys(
  folder: string,
  agency: { agencyId: string; name: string; now?: Date },
): Promise<AgencyKeys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  if ((await readSecretFile(folder, 'agency.json')) === null) await makeMissing(folder, agency);
  const keys = await loadAgencyKeys(folder);
  if (keys.agencyId !== agency.agencyId) {
    throw new WireError(
      'keys-broken',
      `the key folder belongs to ${keys.agencyId}, not to ${agency.agencyId}`,
    );
  }
  return keys;
}

/** Reads the keys; throws `keys-broken` or `keys-unsafe`. */
export async function loadAgencyKeys(folder: string): Promise<AgencyKeys> {
  const description = descriptionSchema.safeParse(
    readJson((await readSecretFile(folder, 'agency.json')) ?? ''),
  );
  if (!description.success)
    throw new WireError('keys-broken', 'the file agency.json in the key folder is missing or damaged');
  const signing = await readKey(folder, 'signing.pem', 'ed25519');
  const sealing = await readKey(folder, 'sealing.pem', 'x25519');
  const ledger = await readKey(folder, LEDGER_KEY_FILE, 'ed25519');
  const tls = await readKey(folder, 'tls.pem', 'ed25519');
  const certPem = await readSecretFile(folder, 'tls.crt');
  if (certPem === null || !certifies(certPem, tls)) {
    throw new WireError('keys-broken', 'the certificate tls.crt does not belong to the key tls.pem');
  }
  const keyPem = tls.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    ...description.data,
    signing,
    sealing,
    tls: { keyPem, certPem, pin: pinOf(tls.privateKey) },
    ledgerPublicKey: ledger.publicKey,
  };
}

/** Issues a new certificate for the same TLS key: the pin stays, only the dates move. */
export async function renewCertificate(folder: string, o: { agencyId: string; now: Date }): Promise<void> {
  const tls = await readKey(folder, 'tls.pem', 'ed25519');
  await writeSecretFile(folder, 'tls.crt', certificateFor(tls, o.agencyId, o.now));
}

/**
 * Prepares the key that shall replace the TLS key and gives back its pin. Put the pin into the next agreement beside the
 * present one; when that is in force, `switchTlsKey`.
 */
export async function prepareNextTlsKey(folder: string): Promise<string> {
  return pinOf((await readOrMakeKey(folder, NEXT_TLS_KEY, 'ed25519')).privateKey);
}

/** Makes the prepared TLS key the one in use, with a certificate of its own. Interrupted, it is finished by calling it again. */
export async function switchTlsKey(folder: string, o: { agencyId: string; now: Date }): Promise<void> {
  const next = await readSecretFile(folder, NEXT_TLS_KEY);
  if (next !== null) {
    await writeSecretFile(folder, 'tls.pem', next);
    await rm(join(folder, NEXT_TLS_KEY));
  }
  await renewCertificate(folder, o);
}

async function makeMissing(
  folder: string,
  agency: { agencyId: string; name: string; now?: Date },
): Promise<void> {
  await readOrMakeKey(folder, 'signing.pem', 'ed25519');
  await readOrMakeKey(folder, 'sealing.pem', 'x25519');
  await readOrMakeKey(folder, LEDGER_KEY_FILE, 'ed25519');
  const tls = await readOrMakeKey(folder, 'tls.pem', 'ed25519');
  await writeSecretFile(folder, 'tls.crt', certificateFor(tls, agency.agencyId, agency.now ?? new Date()));
  const description = descriptionSchema.parse({ agencyId: agency.agencyId, name: agency.name });
  await writeSecretFile(folder, 'agency.json', JSON.stringify(description));
}

function certificateFor(tls: KeyPair, agencyId: string, from: Date): string {
  return issueCertificate({
    key: tls.privateKey,
    agencyId,
    from,
    until: new Date(from.getTime() + CERTIFICATE_LIFETIME_MS),
  });
}

function certifies(certPem: string, tls: KeyPair): boolean {
  try {
    return new X509Certificate(certPem).checkPrivateKey(tls.privateKey);
  } catch {
    return false;
  }
}
