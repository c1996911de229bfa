import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Closing } from '../src/base/index.ts';
import { discardEmbeddedData, type EmbeddedPostgres, startEmbeddedPostgres } from '../src/store/index.ts';

/** What a benchmark stands on. */
export interface Ground {
  readonly server: EmbeddedPostgres;
  /** For everything that it writes; gone with it. */
  readonly folder: string;
  /** What it opens is closed before the server. */
  readonly closing: Closing;
}

/** Runs the work beside a PostgreSQL of its own; nothing is left of it, also when somebody presses Ctrl-C. */
export async function withServer<T>(work: (ground: Ground) => Promise<T>): Promise<T> {
  const closing = new Closing();
  const stop = (): void => void closing.close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const folder = mkdtempSync(join(tmpdir(), 'entente-bench-'));
  closing.add(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const postgres = join(folder, 'postgres');
    const server = await startEmbeddedPostgres({ dataDirectory: postgres });
    closing.add(async () => {
      await server.stop();
      await discardEmbeddedData(postgres);
    });
    return await work({ server, folder, closing });
  } finally {
    await closing.close();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}
