import { setTimeout as sleep } from 'node:timers/promises';
import { failure, withLog } from './embedded-failure.ts';
import type { Launcher } from './embedded-launch.ts';
import type { PostgresPrograms } from './embedded-package.ts';
import { readPostmaster, stopPostmaster } from './postmaster.ts';
import { readProcess } from './process-table.ts';

const START_MS = 60_000;

const SETTINGS = {
  listen_addresses: '',
  shared_buffers: '32MB',
  max_connections: 200,
  max_wal_size: '512MB',
  // A process for each parallel worker is more than a small machine has to give.
  max_parallel_workers_per_gather: 0,
  max_worker_processes: 4,
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  // Statements hold values of records: the log says that one failed, never its text.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  // Every password here has 256 random bits: stretching one a thousand times would only slow each connection.
  scram_iterations: 1,
} as const;

const NOT_DURABLE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
} as const;

export interface StartWork {
  readonly folder: string;
  readonly cluster: string;
  readonly sockets: string;
  readonly programs: PostgresPrograms;
  readonly launcher: Launcher;
  /** Further settings, or other values for those above. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly durable: boolean;
}

/** Starts the server and resolves with its process number once it takes connections. */
export async function startServer(work: StartWork): Promise<number> {
  const settings = {
    ...SETTINGS,
    ...(work.durable ? {} : NOT_DURABLE),
    ...work.settings,
    unix_socket_directories: work.sockets,
    unix_socket_permissions: '0700',
  };
  const args = [
    '-D',
    work.cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const child = await withLog(work.folder, async (output) =>
    work.launcher.start(work.programs.postgres, args, output),
  );
  const ended = new Promise<'ended'>((resolve) => {
    child.once('error', () => resolve('ended'));
    child.once('exit', () => resolve('ended'));
  });
  const { pid } = child;
  if (pid === undefined || (await Promise.race([ended, untilReady(work.cluster, pid)])) !== 'ready') {
    if (pid !== undefined) await stopPostmaster(pid);
    throw await failure(work.folder, 'the database server did not start');
  }
  child.unref();
  return pid;
}

async function untilReady(cluster: string, pid: number): Promise<'ready' | 'late'> {
  const until = performance.now() + START_MS;
  while (performance.now() < until) {
    const postmaster = await readPostmaster(cluster);
    if (postmaster?.pid === pid && postmaster.ready) return 'ready';
    if (readProcess(pid) === null) return 'late';
    await sleep(20);
  }
  return 'late';
}
