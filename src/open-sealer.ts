import { availableParallelism } from 'node:os';
import type { AgencyConfig } from './config.ts';
import {
  childSealer,
  type ClassCeiling,
  openSealer,
  openSeedFiles,
  openWrapper,
  restKey,
  type Sealer,
  type SealerHost,
  sealerOver,
  socketSealer,
} from './exchange/index.ts';
import { KEY_CLASSES, type KeyClass } from './model/index.ts';
import type { Agreement } from './wire/index.ts';

/** The sealer that the configuration names. It has answered once when this returns; throws as `openSealerHost` does, or `sealer-away`. */
export async function openSealerOf(
  config: AgencyConfig,
  agreement: Agreement,
  log: (event: string) => void,
): Promise<Sealer> {
  const host = sealerHostOf(config, agreement);
  if (config.sealer === 'inside') {
    const { folder, agencyId, seedKey } = host;
    const wrapper = openWrapper(seedKey, folder);
    return openSealer(openSeedFiles({ folder, agencyId, wrapper }), () =>
      restKey({ keyFolder: config.keys }),
    );
  }
  const open = config.sealer === 'process' ? childSealer(host) : socketSealer(config.sealer.socket);
  const sealer = sealerOver(open, log);
  try {
    await sealer.holds(1);
    return sealer;
  } catch (error) {
    await sealer.close();
    throw error;
  }
}

/** What a sealer is told before it is asked anything. */
export function sealerHostOf(config: AgencyConfig, agreement: Agreement): SealerHost {
  return {
    agencyId: config.agency.id,
    folder: config.seeds ?? config.keys,
    seedKey: config['seed-key'] ?? null,
    ceilings: ceilingsOf(agreement),
    workers: config.workers ?? Math.max(1, availableParallelism() - 1),
  };
}

/** What all partners together may have evaluated: who the server says is asking does not matter to the sealer. */
function ceilingsOf({ members, budgets }: Agreement): Readonly<Partial<Record<KeyClass, ClassCeiling>>> {
  const partners = members.length - 1;
  return Object.fromEntries(
    KEY_CLASSES.flatMap((keyClass) => {
      const budget = budgets[keyClass];
      if (budget === undefined) return [];
      return [[keyClass, { perDay: budget.perDay * partners, perEpoch: budget.perEpoch * partners }]];
    }),
  );
}
