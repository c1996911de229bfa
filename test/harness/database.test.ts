import { expect, it } from 'vitest';
import { openDatabase } from '../../src/store/index.ts';
import { freshDatabase } from './database.ts';

it('gives a migrated database that holds nothing of another one', async () => {
  await using first = await freshDatabase();
  await using second = await freshDatabase();
  await first.query(`INSERT INTO store.change (entity_id) VALUES ('x')`);
  const { rows } = await second.query<{ count: number }>('SELECT count(*) FROM store.change');
  expect(rows[0]?.count).toBe(0);
});

it('copies the template for each of several callers at once', async () => {
  const copies = await Promise.all(Array.from({ length: 6 }, () => freshDatabase({ connectionsMax: 1 })));
  for (const copy of copies) await copy.close();
});

it('removes its database when it is disposed of', async () => {
  const database = await freshDatabase();
  await database[Symbol.asyncDispose]();
  const again = openDatabase({ url: database.url, connectionsMax: 1 });
  await expect(again.query('SELECT 1')).rejects.toMatchObject({ code: 'database-unreachable' });
  await again.close();
});
