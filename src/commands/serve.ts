import { join } from 'node:path';
import { pino } from 'pino';
import { composeAgency } from '../compose.ts';
import { type AgencyConfig, readConfig } from '../config.ts';
import { letDemoQuestionStand } from '../demo-standing.ts';
import { readConnectionFile } from '../intake/index.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres, createOwnDatabase } from '../store/index.ts';

/** What a server tells the demo that started it, and what that may tell it. */
export type ServerMessage =
  | { readonly type: 'listening'; readonly desk: number; readonly peer: number }
  | { readonly type: 'progress'; readonly status: unknown }
  | { readonly type: 'loaded' };
export type DemoMessage = { readonly type: 'load' };

/** Runs one agency until it is told to stop. Resolves when everything is closed. */
export async function serve(configFile: string): Promise<void> {
  const config = readConfig(configFile);
  const logger = pino(
    { level: process.env['ENTENTE_LOG'] ?? 'info', base: { agency: config.agency.id } },
    pino.destination({ dest: 2, sync: true }),
  );
  const database = await openOwnDatabase(config);
  try {
    await using agency = await composeAgency({ config, databaseUrl: database.url, logger });
    const load = async (): Promise<void> => {
      await agency.background.load();
      await letDemoQuestionStand(agency).catch((error: unknown) =>
        logger.error(error, 'demo-question-failed'),
      );
    };
    const managed = process.send !== undefined;
    agency.background.onProgress(() => tell({ type: 'progress', status: agency.status() }));
    tell({ type: 'listening', desk: agency.deskPort, peer: agency.peerPort });
    logger.info({ desk: agency.deskPort, peer: agency.peerPort }, 'serving');
    if (!managed) {
      process.stderr.write(
        `${config.agency.name}: desk on http://${config.desk.host}:${agency.deskPort}, partners on port ${agency.peerPort}\n`,
      );
      void load();
    }
    process.on('message', (message: DemoMessage) => {
      if (message.type === 'load') void load().then(() => tell({ type: 'loaded' }));
    });
    await toldToStop();
    logger.info('stopping');
  } finally {
    await database.server?.stop();
    if (process.connected) process.disconnect();
  }
}

function tell(message: ServerMessage): void {
  if (process.connected) process.send?.(message);
}

/** A signal, or the end of the demo that started this server. */
function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    if (process.send !== undefined) process.once('disconnect', () => resolve());
  });
}

/** The operator's database where one is named; else DATABASE_URL; else a PostgreSQL of our own in the data folder. */
export async function openOwnDatabase(
  config: AgencyConfig,
): Promise<{ url: string; server?: EmbeddedPostgres }> {
  if (config.database !== undefined) return { url: (await readConnectionFile(config.database)).databaseUrl };
  const named = process.env['DATABASE_URL'];
  if (named !== undefined && named !== '') return { url: named };
  const server = await startEmbeddedPostgres({ dataDirectory: join(config.data, 'postgres') });
  const role = `entente_${config.agency.id.replaceAll('-', '_')}`;
  const { url } = await createOwnDatabase(server, { name: role, role });
  return { url, server };
}
