import { statfs } from 'node:fs/promises';
import { ExchangeError } from '../errors.ts';

/** So much stays free beside what is fetched: the same disk may carry the database. */
const FREE_BYTES_MIN = 64 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

/** Throws `no-disk-space` unless so many bytes more leave the disk of this folder with room for everything else. */
export async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const [free, needed] = [bavail * bsize, bytes + FREE_BYTES_MIN];
  if (free >= needed) return;
  throw new ExchangeError(
    'no-disk-space',
    `the disk of the segments has ${Math.floor(free / MEGABYTE)} MB left and ${Math.ceil(needed / MEGABYTE)} MB are needed`,
  );
}

/** What a write to a full disk (or beyond a quota) throws, in this room's words; anything else as it is. */
export function asNoSpace(cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : '';
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return cause;
  return new ExchangeError('no-disk-space', 'no space is left on the disk of the segments', { cause });
}
