import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from './base/index.ts';
import { giveBackMemory } from './memory.ts';
import type { Oversight } from './oversight/index.ts';
import { createResolution } from './records/index.ts';
import type { Database } from './store/index.ts';

export interface ResolveOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly oversight: Oversight;
  readonly country: string;
  readonly logger: Logger;
}

/** Unused for this long, the resolver's memory is given back: somebody who judges one pair soon judges the next. */
const KEPT_MS = 120_000;

/** Brings together, under a permit of its own, which of the agency's records are one person. */
export interface RecordsResolver {
  /** Follows what was loaded or judged since; does nothing where nothing was. Called again meanwhile, it goes on for that too. */
  resolve(): Promise<void>;
  /** Ends a run under way soon; it is taken up again at the next start. */
  stop(): void;
}

export function createRecordsResolver(options: ResolveOptions): RecordsResolver {
  const { database, clock, oversight, country, logger } = options;
  const stopping = new AbortController();
  let usedAt = 0;
  let running: Promise<void> | null = null;
  let isWanted = false;
  const resolution = createResolution({
    database,
    clock,
    country,
    async commit(work) {
      await oversight.permit({ act: 'resolve-records', actor: { type: 'system' } }, async (tx) => ({
        value: undefined,
        outcome: { result: 'done', count: await work(tx) },
      }));
    },
    // Half of the time at most: loading, publishing and people come first.
    rest: (ms) => sleep(ms, undefined, { signal: stopping.signal }),
  });
  const followOnce = async (): Promise<void> => {
    const began = performance.now();
    const run = await resolution.run().catch((error: unknown) => {
      if (!stopping.signal.aborted) throw error;
      return null;
    });
    const now = performance.now();
    if (run !== null) {
      usedAt = now;
      logger.info({ ...run, ms: Math.round(now - began) }, 'resolved');
    } else if (resolution.isWarm && now - usedAt > KEPT_MS) {
      resolution.forget();
      giveBackMemory();
    }
  };
  const follow = async (): Promise<void> => {
    while (isWanted && !stopping.signal.aborted) {
      isWanted = false;
      await followOnce();
    }
  };
  return {
    resolve() {
      isWanted = true;
      running ??= follow().finally(() => {
        running = null;
      });
      return running;
    },
    stop: () => stopping.abort(),
  };
}
