#!/usr/bin/env -S node --max-semi-space-size=4
/** The command in a clone: builds when something changed, then hands over to the compiled command line. */
import { becomeCommand, makeReady } from '../scripts/lib/ready.mjs';
import { runScript } from '../scripts/lib/stop.mjs';

await runScript(async () => {
  await makeReady({ web: true });
  await becomeCommand(process.argv.slice(2));
});
