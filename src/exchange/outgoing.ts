import { expiryOf, type MessageKind, sealMessage } from '../wire/index.ts';
import type { ExchangeContext } from './context.ts';

/** A message as it is stored before the first send: a resend is byte-identical. */
export interface OutgoingMessage {
  readonly id: string;
  readonly to: string;
  readonly kind: MessageKind;
  readonly bytes: Uint8Array;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Signs and seals a body to its recipient; it lives as long as its kind does. */
export function buildMessage(
  context: Pick<ExchangeContext, 'clock' | 'keys' | 'agreement' | 'agencyId'>,
  message: {
    readonly id: string;
    readonly to: string;
    readonly kind: MessageKind;
    readonly body: Uint8Array;
    readonly inReplyTo?: string;
  },
): OutgoingMessage {
  const createdAt = context.clock.now();
  const expiresAt = expiryOf(message.kind, createdAt);
  const bytes = sealMessage({
    keys: context.keys,
    agreement: context.agreement(),
    from: context.agencyId,
    to: message.to,
    kind: message.kind,
    id: message.id,
    createdAt,
    expiresAt,
    ...(message.inReplyTo === undefined ? {} : { inReplyTo: message.inReplyTo }),
    body: message.body,
  });
  return { id: message.id, to: message.to, kind: message.kind, bytes, createdAt, expiresAt };
}
