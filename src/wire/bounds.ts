/** What a partner's bytes may cost at most. Every figure here is the most that is accepted, not what is usual. */

/** How far two members' clocks may stand apart: added to an expiry, and allowed for a creation time ahead of ours. */
export const CLOCK_SKEW_MS = 120_000;

/** A whole message: five batches of 4,096 elements (32 bytes each) with their proofs are 0.7 MB. */
export const MESSAGE_BYTES_MAX = 2 * 1024 * 1024;
export const HEADER_BYTES_MAX = 8 * 1024;
export const CHECKPOINT_CHARS_MAX = 2 * 1024;
export const AGREEMENT_BYTES_MAX = 256 * 1024;
export const MEMBERS_MAX = 64;
export const FETCH_BYTES_MAX = 256 * 1024 * 1024;

export interface ServerLimits {
  readonly bytesMax: number;
  readonly headerBytesMax: number;
  readonly handshakeTimeMs: number;
  readonly headerTimeMs: number;
  readonly requestTimeMs: number;
  readonly idleTimeMs: number;
  readonly checkEveryMs: number;
  /** Connections of members; those of strangers, and those whose handshake is under way, are counted apart and take none of theirs. */
  readonly connectionsMax: number;
  readonly connectionsPerPartnerMax: number;
  readonly strangersMax: number;
  readonly handshakesMax: number;
  readonly handshakesPerAddressMax: number;
  readonly handlersMax: number;
  readonly handlersPerPartnerMax: number;
}

export const SERVER_LIMITS: ServerLimits = {
  bytesMax: MESSAGE_BYTES_MAX,
  headerBytesMax: 8 * 1024,
  handshakeTimeMs: 10_000,
  headerTimeMs: 10_000,
  requestTimeMs: 30_000,
  idleTimeMs: 60_000,
  checkEveryMs: 1_000,
  connectionsMax: 256,
  connectionsPerPartnerMax: 32,
  strangersMax: 16,
  handshakesMax: 128,
  handshakesPerAddressMax: 32,
  handlersMax: 64,
  handlersPerPartnerMax: 16,
};
