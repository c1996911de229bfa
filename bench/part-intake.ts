import {
  createOwnDatabase,
  createReadOnlyRole,
  type EmbeddedPostgres,
  openDatabase,
} from '../src/store/index.ts';
import { benchIntake } from './intake.ts';
import { sqlScript } from './intake-files.ts';
import { anchored, type Part } from './measured.ts';

const ROWS = 10_000;
const COLD_ROWS = 1_000;
const ROWS_AT_ONCE = 500;

/**
 * Rows a second through each format, stored and visible: each into an empty database of its own, then all five into one, where
 * the later ones find the rows of the earlier. Before, the program's code is warmed with 1,000 rows of each kind of file, whose figures are given too.
 * The anchor is PostgreSQL taking the bare rows.
 */
export async function measureIntake(server: EmbeddedPostgres): Promise<Part> {
  const sqlUrl = await prepareSource(server);
  const first = await makeDatabase(server, 'first');
  const cold = await benchIntake({ rows: COLD_ROWS, databaseOf: () => first });
  const own = await benchIntake({ rows: ROWS, sqlUrl, databaseOf: (format) => makeDatabase(server, format) });
  const shared = await makeDatabase(server, 'all');
  const together = await benchIntake({ rows: ROWS, sqlUrl, databaseOf: () => shared });
  const bare = await bareRowsPerSecond(shared);
  const anchor = (value: number) => anchored('bare rows into PostgreSQL', bare, value);
  return {
    lines: [
      ...own.map(({ format, rowsPerSecond: value }) => ({
        what: `intake ${format}`,
        value,
        unit: 'rows/s stored',
        reach: { least: 2_000 },
        anchor: anchor(value),
      })),
      ...together.map(({ format, rowsPerSecond: value }, before) => ({
        what: `intake ${format}, after ${(before * ROWS).toLocaleString('en')} rows`,
        value,
        unit: 'rows/s stored',
        anchor: anchor(value),
      })),
      ...cold.map(({ format, rowsPerSecond: value }) => ({
        what: `intake ${format}, 1,000 rows, code not warm yet`,
        value,
        unit: 'rows/s stored',
        anchor: anchor(value),
      })),
    ],
    json: { bareRowsPerSecond: bare, formats: own, oneAfterTheOther: together, cold },
  };
}

async function makeDatabase(server: EmbeddedPostgres, name: string): Promise<string> {
  const { url } = await createOwnDatabase(server, {
    name: `bench_intake_${name}`,
    role: `bench_intake_${name}`,
  });
  return url;
}

/** An old system's own database with the table that the format `sql` reads; the address of a role that may only read it. */
async function prepareSource(server: EmbeddedPostgres): Promise<string> {
  const source = await createOwnDatabase(server, { name: 'bench_source', role: 'bench_source' });
  const database = openDatabase({ url: source.url });
  await database.query(sqlScript(ROWS));
  await database.close();
  return await createReadOnlyRole(server, { database: 'bench_source', role: 'bench_reader' });
}

/** What cannot be saved: the same number of rows, five texts each, in one table, so many a transaction. */
async function bareRowsPerSecond(url: string): Promise<number> {
  const database = openDatabase({ url });
  try {
    await database.query('CREATE TABLE public.bare (id int PRIMARY KEY, a text, b text, c text, d text)');
    const began = performance.now();
    for (let at = 0; at < ROWS; at += ROWS_AT_ONCE) {
      await database.transaction((tx) =>
        tx.query(
          `INSERT INTO public.bare SELECT n, 'name ' || n, 'date ' || n, 'number ' || n, 'status' FROM generate_series($1::int, $2::int) AS n`,
          [at, at + ROWS_AT_ONCE - 1],
        ),
      );
    }
    return Math.round((ROWS * 1_000) / (performance.now() - began));
  } finally {
    await database.close();
  }
}
