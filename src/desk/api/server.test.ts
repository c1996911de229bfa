import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFixtureServices, FIXTURE_SIGN_IN } from '../../../test/harness/desk-fixture.ts';
import { ManualClock } from '../../base/index.ts';
import { clearCookie, cookieName, readToken, setCookie } from './cookies.ts';
import { CONTENT_SECURITY_POLICY } from './headers.ts';
import { createDeskServer, type DeskServerOptions } from './server.ts';

const HERE = { host: '127.0.0.1:7401', origin: 'http://127.0.0.1:7401' };
const plain: DeskServerOptions = { host: '127.0.0.1', webFolder: null };

async function signedIn(server: FastifyInstance): Promise<string> {
  const answer = await server.inject({
    method: 'POST',
    url: '/api/session',
    headers: HERE,
    payload: FIXTURE_SIGN_IN,
  });
  expect(answer.statusCode).toBe(200);
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

describe('where the desk listens', () => {
  it('refuses plain http anywhere but on this machine', () => {
    const open = { ...plain, host: '0.0.0.0' };
    expect(() => createDeskServer(createFixtureServices(), open)).toThrow(
      expect.objectContaining({ code: 'plain-http-refused' }),
    );
  });

  it('takes an open address behind a declared https proxy, and not behind a declared http one', async () => {
    const options = { ...plain, host: '0.0.0.0' };
    const server = createDeskServer(createFixtureServices(), {
      ...options,
      declaredOrigin: 'https://desk.agency.example',
    });
    const known = await server.inject({ url: '/api/session', headers: { host: 'desk.agency.example' } });
    const stranger = await server.inject({ url: '/api/session', headers: { host: 'other.example' } });
    expect([known.statusCode, stranger.statusCode]).toEqual([200, 421]);
    expect(() =>
      createDeskServer(createFixtureServices(), { ...options, declaredOrigin: 'http://desk.example' }),
    ).toThrow();
  });

  it('does not answer under a host name that merely points here', async () => {
    const server = createDeskServer(createFixtureServices(), plain);
    const answer = await server.inject({ url: '/api/session', headers: { host: 'rebound.example:7401' } });
    expect(answer.statusCode).toBe(421);
    expect(answer.json()).toMatchObject({ error: { code: 'host-refused' } });
  });
});

describe('changes come from a page of this desk', () => {
  it.each(['http://127.0.0.1:7402', 'https://127.0.0.1:7401', 'http://evil.example', 'null', undefined])(
    'refuses the origin %s',
    async (origin) => {
      const server = createDeskServer(createFixtureServices(), plain);
      const headers = origin === undefined ? { host: HERE.host } : { host: HERE.host, origin };
      const answer = await server.inject({
        method: 'POST',
        url: '/api/session',
        headers,
        payload: FIXTURE_SIGN_IN,
      });
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({ error: { code: 'origin-refused' } });
    },
  );
});

describe('the session cookie', () => {
  it('is named after the agency, unread by scripts, strict about sites', () => {
    expect(setCookie('jpn', 'a'.repeat(32), false)).toBe(
      `entente_jpn=${'a'.repeat(32)}; HttpOnly; SameSite=Strict; Path=/`,
    );
    expect(setCookie('jpn', 'a'.repeat(32), true)).toContain('; Secure');
    expect(clearCookie('jpn', false)).toContain('Max-Age=0');
    expect(cookieName('crp')).toBe('entente_crp');
  });

  it('is found among the cookies of other desks on the same host, and nothing else is taken for it', () => {
    const token = 'b'.repeat(32);
    expect(readToken(`entente_crp=${'a'.repeat(32)}; entente_jpn=${token}`, 'jpn')).toBe(token);
    expect(readToken(`entente_crp=${token}`, 'jpn')).toBeNull();
    expect(readToken('entente_jpn=<script>', 'jpn')).toBeNull();
    expect(readToken(undefined, 'jpn')).toBeNull();
    expect(readToken(`x=${'y'.repeat(9_000)}`, 'jpn')).toBeNull();
  });

  it('opens the desk, and closes it on sign-out', async () => {
    const server = createDeskServer(createFixtureServices(), plain);
    const cookie = await signedIn(server);
    const inside = await server.inject({ url: '/api/cases', headers: { ...HERE, cookie } });
    expect(inside.statusCode).toBe(200);
    const out = await server.inject({ method: 'DELETE', url: '/api/session', headers: { ...HERE, cookie } });
    expect(out.headers['set-cookie']).toContain('Max-Age=0');
    const after = await server.inject({ url: '/api/cases', headers: { ...HERE, cookie } });
    expect(after.json()).toMatchObject({ error: { code: 'not-signed-in' } });
  });

  it('answers session-locked after the idle time, and says so on the public route', async () => {
    const services = createFixtureServices();
    const server = createDeskServer(services, plain);
    const cookie = await signedIn(server);
    services.lock();
    const locked = await server.inject({ url: '/api/cases', headers: { ...HERE, cookie } });
    expect([locked.statusCode, locked.json().error.code]).toEqual([401, 'session-locked']);
    const page = await server.inject({ url: '/api/session', headers: { ...HERE, cookie } });
    expect(page.json()).toMatchObject({ officer: null, locked: true });
  });

  it('does not let a page that refreshes itself keep the desk unlocked', async () => {
    const touches: boolean[] = [];
    const services = {
      ...createFixtureServices(),
      readSession: async (_token: string, o: { touch: boolean }) => (
        touches.push(o.touch), { state: 'none' as const }
      ),
    };
    const server = createDeskServer(services, plain);
    const cookie = `entente_jpn=${'a'.repeat(32)}`;
    await server.inject({ url: '/api/cases', headers: { ...HERE, cookie } });
    await server.inject({ url: '/api/cases', headers: { ...HERE, cookie, 'x-entente-background': '1' } });
    expect(touches).toEqual([true, false]);
  });
});

describe('every answer', () => {
  it('carries the security headers, on errors and unknown addresses too', async () => {
    const server = createDeskServer(createFixtureServices(), plain);
    for (const url of ['/api/session', '/api/cases', '/api/unknown', '/x.js']) {
      const answer = await server.inject({ url, headers: HERE });
      expect(answer.headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
    }
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*/);
  });

  it('gives a failure a code, a reference that stands in the log, and what is safe', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const server = createDeskServer(createFixtureServices({ mood: 'failing' }), { ...plain, logger });
    const cookie = await signedIn(server);
    const answer = await server.inject({ url: '/api/cases', headers: { ...HERE, cookie } });
    const { error } = answer.json();
    expect(answer.statusCode).toBe(503);
    expect(error).toMatchObject({ code: 'not-ready', safe: 'Nothing was read and nothing was sent.' });
    expect(lines.join('')).toContain(error.reference);
  });

  it('never quotes what was typed: not in the log, not in the error', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const marked = 'Zerelda Markname';
    const services = {
      ...createFixtureServices(),
      understand: async () => {
        throw new Error(`failed at ${marked}`);
      },
    };
    const server = createDeskServer(services, { ...plain, logger });
    const broken = await server.inject({
      method: 'POST',
      url: '/api/understand',
      headers: HERE,
      payload: { text: marked },
    });
    const shaped = await server.inject({
      method: 'POST',
      url: '/api/understand',
      headers: HERE,
      payload: { text: 5, [marked]: marked },
    });
    const wrong = await server.inject({
      method: 'POST',
      url: '/api/session',
      headers: HERE,
      payload: { name: marked, password: marked },
    });
    expect([broken.statusCode, shaped.statusCode, wrong.statusCode]).toEqual([500, 400, 401]);
    expect([broken.body, shaped.body, wrong.body, ...lines].join('\n')).not.toContain('Markname');
  });

  it('refuses more calls in a minute than the limit, and opens again after it', async () => {
    const clock = new ManualClock(new Date('2026-11-20T12:00:00Z'));
    const server = createDeskServer(createFixtureServices(), { ...plain, clock, signInsPerMinute: 2 });
    const attempt = () =>
      server.inject({
        method: 'POST',
        url: '/api/session',
        headers: HERE,
        payload: { name: 'x', password: 'y' },
      });
    const codes = [await attempt(), await attempt(), await attempt()].map(
      (answer) => answer.json().error.code,
    );
    expect(codes).toEqual(['sign-in-refused', 'sign-in-refused', 'too-many-requests']);
    clock.advance(60_000);
    expect((await attempt()).json().error.code).toBe('sign-in-refused');
  });

  it('refuses a body that is larger than the door, and one that is not JSON', async () => {
    const server = createDeskServer(createFixtureServices(), plain);
    const large = await server.inject({
      method: 'POST',
      url: '/api/understand',
      headers: HERE,
      payload: { text: 'x'.repeat(300_000) },
    });
    const broken = await server.inject({
      method: 'POST',
      url: '/api/understand',
      headers: { ...HERE, 'content-type': 'application/json' },
      payload: '{"text":',
    });
    const other = await server.inject({
      method: 'POST',
      url: '/api/understand',
      headers: { ...HERE, 'content-type': 'text/xml' },
      payload: '<a/>',
    });
    expect([large.statusCode, broken.statusCode, other.statusCode]).toEqual([413, 400, 400]);
  });

  it('exports the ledger as lines of JSON, for an officer alone', async () => {
    const server = createDeskServer(createFixtureServices(), plain);
    expect((await server.inject({ url: '/api/ledger/export', headers: HERE })).statusCode).toBe(401);
    const answer = await server.inject({
      url: '/api/ledger/export',
      headers: { ...HERE, cookie: await signedIn(server) },
    });
    expect(answer.headers['content-disposition']).toContain('ledger-jpn.ndjson');
    expect(
      answer.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).index),
    ).toEqual([1203, 1202, 1201, 1200, 1199]);
  });
});

describe('the pages', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-web-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Entente</title>');
    writeFileSync(join(folder, 'assets', 'index-a1b2c3d4.js'), 'export {};');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps hashed files for a year and never the frame page', async () => {
    const server = createDeskServer(createFixtureServices(), { ...plain, webFolder: folder });
    const file = await server.inject({ url: '/assets/index-a1b2c3d4.js', headers: HERE });
    const page = await server.inject({ url: '/requests/in-crp', headers: HERE });
    expect(file.headers['cache-control']).toContain('immutable');
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache']);
    expect(page.body).toContain('<title>Entente</title>');
  });

  it.each(['/../package.json', '/assets/..%2f..%2fpackage.json', '/missing.js', '/api/missing'])(
    'gives nothing for %s',
    async (url) => {
      const server = createDeskServer(createFixtureServices(), { ...plain, webFolder: folder });
      const answer = await server.inject({ url, headers: HERE });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
    },
  );
});
