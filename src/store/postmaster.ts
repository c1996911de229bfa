import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from './errors.ts';
import { readProcess } from './process-table.ts';

/** What `postmaster.pid` says of the server that has the folder open. */
export interface Postmaster {
  readonly pid: number;
  readonly socketDirectory: string;
  readonly ready: boolean;
}

const STOP_MS = 10_000;

/** The living server on this folder; null when there is none, whatever a left-over file may say. */
export async function readPostmaster(cluster: string): Promise<Postmaster | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  const running = readProcess(pid);
  // The number may have been given to a stranger since: only a postgres on this very folder is ours.
  if (running === null || !running.command.includes(cluster)) return null;
  return { pid, socketDirectory: lines[4] ?? '', ready: lines[7] === 'ready' };
}

/** Ends a server that its launcher left behind when it was killed, and sweeps what a dead one left. */
export async function endOrphan(cluster: string): Promise<void> {
  const left = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const orphan = await readPostmaster(cluster);
  if (orphan !== null) await stopPostmaster(orphan.pid);
  await rm(join(cluster, 'postmaster.pid'), { force: true });
  const sockets = (left[4] ?? '').trim();
  if (basename(sockets).startsWith('entente-')) await rm(sockets, { recursive: true, force: true });
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. Harsher ways only after 10 s. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (await endedAfter(pid, 'SIGINT', STOP_MS)) return;
  if (await endedAfter(pid, 'SIGQUIT', STOP_MS / 4)) return;
  if (await endedAfter(pid, 'SIGKILL', STOP_MS / 4)) return;
  throw new StoreError('embedded-server-failed', `the database server (process ${pid}) does not stop`);
}

async function endedAfter(pid: number, signal: NodeJS.Signals, patienceMs: number): Promise<boolean> {
  const startedAt = readProcess(pid)?.startedAt;
  if (startedAt === undefined) return true;
  try {
    process.kill(pid, signal);
  } catch {
    return true;
  }
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    if (readProcess(pid)?.startedAt !== startedAt) return true;
    await sleep(20);
  }
  return false;
}
