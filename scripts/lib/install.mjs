import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { run } from './command.mjs';
import { requireDisk } from './machine.mjs';
import { inClone } from './paths.mjs';
import { requireNothingRuns } from './running.mjs';
import { hashFiles } from './sources.mjs';
import { Stop } from './stop.mjs';

const note = inClone('node_modules', '.entente-lock');

/** Installs the packages when the lockfile is another one than the one they were installed from. */
export async function ensureInstalled() {
  const wanted = `${hashFiles(['package-lock.json'])} ${process.platform}-${process.arch}`;
  if (readNote() !== wanted) {
    requireNothingRuns('installing packages');
    requireDisk();
    console.error('entente: installing packages (npm ci, scripts off)');
    const code = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
    if (code !== 0) throw new Stop('npm ci failed (see above): is the package registry reachable?');
    writeFileSync(note, wanted);
  }
  linkOwnCommand();
}

function readNote() {
  try {
    return readFileSync(note, 'utf8');
  } catch {
    return null;
  }
}

/** The npm that started this script where there is one, so that its settings hold. */
function npm(args) {
  const own = process.env.npm_execpath;
  if (own?.endsWith('npm-cli.js') && existsSync(own)) return run(process.execPath, [own, ...args]);
  return run('npm', args);
}

/** npm links the commands of dependencies, not the package's own; with this link `npx entente` finds it. */
function linkOwnCommand() {
  mkdirSync(inClone('node_modules', '.bin'), { recursive: true });
  chmodSync(inClone('bin', 'entente.mjs'), 0o755);
  try {
    symlinkSync('../../bin/entente.mjs', inClone('node_modules', '.bin', 'entente'));
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}
