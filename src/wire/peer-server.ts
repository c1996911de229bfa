import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { type Clock, CodedError, declareFaultPoint, reach, systemClock, utf8 } from '../base/index.ts';
import type { Member } from './agreement.ts';
import { SERVER_LIMITS, type ServerLimits } from './bounds.ts';
import { MESSAGE_TYPE, type OpenedMessage, openMessage } from './envelope.ts';
import { WireError } from './errors.ts';
import type { AgencyKeys } from './keys.ts';
import { PendingHandshakes } from './pending-handshakes.ts';
import { type Peer, readPeer, requirePartnerOf, type Standing } from './partners.ts';
import { readBody } from './read-body.ts';
import { describeRefusal, sealRefusal, statusOf } from './refusal.ts';
import { type Offered, parseFilePath, sendFile } from './serve-file.ts';
import { Turnstile } from './turnstile.ts';

const CLOSING_TIME_MS = 2_000;

const BEFORE_ANSWER = declareFaultPoint('wire/inbox/after-commit-before-answer');
const BEFORE_REFUSAL = declareFaultPoint('wire/refusal/before-send');
const BEFORE_FILE = declareFaultPoint('wire/file/before-send');

/** Where the server says what happened: codes and agency ids, never a value. */
export interface WireLog {
  warn(facts: Readonly<Record<string, string | number>>, sentence: string): void;
}

export interface PeerServerOptions extends Standing {
  readonly keys: AgencyKeys;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Takes a verified, opened message and gives back the sealed answer; what it threw is told to the sender as a refusal. */
  readonly onMessage: (from: Member, bytes: Uint8Array, opened: OpenedMessage) => Promise<Uint8Array>;
  /** What this partner may fetch under this path; null for nothing. */
  readonly onFetch?: (from: Member, path: string) => Promise<Offered | null>;
  /** Called when a partner uses the id of one message for another one. */
  readonly onAlarm?: (alarm: { readonly code: string; readonly partner: string }) => void;
  readonly clock?: Clock;
  readonly log?: WireLog;
  readonly maxBytes?: number;
  readonly limits?: Partial<ServerLimits>;
}

