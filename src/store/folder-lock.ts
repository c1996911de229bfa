import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { declareFaultPoint, randomId, reach } from '../base/index.ts';
import { StoreError } from './errors.ts';
import { makeFolder } from './make-folder.ts';
import { readProcess } from './process-table.ts';

const LOCK_TAKEN = declareFaultPoint('store/folder-lock-taken');
const STALE_MOVED = declareFaultPoint('store/folder-lock-stale-moved');

export interface FolderLock extends AsyncDisposable {
  release(): Promise<void>;
}

/**
 * Makes this process the folder's one owner, creating the folder (mode 0700) where needed. An owner that was killed
 * without releasing is noticed and replaced; a living one makes this throw `data-folder-locked`.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await makeFolder(folder).catch((cause: unknown) => {
    throw new StoreError('data-folder-broken', `the data folder ${folder} cannot be created`, { cause });
  });
  const path = join(folder, 'owner.lock');
  const mine = `${process.pid} ${readProcess(process.pid)?.startedAt ?? ''}`;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (await claim(path, mine)) return heldLock(path, mine);
    const holder = await readFile(path, 'utf8').catch(() => null);
    if (holder === null) continue;
    if (isAlive(holder)) throw lockedBy(folder, holder);
    await removeStale(path, holder);
  }
  throw new StoreError(
    'data-folder-locked',
    `the data folder ${folder} is being opened by several processes`,
  );
}

/** A hard link appears whole or not at all, and only one process can make it. */
async function claim(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomId()}`;
  try {
    await writeFile(draft, content, { mode: 0o600, flag: 'wx' });
    await link(draft, path);
    reach(LOCK_TAKEN);
    return true;
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return false;
    const code = isCode(cause, 'ENOSPC') ? 'no-disk-space' : 'data-folder-broken';
    throw new StoreError(code, `the data folder's lock ${path} cannot be written`, { cause });
  } finally {
    await rm(draft, { force: true });
  }
}

function heldLock(path: string, mine: string): FolderLock {
  const release = async (): Promise<void> => {
    if ((await readFile(path, 'utf8').catch(() => null)) === mine) await rm(path, { force: true });
  };
  return { release, [Symbol.asyncDispose]: release };
}

/** Moved aside before it is judged, so that another process's fresh lock is never removed by mistake. */
async function removeStale(path: string, expected: string): Promise<void> {
  const aside = `${path}.${randomId()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  reach(STALE_MOVED);
  const found = await readFile(aside, 'utf8').catch(() => expected);
  if (found !== expected) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}

function isAlive(holder: string): boolean {
  const [pid, ...startedAt] = holder.split(' ');
  const running = readProcess(Number(pid));
  return running !== null && running.startedAt === startedAt.join(' ');
}

function lockedBy(folder: string, holder: string): StoreError {
  const pid = holder.split(' ')[0] ?? '?';
  return new StoreError(
    'data-folder-locked',
    `the data folder ${folder} is in use by process ${pid}: stop that one first, or choose another with --data`,
    { evidence: { folder, pid } },
  );
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
