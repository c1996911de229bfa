import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * What a server's node is started with. Young objects are collected in halves of 4 MB: with V8's 16 MB a server that is mostly idle
 * keeps 34 MB of nothing. Only the command line can say it; the shebang of `bin/entente.mjs` says the same.
 */
export const SERVER_NODE_FLAGS: readonly string[] = ['--max-semi-space-size=4'];

/** The first round finds what a load left; only the next ones move the rest together and give whole pages back (measured). */
const ROUNDS = 3;

/**
 * Collects garbage now. V8 grows its heap during a load and, with nothing more to do, hardly ever gives the pages back: an idle
 * agency would keep what its largest load once needed.
 */
export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect !== 'function') return;
  for (let round = 0; round < ROUNDS; round += 1) collect();
}