export interface PeerServer extends AsyncDisposable {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens for partners: TLS 1.3, their certificates pinned by the agreement. No request can end it or hold it up. */
export async function startPeerServer(options: PeerServerOptions): Promise<PeerServer> {
  const limits: ServerLimits = {
    ...SERVER_LIMITS,
    ...(options.maxBytes === undefined ? {} : { bytesMax: options.maxBytes }),
    ...options.limits,
  };
  const server = createServer({
    key: options.keys.tls.keyPem,
    cert: options.keys.tls.certPem,
    minVersion: 'TLSv1.3',
    requestCert: true,
    // No authority signs these certificates: the pin decides, for every request (requirePartnerOf).
    rejectUnauthorized: false,
    handshakeTimeout: limits.handshakeTimeMs,
    headersTimeout: limits.headerTimeMs,
    requestTimeout: limits.requestTimeMs,
    keepAliveTimeout: limits.idleTimeMs,
    connectionsCheckingInterval: limits.checkEveryMs,
    maxHeaderSize: limits.headerBytesMax,
  });
  // One more of each is accepted, to be counted and ended by name (admitConnections).
  server.maxConnections = limits.connectionsMax + limits.strangersMax + limits.handshakesMax + 3;
  server.maxHeadersCount = 32;
  server.setTimeout(limits.idleTimeMs, (socket) => socket.destroy());

  const peers = admitConnections(server, options, limits);
  const handlers = new Turnstile(limits.handlersMax, limits.handlersPerPartnerMax);
  const clock = options.clock ?? systemClock;
  const underWay = new Set<Promise<void>>();

  server.on('clientError', refuseBrokenRequest);
  // Before its handshake is done nothing can be said to anybody: an answer would wait for it, and hold the connection for ever.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('request', (request, response) => {
    const peer = peers.get(request.socket as TLSSocket) ?? null;
    const work = answerRequest({ options, limits, handlers, clock, peer, request, response })
      .catch((error: unknown) => {
        options.log?.warn({ code: codeOf(error) }, 'a request could not be answered');
        response.destroy();
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    // Handlers that are still at work get a moment to end their transactions.
    await Promise.race([Promise.all(underWay), delay(CLOSING_TIME_MS, undefined, { ref: false })]);
  };
  return { port: (server.address() as AddressInfo).port, close, [Symbol.asyncDispose]: close };
}

/** Counts connections as they come, by address until their key is known and then by key, and ends those above the limit; a stranger's are few and short. */
function admitConnections(
  server: Server,
  options: PeerServerOptions,
  limits: ServerLimits,
): WeakMap<TLSSocket, Peer> {
  const peers = new WeakMap<TLSSocket, Peer>();
  const known = new Turnstile(limits.connectionsMax, limits.connectionsPerPartnerMax);
  const strangers = new Turnstile(limits.strangersMax, limits.strangersMax);
  const pending = new PendingHandshakes(limits, (connections) => {
    options.log?.warn({ code: 'busy', connections }, 'connections that did not say who they are were ended');
  });
  server.on('connection', (socket) => pending.begin(socket as Socket));
  server.on('secureConnection', (socket) => {
    pending.end(socket);
    const peer = readPeer(socket);
    const member = options.agreement().members.find((one) => peer !== null && one.tlsKeys.includes(peer.pin));
    const leave = member === undefined ? strangers.enter('stranger') : known.enter(member.id);
    if (leave === null) {
      options.log?.warn({ code: 'busy', partner: member?.id ?? 'stranger' }, 'too many connections');
      socket.destroy();
      return;
    }
    socket.once('close', leave);
    if (peer !== null) peers.set(socket, peer);
    if (member === undefined) socket.setTimeout(Math.min(limits.headerTimeMs, limits.idleTimeMs));
  });
  return peers;
}

interface Exchange {
  readonly options: PeerServerOptions;
  readonly limits: ServerLimits;
  readonly handlers: Turnstile;
  readonly clock: Clock;
  readonly peer: Peer | null;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answerRequest(exchange: Exchange): Promise<void> {
  let member: Member;
  try {
    member = requirePartnerOf(exchange.peer, exchange.options, exchange.clock.now());
  } catch (error) {
    refusePlainly(exchange, error);
    return;
  }
  const leave = exchange.handlers.enter(member.id);
  if (leave === null) {
    refusePlainly(exchange, new WireError('busy', 'too many requests at once; send it again later'));
    return;
  }
  try {
    if (exchange.request.method === 'POST' && exchange.request.url === '/messages')
      await takeMessage(exchange, member);
    else if (exchange.request.method === 'GET') await giveFile(exchange, member);
    else throw new WireError('not-found', 'there is nothing under this path');
  } catch (error) {
    refusePlainly(exchange, error, member);
  } finally {
    leave();
  }
}

async function takeMessage(exchange: Exchange, member: Member): Promise<void> {
  const { options, response } = exchange;
  const bytes = await readBody(exchange.request, exchange.limits.bytesMax);
  try {
    const opened = openMessage({
      keys: options.keys,
      agreement: options.agreement(),
      self: options.self,
      bytes,
      now: exchange.clock.now(),
      ...(options.revoked === undefined ? {} : { revoked: options.revoked() }),
    });
    if (opened.sender.id !== member.id) {
      throw new WireError('sender-mismatch', 'the message comes over the connection of another member');
    }
    const answer = await options.onMessage(member, bytes, opened);
    reach(BEFORE_ANSWER);
    send(response, 200, MESSAGE_TYPE, answer);
  } catch (error) {
    refuseSigned(exchange, member, bytes, error);
  }
}

async function giveFile(exchange: Exchange, member: Member): Promise<void> {
  const path = parseFilePath(exchange.request.url ?? '');
  const offered = (await exchange.options.onFetch?.(member, path)) ?? null;
  if (offered === null) throw new WireError('not-found', 'there is nothing under this path');
  reach(BEFORE_FILE);
  await sendFile(exchange.response, offered, exchange.request.headers.range);
}

/** "No" to a known partner: signed, so that it can be believed and kept. */
function refuseSigned(exchange: Exchange, member: Member, refused: Uint8Array, error: unknown): void {
  const { options } = exchange;
  note(options, error, member);
  const refusal = describeRefusal(error);
  const agreement = options.agreement();
  const bytes = sealRefusal({
    keys: options.keys,
    agreement,
    to: member.id,
    refused,
    refusal,
    now: exchange.clock.now(),
  });
  reach(BEFORE_REFUSAL);
  send(exchange.response, statusOf(refusal.code), MESSAGE_TYPE, bytes);
}

/** "No" in clear, and the connection ends: what is left of the request is not read. */
function refusePlainly(exchange: Exchange, error: unknown, member?: Member): void {
  note(exchange.options, error, member);
  const { response } = exchange;
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { code, message } = describeRefusal(error);
  response.setHeader('connection', 'close');
  response.once('finish', () => exchange.request.socket.destroySoon());
  send(response, statusOf(code), 'application/json', utf8(JSON.stringify({ error: code, message })));
}

function note(options: PeerServerOptions, error: unknown, member: Member | undefined): void {
  const code = codeOf(error);
  const partner = member?.id ?? 'stranger';
  options.log?.warn({ code, partner }, 'a request was refused');
  if (code === 'id-reused' || code === 'sender-mismatch') options.onAlarm?.({ code, partner });
}

function send(response: ServerResponse, status: number, type: string, bytes: Uint8Array): void {
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
}

function codeOf(error: unknown): string {
  return error instanceof CodedError ? error.code : 'internal';
}

/** Requests that are no HTTP, too long in the head, or too slow. */
function refuseBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, code] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ['408 Request Timeout', 'too-slow']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', 'too-large']
        : ['400 Bad Request', 'malformed'];
  const body = JSON.stringify({ error: code, message: 'the request could not be read' });
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
