import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomId, sha256 } from '../../src/base/index.ts';
import { toBody } from '../../src/exchange/index.ts';

import { type MessageKind, readMember, WireError } from '../../src/wire/index.ts';
import { makeQuestion, makeRequest, send, tracesAt } from '../town/hostile.ts';
import { SAMPLE_BODIES } from '../town/sample-bodies.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown } from '../town/town.ts';

const MINUTE = 60_000;
const RUNS = 400;

describe('mutated messages of a member', () => {
  it('are answered or refused with a code, leave nothing half stored, and the server goes on serving', async () => {
    await using town = await buildTown(agenciesOf('jpn', 'crp'));
    const [jpn, crp] = [town.member('jpn'), town.member('crp')];
    const sender = readMember(crp.agency.agreement, 'jpn');
    if (sender === null) throw new Error('no such member');
    const question = await makeQuestion(jpn, crp, [
      { keyClass: 'communication', rule: 'phone', value: STORY_PHONE },
    ]);
    await send(town, jpn, crp, { kind: 'match-query', body: question.body });
    const bodies: Partial<Record<MessageKind, object>> = {
      ...SAMPLE_BODIES,
      'match-query': { ...question.body, handle: randomId() },
      'follow-up-request': makeRequest(town, question, [0]),
    };
    const kinds = Object.keys(bodies) as MessageKind[];
    const junk = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        '',
        '\0',
        -1,
        1,
        'A'.repeat(43),
        [],
        {},
        '0'.repeat(32),
        '0'.repeat(64),
        'H3',
      ),
      fc.string({ maxLength: 60, unit: 'binary' }),
    );
    const before = JSON.stringify(await tracesAt(crp));
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...kinds), fc.nat(), junk, async (kind, number, by) => {
        const body = mutate(bodies[kind] ?? {}, number, by);
        const now = town.clock.now();
        const header = {
          id: randomId(),
          kind,
          from: 'jpn',
          to: 'crp',
          agreement: crp.agency.agreement.hash,
          createdAt: now,
          expiresAt: new Date(now.getTime() + MINUTE),
        };
        const opened = { header, sender, body, bodyHash: sha256(body), bytes: body };
        try {
          expect(await crp.agency.exchange.onMessage(sender, body, opened)).toBeInstanceOf(Uint8Array);
          answered += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
          expect((error as WireError).code).toBe('refused');
        }
      }),
      { numRuns: RUNS },
    );
    const { rows } = await crp.database.query('SELECT 1 FROM oversight.open_intent');
    expect(rows).toEqual([]);
    if (answered === 0) expect(JSON.stringify(await tracesAt(crp))).toBe(before);
    const after = await makeQuestion(jpn, crp, question.keys);
    expect(await send(town, jpn, crp, { kind: 'match-query', body: after.body })).toHaveProperty('answer');
  }, 300_000);
});

/** Replaces the value at one place, counted through the whole body. */
function mutate(body: object, number: number, by: unknown): Uint8Array {
  const text = new TextDecoder().decode(toBody(body));
  const places = [...text.matchAll(/(?<=:)("[^"]*"|-?\d+|\[\]|\{\})/g)];
  const place = places[number % places.length];
  if (place === undefined) return toBody(by);
  const end = place.index + place[0].length;
  return new TextEncoder().encode(
    text.slice(0, place.index) + (JSON.stringify(by) ?? 'null') + text.slice(end),
  );
}
