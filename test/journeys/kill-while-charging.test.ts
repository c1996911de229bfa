/**
 * kill -9 around the charge of a question. The count, the entry and the answer are one commit: whoever has an answer was charged for it, whoever was
 * charged can have the answer, and the same message again costs nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBudgets } from '../../src/oversight/index.ts';
import type { Database } from '../../src/store/index.ts';
import { quickFolder } from '../harness/quick-folder.ts';
import { AgencyProcesses, dieAt } from './kill/agency-processes.ts';
import { quietPorts } from '../town/quiet-ports.ts';
import { STORY_PHONE } from './kill/sources.ts';
import { load, STEPS } from './kill/steps.ts';
import { SIDES, TwoAgencies } from './kill/two-agencies.ts';

const MINUTES = 60_000;
/** One key, padded to the smallest size there is. */
const ELEMENTS = 16;
/** Day and epoch: of the partner, of all partners together, of its officer and of its purpose. */
const COUNTERS = 8;
const ASKED = { text: STORY_PHONE, purpose: 'investigate-offence' } as const;

describe('a question whose server dies', () => {
  const folder = mkdtempSync(join(quickFolder(), 'entente-charge-'));
  let processes: AgencyProcesses;

  beforeAll(() => {
    processes = new AgencyProcesses();
  });
  afterAll(() => {
    processes.endAll();
    rmSync(folder, { recursive: true, force: true });
  }, MINUTES);

  it.for([
    // Counted and not evaluated; evaluated and not committed: nothing left the house, and nothing is counted.
    ['exchange/question-charged', 'owner', 0],
    ['wire/inbox/before-commit', 'owner', 0],
    // Committed, and the answer never sent; sent, and the asker died before it kept it: the count stands.
    ['wire/inbox/after-commit-before-answer', 'owner', ELEMENTS],
    ['wire/outbox/after-send-before-answer-stored', 'asker', ELEMENTS],
  ] as const)(
    'at %s, the %s’s, has cost %i elements, and in the end 16, however often it is sent',
    { timeout: MINUTES },
    async ([point, dead, before]) => {
      const ports = await quietPorts(SIDES.length);
      const at = { folder: join(folder, point.replaceAll('/', '-')), ports, processes };
      const two = await TwoAgencies.open(null, at);
      try {
        for (const [at, step] of STEPS.slice(0, 4).entries()) {
          await two.setMoment(at);
          await step.take(two);
        }
        const { owner } = two;
        await two.setMoment(4);
        await dieAt(two.side(dead).process, point, async () => {
          await two.asker.call('ask', ASKED);
          await two.settle();
        });
        expect(await used(owner.database)).toEqual(before === 0 ? [] : Array(COUNTERS).fill(before));
        expect(await answers(owner.database)).toBe(before === 0 ? 0 : 1);

        await two.replace(dead);
        for (const name of SIDES) await two.side(name).call('start', null);
        await load(two.side(dead));
        for (const time of ['after the restart', 'sent once more', 'sent twice more']) {
          await two.settle();
          expect(await used(owner.database), time).toEqual(Array(COUNTERS).fill(ELEMENTS));
          expect(await answers(owner.database), time).toBe(1);
          expect(await again(two.asker.database)).toBe(1);
        }
        const { rows } = await two.asker.database.query('SELECT state FROM exchange.question_partner');
        expect(rows).toEqual([{ state: 'hit' }]);
      } finally {
        await two.close();
      }
    },
  );
});

/** What every counter of the class says. */
async function used(database: Database): Promise<readonly number[]> {
  return (await readBudgets(database)).map((use) => use.used);
}

/** Entries that say that a question was answered. */
async function answers(database: Database): Promise<number> {
  const { rowCount } = await database.query(
    `SELECT 1 FROM ledger.entry WHERE act = 'answer-question' AND kind = 'outcome' AND result = 'done'`,
  );
  return rowCount;
}

/** The very same bytes once more: as if the asker had not heard the answer. */
async function again(database: Database): Promise<number> {
  const { rowCount } = await database.query(
    `UPDATE wire.outbox SET state = 'waiting' WHERE kind = 'match-query' AND state = 'answered'`,
  );
  return rowCount;
}
