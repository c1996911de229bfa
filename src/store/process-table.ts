import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface RunningProcess {
  readonly command: string;
  /** Tells apart two processes that were given one number, one after the other. */
  readonly startedAt: string;
}

/** What runs under this number; null when nothing does (a zombie counts as nothing). */
export function readProcess(pid: number): RunningProcess | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  return process.platform === 'linux' ? readFromProc(pid) : readFromPs(pid);
}

function readFromProc(pid: number): RunningProcess | null {
  try {
    // proc(5): the second field, the name, is in brackets and may itself hold brackets and spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { command, startedAt: fields[19] ?? '' };
  } catch {
    return null;
  }
}

function readFromPs(pid: number): RunningProcess | null {
  try {
    const ask = (column: string): string =>
      execFileSync('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] ?? '/bin:/usr/bin', LC_ALL: 'C' },
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    return ask('state').startsWith('Z') ? null : { command: ask('command'), startedAt: ask('lstart') };
  } catch {
    return null;
  }
}
