import { afterEach, beforeEach, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { noteChanges, takeChanges } from './index.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

const take = (limit = 100) => database.transaction((tx) => takeChanges(tx, limit));

it('gives each changed entity once, the longest waiting first, and then no more', async () => {
  await noteChanges(database, ['b', 'a']);
  await noteChanges(database, ['b', 'c']);
  expect(await take()).toEqual({ entityIds: ['b', 'a', 'c'], more: false });
  expect(await take()).toEqual({ entityIds: [], more: false });
});

it('says that more are waiting when the limit cut it short', async () => {
  await noteChanges(database, ['a', 'b', 'c']);
  expect(await take(2)).toEqual({ entityIds: ['a', 'b'], more: true });
  expect(await take(2)).toEqual({ entityIds: ['c'], more: false });
});

it('never passes over the change of a slow transaction that a quick one overtook', async () => {
  await database.transaction(async (slow) => {
    await noteChanges(slow, ['slow']);
    await noteChanges(database, ['quick']);
    expect((await take()).entityIds).toEqual(['quick']);
  });
  expect((await take()).entityIds).toEqual(['slow']);
});

it('forgets a change whose transaction was rolled back', async () => {
  const attempt = database.transaction(async (tx) => {
    await noteChanges(tx, ['never']);
    throw new Error('no');
  });
  await expect(attempt).rejects.toThrow();
  expect((await take()).entityIds).toEqual([]);
});

it('puts the changes back when the follower fails', async () => {
  await noteChanges(database, ['a']);
  const attempt = database.transaction(async (tx) => {
    await takeChanges(tx, 10);
    throw new Error('no');
  });
  await expect(attempt).rejects.toThrow();
  expect((await take()).entityIds).toEqual(['a']);
});

it('gives no change to two followers that take at the same moment', async () => {
  await noteChanges(database, ['a', 'b']);
  await database.transaction(async (first) => {
    const one = await takeChanges(first, 1);
    const other = await take();
    expect([one.entityIds, other.entityIds]).toEqual([['a'], ['b']]);
  });
});
