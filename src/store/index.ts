/**
 * Room store: PostgreSQL. Connection, transaction, migrations, job queue, change feed, the embedded server.
 * It knows no police word and no table of another room.
 * Read: database.ts, migrations.ts, jobs.ts with job-runner.ts, changes.ts; then server.ts (databases and roles) and
 * embedded.ts (the real PostgreSQL beside this process: embedded-package.ts finds it, embedded-launch.ts runs it as a user it
 * accepts, embedded-cluster.ts creates its files, embedded-server.ts starts it, postmaster.ts ends it).
 */
export { countChanges, noteChanges, takeChanges, type TakenChanges } from './changes.ts';
export {
  type Database,
  type DatabaseOptions,
  openDatabase,
  type Queryable,
  type Transaction,
  type TransactionOptions,
  write,
} from './database.ts';
export {
  discardEmbeddedData,
  type EmbeddedOptions,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from './embedded.ts';
export { StoreError, type StoreErrorCode } from './errors.ts';
export { type FolderLock, lockFolder } from './folder-lock.ts';
export { type JobRunner, type JobRunnerOptions, startJobRunner } from './job-runner.ts';
export { countJobs, enqueue, type Job, type JobHandler, type JobRequest } from './jobs.ts';
export { migrate, type Migration, type MigrationPlan, storeMigrations } from './migrations.ts';
export {
  cloneDatabase,
  createOwnDatabase,
  createReadOnlyRole,
  dropDatabase,
  type OwnDatabase,
  type PostgresServer,
} from './server.ts';
