/** A token of SoftHSM with AES keys that never leave it, and the wrapper script of the operators' guide in front of it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MODULES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];
const SCRIPT = new URL('../../docs/guides/pkcs11-wrapper.sh', import.meta.url).pathname;
const LABEL = 'entente';
const PIN = '87654321';

/** Why there is no token on this machine; null when one can be made. */
export function noSoftToken(): string | null {
  const missing = ['softhsm2-util', 'pkcs11-tool'].filter((program) => !isInstalled(program));
  if (missing.length > 0) return `${missing.join(' and ')} not installed (packages softhsm2 and opensc)`;
  return MODULES.some((path) => existsSync(path)) ? null : 'the module libsofthsm2.so was not found';
}

export interface SoftToken {
  /** The command of `seed-key` for the key of this id; another PIN file where the wrong one is to be tried. */
  command(keyId: string, pin?: string): readonly string[];
  makeKey(keyId: string): void;
  destroyKey(keyId: string): void;
}

/** A new token in a folder. Its place goes into this process's environment, which the programs it starts inherit. */
export function makeSoftToken(folder: string): SoftToken {
  mkdirSync(join(folder, 'tokens'), { recursive: true });
  writeFileSync(join(folder, 'softhsm2.conf'), `directories.tokendir = ${join(folder, 'tokens')}\n`);
  process.env['SOFTHSM2_CONF'] = join(folder, 'softhsm2.conf');
  const module = MODULES.find((path) => existsSync(path)) ?? '';
  const run = (program: string, ...args: readonly string[]): void =>
    void execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  run('softhsm2-util', '--init-token', '--free', '--label', LABEL, '--so-pin', '12345678', '--pin', PIN);
  const token = ['--module', module, '--token-label', LABEL, '--login', '--pin', PIN];
  return {
    command(keyId, pin = PIN) {
      const file = join(folder, `pin-${pin}`);
      writeFileSync(file, pin, { mode: 0o600 });
      return [SCRIPT, module, LABEL, keyId, file];
    },
    makeKey(keyId) {
      const how = ['--key-type', 'AES:32', '--usage-decrypt', '--sensitive', '--private'];
      run('pkcs11-tool', ...token, '--keygen', ...how, '--id', keyId, '--label', `seeds-${keyId}`);
    },
    destroyKey: (keyId) =>
      run('pkcs11-tool', ...token, '--delete-object', '--type', 'secrkey', '--id', keyId),
  };
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
