import type { Migration } from '../store/index.ts';

export const intakeMigrations: readonly Migration[] = [
  {
    name: '0001-runs',
    sql: `
      CREATE TABLE intake.run (
        id text PRIMARY KEY,
        source text NOT NULL,
        mode text NOT NULL,
        origin text NOT NULL,
        origin_hash text NOT NULL,
        mapping_hash text NOT NULL,
        state text NOT NULL,
        reason text,
        intent_id text NOT NULL,
        load_id text NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz,
        rows_read bigint NOT NULL DEFAULT 0,
        rows_kept bigint NOT NULL DEFAULT 0,
        rows_ended bigint NOT NULL DEFAULT 0,
        entities_changed bigint NOT NULL DEFAULT 0,
        balance jsonb
      );
      CREATE UNIQUE INDEX run_one_at_a_time ON intake.run (source) WHERE state = 'running';
      CREATE INDEX run_newest ON intake.run (started_at DESC, id);
      CREATE TABLE intake.quarantine (
        run_id text NOT NULL REFERENCES intake.run ON DELETE CASCADE,
        record bigint NOT NULL,
        reason text NOT NULL,
        locator jsonb NOT NULL,
        raw bytea NOT NULL,
        raw_length bigint NOT NULL,
        shown text NOT NULL,
        PRIMARY KEY (run_id, record)
      );
      CREATE TABLE intake.complaint (
        number bigint GENERATED ALWAYS AS IDENTITY,
        run_id text NOT NULL REFERENCES intake.run ON DELETE CASCADE,
        record bigint NOT NULL,
        field text NOT NULL,
        reason text NOT NULL,
        written text NOT NULL,
        PRIMARY KEY (run_id, number)
      );
      CREATE TABLE intake.skipped (
        run_id text NOT NULL REFERENCES intake.run ON DELETE CASCADE,
        record bigint NOT NULL,
        because text NOT NULL,
        locator jsonb NOT NULL,
        PRIMARY KEY (run_id, record)
      );
      CREATE TABLE intake.quality (
        run_id text NOT NULL REFERENCES intake.run ON DELETE CASCADE,
        field text NOT NULL,
        stated bigint NOT NULL,
        empty bigint NOT NULL,
        unknown bigint NOT NULL,
        bad bigint NOT NULL,
        PRIMARY KEY (run_id, field)
      );
    `,
  },
  {
    name: '0002-run-format',
    sql: `ALTER TABLE intake.run ADD COLUMN format text NOT NULL DEFAULT '';`,
  },
];
