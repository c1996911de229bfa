import { readFileSync } from 'node:fs';
import { systemClock } from '../base/index.ts';
import { ConfigError, readConfig } from '../config.ts';
import { listenAt, openSealerHost, SOCKET_PATH_BYTES_MAX } from '../exchange/index.ts';
import { sealerHostOf } from '../open-sealer.ts';
import { sealedReady } from '../sealed/index.ts';
import { parseAgreement } from '../wire/index.ts';

/** `entente sealer`: holds the seeds under a user of its own, and answers the server over the socket that agency.yaml names. */
export async function runSealer(options: { readonly config: string }): Promise<void> {
  const config = readConfig(options.config);
  const { sealer } = config;
  if (typeof sealer === 'string' || config.seeds === undefined)
    throw new ConfigError(
      'config-invalid',
      'a sealer of its own needs `sealer: { socket: … }` and `seeds: …` in agency.yaml',
    );
  if (Buffer.byteLength(sealer.socket) > SOCKET_PATH_BYTES_MAX)
    throw new ConfigError(
      'config-invalid',
      `the path of a socket has at most ${SOCKET_PATH_BYTES_MAX} bytes`,
    );
  await sealedReady();
  const agreement = parseAgreement(readFileSync(config.agreement, 'utf8'), systemClock.now());
  // What does not open is said now and not to the first server that calls.
  const door = openSealerHost(sealerHostOf(config, agreement));
  const server = await listenAt(sealer.socket, sealer.group, door);
  process.stderr.write(`the sealer of ${config.agency.name} listens at ${sealer.socket}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await server.close();
}
