/** npm run build: installs and builds what changed. --server leaves the desk's pages out. */
import { makeReady } from './lib/ready.mjs';
import { runScript } from './lib/stop.mjs';

await runScript(() => makeReady({ web: !process.argv.includes('--server') }));
