/**
 * One message: a frame, a signature, and a payload of clear header and sealed body.
 *
 *   'ENT1' ‖ sender id (length, bytes) ‖ signature (64) ‖ payload
 *   payload = header length (2 bytes) ‖ header (JSON) ‖ body sealed to the recipient, with the header as AAD
 *
 * The sender id of the frame is DSSE's key id: a hint which key to try, never a claim that is believed. The frame is binary
 * because DSSE's JSON form would carry every body twice in base64.
 */
import { concatBytes, readBase64Url, sha256, utf8 } from '../base/index.ts';
import { type Agreement, type Member, readMember, requireInForce } from './agreement.ts';
import { HEADER_BYTES_MAX, MESSAGE_BYTES_MAX } from './bounds.ts';
import { isSignedBy, SIGNATURE_BYTES, signBytes } from './dsse.ts';
import { WireError } from './errors.ts';
import { formatHeader, type Header, parseHeader, requireTimely } from './header.ts';
import { open, seal } from './hpke.ts';
import type { AgencyKeys } from './keys.ts';

export const MESSAGE_TYPE = 'application/vnd.entente.message.v1';

const MAGIC = utf8('ENT1');
const INFO = utf8('entente message body 1');

export interface MessageParts extends Omit<Header, 'agreement'> {
  readonly keys: AgencyKeys;
  readonly agreement: Agreement;
  readonly body: Uint8Array;
}

/** The bytes of a message, signed and sealed. Sealing is random: keep these bytes, a second call gives others. */
export function sealMessage(parts: MessageParts): Uint8Array {
  const { keys, agreement, body, ...rest } = parts;
  const recipient = readMember(agreement, rest.to);
  if (recipient === null)
    throw new WireError('unknown-partner', 'the recipient is not a member of the agreement');
  const header = utf8(formatHeader({ ...rest, agreement: agreement.hash }));
  if (header.length > HEADER_BYTES_MAX)
    throw new WireError('too-large', `a header has at most ${HEADER_BYTES_MAX} bytes`);
  const sealed = seal(keyBytes(recipient.sealingKey), INFO, header, body);
  const payload = concatBytes(Uint8Array.of(header.length >> 8, header.length & 0xff), header, sealed);
  const sender = utf8(rest.from);
  const signature = signBytes(keys.signing, MESSAGE_TYPE, payload);
  const bytes = concatBytes(MAGIC, Uint8Array.of(sender.length), sender, signature, payload);
  if (bytes.length > MESSAGE_BYTES_MAX)
    throw new WireError('too-large', `a message has at most ${MESSAGE_BYTES_MAX} bytes`);
  return bytes;
}

export interface Reader {
  readonly agreement: Agreement;
  /** Our own agency id. */
  readonly self: string;
  readonly bytes: Uint8Array;
  readonly now: Date;
  /** Members whom we no longer deal with although the agreement names them. */
  readonly revoked?: ReadonlySet<string>;
  /** What the message must be: an answer of this member to that message. */
  readonly answerTo?: { readonly from: string; readonly id: string };
}

export interface VerifiedMessage {
  readonly header: Header;
  readonly sender: Member;
  /** SHA-256 over the signed payload: two messages of one hash are the same message. */
  readonly bodyHash: Uint8Array;
  /** The message as it was signed: evidence, where somebody keeps it. */
  readonly bytes: Uint8Array;
}

export interface OpenedMessage extends VerifiedMessage {
  readonly body: Uint8Array;
}

/** Verifies signature, agreement, recipient and times, and opens the body. Throws a coded refusal for anything else. */
export function openMessage(reader: Reader & { readonly keys: AgencyKeys }): OpenedMessage {
  const { verified, headerBytes, sealed } = verify(reader);
  return { ...verified, body: open(reader.keys.sealing, INFO, headerBytes, sealed) };
}

/** All checks of `openMessage` except the seal of the body, for who only needs to know whether the message is genuine. */
export function verifyMessage(reader: Reader): VerifiedMessage {
  return verify(reader).verified;
}

