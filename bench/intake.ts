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
import { type Database, migrate, openDatabase, storeMigrations } from '../src/store/index.ts';
import { INTAKE_FORMATS, type IntakeBenchFile, type IntakeBenchFormat } from './intake-files.ts';

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

export interface IntakeBenchOptions {
  readonly rows?: number;
  /** The database that a format is loaded into. */
  readonly databaseOf: (format: IntakeBenchFormat) => Promise<string> | string;
  /** A read-only role that sees the table `bench.person` made by `sqlScript`; without it that format is left out. */
  readonly sqlUrl?: string;
}

/** Loads an invented register of persons with phone and birth date through each format, one after the other. */
export async function benchIntake(options: IntakeBenchOptions): Promise<IntakeBench[]> {
  const results: IntakeBench[] = [];
  for (const [format, make] of INTAKE_FORMATS) {
    if (format === 'sql' && options.sqlUrl === undefined) continue;
    const database = openDatabase({ url: await options.databaseOf(format) });
    try {
      await migrate(database, ROOMS);
      results.push(await benchFormat(database, format, make, options));
    } finally {
      await database.close();
    }
  }
  return results;
}

const ROOMS = [
  ['store', storeMigrations],
  ['ledger', ledgerMigrations],
  ['records', recordsMigrations],
  ['oversight', oversightMigrations],
  ['intake', intakeMigrations],
] as const;

async function benchFormat(
  database: Database,
  format: IntakeBenchFormat,
  make: (rows: number) => IntakeBenchFile,
  { rows = 10_000, sqlUrl = '' }: IntakeBenchOptions,
): Promise<IntakeBench> {
  const file = make(rows);
  const oversight = createOversight({ database, clock: systemClock, agencyId: 'bench' });
  const source = (): IntakeSource =>
    file.bytes === null ? { databaseUrl: sqlUrl } : memorySource(`bench.${format}`, file.bytes);
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
  return {
    format,
    rows,
    bytes: file.bytes?.length ?? 0,
    rowsPerSecond: first.perSecond,
    statements: first.result.balance.cells.stated,
    rowsPerSecondUnchanged: second.perSecond,
  };
}
