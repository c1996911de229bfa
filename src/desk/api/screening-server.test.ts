import type { FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import { createFixtureServices, FIXTURE_SIGN_IN } from '../../../test/harness/desk-fixture.ts';
import { createDeskServer } from './server.ts';

const HERE = { host: '127.0.0.1:7401', origin: 'http://127.0.0.1:7401' };
const GROUNDS = {
  caseId: 'case-quay',
  purpose: 'investigate-offence',
  offence: 'terrorism',
  legalBasis: 'police-act',
  urgency: 'normal',
  justification: 'the address book of exhibit 12',
};
const MEBIBYTE = 1024 * 1024;

function makeServer() {
  const services = createFixtureServices();
  return { services, server: createDeskServer(services, { host: '127.0.0.1', webFolder: null }) };
}

async function signIn(server: FastifyInstance): Promise<string> {
  const answer = await server.inject({
    method: 'POST',
    url: '/api/session',
    headers: HERE,
    payload: FIXTURE_SIGN_IN,
  });
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

const send = (server: FastifyInstance, url: string, payload: object, cookie = '') =>
  server.inject({ method: 'POST', url, headers: { ...HERE, cookie }, payload });

describe('a list at the door', () => {
  it('may be two mebibytes long, from an officer; every other body stays small', async () => {
    const { server, services } = makeServer();
    const cookie = await signIn(server);
    const text = 'Tomas Averinck\n'.repeat((2 * MEBIBYTE) / 15 - 1);
    expect((await send(server, '/api/screenings', { ...GROUNDS, text }, cookie)).statusCode).toBe(200);
    expect(services.sent).toHaveLength(1);
    const over = await send(
      server,
      '/api/screenings',
      { ...GROUNDS, text: 'a'.repeat(5 * MEBIBYTE) },
      cookie,
    );
    expect([over.statusCode, over.json().error.code]).toEqual([413, 'body-too-large']);
    const elsewhere = await send(server, '/api/understand', { text: 'a'.repeat(MEBIBYTE) }, cookie);
    expect(elsewhere.statusCode).toBe(413);
  });

  it('is not read from a stranger: who sends it is asked before the first byte', async () => {
    const { server, services } = makeServer();
    const answer = await send(server, '/api/screenings', { ...GROUNDS, text: 'a'.repeat(5 * MEBIBYTE) });
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'not-signed-in']);
    expect(services.sent).toEqual([]);
  });

  it('comes with purpose, offence, legal basis, case and reason, and with nothing else', async () => {
    const { server } = makeServer();
    const cookie = await signIn(server);
    const whole = { ...GROUNDS, text: 'Tomas Averinck' };
    for (const part of Object.keys(whole)) {
      const { [part as 'text']: _, ...rest } = whole;
      expect([part, (await send(server, '/api/screenings', rest, cookie)).statusCode]).toEqual([part, 400]);
    }
    expect((await send(server, '/api/screenings', { ...whole, keep: true }, cookie)).statusCode).toBe(400);
    expect((await send(server, '/api/screenings/ask', { partners: [] }, cookie)).statusCode).toBe(400);
  });
});
