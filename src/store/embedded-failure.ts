import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from './errors.ts';

/** Opens the server's log afresh for what `work` starts. */
export async function withLog<T>(folder: string, work: (output: number) => Promise<T>): Promise<T> {
  const output = openSync(join(folder, 'server.log'), 'w', 0o600);
  try {
    return await work(output);
  } finally {
    closeSync(output);
  }
}

/** Says in a sentence what the server's log says in several. */
export async function failure(folder: string, what: string): Promise<StoreError> {
  const log = await readFile(join(folder, 'server.log'), 'utf8').catch(() => '');
  if (/No space left on device|Disk quota exceeded/.test(log)) {
    return new StoreError('no-disk-space', `${what}: no space is left on the disk of ${folder}`);
  }
  const last = log.split('\n').findLast((line) => /\b(PANIC|FATAL|error):/.test(line)) ?? '';
  const reason = last.replace(/^.*?\b(PANIC|FATAL|error):\s*/, '').slice(0, 200);
  if (/lock file|shared memory block/.test(reason)) {
    return new StoreError('data-folder-locked', `${what}: another server has ${folder} open`);
  }
  if (log.includes('could not find the database system')) {
    return brokenFolder(folder, 'a part of the database is missing');
  }
  if (/\bcluster(\.new)?\b|checkpoint|control file|WAL|directory|file "/.test(reason)) {
    return brokenFolder(folder, reason);
  }
  return new StoreError('embedded-server-failed', `${what}: ${reason === '' ? 'no reason given' : reason}`);
}

/** One sentence for a data folder that no start will mend. */
export function brokenFolder(folder: string, reason: string): StoreError {
  return new StoreError(
    'data-folder-broken',
    `the data folder ${folder} cannot be used (${reason}): restore it from a backup, or move it away to start empty`,
  );
}
