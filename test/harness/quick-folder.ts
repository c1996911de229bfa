import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const MEMORY = '/dev/shm';
const FREE_MIN_BYTES = 2 * 1024 ** 3;

/** A folder in memory where there is one with room: copying a database writes some three hundred files, and a kill waits for no disk. */
export function quickFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= FREE_MIN_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** Every place where `quickFolder` may have put something. */
export const QUICK_FOLDERS: readonly string[] = [tmpdir(), MEMORY];
