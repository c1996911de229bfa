/** npm start: checks the machine, installs and builds what is needed, then runs the demo town in this process. */
import { requireMachine, requirePorts } from './lib/machine.mjs';
import { becomeCommand, makeReady } from './lib/ready.mjs';
import { runScript } from './lib/stop.mjs';

const args = process.argv.slice(2);

await runScript(async () => {
  requireMachine();
  if (!args.includes('--help')) await requirePorts(args);
  await makeReady({ web: true });
  await becomeCommand(['demo', ...args]);
});
