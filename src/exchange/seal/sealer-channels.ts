import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { compiledUrl } from '../../sealed/index.ts';
import { ExchangeError } from '../errors.ts';
import type { OpenChannel } from './sealer-client.ts';
import { serveSealer } from './sealer-door.ts';
import type { SealerHost } from './sealer-host.ts';
import type { SealerDoor } from './sealer-door.ts';

/** A path of a socket has at most so many bytes, on Linux and macOS. */
export const SOCKET_PATH_BYTES_MAX = 103;

/** Starts a sealer as a child for each channel; it ends when the channel closes, also when this process is killed. */
export function childSealer(host: SealerHost, started?: (pid: number) => void): OpenChannel {
  const program = fileURLToPath(compiledUrl(import.meta.url, 'sealer-program.js'));
  return async () => {
    const { ENTENTE_FAULT: _fault, ENTENTE_FAULT_TRACE: _trace, ...env } = process.env;
    const child = spawn(process.execPath, ['--max-semi-space-size=4', program, JSON.stringify(host)], {
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
      env,
    });
    const channel = child.stdio[3] as Duplex;
    child.on('exit', () => channel.destroy());
    child.on('error', (error) => channel.destroy(error));
    // An idle sealer does not keep a server alive that has ended.
    child.unref();
    if (child.pid !== undefined) started?.(child.pid);
    return channel;
  };
}

/** Connects to a sealer that runs under a user of its own. */
export function socketSealer(path: string): OpenChannel {
  return async () => {
    const channel = connect(path);
    await once(channel, 'connect');
    return channel;
  };
}

/**
 * Listens for servers at a path that this user alone may open (`group`: also its group). Throws `sealer-broken` when another
 * sealer listens there; a socket that nobody listens at any more is replaced.
 */
export async function listenAt(
  path: string,
  group: boolean,
  door: SealerDoor,
): Promise<{ close(): Promise<void> }> {
  if (await isListening(path))
    throw new ExchangeError('sealer-broken', 'another sealer listens at this path already');
  rmSync(path, { force: true });
  const channels = new Set<Duplex>();
  const server = createServer((channel) => {
    channels.add(channel);
    channel.once('close', () => channels.delete(channel));
    serveSealer(channel, door);
  });
  const before = process.umask(0o177);
  try {
    server.listen(path);
    await once(server, 'listening');
  } finally {
    process.umask(before);
  }
  if (group) chmodSync(path, 0o660);
  return {
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const channel of channels) channel.destroy();
      await closed;
    },
  };
}

async function isListening(path: string): Promise<boolean> {
  const probe = connect(path);
  try {
    await once(probe, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    probe.destroy();
  }
}
