import { expect, it } from 'vitest';
import { freshDatabase } from '../../test/harness/database.ts';
import { migrationPlan } from '../../test/harness/migration-plan.ts';
import { migrate, type MigrationPlan } from './index.ts';

const grown: MigrationPlan = [
  ...migrationPlan,
  ['garden', [{ name: '0001-trees', sql: 'CREATE TABLE garden.tree (name text PRIMARY KEY)' }]],
];

it('takes each step once, however often it is asked', async () => {
  await using database = await freshDatabase();
  await migrate(database, grown);
  await database.query('INSERT INTO garden.tree VALUES ($1)', ['oak']);
  await migrate(database, grown);
  const { rows } = await database.query('SELECT name FROM garden.tree');
  expect(rows).toEqual([{ name: 'oak' }]);
});

it('takes each step once when two processes start together', async () => {
  await using database = await freshDatabase();
  await Promise.all([migrate(database, grown), migrate(database, grown)]);
  const { rows } = await database.query(`SELECT name FROM store.migration WHERE room = 'garden'`);
  expect(rows).toEqual([{ name: '0001-trees' }]);
});

it('refuses a schema that is newer than the program, and names the step', async () => {
  await using database = await freshDatabase();
  await migrate(database, grown);
  await expect(migrate(database, migrationPlan)).rejects.toMatchObject({
    code: 'schema-newer-than-code',
    message: expect.stringContaining('garden/0001-trees'),
  });
});

it('leaves nothing of a plan whose last step fails', async () => {
  await using database = await freshDatabase();
  const broken: MigrationPlan = [
    ...grown,
    ['pond', [{ name: '0001-fish', sql: 'CREATE TABEL pond.fish ()' }]],
  ];
  await expect(migrate(database, broken)).rejects.toThrow();
  const { rows } = await database.query(
    `SELECT nspname FROM pg_namespace WHERE nspname IN ('garden', 'pond')`,
  );
  expect(rows).toEqual([]);
});
