import { declareFaultPoint, reach } from '../base/index.ts';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';

/** One step forward. There is no way back: a mistake is mended by the next step. */
export interface Migration {
  /** `0001-short-noun`, unique in its room and never changed once released. */
  readonly name: string;
  readonly sql: string;
}

/** Each room's list, oldest first; rooms in the order in which they may depend on each other. */
export type MigrationPlan = readonly (readonly [room: string, migrations: readonly Migration[]])[];

export const storeMigrations: readonly Migration[] = [
  {
    name: '0001-jobs-and-changes',
    sql: `
      CREATE TABLE store.job (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text NOT NULL,
        payload jsonb NOT NULL,
        key text,
        run_at timestamptz NOT NULL,
        attempts int NOT NULL DEFAULT 0,
        last_error text
      );
      CREATE INDEX job_due ON store.job (kind, run_at, id);
      CREATE UNIQUE INDEX job_key ON store.job (kind, key) WHERE key IS NOT NULL AND attempts = 0;
      CREATE TABLE store.change (
        entity_id text NOT NULL,
        number bigint GENERATED ALWAYS AS IDENTITY,
        noted_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (entity_id, number)
      );
      CREATE INDEX change_order ON store.change (number);
    `,
  },
];

const MIGRATION_LOCK = 0x656e7465;
const MIGRATED = declareFaultPoint('store/migrations-committed');

/**
 * Brings every room's schema up to the plan, all in one transaction. Throws `schema-newer-than-code` when the database
 * holds a step that this program does not know: an older program must not write into it.
 */
export async function migrate(database: Database, plan: MigrationPlan): Promise<void> {
  await database.transaction(async (tx) => {
    // One at a time: two processes that start together on an empty database would both create everything.
    await tx.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await tx.query('CREATE SCHEMA IF NOT EXISTS store');
    await tx.query(`CREATE TABLE IF NOT EXISTS store.migration (
      room text NOT NULL, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (room, name))`);
    const { rows } = await tx.query<{ room: string; name: string }>('SELECT room, name FROM store.migration');
    const applied = new Set(rows.map((row) => `${row.room}/${row.name}`));
    const known = new Set(plan.flatMap(([room, list]) => list.map((step) => `${room}/${step.name}`)));
    for (const step of applied) {
      if (!known.has(step)) {
        throw new StoreError(
          'schema-newer-than-code',
          `the database was written by a newer Entente (it holds the step ${step}); start that version, or restore the backup made before the upgrade`,
        );
      }
    }
    for (const [room, list] of plan) {
      await tx.query(`CREATE SCHEMA IF NOT EXISTS ${room}`);
      for (const step of list) {
        if (applied.has(`${room}/${step.name}`)) continue;
        await tx.query(step.sql);
        await tx.query('INSERT INTO store.migration (room, name) VALUES ($1, $2)', [room, step.name]);
      }
    }
  });
  reach(MIGRATED);
}
