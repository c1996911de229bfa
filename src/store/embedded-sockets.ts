import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Launcher } from './embedded-launch.ts';
import { StoreError } from './errors.ts';

const SOCKET_NAME = '.s.PGSQL.5432';
const SOCKET_PATH_BYTES_MAX = 103;

/** The folder asked for, else a fresh short one; open to its owner alone. Throws when no socket could have its path. */
export async function prepareSockets(asked: string | undefined, launcher: Launcher): Promise<string> {
  const roots = [tmpdir(), '/tmp'];
  const folder = asked ?? (await mkdtemp(join(roots.find(isShort) ?? '/tmp', 'entente-')));
  if (Buffer.byteLength(join(folder, SOCKET_NAME)) > SOCKET_PATH_BYTES_MAX) {
    throw new StoreError(
      'embedded-server-failed',
      `the socket folder ${folder} is too long: the path of a socket has at most ${SOCKET_PATH_BYTES_MAX} bytes`,
    );
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  launcher.own(folder);
  return folder;
}

function isShort(root: string): boolean {
  return Buffer.byteLength(join(root, 'entente-XXXXXX', SOCKET_NAME)) <= SOCKET_PATH_BYTES_MAX;
}
