import { type Clock, concatBytes, systemClock } from '../base/index.ts';
import { type Member, readMember, requireInForce } from './agreement.ts';
import { FETCH_BYTES_MAX, MESSAGE_BYTES_MAX } from './bounds.ts';
import { idOfOwnMessage, MESSAGE_TYPE, verifyMessage } from './envelope.ts';
import { type Refusal, WireError } from './errors.ts';
import type { AgencyKeys } from './keys.ts';
import type { Standing } from './partners.ts';
import { type Download, downloadFile } from './download.ts';
import { type Answer, asDown, type Call, callOnce, StaleConnection } from './peer-call.ts';
import { PinnedAgent } from './pinned-agent.ts';
import { openRefusal, parsePlainRefusal } from './refusal.ts';

const TIMEOUT_MS = 30_000;

export interface PeerClientOptions extends Standing {
  readonly keys: AgencyKeys;
  readonly clock?: Clock;
  readonly connectTimeMs?: number;
}

export interface FetchOptions {
  /** The byte to begin at: how many are here already. */
  readonly from?: number;
  readonly bytesMax?: number;
  readonly timeoutMs?: number;
}

export interface PeerClient extends AsyncDisposable {
  /**
   * The partner's answer to a sealed message, its signature verified. Throws `partner-down`, `partner-busy`, `refused` (see
   * `readRefusal`), or the code of what is wrong with the answer.
   */
  send(to: string, bytes: Uint8Array, options?: { readonly timeoutMs?: number }): Promise<Uint8Array>;
  /** The bytes that the partner offers under this path, from `from` on; takes up again where a connection breaks off. */
  fetch(to: string, path: string, options?: FetchOptions): Promise<Uint8Array>;
  /**
   * The same for a file too large to hold: hands its bytes over as they come. Throws `too-large` at the first byte beyond
   * `bytesMax`, before it is handed over; what was handed over before an error is good to begin again from.
   */
  download(to: string, path: string, options: Download): Promise<void>;
  close(): Promise<void>;
}

/** Speaks to partners over kept connections, each pinned to its member's key. */
export function createPeerClient(options: PeerClientOptions): PeerClient {
  const clock = options.clock ?? systemClock;
  const agents = new Map<string, PinnedAgent>();
  let closed = false;

  const agentOf = (member: Member): PinnedAgent => {
    if (closed) throw new WireError('partner-down', 'the client is closed');
    const known = agents.get(member.id);
    if (known !== undefined) return known;
    const { keys, connectTimeMs } = options;
    const limits = connectTimeMs === undefined ? {} : { connectTimeMs };
    const agent = new PinnedAgent({ keys, standing: options, clock, memberId: member.id, ...limits });
    agents.set(member.id, agent);
    return agent;
  };
  const call = async (member: Member, what: Omit<Call, 'member' | 'agent'>): Promise<Answer> => {
    const once = { ...what, member, agent: agentOf(member) };
    try {
      return await callOnce(once);
    } catch (error) {
      // A kept connection turned out to be closed: once more over a new one (a message is safe to send twice).
      if (error instanceof StaleConnection && !closed)
        return await callOnce(once).catch((again) => Promise.reject(asDown(again)));
      throw asDown(error);
    }
  };
  const download: PeerClient['download'] = async (to, path, what) => {
    const member = requireMember(options, clock, to);
    await downloadFile({ timeoutMs: TIMEOUT_MS, ...what, path }, async (piece) => {
      const answer = await call(member, { method: 'GET', ...piece });
      if (answer.status !== piece.expected && answer.status !== 416)
        throw refusalError(parsePlainRefusal(answer.body));
    });
  };
  const close = async (): Promise<void> => {
    closed = true;
    for (const agent of agents.values()) agent.destroy();
  };

  return {
    async send(to, bytes, sendOptions) {
      const member = requireMember(options, clock, to);
      const id = idOfOwnMessage(bytes);
      const timeoutMs = sendOptions?.timeoutMs ?? TIMEOUT_MS;
      const what = {
        method: 'POST',
        path: '/messages',
        body: bytes,
        expected: 200,
        bytesMax: MESSAGE_BYTES_MAX,
        timeoutMs,
      } as const;
      const answer = await call(member, what);
      const reader = { ...standingNow(options, clock), bytes: answer.body };
      if (answer.status === 200) {
        verifyMessage({ ...reader, answerTo: { from: to, id } });
        return answer.body;
      }
      const refusal =
        answer.type === MESSAGE_TYPE
          ? openRefusal({ ...reader, keys: options.keys, from: to, refused: bytes })
          : null;
      throw refusalError(refusal ?? parsePlainRefusal(answer.body));
    },

    async fetch(to, path, { from = 0, bytesMax = FETCH_BYTES_MAX, timeoutMs = TIMEOUT_MS } = {}) {
      const parts: Uint8Array[] = [];
      const keep = async (chunk: Uint8Array): Promise<void> => void parts.push(chunk);
      await download(to, path, { from, bytesMax: from + bytesMax, timeoutMs, keep });
      return concatBytes(...parts);
    },

    download,

    close,
    [Symbol.asyncDispose]: close,
  };
}

function standingNow(options: PeerClientOptions, clock: Clock) {
  const revoked = options.revoked === undefined ? {} : { revoked: options.revoked() };
  return { agreement: options.agreement(), self: options.self, now: clock.now(), ...revoked };
}

function requireMember(options: PeerClientOptions, clock: Clock, to: string): Member {
  const agreement = options.agreement();
  requireInForce(agreement, clock.now());
  const member = readMember(agreement, to);
  if (member === null)
    throw new WireError('unknown-partner', 'the recipient is not a member of the agreement');
  if (options.revoked?.().has(to) === true)
    throw new WireError('partner-revoked', 'this member is no longer a partner');
  return member;
}

function refusalError(refusal: Refusal): WireError {
  if (refusal.code === 'busy')
    return new WireError('partner-busy', 'the partner is busy; send it again later');
  return new WireError('refused', refusal.message, { evidence: { refusal } });
}
