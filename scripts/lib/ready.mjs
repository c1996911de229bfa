import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { requireMachine } from './machine.mjs';
import { inClone } from './paths.mjs';
import { noteRunning } from './running.mjs';
import { Stop } from './stop.mjs';
import { inTurn } from './turn.mjs';

/** Installs and builds what is missing or has changed; does nothing when all is as it was. */
export async function makeReady({ web }) {
  requireMachine();
  await inTurn(async () => {
    await ensureInstalled();
    await ensureBuilt({ web });
  });
}

/** Becomes the compiled command: one process, so signals and the exit code need nobody to pass them on. */
export async function becomeCommand(args) {
  const cli = inClone('dist', 'src', 'cli.js');
  if (!existsSync(cli)) throw new Stop('the build has no command line (dist/src/cli.js).');
  if (args[0] === 'demo' || args[0] === 'serve') noteRunning();
  process.argv = [process.execPath, cli, ...args];
  await import(pathToFileURL(cli).href);
}
