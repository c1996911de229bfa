import { CommitmentReader, compareManifests, type ManifestComparison } from '../exchange/index.ts';
import { reportVerification } from '../ledger/index.ts';
import type { LedgerOptions } from './audit.ts';
import { CommandError } from './errors.ts';
import { EXIT } from './failure.ts';
import { withOwnAgency } from './own-agency.ts';

export interface ManifestOptions extends LedgerOptions {
  readonly config: string;
  readonly json: boolean;
}

/** `entente audit manifest`, a partner's side: holds what this agency was offered against the ledger of whoever offers it. 0 it fits, 1 not. */
export async function compareManifest(file: string, options: ManifestOptions): Promise<number> {
  const { key, known, json } = options;
  return withOwnAgency(options.config, async ({ config, database }) => {
    const reader = new CommitmentReader({ allManifestsFor: config.agency.id });
    const report = await reportVerification({
      file,
      key,
      ...(known === undefined ? {} : { known }),
      onEntry: (text, index) => reader.take(text, index),
    });
    if (!report.verification.ok) {
      process.stdout.write(json ? report.json : report.text);
      return EXIT.negative;
    }
    const owner = (report.verification.origin ?? '').replace('entente/', '');
    if (owner === config.agency.id)
      throw new CommandError('usage', 'name the ledger of a partner: this is our own');
    const compared = await compareManifests(database, owner, reader);
    const isSame =
      compared.number !== null &&
      compared.unnamed.length === 0 &&
      compared.classes.every((one) => !one.differs);
    process.stdout.write(
      json ? `${JSON.stringify({ same: isSame, owner, ...compared })}\n` : describe(owner, isSame, compared),
    );
    return isSame ? EXIT.done : EXIT.negative;
  });
}

function describe(owner: string, isSame: boolean, { number, unnamed, classes }: ManifestComparison): string {
  if (number === null) return `The ledger of ${owner} names no manifest that we were given.\n`;
  const lines = [
    isSame
      ? `What ${owner} offers us fits its ledger, up to manifest ${number}.`
      : `What ${owner} offers us does NOT fit its ledger, up to manifest ${number}.`,
    ...(unnamed.length === 0
      ? []
      : [`Manifests that we were given and its ledger does not name: ${unnamed.slice(0, 20).join(', ')}.`]),
    ...classes
      .filter(({ published, offered }) => published + offered > 0)
      .map(({ keyClass, published, offered, takenBack, differs }) => {
        const room = offered - published;
        const many = keyClass === 'half-keys' ? 'pairs' : 'keys';
        return differs
          ? `${keyClass}: ${published} ${many} published and ${offered} entries offered: that cannot be.`
          : `${keyClass}: ${published} ${many} published; ${offered} entries offered, so ${room} are padding or covered by the ${takenBack} of tombstones.`;
      }),
    'That the rest is padding, only an audit of segments shows (entente audit sample --what segments).',
  ];
  return `${lines.join('\n')}\n`;
}
