import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StoreError } from './errors.ts';

/**
 * Runs the programs of PostgreSQL, which refuse to be started by root: as root inside a user namespace where the same
 * files belong to user 1000, else as another user; not as root, plainly.
 */
export interface Launcher {
  /** Hands a folder or file that this process made over to the user the programs run as. */
  own(path: string): void;
  start(program: string, args: readonly string[], output: number): ChildProcess;
}

const NOBODY = 65_534;
const NAMESPACE = ['-U', '--map-user=1000', '--map-group=1000'] as const;

/** Chooses the way to run PostgreSQL on this machine; `folder` is where its data will lie. */
export function chooseLauncher(folder: string, environment: Readonly<Record<string, string>>): Launcher {
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...environment };
  // Detached: a Ctrl-C in the terminal reaches every process of the group, and the database must be the last to close.
  const options = (output: number) => ({
    cwd: '/',
    env,
    detached: true,
    stdio: ['ignore', output, output] as ['ignore', number, number],
  });
  if (process.getuid?.() !== 0) {
    return { own() {}, start: (program, args, output) => spawn(program, args, options(output)) };
  }
  if (namespacesWork()) {
    return {
      own() {},
      start: (program, args, output) => spawn('unshare', [...NAMESPACE, program, ...args], options(output)),
    };
  }
  const user = otherUserFor(folder);
  return {
    own: (path) => chownSync(path, user, user),
    start: (program, args, output) => spawn(program, args, { ...options(output), uid: user, gid: user }),
  };
}

function namespacesWork(): boolean {
  return spawnSync('unshare', [...NAMESPACE, 'true'], { stdio: 'ignore' }).status === 0;
}

/** The folder's own user when that is not root, else nobody; throws when that user could not reach the folder. */
function otherUserFor(folder: string): number {
  const owner = statSync(folder).uid;
  const user = owner === 0 ? NOBODY : owner;
  for (let path = dirname(resolve(folder)); ; path = dirname(path)) {
    const { uid, mode } = statSync(path);
    const mayPass = uid === user ? (mode & 0o100) !== 0 : (mode & 0o001) !== 0;
    if (!mayPass) {
      throw new StoreError(
        'embedded-server-failed',
        `PostgreSQL does not run as root, user namespaces are off here, and no other user may pass ${path}: start as an ordinary user, choose a --data folder others may reach, or set DATABASE_URL`,
      );
    }
    if (path === dirname(path)) return user;
  }
}
