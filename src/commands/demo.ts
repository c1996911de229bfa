import { join } from 'node:path';
import { Closing } from '../base/index.ts';
import { lockFolder, startEmbeddedPostgres } from '../store/index.ts';
import { type DemoOptions, prepareSources, prepareTown } from './demo-town.ts';
import { runTown, untilNoneRuns } from './town-round.ts';
import { startTownServer } from './town-server.ts';

/**
 * Runs the demo town: one PostgreSQL, five servers, of which two at a time are loaded. Resolves when it was told to stop; throws
 * `town-ended` when no server is left.
 */
export async function demo(options: DemoOptions): Promise<void> {
  const began = Date.now();
  const say = (line: string): void =>
    void process.stderr.write(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
  const print = (text: string): void => void process.stdout.write(text);
  const closing = new Closing();
  const stop = waitForStop();
  try {
    const lock = await lockFolder(options.folder);
    closing.add(() => lock.release());
    say('starting PostgreSQL');
    const postgres = await startEmbeddedPostgres({ dataDirectory: join(options.folder, 'postgres') });
    closing.add(() => postgres.stop());
    const prepared = await Promise.race([stop.then(() => null), prepareTown(options, postgres)]);
    if (prepared !== null) {
      const servers = prepared.map(({ agency, configFile, deskPort }) => {
        const log = join(options.folder, 'logs', `${agency.id}.log`);
        return startTownServer({ agency, deskPort, log }, configFile);
      });
      closing.add(() => Promise.all(servers.map((server) => server.stop())));
      // Servers start as processes of their own while the old systems' files are being written here.
      const sources = prepareSources(options, postgres, say);
      const round = runTown(servers, { say, print }, sources).then(() => untilNoneRuns(servers));
      await Promise.race([stop, round]);
    }
    say('stopping');
  } finally {
    await closing.close();
  }
}

function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    process.once('SIGHUP', () => resolve());
  });
}
