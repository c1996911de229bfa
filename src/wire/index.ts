/**
 * Room wire: bytes between agencies. Who the members are and how each is known (the agreement), one signed and sealed
 * message (the envelope), the connections they travel over (mutual TLS 1.3, keys pinned by the agreement), and the two
 * boxes that let every message take effect once (inbox, outbox). It knows no case: a kind is a name with a lifetime.
 *
 * Read: kinds.ts, agreement.ts, header.ts, envelope.ts, dsse.ts, hpke.ts, keys.ts, certificate.ts, partners.ts,
 * peer-server.ts, peer-client.ts, inbox.ts, outbox.ts. What anything may cost stands in bounds.ts.
 *
 * Standards: DSSE protocol v1 (signatures over exact bytes), RFC 9180 (sealed bodies: base mode, DHKEM(X25519,
 * HKDF-SHA256), HKDF-SHA256, AES-256-GCM), RFC 8032 (Ed25519), RFC 8446 (TLS 1.3), RFC 5280 and 8410 (certificates),
 * RFC 9110 (Range).
 */
export {
  type Agreement,
  AGREEMENT_TYPE,
  type AgreementDraft,
  assembleAgreement,
  describeMember,
  draftAgreement,
  type Member,
  type MemberFacts,
  parseAgreement,
  readAgreementTerms,
  readMember,
  requireInForce,
  signAgreement,
} from './agreement.ts';
export { formatMember, formatSignature, readMemberFile, readSignatureFile } from './agreement-parts.ts';
export { agreementSchema, memberSchema } from './agreement-schema.ts';
export { CLOCK_SKEW_MS, MESSAGE_BYTES_MAX, SERVER_LIMITS, type ServerLimits } from './bounds.ts';
export { dsseEnvelopeSchema, formatDsse, isSignedBy, parseDsse, signBytes } from './dsse.ts';
export {
  MESSAGE_TYPE,
  type MessageParts,
  openMessage,
  type OpenedMessage,
  type Reader,
  sealMessage,
  type VerifiedMessage,
  verifyMessage,
} from './envelope.ts';
export { readRefusal, type Refusal, refuse, WireError, type WireErrorCode } from './errors.ts';
export { envelopeHeaderSchema, type Header } from './header.ts';
export { forgetReceived, type Received, receiveOnce } from './inbox.ts';
export {
  type AgencyKeys,
  createAgencyKeys,
  LEDGER_KEY_FILE,
  loadAgencyKeys,
  prepareNextTlsKey,
  renewCertificate,
  switchTlsKey,
} from './keys.ts';
export { expiryOf, MESSAGE_KINDS, MESSAGE_LIFETIMES_MS, type MessageKind, readMessageKind } from './kinds.ts';
export {
  enqueueMessage,
  forgetSent,
  type Outbox,
  type OutboxOptions,
  type Outgoing,
  RETRY_PAUSES_MS,
  startOutbox,
} from './outbox.ts';
export type { Standing } from './partners.ts';
export {
  createPeerClient,
  type FetchOptions,
  type PeerClient,
  type PeerClientOptions,
} from './peer-client.ts';
export { type PeerServer, type PeerServerOptions, startPeerServer, type WireLog } from './peer-server.ts';
export type { KeyPair } from './raw-keys.ts';
export { wireMigrations } from './migrations.ts';
export { plainRefusalSchema, signedRefusalSchema } from './refusal.ts';
export type { Offered } from './serve-file.ts';
