import { X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueCertificate, isInDate, pinOf } from './certificate.ts';
import {
  createAgencyKeys,
  loadAgencyKeys,
  prepareNextTlsKey,
  renewCertificate,
  switchTlsKey,
} from './keys.ts';
import { NOON } from './test-town.ts';

let root: string;
let folder: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'entente-keys-'));
});
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'keys-'));
});
afterAll(() => rm(root, { recursive: true }));

const alder = { agencyId: 'alder', name: 'Alder', now: NOON };
const broken = expect.objectContaining({ code: 'keys-broken' });

describe('a key folder', () => {
  it('is readable by its owner alone', async () => {
    await createAgencyKeys(folder, alder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const names = await readdir(folder);
    expect(names.toSorted()).toEqual([
      'agency.json',
      'ledger.pem',
      'sealing.pem',
      'signing.pem',
      'tls.crt',
      'tls.pem',
    ]);
    for (const name of names) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  it('gives the same keys again, and never makes a missing one anew', async () => {
    const made = await createAgencyKeys(folder, alder);
    const again = await createAgencyKeys(folder, alder);
    expect(again.signing.publicKey).toEqual(made.signing.publicKey);
    expect(again.tls.pin).toBe(made.tls.pin);
    await unlink(join(folder, 'signing.pem'));
    await expect(createAgencyKeys(folder, alder)).rejects.toThrow(broken);
  });

  it('finishes a creation that was interrupted', async () => {
    const made = await createAgencyKeys(folder, alder);
    await unlink(join(folder, 'agency.json'));
    await unlink(join(folder, 'tls.crt'));
    const finished = await createAgencyKeys(folder, alder);
    expect(finished.signing.publicKey).toEqual(made.signing.publicKey);
    expect(finished.tls.pin).toBe(made.tls.pin);
  });

  it('is refused when others may read it, or it belongs to another agency, or a file is not what it should be', async () => {
    await createAgencyKeys(folder, alder);
    await expect(createAgencyKeys(folder, { agencyId: 'birch', name: 'Birch' })).rejects.toThrow(broken);
    await chmod(join(folder, 'tls.pem'), 0o640);
    await expect(loadAgencyKeys(folder)).rejects.toThrow(expect.objectContaining({ code: 'keys-unsafe' }));
    await chmod(join(folder, 'tls.pem'), 0o600);
    await writeFile(join(folder, 'tls.pem'), await readFile(join(folder, 'signing.pem')));
    await expect(loadAgencyKeys(folder)).rejects.toThrow(broken);
    await writeFile(join(folder, 'tls.pem'), 'nonsense');
    await expect(loadAgencyKeys(folder)).rejects.toThrow(broken);
    await writeFile(join(folder, 'tls.pem'), await readFile(join(folder, 'sealing.pem')));
    await expect(loadAgencyKeys(folder)).rejects.toThrow(broken);
  });
});

describe('the next TLS key', () => {
  it('is prepared under a pin that stays, and takes over when it is switched to, even after an interruption', async () => {
    const before = await createAgencyKeys(folder, alder);
    const pin = await prepareNextTlsKey(folder);
    expect(await prepareNextTlsKey(folder)).toBe(pin);
    expect((await loadAgencyKeys(folder)).tls.pin).toBe(before.tls.pin);
    // As if the process had ended between the key and its certificate.
    await writeFile(join(folder, 'tls.pem'), await readFile(join(folder, 'tls-next.pem')));
    await expect(loadAgencyKeys(folder)).rejects.toThrow(broken);
    await switchTlsKey(folder, { agencyId: 'alder', now: NOON });
    expect((await loadAgencyKeys(folder)).tls.pin).toBe(pin);
    await switchTlsKey(folder, { agencyId: 'alder', now: NOON });
    expect((await loadAgencyKeys(folder)).tls.pin).toBe(pin);
    expect(pin).not.toBe(before.tls.pin);
  });
});

describe('a certificate', () => {
  it('is one that others can read: version 3, self-signed, for both ends, in date', async () => {
    const keys = await createAgencyKeys(folder, alder);
    const certificate = new X509Certificate(keys.tls.certPem);
    expect(certificate.subject).toBe('CN=alder');
    expect(certificate.issuer).toBe('CN=alder');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    expect(pinOf(certificate.publicKey)).toBe(keys.tls.pin);
    expect(isInDate(certificate, NOON)).toBe(true);
    const days397 = 397 * 86_400_000;
    expect(isInDate(certificate, new Date(NOON.getTime() + days397 - 1_000))).toBe(true);
    expect(isInDate(certificate, new Date(NOON.getTime() + days397))).toBe(false);
  });

  it('may end before or after 2050, where the form of its dates changes', async () => {
    const keys = await createAgencyKeys(folder, alder);
    const { createPrivateKey } = await import('node:crypto');
    const key = createPrivateKey(keys.tls.keyPem);
    for (const year of [2049, 2050, 2051]) {
      const until = new Date(`${year}-12-31T23:59:59.000Z`);
      const certificate = new X509Certificate(
        issueCertificate({ key, agencyId: 'alder', from: NOON, until }),
      );
      expect(Date.parse(certificate.validTo)).toBe(until.getTime());
    }
  });

  it('is renewed under the same pin', async () => {
    const keys = await createAgencyKeys(folder, alder);
    const later = new Date(NOON.getTime() + 300 * 86_400_000);
    await renewCertificate(folder, { agencyId: 'alder', now: later });
    const renewed = await loadAgencyKeys(folder);
    expect(renewed.tls.pin).toBe(keys.tls.pin);
    expect(
      isInDate(new X509Certificate(renewed.tls.certPem), new Date(NOON.getTime() + 600 * 86_400_000)),
    ).toBe(true);
  });
});