/** The id of a message that we sealed ourselves; never to be used on a partner's bytes. */
export function idOfOwnMessage(bytes: Uint8Array): string {
  const { payload } = unframe(bytes);
  return parseHeader(decode(payload.subarray(2, 2 + (((payload[0] ?? 0) << 8) | (payload[1] ?? 0))))).id;
}

function verify(reader: Reader): { verified: VerifiedMessage; headerBytes: Uint8Array; sealed: Uint8Array } {
  requireInForce(reader.agreement, reader.now);
  const { senderId, signature, payload } = unframe(reader.bytes);
  const sender = requirePartner(reader, senderId);
  if (!isSignedBy(keyBytes(sender.signingKey), MESSAGE_TYPE, payload, signature)) {
    throw new WireError('signature-invalid', 'the message is not signed by its sender');
  }
  // Only now is anything of the payload looked at.
  const headerEnd = 2 + (((payload[0] ?? 0) << 8) | (payload[1] ?? 0));
  if (headerEnd > payload.length || headerEnd - 2 > HEADER_BYTES_MAX) {
    throw new WireError('malformed', 'the header is longer than the message');
  }
  const headerBytes = payload.subarray(2, headerEnd);
  const header = parseHeader(decode(headerBytes));
  requireAddressed(reader, sender, header);
  requireTimely(header, reader.now);
  return {
    verified: { header, sender, bodyHash: sha256(payload), bytes: reader.bytes },
    headerBytes,
    sealed: payload.subarray(headerEnd),
  };
}

/** Cuts the frame; nothing of it is believed. */
function unframe(bytes: Uint8Array): { senderId: string; signature: Uint8Array; payload: Uint8Array } {
  if (bytes.length > MESSAGE_BYTES_MAX)
    throw new WireError('too-large', `a message has at most ${MESSAGE_BYTES_MAX} bytes`);
  const idEnd = 5 + (bytes[4] ?? 0);
  const signatureEnd = idEnd + SIGNATURE_BYTES;
  if (bytes.length < signatureEnd + 2 || MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new WireError('malformed', 'these bytes are not a message');
  }
  return {
    senderId: Buffer.from(bytes.buffer, bytes.byteOffset + 5, idEnd - 5).toString('latin1'),
    signature: bytes.subarray(idEnd, signatureEnd),
    payload: bytes.subarray(signatureEnd),
  };
}

function requirePartner(reader: Reader, senderId: string): Member {
  const sender = readMember(reader.agreement, senderId);
  if (sender === null || sender.id === reader.self) {
    throw new WireError('unknown-partner', 'the sender is not a partner under the agreement');
  }
  if (reader.revoked?.has(sender.id) === true) {
    throw new WireError('partner-revoked', 'the sender is no longer a partner', {
      evidence: { partner: sender.id },
    });
  }
  return sender;
}

function requireAddressed(reader: Reader, sender: Member, header: Header): void {
  if (header.from !== sender.id)
    throw new WireError('sender-mismatch', 'the message names another sender than its signer');
  if (header.to !== reader.self)
    throw new WireError('not-for-us', 'the message is addressed to another member');
  if (header.agreement !== reader.agreement.hash) {
    throw new WireError('agreement-other', 'the message was sent under another agreement', {
      evidence: { theirs: header.agreement, ours: reader.agreement.hash },
    });
  }
  const wanted = reader.answerTo;
  if (wanted !== undefined && (header.from !== wanted.from || header.inReplyTo !== wanted.id)) {
    throw new WireError('answer-other', 'the message does not answer what was sent');
  }
}

function keyBytes(key: string): Uint8Array {
  const bytes = readBase64Url(key);
  if (bytes === null) throw new WireError('agreement-invalid', 'a key in the agreement is not base64url');
  return bytes;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new WireError('malformed', 'the header is not UTF-8');
  }
}
