/** As kill-at-every-point, at each point again in every step in which it is passed: for nights. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { NeverReachedError } from './kill/agency-processes.ts';
import { expectSameEnd } from './kill/expect-end.ts';
import { type EndState, Journey } from './kill/journey.ts';
import { KILLS } from './kill/kills.ts';

const MINUTES = 60_000;
/** Passed in this step or in another, as a timer or the start of the agency has it. */
const AT_ANY_TIME = /^ledger\/sequence-|^exchange\/partner-index-complete-committed$/;
/** Unknown outcomes; a refused message that came again; nothing else. */
const HARMLESS = /: unknown$|^answer-question: refused$/;

let journey: Journey;
let undisturbed: EndState;

beforeAll(async () => {
  journey = new Journey();
  undisturbed = await journey.walk();
}, 5 * MINUTES);

afterAll(() => journey[Symbol.asyncDispose](), MINUTES);

describe('killed at any point in any step', () => {
  it(
    'both end as if nothing had happened',
    async () => {
      const places = journey.passages.flatMap(({ step, side, points }) =>
        points.map((point) => ({ step, side, point })),
      );
      const left = places.filter(
        (place) =>
          !KILLS.some(
            (kill) => kill.point === place.point && kill.side === place.side && kill.step === place.step,
          ),
      );
      const failures: string[] = [];
      for (const place of left) {
        try {
          const end = await journey.killAt(place);
          expectSameEnd(end, undisturbed, { side: place.side, leaves: HARMLESS, failedRuns: null });
        } catch (error) {
          if (error instanceof NeverReachedError && AT_ANY_TIME.test(place.point)) continue;
          failures.push(`${place.point}, ${place.side}, step ${place.step}: ${String(error)}`);
        }
      }
      if (failures.length > 0) throw new Error(failures.join('\n'));
    },
    60 * MINUTES,
  );
});
