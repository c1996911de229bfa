import { describe, expect, it } from 'vitest';
import { inPages, PAGE_KEYS, type Range } from './pages.ts';

describe('a range read page by page', () => {
  async function readAll(range: Range): Promise<{ readonly asked: Range[]; readonly rows: number[] }> {
    const asked: Range[] = [];
    const rows: number[] = [];
    const pages = inPages(range, async ([from, until]) => {
      asked.push([from, until]);
      return [from, until - 1];
    });
    for await (const page of pages) rows.push(...page);
    return { asked, rows };
  }

  it('comes whole and in order, nothing beyond its end', async () => {
    expect(await readAll([5, PAGE_KEYS * 2 + 6])).toEqual({
      asked: [
        [5, PAGE_KEYS + 5],
        [PAGE_KEYS + 5, PAGE_KEYS * 2 + 5],
        [PAGE_KEYS * 2 + 5, PAGE_KEYS * 2 + 6],
      ],
      rows: [5, PAGE_KEYS + 4, PAGE_KEYS + 5, PAGE_KEYS * 2 + 4, PAGE_KEYS * 2 + 5, PAGE_KEYS * 2 + 5],
    });
    expect((await readAll([0, PAGE_KEYS])).asked).toEqual([[0, PAGE_KEYS]]);
  });

  it('is not read where it is empty', async () => {
    expect(await readAll([3, 3])).toEqual({ asked: [], rows: [] });
  });

  it('holds the page in hand and the next one, never more', async () => {
    let read = 0;
    const pages = inPages([0, PAGE_KEYS * 10], async () => {
      read += 1;
      return [];
    });
    await pages.next();
    await pages.next();
    expect(read).toBe(3);
  });

  it('fails where a page cannot be read, at that page', async () => {
    const pages = inPages([0, PAGE_KEYS * 2], async ([from]) => {
      if (from > 0) throw new Error('the database is away');
      return [from];
    });
    expect((await pages.next()).value).toEqual([0]);
    await expect(pages.next()).rejects.toThrow('the database is away');
  });
});
