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
const ROWS_AT_ONCE = 500;

/** Rows a second through each format, stored and visible; the anchor is PostgreSQL taking the bare rows. */
export async function measureIntake(server: EmbeddedPostgres): Promise<Part> {
  const { url } = await createOwnDatabase(server, { name: 'bench_intake', role: 'bench_intake' });
  const source = await createOwnDatabase(server, { name: 'bench_source', role: 'bench_source' });
  const database = openDatabase({ url: source.url });
  await database.query(sqlScript(ROWS));
  await database.close();
  const sqlUrl = await createReadOnlyRole(server, { database: 'bench_source', role: 'bench_reader' });
  const results = await benchIntake(url, { rows: ROWS, sqlUrl });
  const bare = await bareRowsPerSecond(url);
  return {
    lines: results.map((one) => ({
      what: `intake ${one.format}`,
      value: one.rowsPerSecond,
      unit: 'rows/s stored',
      reach: { least: 2_000 },
      anchor: anchored('bare rows into PostgreSQL', bare, one.rowsPerSecond),
    })),
    json: { bareRowsPerSecond: bare, formats: results },
  };
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
