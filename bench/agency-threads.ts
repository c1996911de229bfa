import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Closing } from '../src/base/index.ts';
import type { AgencySetup } from './joined-up-town.ts';
import { callWorker } from './worker-call.ts';

/** An agency on a thread of its own, and how to call it. */
export interface AgencyThread {
  readonly id: string;
  readonly call: ReturnType<typeof callWorker>;
}

export interface AgencyThreads {
  readonly threads: readonly AgencyThread[];
  of(id: string): AgencyThread;
  all<T>(name: string): Promise<T[]>;
  /** Composes, loads and indexes all of them, and lets each fetch the others' indexes. */
  start(): Promise<void>;
}

/** Five agencies in one process: each has its own event loop and its own memory, as it would on its own machine. */
export function openAgencies(setups: readonly AgencySetup[], closing: Closing): AgencyThreads {
  const threads = setups.map(({ config }): AgencyThread => {
    const worker = new Worker(fileURLToPath(new URL('joined-up-agency.js', import.meta.url)));
    closing.add(async () => void (await worker.terminate()));
    return { id: config.agency.id, call: callWorker(worker) };
  });
  const all = <T>(name: string): Promise<T[]> => Promise.all(threads.map((thread) => thread.call<T>(name)));
  return {
    threads,
    all,
    of(id) {
      const thread = threads.find((one) => one.id === id);
      if (thread === undefined) throw new Error(`assertion failed: ${id} runs`);
      return thread;
    },
    async start() {
      await Promise.all(threads.map((thread, at) => thread.call('start', setups[at])));
      await all('load');
      await all('followPartners');
    },
  };
}
