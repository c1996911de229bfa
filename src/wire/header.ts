import * as z from 'zod';
import { CHECKPOINT_CHARS_MAX, CLOCK_SKEW_MS } from './bounds.ts';
import { readJson } from './dsse.ts';
import { WireError } from './errors.ts';
import { MESSAGE_KINDS, MESSAGE_LIFETIMES_MS, type MessageKind, readMessageKind } from './kinds.ts';

const id = z.string().regex(/^[0-9a-f]{32}$/);
const agency = z.string().regex(/^[a-z0-9][a-z0-9-]{1,31}$/);
const moment = z.iso.datetime({ offset: false, precision: 3 });

/** The clear part of a message: what a relay may read, and no more. */
export const envelopeHeaderSchema = z.strictObject({
  v: z.literal(1),
  kind: z.enum(MESSAGE_KINDS as [MessageKind, ...MessageKind[]]),
  id,
  from: agency,
  to: agency,
  /** SHA-256 of the agreement under which it is sent, hex. */
  agreement: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: moment,
  expiresAt: moment,
  inReplyTo: id.optional(),
  /** The sender's newest ledger checkpoint (C2SP signed note). */
  checkpoint: z.string().max(CHECKPOINT_CHARS_MAX).optional(),
});

type Written = z.infer<typeof envelopeHeaderSchema>;

export interface Header {
  readonly kind: MessageKind;
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly agreement: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly inReplyTo?: string;
  readonly checkpoint?: string;
}

/** The header as it is signed and sent. */
export function formatHeader(header: Header): string {
  const written: Written = {
    v: 1,
    ...header,
    createdAt: header.createdAt.toISOString(),
    expiresAt: header.expiresAt.toISOString(),
  };
  const checked = envelopeHeaderSchema.safeParse(written);
  if (!checked.success)
    throw new WireError('malformed', `the header is not well formed at "${firstPath(checked.error)}"`);
  requireLifetime(header);
  return JSON.stringify(checked.data);
}

/** Reads a header whose signature has been verified; throws `kind-unknown` or `malformed`. */
export function parseHeader(text: string): Header {
  const raw = readJson(text);
  if (typeof raw === 'object' && raw !== null && 'kind' in raw && typeof raw.kind === 'string') {
    if (readMessageKind(raw.kind) === null)
      throw new WireError('kind-unknown', 'this kind of message is not known here');
  }
  const parsed = envelopeHeaderSchema.safeParse(raw);
  if (!parsed.success)
    throw new WireError('malformed', `the header is not well formed at "${firstPath(parsed.error)}"`);
  const { v: _v, inReplyTo, checkpoint, ...rest } = parsed.data;
  const header: Header = {
    ...rest,
    createdAt: new Date(rest.createdAt),
    expiresAt: new Date(rest.expiresAt),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
  };
  requireLifetime(header);
  return header;
}

/** Throws `expired` or `from-the-future`; both clocks may stand two minutes apart. */
export function requireTimely(header: Header, now: Date): void {
  if (now.getTime() >= header.expiresAt.getTime() + CLOCK_SKEW_MS) {
    throw new WireError('expired', 'the message has expired', { evidence: { id: header.id } });
  }
  if (header.createdAt.getTime() > now.getTime() + CLOCK_SKEW_MS) {
    throw new WireError('from-the-future', 'the message was made more than two minutes ahead of our clock');
  }
}

function requireLifetime(header: Header): void {
  const lifetime = header.expiresAt.getTime() - header.createdAt.getTime();
  if (lifetime <= 0 || lifetime > MESSAGE_LIFETIMES_MS[header.kind]) {
    throw new WireError(
      'malformed',
      `a ${header.kind} lives at most ${MESSAGE_LIFETIMES_MS[header.kind] / 60_000} minutes`,
    );
  }
}

function firstPath(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') ?? '';
}
