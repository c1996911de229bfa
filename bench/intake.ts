import { systemClock } from '../src/base/index.ts';
import {
  intakeMigrations,
  type IntakeSource,
  memorySource,
  parseMapping,
  runIntake,
} from '../src/intake/index.ts';
import { ledgerMigrations } from '../src/ledger/index.ts';
import { createOversight, oversightMigrations } from '../src/oversight/index.ts';
import { recordsMigrations } from '../src/records/index.ts';
import { migrate, openDatabase, storeMigrations } from '../src/store/index.ts';
import { INTAKE_FORMATS, type IntakeBenchFormat } from './intake-files.ts';

export interface IntakeBench {
  readonly format: IntakeBenchFormat;
  readonly rows: number;
  readonly bytes: number;
  /** From opening the source to the published load: read, interpreted, staged, made visible. */
  readonly rowsPerSecond: number;
  readonly statements: number;
  /** The same file again: every row is read, interpreted and found unchanged. */
  readonly rowsPerSecondUnchanged: number;
}

/**
 * Loads an invented register of persons with phone and birth date through each format into an empty database. `sqlUrl` gives the
 * address of a read-only role that sees the table `bench.person` made by `sqlScript`; without it that format is left out.
 */
export async function benchIntake(
  databaseUrl: string,
  options: { readonly rows?: number; readonly sqlUrl?: string } = {},
): Promise<IntakeBench[]> {
  const rows = options.rows ?? 10_000;
  const database = openDatabase({ url: databaseUrl });
  try {
    await migrate(database, [
      ['store', storeMigrations],
      ['ledger', ledgerMigrations],
      ['records', recordsMigrations],
      ['oversight', oversightMigrations],
      ['intake', intakeMigrations],
    ]);
    const oversight = createOversight({ database, clock: systemClock, agencyId: 'bench' });
    const results: IntakeBench[] = [];
    for (const [format, make] of INTAKE_FORMATS) {
      if (format === 'sql' && options.sqlUrl === undefined) continue;
      const file = make(rows);
      const source = (): IntakeSource =>
        file.bytes === null
          ? { databaseUrl: options.sqlUrl ?? '' }
          : memorySource(`bench.${format}`, file.bytes);
      const load = async () => {
        const started = performance.now();
        const result = await runIntake({
          database,
          oversight,
          clock: systemClock,
          agencyId: 'bench',
          actor: { type: 'system' },
          mapping: parseMapping(file.mapping),
          source: source(),
        });
        return { result, perSecond: Math.round((rows * 1000) / (performance.now() - started)) };
      };
      const first = await load();
      const second = await load();
      if (first.result.balance.rows.accepted !== rows || second.result.balance.rows.unchanged !== rows) {
        throw new Error(`the bench of ${format} did not load every row`);
      }
      results.push({
        format,
        rows,
        bytes: file.bytes?.length ?? 0,
        rowsPerSecond: first.perSecond,
        statements: first.result.balance.cells.stated,
        rowsPerSecondUnchanged: second.perSecond,
      });
    }
    return results;
  } finally {
    await database.close();
  }
}
