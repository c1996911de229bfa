import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DeskError } from './errors.ts';

/** Nothing inline, nothing from elsewhere, no frame around it. React sets styles through the CSSOM, which this allows. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Puts the security headers on every answer, errors and files included. */
export function sendSecurityHeaders(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Where this desk may be reached: at a declared origin only, or at any port of this very machine. */
export function checkPlace(
  request: FastifyRequest,
  scheme: 'http' | 'https',
  declaredOrigin: string | null,
): void {
  const host = request.headers.host ?? '';
  const expected = declaredOrigin ?? `${scheme}://${host}`;
  // A name that a stranger's DNS points at this machine must not open the desk.
  const known =
    declaredOrigin === null ? LOOPBACK.has(host.replace(/:\d{1,5}$/, '')) : new URL(expected).host === host;
  if (!known) throw new DeskError('host-refused', 'this desk does not answer under that host name');
  if (request.method === 'GET' || request.method === 'HEAD') return;
  if (request.headers.origin !== expected) {
    throw new DeskError('origin-refused', 'a change must come from a page of this desk');
  }
}
