import { describe, expect, it } from 'vitest';
import { memoryConnector } from './connector-memory.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { type BatchSink, readThrough, type ReadOptions } from './pipeline.ts';

const rows = Array.from({ length: 10 }, (_, at) => [String(at)]);

/** Ten rows in batches of two; a row's number is its key, and it states nothing. */
function reading(sink: BatchSink, more: Partial<ReadOptions> = {}): ReadOptions {
  return {
    connector: memoryConnector('rows', ['KEY'], rows),
    interpreter: {
      interpret: (row) => {
        const rowKey = String(row.number);
        const draft = { rowKey, rowHash: rowKey.padStart(64, '0'), entities: [], relations: [] };
        return { outcome: 'row', draft, cells: [], complaints: [] };
      },
    },
    limits: DEFAULT_LIMITS,
    sink,
    batchSize: 2,
    ...more,
  };
}
const later = (turns: number) => new Promise<void>((resolve) => setTimeout(resolve, turns));

describe('reading a source through', () => {
  it('has at most two batches on their way, and counts them all', async () => {
    let underWay = 0;
    let most = 0;
    const tally = await readThrough(
      reading(async (batch) => {
        underWay += 1;
        most = Math.max(most, underWay);
        await later(2);
        underWay -= 1;
        return { accepted: batch.rows.length, unchanged: 0 };
      }),
    );
    expect([most, underWay, tally.accepted, tally.rowsRead]).toEqual([2, 0, 10, 10]);
  });

  it('waits for the other batch when one fails, so that nobody undoes the load meanwhile', async () => {
    const ended: string[] = [];
    const failing = readThrough(
      reading(async (batch) => {
        const first = batch.rows[0]?.draft.rowKey ?? '';
        if (first === '1') throw new Error('the database is away');
        await later(5);
        ended.push(first);
        return { accepted: batch.rows.length, unchanged: 0 };
      }),
    );
    await expect(failing).rejects.toThrow('the database is away');
    expect(ended).toEqual(['3']);
  });

  it('stops when no more is wanted, and its books hold what was handed over', async () => {
    const tally = await readThrough(
      reading((batch) => Promise.resolve({ accepted: batch.rows.length, unchanged: 0 }), {
        goOn: (soFar) => soFar.accepted < 4,
      }),
    );
    expect(tally.rowsRead).toBe(tally.accepted);
    expect(tally.accepted).toBeLessThan(10);
    expect(() => tally.close()).not.toThrow();
  });
});
