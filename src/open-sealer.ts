import { availableParallelism } from 'node:os';
import { type Clock, systemClock } from './base/index.ts';
import type { AgencyConfig } from './config.ts';
import {
  childSealer,
  type Ceilings,
  countedSealer,
  openKeyHolder,
  openSeedFiles,
  openWrapper,
  restKey,
  type Sealer,
  type SealerHost,
  sealerOver,
  socketSealer,
} from './exchange/index.ts';
import { KEY_CLASSES } from './model/index.ts';
import { budgetLimits } from './oversight/index.ts';
import type { Agreement } from './wire/index.ts';

/** The sealer that the configuration names. It has answered once when this returns; throws as `openSealerHost` does, or `sealer-away`. */
export async function openSealerOf(
  config: AgencyConfig,
  agreement: Agreement,
  log: (event: string) => void,
  clock: Clock = systemClock,
): Promise<Sealer> {
  const host = sealerHostOf(config, agreement);
  if (config.sealer === 'inside') {
    const { folder, agencyId, seedKey } = host;
    const wrapper = openWrapper(seedKey, folder);
    const holder = openKeyHolder(openSeedFiles({ folder, agencyId, wrapper }), () =>
      restKey({ keyFolder: config.keys }),
    );
    return countedSealer(holder, host, clock);
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
    ceilings: ceilingsOf(config.agency.id, agreement),
    signingKey: agreement.members.find(({ id }) => id === config.agency.id)?.signingKey ?? '',
    workers: config.workers ?? Math.max(1, availableParallelism() - 1),
  };
}

/** What each partner, and all together, may have evaluated. Who the server says is asking is its word: all it can gain by lying is what others have left. */
function ceilingsOf(self: string, { members, budgets, purposes }: Agreement): Ceilings {
  return {
    partners: members.flatMap(({ id }) => (id === self ? [] : [id])),
    classes: Object.fromEntries(
      KEY_CLASSES.flatMap((keyClass) => {
        const { perDay, perEpoch, allPartnersPerDay, allPartnersPerEpoch } = budgetLimits(
          budgets[keyClass],
          purposes,
        );
        return perEpoch === 0
          ? []
          : [[keyClass, { perDay, perEpoch, allPartnersPerDay, allPartnersPerEpoch }]];
      }),
    ),
  };
}
