/**
 * The sealer as a child of its server: everything it is told comes over one channel (descriptor 3), which nobody else can open,
 * and it ends with it. Its one argument is a `SealerHost` in JSON.
 */
import { Socket } from 'node:net';
import { sealedReady } from '../../sealed/index.ts';
import type { SealerDoor } from './sealer-door.ts';
import { serveSealer } from './sealer-door.ts';
import { openSealerHost, type SealerHost } from './sealer-host.ts';

// Ctrl-C reaches the whole group: the server still answers what it has begun, and closes the channel when it is done.
process.on('SIGINT', () => {});

const channel = new Socket({ fd: 3, readable: true, writable: true });
channel.on('close', () => process.exit(0));
channel.on('end', () => process.exit(0));

await sealedReady();
serveSealer(channel, openDoor());

/** The door, or why there is none: said to whoever calls, for that is who can stop the server's start with it. */
function openDoor(): SealerDoor | Error {
  try {
    return openSealerHost(JSON.parse(process.argv[2] ?? '') as SealerHost);
  } catch (error) {
    return error instanceof Error ? error : new Error('the sealer did not open');
  }
}
