import { type ClientRequest, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { type Clock, CodedError, concatBytes, systemClock } from '../base/index.ts';
import { type Member, readMember, requireInForce } from './agreement.ts';
import { FETCH_BYTES_MAX, MESSAGE_BYTES_MAX } from './bounds.ts';
import { idOfOwnMessage, MESSAGE_TYPE, verifyMessage } from './envelope.ts';
import { type Refusal, WireError } from './errors.ts';
import type { AgencyKeys } from './keys.ts';
import type { Standing } from './partners.ts';
import { PinnedAgent } from './pinned-agent.ts';
import { readBody } from './read-body.ts';
import { openRefusal, parsePlainRefusal } from './refusal.ts';

const TIMEOUT_MS = 30_000;
const RESUMES_MAX = 3;

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
      return await exchange(once);
    } catch (error) {
      // A kept connection turned out to be closed: once more over a new one (a message is safe to send twice).
      if (error instanceof StaleConnection && !closed)
        return await exchange(once).catch((again) => Promise.reject(asDown(again)));
      throw asDown(error);
    }
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

    async fetch(to, path, fetchOptions) {
      const member = requireMember(options, clock, to);
      const bytesMax = fetchOptions?.bytesMax ?? FETCH_BYTES_MAX;
      const parts: Uint8Array[] = [];
      let from = fetchOptions?.from ?? 0;
      for (let resumes = 0; ; resumes += 1) {
        const keep = (chunk: Uint8Array): void => {
          parts.push(chunk);
          from += chunk.length;
        };
        const headers = from > 0 ? { range: `bytes=${from}-` } : {};
        const timeoutMs = fetchOptions?.timeoutMs ?? TIMEOUT_MS;
        try {
          const answer = await call(member, {
            method: 'GET',
            path: `/files/${path}`,
            headers,
            bytesMax,
            timeoutMs,
            keep,
          });
          if (answer.status === 416) return concatBytes(...parts);
          if (answer.status !== (headers.range === undefined ? 200 : 206))
            throw refusalError(parsePlainRefusal(answer.body));
          return concatBytes(...parts);
        } catch (error) {
          const broke = error instanceof WireError && error.code === 'partner-down';
          if (!broke || parts.length === 0 || resumes >= RESUMES_MAX) throw error;
        }
      }
    },

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

interface Call {
  readonly member: Member;
  readonly agent: PinnedAgent;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly bytesMax: number;
  readonly timeoutMs: number;
  /** Takes the good answer's bytes as they come; what came before a break is kept. */
  readonly keep?: (chunk: Uint8Array) => void;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
}

class StaleConnection extends Error {}

function exchange(call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const url = new URL(call.path, call.member.endpoint);
    const length: Record<string, string> =
      call.body === undefined ? {} : { 'content-length': String(call.body.length) };
    const headers = { ...call.headers, ...length };
    let received = false;
    const outgoing: ClientRequest = request(
      url,
      { agent: call.agent, method: call.method, headers },
      (incoming) => {
        received = true;
        readAnswer(incoming, call)
          .then(resolve, (error: unknown) => {
            outgoing.destroy();
            reject(asDown(error));
          })
          .finally(() => clearTimeout(timer));
      },
    );
    const timer = setTimeout(() => {
      outgoing.destroy(new WireError('partner-down', 'the partner does not answer in time'));
    }, call.timeoutMs);
    outgoing.on('error', (error) => {
      clearTimeout(timer);
      const stale = outgoing.reusedSocket && !received && !(error instanceof CodedError);
      reject(stale ? new StaleConnection() : asDown(error));
    });
    outgoing.end(call.body);
  });
}

async function readAnswer(incoming: IncomingMessage, call: Call): Promise<Answer> {
  const status = incoming.statusCode ?? 0;
  const good = status === 200 || status === 206;
  const answer = { status, type: incoming.headers['content-type'] ?? '' };
  if (!good || call.keep === undefined) {
    return { ...answer, body: await readBody(incoming, good ? call.bytesMax : MESSAGE_BYTES_MAX) };
  }
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > call.bytesMax)
      throw new WireError('too-large', `the partner's file has more than ${call.bytesMax} bytes`);
    call.keep(chunk);
  }
  return { ...answer, body: new Uint8Array(0) };
}

function asDown(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  return new WireError('partner-down', 'the partner cannot be reached, or the connection broke off', {
    cause: error,
  });
}
