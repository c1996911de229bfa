import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { openDatabase, write } from './index.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.query('CREATE TABLE public.note (text text PRIMARY KEY)');
});
afterAll(() => database.close());

async function notes(): Promise<string[]> {
  const { rows } = await database.query<{ text: string }>('SELECT text FROM public.note ORDER BY text');
  return rows.map((row) => row.text);
}

describe('a transaction', () => {
  it('keeps everything when the work returns, and gives back what it returned', async () => {
    const given = await database.transaction(async (tx) => {
      await tx.query('INSERT INTO public.note VALUES ($1)', ['kept']);
      return 7;
    });
    expect(given).toBe(7);
    expect(await notes()).toContain('kept');
  });

  it('keeps nothing when the work throws, and throws the same on', async () => {
    const reason = new Error('no');
    const attempt = database.transaction(async (tx) => {
      await tx.query('INSERT INTO public.note VALUES ($1)', ['lost']);
      throw reason;
    });
    await expect(attempt).rejects.toBe(reason);
    expect(await notes()).not.toContain('lost');
  });

  it('is refused when a statement in it failed and the work went on regardless', async () => {
    const attempt = database.transaction(async (tx) => {
      await tx.query('INSERT INTO public.note VALUES ($1)', ['swallowed']);
      await tx.query('SELECT 1 / 0').catch(() => {});
    });
    await expect(attempt).rejects.toMatchObject({ code: 'transaction-aborted' });
    expect(await notes()).not.toContain('swallowed');
  });

  it('does what nobody waited for in its place: after what was sent before, before what reads it', async () => {
    const seen = await database.transaction(async (tx) => {
      await tx.query('INSERT INTO public.note VALUES ($1)', ['waited for']);
      tx.write('UPDATE public.note SET text = $1 WHERE text = $2', ['not waited for', 'waited for']);
      const { rows } = await tx.query<{ text: string }>(
        "SELECT text FROM public.note WHERE text LIKE '%waited for'",
      );
      tx.write('DELETE FROM public.note WHERE text = $1', ['not waited for']);
      return rows;
    });
    expect(seen).toEqual([{ text: 'not waited for' }]);
    expect(await notes()).not.toContain('not waited for');
  });

  it('fails with the error of a statement that nobody waited for, also when another one failed because of it', async () => {
    const last = database.transaction(async (tx) => {
      await tx.query('INSERT INTO public.note VALUES ($1)', ['half']);
      tx.write('SELECT 1 / 0');
    });
    await expect(last).rejects.toMatchObject({ message: 'division by zero' });
    const followed = database.transaction(async (tx) => {
      tx.write('INSERT INTO public.note VALUES ($1)', ['half']);
      tx.write('SELECT 1 / 0');
      await tx.query('SELECT 1');
    });
    await expect(followed).rejects.toMatchObject({ message: 'division by zero' });
    expect(await notes()).not.toContain('half');
  });

  it('notifies after the commit, and never after a rollback', async () => {
    const seen: string[] = [];
    await database.transaction(async (tx) => tx.afterCommit(() => seen.push('committed')));
    await database
      .transaction(async (tx) => {
        tx.afterCommit(() => seen.push('rolled back'));
        throw new Error('no');
      })
      .catch(() => {});
    expect(seen).toEqual(['committed']);
  });

  it('sees one state throughout when it asks for repeatable read', async () => {
    const counts = await database.transaction(
      async (tx) => {
        const before = await tx.query('SELECT text FROM public.note');
        await database.query('INSERT INTO public.note VALUES ($1)', ['meanwhile']);
        const after = await tx.query('SELECT text FROM public.note');
        return [before.rowCount, after.rowCount];
      },
      { isolation: 'repeatable read', readOnly: true },
    );
    expect(counts[0]).toBe(counts[1]);
  });
});

it('writes alone as in a transaction', async () => {
  await write(database, 'INSERT INTO public.note VALUES ($1)', ['alone']);
  await database.transaction((tx) => write(tx, 'INSERT INTO public.note VALUES ($1)', ['in one']));
  expect(await notes()).toEqual(expect.arrayContaining(['alone', 'in one']));
  await expect(write(database, 'SELECT 1 / 0')).rejects.toMatchObject({ message: 'division by zero' });
});

describe('what comes back', () => {
  it('is a number for bigint, a text for date, a Date for timestamptz, null for null', async () => {
    const { rows } = await database.query(
      `SELECT 9007199254740991::bigint AS count, DATE '1984-03-11' AS day, TIMESTAMPTZ '2026-01-02T03:04:05Z' AS at, NULL AS none`,
    );
    expect(rows[0]).toEqual({
      count: 9_007_199_254_740_991,
      day: '1984-03-11',
      at: new Date('2026-01-02T03:04:05Z'),
      none: null,
    });
  });

  it('keeps text with quotes, accents and other scripts as it was given', async () => {
    const text = `O'Neil; -- "Zoë" Дмитрий محمد`;
    const { rows } = await database.query<{ text: string }>('SELECT $1::text AS text', [text]);
    expect(rows[0]?.text).toBe(text);
  });
});

it('says that an unreachable server is one', async () => {
  const nowhere = openDatabase({
    url: 'postgres://nobody@/none?host=/nonexistent-entente',
    connectionsMax: 1,
  });
  await expect(nowhere.query('SELECT 1')).rejects.toMatchObject({
    code: 'database-unreachable',
    message: 'the database server does not answer',
  });
  await nowhere.close();
});

it('goes on after its connection was cut', async () => {
  const single = openDatabase({ url: database.url, connectionsMax: 1 });
  const { rows } = await single.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await database.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  await expect
    .poll(() =>
      single.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await single.close();
});
