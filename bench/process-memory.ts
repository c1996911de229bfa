import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Resident memory of one process in bytes, with what it shares with others. */
export function residentBytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim()) * 1024;
}

/** The most that was ever resident of one process, in bytes; where the system does not tell (it is Linux that does), what is now. */
export function peakBytesOf(pid: number): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // not Linux
  }
  return residentBytes(pid);
}

/**
 * Memory of several processes together: what they share is counted once (Linux: proportional set size). Elsewhere the sum of
 * resident memory, which counts shared pages as often as they are mapped: `exact` is false then.
 */
export function togetherBytes(pids: readonly number[]): { readonly bytes: number; readonly exact: boolean } {
  let bytes = 0;
  let exact = true;
  for (const pid of pids) {
    const proportional = readProportional(pid);
    if (proportional === null) exact = false;
    bytes += proportional ?? residentBytes(pid);
  }
  return { bytes, exact };
}

function readProportional(pid: number): number | null {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

/** The process and everything it started, and theirs. */
export function processTree(pid: number): readonly number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (let at = 0; at < found.length; at += 1)
    for (const [child = 0, parent = 0] of pairs)
      if (parent === found[at] && !found.includes(child)) found.push(child);
  return found;
}

/** The main process of the PostgreSQL server in this folder; null when none runs there. */
export function postmasterOf(dataDirectory: string): number | null {
  try {
    return Number(readFileSync(`${dataDirectory}/cluster/postmaster.pid`, 'utf8').split('\n')[0]);
  } catch {
    return null;
  }
}
