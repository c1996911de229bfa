import { exchangeMigrations } from '../../src/exchange/migrations.ts';
import { intakeMigrations } from '../../src/intake/migrations.ts';
import { ledgerMigrations } from '../../src/ledger/migrations.ts';
import { oversightMigrations } from '../../src/oversight/migrations.ts';
import { recordsMigrations } from '../../src/records/migrations.ts';
import { type MigrationPlan, storeMigrations } from '../../src/store/index.ts';
import { wireMigrations } from '../../src/wire/migrations.ts';

/** Every room's steps, in the order in which rooms may depend on each other. */
export const migrationPlan: MigrationPlan = [
  ['store', storeMigrations],
  ['ledger', ledgerMigrations],
  ['records', recordsMigrations],
  ['oversight', oversightMigrations],
  ['intake', intakeMigrations],
  ['wire', wireMigrations],
  ['exchange', exchangeMigrations],
];
