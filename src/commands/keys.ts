import { systemClock } from '../base/index.ts';
import { type AgencyConfig, ConfigError, readConfig } from '../config.ts';
import { openWrapper, orderNewEpoch, rewrapSeeds } from '../exchange/index.ts';
import { withOwnAgency } from './own-agency.ts';

/** `entente keys new-epoch`: ends the running epoch; the server begins the next one. 0 done, 1 there was nothing to end. */
export async function newEpoch(options: {
  readonly config: string;
  readonly withoutSilent: boolean;
}): Promise<number> {
  const { ended, waitEnded } = await withOwnAgency(options.config, ({ oversight }) =>
    orderNewEpoch({ clock: systemClock, oversight }, options),
  );
  const said = [
    ended === null
      ? 'no epoch is running: the server begins one when it publishes'
      : `epoch ${ended} has ended; the server begins the next one within a minute, or at its next start`,
    ...(waitEnded ? ['the restore is settled without the partners that are silent'] : []),
  ];
  process.stdout.write(`${said.join('\n')}\n`);
  return ended === null && !waitEnded ? 1 : 0;
}

/** `entente keys rewrap`: the seeds that the former `seed-key` opens rest under the present one. 0 done, 1 none was there to wrap. */
export function rewrap(options: { readonly config: string; readonly was: string }): number {
  const [now, was] = [readConfig(options.config), readConfig(options.was)];
  const [folder, formerFolder] = [seedFolderOf(now), seedFolderOf(was)];
  if (now.agency.id !== was.agency.id || folder !== formerFolder)
    throw new ConfigError(
      'config-invalid',
      `${options.was} is not the same agency as it was: its id or its folder of seeds is another one`,
    );
  const written = rewrapSeeds(
    { folder, agencyId: now.agency.id },
    openWrapper(was['seed-key'] ?? null, folder),
    openWrapper(now['seed-key'] ?? null, folder),
  );
  const which =
    now['seed-key'] === undefined ? 'that rest bare now' : 'that the present seed-key alone opens now';
  process.stdout.write(written === 0 ? 'no seed was wrapped anew\n' : `seeds ${which}: ${written}\n`);
  return written === 0 ? 1 : 0;
}

function seedFolderOf(config: AgencyConfig): string {
  return config.seeds ?? config.keys;
}
