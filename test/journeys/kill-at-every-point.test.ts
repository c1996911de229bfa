/**
 * kill -9 at every fault point, on either side of a question, then a restart: in the end both agencies hold the same as if
 * nothing had happened. Each test begins from the state before the step in which its process dies.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isTest } from '../house/plan.ts';
import { readSources } from '../house/sources.ts';
import { expectSameEnd, expectSound } from './kill/expect-end.ts';
import { type EndState, Journey } from './kill/journey.ts';
import { type Kill, KILLS, SERVER_KILLS } from './kill/kills.ts';
import { COMPARED, COMPARED_ELSEWHERE } from './kill/rows.ts';
import { SIDES } from './kill/two-agencies.ts';

const MINUTES = 60_000;

let journey: Journey;
let undisturbed: EndState;

beforeAll(async () => {
  journey = new Journey();
  undisturbed = await journey.walk();
}, 5 * MINUTES);

afterAll(() => journey[Symbol.asyncDispose](), MINUTES);

describe('the undisturbed journey', () => {
  it('passes every fault point that the program declares, or a recovery does', () => {
    const killed = new Set([...KILLS, ...SERVER_KILLS].map(({ point }) => point));
    expect(journey.points.filter((point) => !killed.has(point))).toEqual([]);
    expect([...killed].filter((point) => !journey.points.includes(point))).toEqual([]);
  });

  it('knows every fault point that stands in the sources', () => {
    const written = readSources()
      .filter(({ file }) => file.startsWith('src/') && !isTest(file))
      .flatMap(({ text }) =>
        [...text.matchAll(/declareFaultPoint\('([^']+)'\)/g)].map((match) => match[1] ?? ''),
      );
    expect(written.toSorted()).toEqual(journey.points);
  });

  it('passes nothing on either side where no test kills it', () => {
    const missed = SIDES.flatMap((side) =>
      journey
        .passedBy(side)
        .filter((point) => !KILLS.some((kill) => kill.point === point && kill.side === side))
        .map((point) => `${side} passes ${point}`),
    );
    expect(missed).toEqual([]);
  });

  it('is compared in every table there is', () => {
    const known = [...Object.keys(COMPARED), ...Object.keys(COMPARED_ELSEWHERE)];
    expect(journey.tables).toEqual(known.toSorted());
  });

  it('ends with a hit, an alert, a received copy, an empty outbox and whole ledgers', () => {
    const { asker, owner } = undisturbed;
    expect(asker.rows['exchange.hit']).toHaveLength(2);
    expect(asker.rows['exchange.alert']).toHaveLength(1);
    expect(asker.rows['records.copy']).toHaveLength(1);
    // Twice one key, padded to 16 elements, counted for the day and for the epoch: of the partner, of its officer, of the purpose, and of
    // all partners together.
    expect(
      owner.rows['oversight.budget_use']?.map((row) => (JSON.parse(row) as { used: number }).used),
    ).toEqual(Array.from({ length: 8 }, () => 32));
    for (const side of SIDES) {
      expect(undisturbed[side].rows['wire.outbox']?.filter((row) => row.includes('waiting'))).toEqual([]);
      expectSound(undisturbed, side);
    }
  });
});

describe('killed at', () => {
  it.for(KILLS.map((kill) => [describeKill(kill), kill] as const))(
    '%s, both end as if nothing had happened',
    { timeout: MINUTES },
    async ([, kill], { signal }) => {
      const end = await journey.killAt(kill, signal);
      expectSameEnd(end, undisturbed, kill);
    },
  );
});

function describeKill({ point, side, step, after }: Kill): string {
  const first = after === undefined ? '' : ` after ${after}`;
  return `${point}${first}, ${side}, step ${step}`;
}
