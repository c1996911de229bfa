import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * Runs a program to its end and returns its exit code (1 when it was killed or not found). What it prints goes to standard
 * error unless `output` says 'stdout': standard output belongs to the command that the person asked for.
 */
export function run(program, args, options = {}) {
  const out = options.output === 'stdout' ? 'inherit' : 2;
  const child = spawn(program, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', out, 'inherit'],
  });
  const forward = (signal) => child.kill(signal);
  // Ctrl-C reaches the child by itself; this process waits for it to end.
  const wait = () => {};
  process.on('SIGTERM', forward);
  process.on('SIGINT', wait);
  return new Promise((resolve) => {
    const done = (code) => {
      process.off('SIGTERM', forward);
      process.off('SIGINT', wait);
      resolve(code ?? 1);
    };
    child.once('error', () => done(1));
    child.once('exit', (code) => done(code));
  });
}
