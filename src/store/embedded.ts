import { createHmac } from 'node:crypto';
import { realpath, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { createCluster, hasCluster, readSecret, SUPERUSER } from './embedded-cluster.ts';
import { brokenFolder } from './embedded-failure.ts';
import { chooseLauncher } from './embedded-launch.ts';
import { findPostgresPrograms } from './embedded-package.ts';
import { startServer } from './embedded-server.ts';
import { prepareSockets } from './embedded-sockets.ts';
import { StoreError } from './errors.ts';
import { lockFolder } from './folder-lock.ts';
import { endOrphan, stopPostmaster } from './postmaster.ts';
import { readProcess } from './process-table.ts';
import { closeSharedDatabases, type PostgresServer } from './server.ts';
import { isWrongPassword } from './unreachable.ts';

export interface EmbeddedOptions {
  /** Belongs to the server alone: holds `cluster/`, `server.log`, `superuser.secret` and the owner's lock. */
  readonly dataDirectory: string;
  /** A short folder for the unix socket; default: a fresh one under the system's temporary folder. */
  readonly socketDirectory?: string;
  /** Further settings, or other values for the modest ones below. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** False only in tests: what is committed may be lost in a power cut. */
  readonly durable?: boolean;
}

export interface EmbeddedPostgres extends PostgresServer, AsyncDisposable {
  readonly socketDirectory: string;
  readonly pid: number;
  /** Fast shutdown, within 10 s; what is committed is kept. */
  stop(): Promise<void>;
}

const FREE_BYTES_MIN = 256 * 1024 * 1024;

/**
 * Starts the packaged PostgreSQL on a unix socket, on a folder of its own: created when new, taken back from an
 * orphan when the last owner was killed. Throws StoreError with one sentence when it cannot.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const lock = await lockFolder(options.dataDirectory);
  let sockets: string | undefined;
  try {
    const folder = await realpath(options.dataDirectory);
    const cluster = join(folder, 'cluster');
    await requireSpace(folder);
    await endOrphan(cluster);
    const durable = options.durable !== false;
    const programs = findPostgresPrograms(folder);
    const launcher = chooseLauncher(folder, programs.environment);
    const isMade = await hasCluster(folder, cluster, programs.version);
    const secret = await readSecret(folder, !isMade);
    launcher.own(folder);
    sockets = await prepareSockets(options.socketDirectory, launcher);
    if (!isMade) await createCluster({ folder, cluster, programs, launcher, secret, durable });
    const pid = await startServer({
      folder,
      cluster,
      sockets,
      programs,
      launcher,
      durable,
      settings: options.settings ?? {},
    });
    const ownSockets = options.socketDirectory === undefined;
    const server = runningServer({ pid, sockets, secret, lock, ownSockets });
    try {
      await closeSharedDatabases(server);
    } catch (error) {
      await server.stop();
      if (isWrongPassword(error)) throw brokenFolder(folder, 'its superuser.secret is another database’s');
      throw error;
    }
    return server;
  } catch (error) {
    if (sockets !== undefined && options.socketDirectory === undefined)
      await rm(sockets, { recursive: true, force: true });
    await lock.release();
    throw error;
  }
}

/** Removes a server's folder, ending the server first if its owner was killed. Throws while an owner lives. */
export async function discardEmbeddedData(dataDirectory: string): Promise<void> {
  await lockFolder(dataDirectory);
  await endOrphan(join(await realpath(dataDirectory), 'cluster'));
  await rm(dataDirectory, { recursive: true, force: true });
}

async function requireSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= FREE_BYTES_MIN) return;
  const megabytes = (bytes: number): number => Math.floor(bytes / 1024 / 1024);
  throw new StoreError(
    'no-disk-space',
    `the disk of ${folder} has ${megabytes(bavail * bsize)} MB left and the database needs ${megabytes(FREE_BYTES_MIN)} MB`,
  );
}

interface Running {
  readonly pid: number;
  readonly sockets: string;
  readonly secret: string;
  readonly lock: { release(): Promise<void> };
  readonly ownSockets: boolean;
}

function runningServer({ pid, sockets, secret, lock, ownSockets }: Running): EmbeddedPostgres {
  const startedAt = readProcess(pid)?.startedAt;
  // A process that ends without stopping its server still tells it to close; only kill -9 leaves an orphan.
  const atExit = (): void => {
    if (readProcess(pid)?.startedAt === startedAt) process.kill(pid, 'SIGINT');
  };
  process.once('exit', atExit);
  let stopped: Promise<void> | undefined;
  const stopOnce = async (): Promise<void> => {
    if (readProcess(pid)?.startedAt === startedAt) await stopPostmaster(pid);
    process.off('exit', atExit);
    if (ownSockets) await rm(sockets, { recursive: true, force: true });
    await lock.release();
  };
  const stop = (): Promise<void> => {
    stopped ??= stopOnce();
    return stopped;
  };
  return {
    pid,
    socketDirectory: sockets,
    superuserUrl: (database = 'postgres') =>
      `postgres://${SUPERUSER}:${secret}@/${database}?host=${encodeURIComponent(sockets)}`,
    rolePassword: (role) => createHmac('sha256', secret).update(`role ${role}`).digest('hex'),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
