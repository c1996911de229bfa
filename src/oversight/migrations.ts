import type { Migration } from '../store/index.ts';

export const oversightMigrations: readonly Migration[] = [
  {
    name: '0001-officers-cases-budgets',
    sql: `
      CREATE TABLE oversight.officer (
        id text PRIMARY KEY,
        name text NOT NULL,
        name_key text NOT NULL UNIQUE,
        role text NOT NULL,
        password_hash text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        disabled_at timestamptz
      );
      CREATE TABLE oversight.session (
        token_hash bytea PRIMARY KEY,
        officer_id text NOT NULL REFERENCES oversight.officer (id),
        started_at timestamptz NOT NULL,
        used_at timestamptz NOT NULL
      );
      CREATE INDEX session_officer ON oversight.session (officer_id);
      -- Attempts under a name, known or not; the key is a hash, so that a password typed into the wrong box stays unread.
      CREATE TABLE oversight.sign_in_attempt (
        name_hash bytea PRIMARY KEY,
        failures int NOT NULL,
        last_at timestamptz NOT NULL
      );
      CREATE TABLE oversight.officer_handle (
        officer_id text NOT NULL REFERENCES oversight.officer (id),
        partner text NOT NULL,
        handle text NOT NULL UNIQUE,
        PRIMARY KEY (officer_id, partner)
      );
      CREATE TABLE oversight.case_file (
        id text PRIMARY KEY,
        reference text NOT NULL,
        title text NOT NULL,
        opened_by text NOT NULL,
        opened_at timestamptz NOT NULL DEFAULT now(),
        closed_at timestamptz
      );
      -- What officers wrote to justify an act. The ledger holds SHA-256(salt || text); erasing the row leaves it verifiable.
      CREATE TABLE oversight.access_text (
        intent_id text PRIMARY KEY,
        salt bytea NOT NULL,
        text text NOT NULL,
        kept_at timestamptz NOT NULL,
        erase_after timestamptz NOT NULL
      );
      CREATE INDEX access_text_retention ON oversight.access_text (erase_after);
      CREATE TABLE oversight.open_intent (
        intent_id text PRIMARY KEY,
        act text NOT NULL,
        operation text NOT NULL,
        actor text NOT NULL,
        closed_unknown_at timestamptz
      );
      -- partner '*' stands for all partners together; period is a day (2026-11-23) or an epoch (epoch 3).
      CREATE TABLE oversight.budget_use (
        partner text NOT NULL,
        key_class text NOT NULL,
        period text NOT NULL,
        used bigint NOT NULL DEFAULT 0 CHECK (used >= 0),
        PRIMARY KEY (partner, key_class, period)
      );
    `,
  },
  {
    name: '0002-failed-sign-ins',
    sql: `
      -- Failures of one name or from one address in the running window; the key is a hash, as above. What is counted here
      -- and not yet written to the ledger is written when the window is over.
      CREATE TABLE oversight.failed_sign_in (
        key_hash bytea PRIMARY KEY,
        since timestamptz NOT NULL,
        written int NOT NULL,
        unwritten int NOT NULL
      );
      CREATE INDEX failed_sign_in_since ON oversight.failed_sign_in (since);
    `,
  },
  {
    name: '0049-budget-grants',
    sql: `
      -- break glass: elements beyond a budget, until a moment. 'given': by us to a partner, proposed by one person and granted by another; 'received':
      -- by a partner to us. expected: records that guessing could find with it, null where no block is guessed through
      CREATE TABLE oversight.budget_grant (id text PRIMARY KEY, direction text NOT NULL, partner text NOT NULL, key_class text NOT NULL, elements int NOT NULL,
        used int NOT NULL DEFAULT 0, until timestamptz NOT NULL, expected double precision, reason text NOT NULL, proposed_at timestamptz NOT NULL,
        proposed_by text, granted_at timestamptz, granted_by text, reviewed_at timestamptz, reviewed_by text);
      CREATE INDEX budget_grant_in_force ON oversight.budget_grant (partner, key_class, until) WHERE direction = 'given' AND granted_at IS NOT NULL;
    `,
  },
];
