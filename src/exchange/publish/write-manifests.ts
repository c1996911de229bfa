import { toBase64Url } from '../../base/index.ts';
import { KEY_VERSION, RULES } from '../../match/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import { coverageBucket, type KeysManifest, type SegmentsManifest, SUITE } from '../../sealed/index.ts';
import type { Transaction } from '../../store/index.ts';
import { type ExchangeContext, selfMember } from '../context.ts';
import type { Epoch } from '../seal/epochs.ts';
import { countKeyless } from './keyless-records.ts';
import { ALL_PARTNERS, newestManifest, storeManifest } from './own-manifests.ts';
import { offeredSegments } from './own-segments.ts';
import { offeredValues } from './own-values.ts';

/** The keys manifest of an epoch, the same for every partner; the chain goes on only with a new epoch. */
export async function writeKeysManifest(
  context: ExchangeContext,
  tx: Transaction,
  epoch: Epoch,
): Promise<void> {
  const last = await newestManifest(tx, ALL_PARTNERS, 'keys');
  const self = selfMember(context);
  if (last?.epoch === epoch.number) return;
  const publicKeys = await context.sealer.publicKeys(epoch.number);
  const manifest: KeysManifest = {
    part: 'keys',
    version: 1,
    party: context.agencyId,
    number: (last?.number ?? 0) + 1,
    previous: last?.hash ?? null,
    suite: SUITE,
    keyVersion: KEY_VERSION,
    sizeClass: self.sizeClass as KeysManifest['sizeClass'],
    epoch: epoch.number,
    epochEndsAt: epoch.endsAt.toISOString(),
    publicKeys: Object.fromEntries(
      KEY_CLASSES.map((keyClass) => [keyClass, toBase64Url(publicKeys[keyClass])]),
    ) as KeysManifest['publicKeys'],
  };
  await storeManifest(context, tx, ALL_PARTNERS, manifest);
}

/** The next manifest of the chain that is private to one partner, over what is live now; gives back its number and hash. */
export async function writeSegmentsManifest(
  context: ExchangeContext,
  tx: Transaction,
  epoch: number,
  partner: string,
): Promise<{ readonly number: number; readonly hash: string }> {
  const last = await newestManifest(tx, partner, 'segments');
  const segments = await offeredSegments(tx, epoch, partner);
  const values = await offeredValues(tx, epoch, partner);
  const manifest: SegmentsManifest = {
    part: 'segments',
    version: 1,
    party: context.agencyId,
    number: (last?.number ?? 0) + 1,
    previous: last?.hash ?? null,
    partner,
    epoch,
    issuedAt: context.clock.now().toISOString(),
    rules: Object.fromEntries(
      KEY_CLASSES.map((keyClass) => [
        keyClass,
        RULES.filter((rule) => rule.keyClass === keyClass).map((rule) => rule.rule),
      ]),
    ) as SegmentsManifest['rules'],
    segments: [...segments],
    ...(values.length === 0 ? {} : { values: [...values] }),
    coverage: { recordsWithoutKeysBucket: coverageBucket(await countKeyless(tx)) },
  };
  return { number: manifest.number, hash: await storeManifest(context, tx, partner, manifest) };
}
