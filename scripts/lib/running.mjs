import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inClone } from './paths.mjs';
import { Stop } from './stop.mjs';

const folder = inClone('.entente', 'running');

/** Notes that this process runs the clone's compiled code, until it ends. */
export function noteRunning() {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const note = join(folder, String(process.pid));
  writeFileSync(note, process.argv.slice(2).join(' '));
  process.once('exit', () => rmSync(note, { force: true }));
}

/** Stops with a sentence when `what` would change files under a demo or a server that runs from this clone. */
export function requireNothingRuns(what) {
  const pid = runningProcess();
  if (pid === null) return;
  throw new Stop(
    `Entente is running from this clone (process ${pid}) and ${what} would change files under it: stop it with Ctrl-C first.`,
  );
}

function runningProcess() {
  for (const pid of listNotes()) {
    if (pid === process.pid) continue;
    if (isOurs(pid)) return pid;
    rmSync(join(folder, String(pid)), { force: true });
  }
  return null;
}

function listNotes() {
  try {
    return readdirSync(folder).map(Number).filter(Number.isSafeInteger);
  } catch {
    return [];
  }
}

/** Alive and, where that can be seen, a Node program: the number may have been given to a stranger since. */
export function isOurs(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node');
  } catch {
    return process.platform !== 'linux';
  }
}
