import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFixtureServices, FIXTURE_SIGN_IN } from '../../../test/harness/desk-fixture.ts';
import { needsOfficer, type Route, ROUTES } from './routes.ts';
import { createDeskServer } from './server.ts';

const HERE = { host: '127.0.0.1:7401', origin: 'http://127.0.0.1:7401' };
const FUZZ_RUNS = 5_500;

function makeServer() {
  return createDeskServer(createFixtureServices(), {
    host: '127.0.0.1',
    webFolder: null,
    callsPerMinute: 1e9,
    signInsPerMinute: 1e9,
  });
}

describe('the table of routes', () => {
  it('names an act or "public" for each, and no route twice', () => {
    const names = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(names).size).toBe(names.length);
    for (const route of ROUTES) expect(route.act).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('is public exactly where nothing of a record or an officer is read', () => {
    const open = ROUTES.filter((route) => !needsOfficer(route)).map(
      ({ method, path }) => `${method} ${path}`,
    );
    expect(open).toEqual([
      'GET /api/session',
      'POST /api/session',
      'GET /api/status',
      'POST /api/understand',
    ]);
  });

  it('holds every route that the contract of the two sides names', () => {
    const here = new URL('./', import.meta.url);
    const pages = readdirSync(here).filter((file) => /^contract(-[a-z]+)?\.ts$/.test(file));
    const contract = pages.map((file) => readFileSync(new URL(file, here), 'utf8')).join('\n');
    const named = [...contract.matchAll(/(GET|POST|DELETE) (\/api\/[a-zA-Z/:]+)/g)].map(
      ([, method, path]) => `${method} ${path}`,
    );
    const known = ROUTES.map(({ method, path }) => `${method} ${path}`);
    for (const name of named) expect(known).toContain(name);
    expect(named.length).toBeGreaterThan(20);
  });

  it('refuses everybody without a session on every route that is not public', async () => {
    const server = makeServer();
    for (const route of ROUTES.filter(needsOfficer)) {
      const answer = await server.inject({
        method: route.method,
        url: fill(route, 'x'),
        headers: HERE,
        ...(route.method === 'POST' ? { payload: {} } : {}),
      });
      expect([route.path, answer.statusCode, answer.json().error.code]).toEqual([
        route.path,
        401,
        'not-signed-in',
      ]);
    }
  });
});

function fill(route: Route, id: string): string {
  return route.path.replace(/:[a-zA-Z]+/g, encodeURIComponent(id));
}

/** Bodies near the truth: the right names with wrong values, and values from nowhere. */
const leaf = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom(
    'investigate-offence',
    'terrorism',
    'police-act',
    'normal',
    'disclose',
    'refuse',
    'not-held',
    'H2',
    'name',
    '__proto__',
    '\u0000',
    "' or 1=1 --",
  ),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const NAMES = [
  'name',
  'password',
  'reference',
  'title',
  'text',
  'without',
  'caseId',
  'purpose',
  'offence',
  'legalBasis',
  'urgency',
  'justification',
  'partners',
  'urgencyReason',
  'wanted',
  'facts',
  'connection',
  'restrictions',
  'reason',
  'decision',
  'entityId',
  'fields',
  'ground',
  'statementId',
  'handling',
  'constructor',
  'toString',
];
const value = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 6 }),
  fc.array(fc.dictionary(fc.constantFrom(...NAMES), leaf, { maxKeys: 4 }), { maxLength: 4 }),
  fc.object({ maxDepth: 3 }),
);
const body = fc.oneof(
  { weight: 6, arbitrary: fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 14 }) },
  { weight: 1, arbitrary: fc.jsonValue() },
);
const raw = fc.oneof(
  body.map((json) => JSON.stringify(json) ?? ''),
  fc.string({ maxLength: 200 }),
  body.map((json) => (JSON.stringify(json) ?? '').slice(0, -2)),
);

describe('hostile requests', () => {
  it(`answers ${FUZZ_RUNS} generated and mutated requests over all routes with a value or a coded error, never a failure of its own`, async () => {
    const server = makeServer();
    const signIn = await server.inject({
      method: 'POST',
      url: '/api/session',
      headers: HERE,
      payload: FIXTURE_SIGN_IN,
    });
    const cookie = String(signIn.headers['set-cookie']).split(';')[0] ?? '';
    // Signing out would end the session that carries the run.
    const routes = ROUTES.filter(({ act }) => act !== 'sign-out');
    const request = fc.record({
      route: fc.constantFrom(...routes),
      id: fc.string({ minLength: 1, maxLength: 80 }),
      query: fc.webQueryParameters(),
      payload: raw,
    });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(request, async ({ route, id, query, payload }) => {
        const url = `${fill(route, id)}?${route.query === null ? '' : query}`;
        const headers = {
          ...HERE,
          cookie,
          ...(route.method === 'POST' ? { 'content-type': 'application/json' } : {}),
        };
        const answer = await server.inject({
          method: route.method,
          url,
          headers,
          ...(route.method === 'POST' ? { payload } : {}),
        });
        seen.add(route.path);
        expect(answer.statusCode).toBeLessThan(500);
        if (answer.statusCode >= 400)
          expect(answer.json().error).toMatchObject({
            code: expect.any(String),
            reference: expect.any(String),
          });
      }),
      { numRuns: FUZZ_RUNS },
    );
    expect(seen.size).toBe(new Set(routes.map(({ path }) => path)).size);
  }, 300_000);
});
