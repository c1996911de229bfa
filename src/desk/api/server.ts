import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { Readable } from 'node:stream';
import { type Clock, randomId, systemClock } from '../../base/index.ts';
import { answerErrors } from './answers.ts';
import { clearCookie, readToken, setCookie } from './cookies.ts';
import { DeskError } from './errors.ts';
import { checkPlace, sendSecurityHeaders } from './headers.ts';
import { RateLimit } from './rates.ts';
import { needsOfficer, type Route, ROUTES } from './routes.ts';
import type { DeskServices, DeskSession } from './services.ts';
import { servePages } from './static.ts';
import { validate } from './validate.ts';

export interface DeskServerOptions {
  /** Where it will listen; anything but this machine itself needs `certificate` or `declaredOrigin`. */
  readonly host: string;
  readonly certificate?: { readonly keyPem: string; readonly certPem: string };
  /** The https origin of a TLS proxy in front, 'https://desk.agency.example', that the operator declared. */
  readonly declaredOrigin?: string;
  /** Folder of the built pages; null serves the API alone. */
  readonly webFolder: string | null;
  readonly logger?: FastifyBaseLogger;
  readonly clock?: Clock;
  readonly callsPerMinute?: number;
  readonly signInsPerMinute?: number;
}

const BODY_BYTES_MAX = 256 * 1024;

/** The desk's server, routes and pages, not yet listening. Throws 'plain-http-refused' for an open place without TLS. */
export function createDeskServer(services: DeskServices, options: DeskServerOptions): FastifyInstance {
  refusePlainHttp(options);
  const server = buildServer(options);
  sendSecurityHeaders(server);
  answerErrors(server);
  guardEveryRequest(server, options);
  for (const route of ROUTES) addRoute(server, route, services, options);
  servePages(server, options.webFolder);
  return server;
}

function refusePlainHttp(options: DeskServerOptions): void {
  const here = ['127.0.0.1', '::1', 'localhost'].includes(options.host);
  if (here || options.certificate !== undefined || options.declaredOrigin?.startsWith('https://')) return;
  throw new DeskError(
    'plain-http-refused',
    'the desk speaks plain http on 127.0.0.1 only: give it a certificate or declare the https origin of its proxy',
  );
}

function buildServer(options: DeskServerOptions): FastifyInstance {
  const common = {
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: 100 },
    requestTimeout: 30_000,
    genReqId: () => randomId(),
    // Our own line on each answer names the route, never the address with its ids.
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    trustProxy: false,
    forceCloseConnections: true,
    ...(options.logger === undefined ? { logger: false } : { loggerInstance: options.logger }),
  } as const;
  if (options.certificate === undefined) return fastify(common) as unknown as FastifyInstance;
  const { keyPem, certPem } = options.certificate;
  return fastify({
    ...common,
    https: { key: keyPem, cert: certPem, minVersion: 'TLSv1.3' },
  }) as unknown as FastifyInstance;
}

function guardEveryRequest(server: FastifyInstance, options: DeskServerOptions): void {
  const clock = options.clock ?? systemClock;
  const calls = new RateLimit(clock, options.callsPerMinute ?? 1_200);
  const signIns = new RateLimit(clock, options.signInsPerMinute ?? 20);
  const scheme = options.certificate === undefined ? 'http' : 'https';
  server.addHook('onRequest', async (request) => {
    checkPlace(request, scheme, options.declaredOrigin ?? null);
    calls.count(request.ip);
    if (request.method === 'POST' && request.url.startsWith('/api/session')) signIns.count(request.ip);
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    request.log.info(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
  });
}

function addRoute(
  server: FastifyInstance,
  route: Route,
  services: DeskServices,
  options: DeskServerOptions,
): void {
  server.route({
    method: route.method,
    url: route.path,
    ...largeBody(route, services),
    handler: (request, reply) => answer(request, reply, route, services, options),
  });
}

/** A larger body is read for an officer only: who that is is asked before the first byte of it. */
function largeBody(
  route: Route,
  services: DeskServices,
): { bodyLimit?: number; onRequest?: (request: FastifyRequest) => Promise<void> } {
  if (route.bodyBytesMax === null) return {};
  return {
    bodyLimit: route.bodyBytesMax,
    onRequest: async (request) => requireOfficer(await readOfficer(request, services)),
  };
}

function requireOfficer(found: { readonly session: DeskSession | null; readonly locked: boolean }): void {
  if (found.session !== null) return;
  if (found.locked) throw new DeskError('session-locked', 'the desk locked itself after a while without use');
  throw new DeskError('not-signed-in', 'sign in first');
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  services: DeskServices,
  options: DeskServerOptions,
): Promise<FastifyReply> {
  const { session, locked } = await readOfficer(request, services);
  if (needsOfficer(route)) requireOfficer({ session, locked });
  const params = validate('params', route.params, request.params);
  const query = validate('query', route.query, request.query);
  const body = validate('body', route.body, request.body);
  const value = await route.call(services, session, { params, query, body, locked, address: request.ip });
  return sendValue(reply, route, value, services.agencyId, options);
}

async function readOfficer(
  request: FastifyRequest,
  services: DeskServices,
): Promise<{ session: DeskSession | null; locked: boolean }> {
  const token = readToken(request.headers.cookie, services.agencyId);
  if (token === null) return { session: null, locked: false };
  const background = request.headers['x-entente-background'] === '1';
  const found = await services.readSession(token, { touch: !background });
  if (found.state !== 'open') return { session: null, locked: found.state === 'locked' };
  const { officerId, name, role } = found;
  return { session: { token, officerId, name, role, background }, locked: false };
}

function sendValue(
  reply: FastifyReply,
  route: Route,
  value: unknown,
  agencyId: string,
  options: DeskServerOptions,
): FastifyReply {
  const secure = options.certificate !== undefined || options.declaredOrigin !== undefined;
  if (route.answer === 'ndjson') {
    reply.header('content-disposition', `attachment; filename="ledger-${agencyId}.ndjson"`);
    return reply
      .type('application/x-ndjson')
      .send(Readable.from(value as AsyncIterable<string | Uint8Array>));
  }
  if (route.answer === 'session') {
    const token = (value as { token?: string } | undefined)?.token;
    reply.header(
      'set-cookie',
      token === undefined ? clearCookie(agencyId, secure) : setCookie(agencyId, token, secure),
    );
    return reply.send({ done: true });
  }
  return reply.send(value ?? { done: true });
}
