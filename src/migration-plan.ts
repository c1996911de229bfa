import { exchangeMigrations } from './exchange/index.ts';
import { intakeMigrations } from './intake/index.ts';
import { ledgerMigrations } from './ledger/index.ts';
import { oversightMigrations } from './oversight/index.ts';
import { recordsMigrations } from './records/index.ts';
import { type MigrationPlan, storeMigrations } from './store/index.ts';
import { wireMigrations } from './wire/index.ts';

/** Every room's schema, in the order in which rooms may know each other. */
export const MIGRATION_PLAN: MigrationPlan = [
  ['store', storeMigrations],
  ['ledger', ledgerMigrations],
  ['records', recordsMigrations],
  ['oversight', oversightMigrations],
  ['intake', intakeMigrations],
  ['wire', wireMigrations],
  ['exchange', exchangeMigrations],
];
