import { type ClientRequest, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { CodedError } from '../base/index.ts';
import type { Member } from './agreement.ts';
import { MESSAGE_BYTES_MAX } from './bounds.ts';
import { WireError } from './errors.ts';
import type { PinnedAgent } from './pinned-agent.ts';
import { readBody } from './read-body.ts';

/** One request to a partner. */
export interface Call {
  readonly member: Member;
  readonly agent: PinnedAgent;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** The only status under which the answer is what was asked for. */
  readonly expected: 200 | 206;
  readonly bytesMax: number;
  /** For the whole answer; with `keep`, for each pause in it. */
  readonly timeoutMs: number;
  /** Takes the expected answer's bytes as they come, never more than `bytesMax`; what came before a break is kept. */
  readonly keep?: (chunk: Uint8Array) => Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
}

/** A kept connection turned out to be closed before the partner had read anything. */
export class StaleConnection extends Error {}

/** Sends the request and reads the answer; throws `partner-down`, `too-large`, or StaleConnection. */
export function callOnce(call: Call): Promise<Answer> {
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
        readAnswer(incoming, call, timer)
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

async function readAnswer(incoming: IncomingMessage, call: Call, timer: NodeJS.Timeout): Promise<Answer> {
  const status = incoming.statusCode ?? 0;
  const good = status === call.expected;
  const answer = { status, type: incoming.headers['content-type'] ?? '' };
  if (!good || call.keep === undefined) {
    return { ...answer, body: await readBody(incoming, good ? call.bytesMax : MESSAGE_BYTES_MAX) };
  }
  const tooLarge = (): WireError =>
    new WireError(
      'too-large',
      `the partner's file has more than the ${call.bytesMax} bytes that are left of it`,
    );
  if (Number(incoming.headers['content-length'] ?? 0) > call.bytesMax) throw tooLarge();
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    timer.refresh();
    length += chunk.length;
    if (length > call.bytesMax) throw tooLarge();
    await call.keep(chunk);
  }
  return { ...answer, body: new Uint8Array(0) };
}

/** A partner's own words stay what they are; everything else means that it could not be reached. */
export function asDown(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  return new WireError('partner-down', 'the partner cannot be reached, or the connection broke off', {
    cause: error,
  });
}
