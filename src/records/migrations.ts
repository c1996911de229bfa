import type { Migration } from '../store/index.ts';

const MARKING = `
  evaluation_scheme text NOT NULL, evaluation_code text NOT NULL, certainty text NOT NULL, handling text[] NOT NULL,
  legal_basis text NOT NULL, classification text NOT NULL, review_on date NOT NULL`;

const STATEMENT = `
  entity_id text NOT NULL, id text NOT NULL, property text NOT NULL, written text NOT NULL, value text NOT NULL,
  tokens text[] NOT NULL, source text NOT NULL, row_key text NOT NULL, locator jsonb NOT NULL,
  valid_from text, valid_until text, load_id text NOT NULL, ${MARKING}`;

const RELATION = `
  from_id text NOT NULL, id text NOT NULL, to_id text NOT NULL, link text NOT NULL, written text, source text NOT NULL,
  row_key text NOT NULL, locator jsonb NOT NULL, valid_from text, valid_until text, load_id text NOT NULL, ${MARKING}`;

const CLAIM = `entity_id text NOT NULL, kind text NOT NULL, category text, source text NOT NULL, row_key text NOT NULL, load_id text NOT NULL`;

/** Entity id leads every key: it is the distribution column should a holding ever be spread over several servers. */
export const recordsMigrations: readonly Migration[] = [
  {
    name: '0001-statements',
    sql: `
      CREATE TABLE records.load (
        id text PRIMARY KEY, source text NOT NULL, mode text NOT NULL, origin text NOT NULL, origin_hash text NOT NULL,
        mapping_hash text NOT NULL, state text NOT NULL, begun_at timestamptz NOT NULL DEFAULT now(), published_at timestamptz);

      CREATE TABLE records.staged_row (load_id text, row_key text, row_hash text NOT NULL, unchanged boolean NOT NULL,
        PRIMARY KEY (load_id, row_key));
      CREATE TABLE records.staged_claim (${CLAIM});
      CREATE TABLE records.staged_statement (${STATEMENT});
      CREATE TABLE records.staged_relation (${RELATION});
      CREATE INDEX staged_claim_load ON records.staged_claim (load_id);
      CREATE INDEX staged_statement_load ON records.staged_statement (load_id);
      CREATE INDEX staged_relation_load ON records.staged_relation (load_id);

      CREATE TABLE records.source_row (source text, row_key text, row_hash text NOT NULL, load_id text NOT NULL,
        PRIMARY KEY (source, row_key));
      CREATE TABLE records.claim (${CLAIM}, PRIMARY KEY (entity_id, source, row_key));
      CREATE INDEX claim_row ON records.claim (source, row_key);
      CREATE TABLE records.statement (${STATEMENT},
        recorded_at timestamptz NOT NULL DEFAULT now(), superseded_at timestamptz, PRIMARY KEY (entity_id, id, load_id));
      CREATE INDEX statement_row ON records.statement (source, row_key) WHERE superseded_at IS NULL;
      CREATE INDEX statement_tokens ON records.statement USING gin (tokens) WHERE superseded_at IS NULL;
      CREATE TABLE records.relation (${RELATION},
        recorded_at timestamptz NOT NULL DEFAULT now(), superseded_at timestamptz, PRIMARY KEY (from_id, id, load_id));
      CREATE INDEX relation_to ON records.relation (to_id) WHERE superseded_at IS NULL;
      CREATE INDEX relation_row ON records.relation (source, row_key) WHERE superseded_at IS NULL;

      CREATE TABLE records.judgement (
        id text PRIMARY KEY, left_ref text NOT NULL, right_ref text NOT NULL, verdict text NOT NULL, officer_id text NOT NULL,
        judged_at timestamptz NOT NULL DEFAULT now(), revoked_at timestamptz);
      CREATE INDEX judgement_left ON records.judgement (left_ref) WHERE revoked_at IS NULL;

      CREATE TABLE records.copy (
        id text PRIMARY KEY, owner text NOT NULL, message_id text NOT NULL UNIQUE, request_id text NOT NULL, case_id text NOT NULL,
        received_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, handling text[] NOT NULL);
      CREATE TABLE records.copy_entity (copy_id text REFERENCES records.copy ON DELETE CASCADE, ref text, kind text NOT NULL,
        category text, PRIMARY KEY (copy_id, ref));
      CREATE TABLE records.copy_statement (copy_id text REFERENCES records.copy ON DELETE CASCADE, number int, ref text NOT NULL,
        property text NOT NULL, written text NOT NULL, value text NOT NULL, tokens text[] NOT NULL, recorded_on text NOT NULL,
        evaluation_scheme text NOT NULL, evaluation_code text NOT NULL, certainty text NOT NULL, handling text[] NOT NULL,
        PRIMARY KEY (copy_id, number));
      CREATE INDEX copy_statement_tokens ON records.copy_statement USING gin (tokens);
      CREATE TABLE records.copy_relation (copy_id text REFERENCES records.copy ON DELETE CASCADE, number int, from_ref text NOT NULL,
        to_ref text NOT NULL, link text NOT NULL, recorded_on text NOT NULL, evaluation_scheme text NOT NULL,
        evaluation_code text NOT NULL, certainty text NOT NULL, handling text[] NOT NULL, PRIMARY KEY (copy_id, number));
    `,
  },
  {
    name: '0002-review-dates',
    sql: `
      CREATE INDEX statement_review ON records.statement (review_on) WHERE superseded_at IS NULL;
      CREATE INDEX relation_review ON records.relation (review_on) WHERE superseded_at IS NULL;
    `,
  },
  {
    // A batch waits as text until its load is published: a row of its own for each statement cost as much as publishing it.
    name: '0003-staged-batches',
    sql: `
      DROP TABLE records.staged_claim;
      DROP TABLE records.staged_statement;
      DROP TABLE records.staged_relation;
      CREATE TABLE records.staged_batch (
        load_id text NOT NULL, number bigint GENERATED ALWAYS AS IDENTITY, claims json NOT NULL, statements json NOT NULL,
        relations json NOT NULL, markings json NOT NULL, PRIMARY KEY (load_id, number));
      ALTER TABLE records.staged_batch ALTER COLUMN claims SET STORAGE EXTERNAL, ALTER COLUMN statements SET STORAGE EXTERNAL,
        ALTER COLUMN relations SET STORAGE EXTERNAL;
    `,
  },
  {
    name: '0005-look-ups',
    sql: `
      -- what came of a request, and what was said about a received record, without reading all that ever came
      CREATE INDEX copy_request ON records.copy (request_id);
      CREATE INDEX judgement_right ON records.judgement (right_ref) WHERE revoked_at IS NULL;
    `,
  },
];
