import { randomId, toBase64Url } from '../base/index.ts';
import type { Queryable } from '../store/index.ts';
import type { ExchangeContext } from './context.ts';
import { ExchangeError } from './errors.ts';
import { toBody } from './messages.ts';
import { buildMessage, type OutgoingMessage } from './outgoing.ts';
import { newestManifest } from './own-manifests.ts';
import { partnerSalt } from './partner-salts.ts';

/** The newest manifest in both parts with the partner's salt, signed by us and sealed to that partner alone. */
export async function manifestMessage(
  context: ExchangeContext,
  from: Queryable,
  partner: string,
): Promise<OutgoingMessage> {
  const segments = await newestManifest(from, partner, 'segments');
  const keys = segments === null ? null : await newestManifest(from, partner, 'keys', segments.epoch);
  if (keys === null || segments === null) {
    throw new ExchangeError('manifest-invalid', 'nothing has been published here yet');
  }
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const body = toBody({
    keys: decode(keys.bytes),
    segments: decode(segments.bytes),
    // The salt of the manifest's own epoch: a new one may have begun whose index is still being built.
    salt: toBase64Url(await partnerSalt(from, partner, segments.epoch)),
  });
  return buildMessage(context, { id: randomId(), to: partner, kind: 'index-salt', body });
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
