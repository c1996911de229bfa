// Not by name: an older Node has no such function, and shall be told in a sentence instead of a SyntaxError.
import fs from 'node:fs';
import { createServer } from 'node:net';
import { root } from './paths.mjs';
import { Stop } from './stop.mjs';

const NODE_MIN = [20, 19];
const FREE_MEGABYTES_MIN = 1500;
const PORT_BASE = 7400;

/** Stops with a sentence when this machine cannot run Entente. */
export function requireMachine() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
    throw new Stop(`Node ${NODE_MIN.join('.')} or newer is needed, and this is ${process.versions.node}.`);
  }
  if (process.platform === 'win32') {
    throw new Stop('Entente runs on Linux and macOS; on Windows, start it inside WSL 2.');
  }
}

/** Stops with a sentence when a first install, a build and the demo's data would not fit. */
export function requireDisk() {
  const { bavail, bsize } = fs.statfsSync(root);
  const free = Math.floor((bavail * bsize) / 1024 / 1024);
  if (free < FREE_MEGABYTES_MIN) {
    throw new Stop(`the disk of ${root} has ${free} MB free and ${FREE_MEGABYTES_MIN} MB are needed.`);
  }
}

/** Stops with a sentence when one of the demo's ten ports is taken: five desks, five agencies. */
export async function requirePorts(args) {
  const base = portBase(args);
  const ports = [1, 2, 3, 4, 5].flatMap((number) => [base + number, base + 10 + number]);
  for (const port of ports) {
    if (await isFree(port)) continue;
    throw new Stop(
      `port ${port} is in use: stop what listens there, or move all ports with: npm start -- --port-base ${base + 1000}`,
    );
  }
}

function portBase(args) {
  const at = args.findIndex((arg) => arg === '--port-base' || arg.startsWith('--port-base='));
  if (at === -1) return PORT_BASE;
  const text = args[at]?.split('=')[1] ?? args[at + 1] ?? '';
  const base = Number(text);
  if (!Number.isInteger(base) || base < 1024 || base > 65_500) {
    throw new Stop(`--port-base takes a number from 1024 to 65500, not "${text}".`);
  }
  return base;
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code !== 'EADDRINUSE'));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
