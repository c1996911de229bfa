import { chmodSync, mkdirSync } from 'node:fs';
import { type Clock, systemClock } from '../../base/index.ts';
import { createIndexBuilder, type IndexBuilder } from '../../sealed/index.ts';
import { countedSealer, type Counting } from './counted-sealer.ts';
import { openKeyHolder } from './sealer.ts';
import type { SealerDoor } from './sealer-door.ts';
import { openSeedFiles } from './seed-files.ts';
import { openWrapper, type SeedKey } from './seed-wrapper.ts';

/** After so long without a piece of an index its threads end; they hold some 20 MB each. */
const IDLE_MS = 10_000;

/** What a sealer of its own process is made of. In its folder lie seeds (of epochs, and of what standing questions keep) and counters: 0700, this process's user alone. */
export interface SealerHost extends Counting {
  /** Where the key that wraps seeds is; null: they rest bare. */
  readonly seedKey: SeedKey | null;
  readonly workers: number;
}

/** Opens folder, seeds and counters; throws `seed-key-invalid`, `seed-key-failed`, `seed-locked` or `sealer-broken`. */
export function openSealerHost(host: SealerHost, clock: Clock = systemClock): SealerDoor {
  const { agencyId, folder, seedKey, workers } = host;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const wrapper = openWrapper(seedKey, folder);
  const seeds = openSeedFiles({ folder, agencyId, wrapper });
  seeds.make('standing');
  const standingKey = seeds.open('standing') ?? new Uint8Array();
  return {
    sealer: countedSealer(
      openKeyHolder(seeds, () => standingKey),
      host,
      clock,
    ),
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
