import { describe, expect, it } from 'vitest';
import { type FetchProgress, FetchesUnderWay } from './fetches.ts';

describe('fetches under way', () => {
  it('are listed while they last, and said each 16 MiB', () => {
    const said: FetchProgress[] = [];
    const fetches = new FetchesUnderWay((progress) => said.push(progress));
    const total = 40 * 1024 * 1024;
    for (let done = 0; done <= total; done += 64 * 1024) fetches.note('crp', done, total);
    fetches.note('ard', 10, 20);
    expect(fetches.list()).toEqual([
      { partner: 'crp', done: total, total },
      { partner: 'ard', done: 10, total: 20 },
    ]);
    expect(said.map(({ done }) => done / 1024 / 1024)).toEqual([16, 32]);
    fetches.end('crp');
    expect(fetches.list()).toEqual([{ partner: 'ard', done: 10, total: 20 }]);
  });
});
