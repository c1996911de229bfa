import { chmodSync, mkdirSync } from 'node:fs';
import { type Clock, systemClock } from '../../base/index.ts';
import type { KeyClass } from '../../model/index.ts';
import { createIndexBuilder, type IndexBuilder } from '../../sealed/index.ts';
import { openSealer } from './sealer.ts';
import { type ClassCeiling, openSealerCounters } from './sealer-counters.ts';
import type { SealerDoor } from './sealer-door.ts';
import { openSeedFiles } from './seed-files.ts';
import { openWrapper, type SeedKey } from './seed-wrapper.ts';

/** After so long without a piece of an index its threads end; they hold some 20 MB each. */
const IDLE_MS = 10_000;

/** What a sealer of its own process is made of. */
export interface SealerHost {
  readonly agencyId: string;
  /** Seeds (of epochs, and of what standing questions keep) and counters: 0700, this process's user alone. */
  readonly folder: string;
  /** Where the key that wraps seeds is; null: they rest bare. */
  readonly seedKey: SeedKey | null;
  /** How many elements all partners together may have evaluated, by class. */
  readonly ceilings: Readonly<Partial<Record<KeyClass, ClassCeiling>>>;
  readonly workers: number;
}

/** Opens folder, seeds and counters; throws `seed-key-invalid`, `seed-key-failed`, `seed-locked` or `sealer-broken`. */
export function openSealerHost(host: SealerHost, clock: Clock = systemClock): SealerDoor {
  const { agencyId, folder, seedKey, ceilings, workers } = host;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const wrapper = openWrapper(seedKey, folder);
  const seeds = openSeedFiles({ folder, agencyId, wrapper });
  seeds.make('standing');
  const standingKey = seeds.open('standing') ?? new Uint8Array();
  return {
    sealer: openSealer(seeds, () => standingKey),
    counters: openSealerCounters({ folder, clock, ceilings }),
    builder: threadsWhileNeeded(workers),
  };
}

/** Threads that are started with the first piece and end when none has come for a while. */
function threadsWhileNeeded(workers: number): Pick<IndexBuilder, 'evaluateKeys'> {
  let builder: IndexBuilder | null = null;
  let atWork = 0;
  let idle: NodeJS.Timeout | undefined;
  return {
    async evaluateKeys(secretKey, inputs, onProgress) {
      clearTimeout(idle);
      builder ??= createIndexBuilder({ workers });
      atWork += 1;
      try {
        return await builder.evaluateKeys(secretKey, inputs, onProgress);
      } finally {
        atWork -= 1;
        if (atWork === 0) {
          idle = setTimeout(() => {
            void builder?.close();
            builder = null;
          }, IDLE_MS);
          idle.unref();
        }
      }
    },
  };
}
