import { randomId, toBase64Url } from '../../base/index.ts';
import { manifestHash } from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { type ManifestPlace, signPlace } from './manifest-place.ts';
import { type ManifestBody, toBody } from '../messages.ts';
import { buildMessage, type OutgoingMessage } from '../outgoing.ts';
import { ALL_PARTNERS, hashAt, newestManifest, oldestHandedOut } from './own-manifests.ts';
import { partnerSalt } from './partner-salts.ts';

/**
 * The newest manifest in both parts with the partner's salt, signed by us and sealed to that partner alone. `since`: the number of the
 * one that the partner holds; it is told what stands at that place, and how far back our chain can still be followed.
 */
export async function manifestMessage(
  context: ExchangeContext,
  from: Queryable,
  partner: string,
  since: number | null = null,
): Promise<OutgoingMessage> {
  const segments = await newestManifest(from, partner, 'segments');
  const keys = segments === null ? null : await newestManifest(from, partner, 'keys', segments.epoch);
  if (keys === null || segments === null) {
    throw new ExchangeError('manifest-invalid', 'nothing has been published here yet');
  }
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const sign = (bytes: Uint8Array): string => {
    const { part, number, epoch, partner: to = ALL_PARTNERS } = readPlace(bytes);
    return signPlace(context.keys, {
      part,
      party: context.agencyId,
      partner: to,
      number,
      epoch,
      hash: manifestHash(bytes),
    });
  };
  const manifest: ManifestBody = {
    keys: decode(keys.bytes),
    segments: decode(segments.bytes),
    // The salt of the manifest's own epoch: a new one may have begun whose index is still being built.
    salt: toBase64Url(await partnerSalt(from, partner, segments.epoch)),
    keysSignature: sign(keys.bytes),
    segmentsSignature: sign(segments.bytes),
    oldest: {
      keys: await oldestHandedOut(from, partner, 'keys'),
      segments: await oldestHandedOut(from, partner, 'segments'),
    },
    since: since === null ? null : { number: since, hash: await hashAt(from, partner, since) },
  };
  const body = toBody(manifest);
  return buildMessage(context, { id: randomId(), to: partner, kind: 'index-salt', body });
}

/** What the manifest says of itself: that is what its receiver holds the signature against. */
function readPlace(
  bytes: Uint8Array,
): Pick<ManifestPlace, 'part' | 'number' | 'epoch'> & { partner?: string } {
  return JSON.parse(new TextDecoder().decode(bytes)) as ManifestPlace;
}

/** Tells a partner that there is a newer manifest to fetch. */
export function noticeMessage(context: ExchangeContext, partner: string, number: number): OutgoingMessage {
  return buildMessage(context, {
    id: randomId(),
    to: partner,
    kind: 'index-notice',
    body: toBody({ number }),
  });
}
