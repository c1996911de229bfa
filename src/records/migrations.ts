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

const STAGED_PLACE_AND_MARKING = `
  row_key text, locator jsonb, evaluation_scheme text, evaluation_code text, certainty text, handling text[], legal_basis text,
  classification text, review_on date`;

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
    // Texts are parsed while the load is being read: publishing it, which everybody waits for, spent a quarter of its time on that.
    name: '0004-staged-rows',
    sql: `
      DROP TABLE records.staged_batch;
      CREATE TYPE records.staged_claim AS (entity_id text, kind text, category text, row_key text);
      CREATE TYPE records.staged_statement AS (entity_id text, id text, property text, written text, value text, tokens text[],
        valid_from text, valid_until text, ${STAGED_PLACE_AND_MARKING});
      CREATE TYPE records.staged_relation AS (from_id text, id text, to_id text, link text, written text, valid_from text,
        valid_until text, ${STAGED_PLACE_AND_MARKING});
      CREATE TABLE records.staged_batch (
        load_id text NOT NULL, number bigint GENERATED ALWAYS AS IDENTITY, claims records.staged_claim[] NOT NULL,
        statements records.staged_statement[] NOT NULL, relations records.staged_relation[] NOT NULL, PRIMARY KEY (load_id, number));
      ALTER TABLE records.staged_batch ALTER COLUMN claims SET STORAGE EXTERNAL, ALTER COLUMN statements SET STORAGE EXTERNAL,
        ALTER COLUMN relations SET STORAGE EXTERNAL;

      -- Review dates follow the order of loading: where they lie is noted by the page, at next to no cost for a load.
      DROP INDEX records.statement_review;
      DROP INDEX records.relation_review;
      CREATE INDEX statement_review ON records.statement USING brin (review_on);
      CREATE INDEX relation_review ON records.relation USING brin (review_on);
    `,
  },
  {
    // Which records are one (docs/decisions: records-resolution-kept-as-clusters).
    name: '0005-resolution',
    sql: `
      CREATE TABLE records.to_resolve (entity_id text, number bigint GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (entity_id, number));
      CREATE TABLE records.resolved (entity_id text PRIMARY KEY, cluster_id text NOT NULL, arrival bigint NOT NULL);
      CREATE INDEX resolved_cluster ON records.resolved (cluster_id);
      CREATE TABLE records.cluster_change (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL, cluster_id text NOT NULL,
        others text[] NOT NULL, entities text[] NOT NULL, noted_at timestamptz NOT NULL DEFAULT now());
      CREATE TABLE records.open_pair (left_id text, right_id text, weight real NOT NULL, further int NOT NULL,
        PRIMARY KEY (left_id, right_id));
      CREATE TABLE records.resolution (
        one boolean PRIMARY KEY DEFAULT true CHECK (one), open_pairs int NOT NULL, set_aside json NOT NULL,
        finished_at timestamptz NOT NULL DEFAULT now());
      ALTER TABLE records.judgement ADD COLUMN reason text, ADD COLUMN weight real, ADD COLUMN revoked_by text;
      INSERT INTO records.to_resolve (entity_id) SELECT DISTINCT entity_id FROM records.claim WHERE kind = 'person';
    `,
  },
  {
    name: '0006-look-ups',
    sql: `
      -- what came of a request, without reading all that ever came
      CREATE INDEX copy_request ON records.copy (request_id);
    `,
  },
  {
    // Organisations are resolved as people are.
    name: '0007-resolve-organisations',
    sql: `INSERT INTO records.to_resolve (entity_id) SELECT DISTINCT entity_id FROM records.claim WHERE kind = 'organisation'`,
  },
  {
    name: '0008-birth-days',
    sql: `
      -- who was born on a day, however the name is written
      CREATE INDEX statement_birth_day ON records.statement (value) WHERE property = 'birth-date' AND superseded_at IS NULL;
    `,
  },
];
