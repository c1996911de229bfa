import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupBy } from '../../src/base/index.ts';
import { agenciesOf, STORY_PHONE } from '../town/story.ts';
import { buildTown, type Town, type TownMember } from '../town/town.ts';
import { askForHits, discloseAll, request, waitingAt } from '../town/work.ts';
import { figure } from './attacker.ts';

/** Numbers of a block that no network hands out; nobody in the town holds one. */
const MISSES = Array.from({ length: 16 }, (_, at) => `+3363998${String(2_000 + at)}0`);

const MANY = Array.from({ length: 40 }, (_, at) => `+336399${90_000 + at}`);

/**
 * Whoever sees the line between two agencies, or relays it, sees sender, recipient, time and size of each message; the rest is
 * sealed. What do a day's envelopes say?
 */
describe('an observer of the envelopes between agencies', () => {
  let town: Town;
  let jpn: TownMember;
  beforeAll(async () => {
    town = await buildTown(agenciesOf('jpn', 'crp'));
    jpn = town.member('jpn');
  }, 240_000);
  afterAll(() => town[Symbol.asyncDispose]());

  it('cannot tell a question that hits from one that misses, nor one key from sixteen, nor one that stands', async () => {
    const questions = [STORY_PHONE, MISSES[0] ?? '', MISSES.join('; ')];
    for (const text of questions) {
      await jpn.ask(text);
      await town.settle();
    }
    await jpn.ask(STORY_PHONE, { standsUntil: new Date(town.clock.now().getTime() + 86_400_000) });
    await town.settle();
    const sent = await sizes(jpn, 'outbox', 'bytes');
    const answered = await sizes(town.member('crp'), 'inbox', 'answer');
    figure(
      `a hit, a miss, sixteen keys and one that stands: questions of ${sent.join(', ')} bytes, answers of ${answered.join(', ')} bytes`,
    );
    expect([sent.length, new Set(sent).size]).toEqual([4, 1]);
    expect([answered.length, new Set(answered).size]).toEqual([4, 1]);
  });

  it('sees that a hit was opened and answered, for a request and a disclosure follow: that is the price of opening', async () => {
    const [hit] = await askForHits(town, jpn, STORY_PHONE);
    if (hit === undefined) throw new Error('no hit');
    await request(town, jpn, hit);
    const crp = town.member('crp');
    await discloseAll(town, crp, await waitingAt(crp));
    const kinds = [...(await sentKinds(jpn)), ...(await sentKinds(crp))];
    figure(`after an opened hit the line carries: ${[...new Set(kinds)].toSorted().join(', ')}`);
    expect(kinds).toContain('follow-up-request');
    expect(kinds).toContain('disclosure');
  });

  it('tells what a message is by its size, and how much is in it by steps', async () => {
    await jpn.ask(MANY.join('; '));
    await town.settle();
    const lines = [...(await sizesByKind(jpn)), ...(await sizesByKind(town.member('crp')))];
    for (const [kind, list] of groupBy(lines, (line) => line.kind))
      figure(
        `on the line ${kind}: ${[...new Set(list.map(({ size }) => size))].toSorted((left, right) => left - right).join(', ')} bytes`,
      );
    // Sixteen keys or fewer travel as 16, forty as 64; sizes between the steps do not occur.
    const questions = new Set(lines.filter(({ kind }) => kind === 'match-query').map(({ size }) => size));
    expect(questions.size).toBe(2);
    const others = lines.filter(({ kind }) => kind !== 'match-query').map(({ size }) => size);
    // No kind hides among the others: a question is told from a request and a request from a disclosure.
    expect(others.filter((size) => questions.has(size))).toEqual([]);
  }, 240_000);
});

async function sizesByKind(member: TownMember): Promise<readonly { kind: string; size: number }[]> {
  const { rows } = await member.database.query<{ kind: string; size: number }>(
    'SELECT kind, length(bytes) AS size FROM wire.outbox',
  );
  return rows;
}

/** The sizes in which questions, or their answers, travelled. */
async function sizes(
  member: TownMember,
  table: 'outbox' | 'inbox',
  column: 'bytes' | 'answer',
): Promise<readonly number[]> {
  const { rows } = await member.database.query<{ size: number }>(
    `SELECT length(${column}) AS size FROM wire.${table} WHERE kind = 'match-query'`,
  );
  return rows.map((row) => row.size);
}

async function sentKinds(member: TownMember): Promise<readonly string[]> {
  const { rows } = await member.database.query<{ kind: string }>('SELECT DISTINCT kind FROM wire.outbox');
  return rows.map((row) => row.kind);
}
