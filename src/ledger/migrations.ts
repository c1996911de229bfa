import type { Migration } from '../store/index.ts';

export const ledgerMigrations: readonly Migration[] = [
  {
    name: '0001-entries-and-tree',
    sql: `
      -- The entry is its bytes. The other columns repeat what the bytes say, so that the desk can search.
      CREATE TABLE ledger.entry (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id text NOT NULL UNIQUE,
        bytes bytea NOT NULL,
        leaf_hash bytea NOT NULL,
        kind text NOT NULL,
        act text NOT NULL,
        actor text NOT NULL,
        case_id text,
        intent_id text,
        result text,
        recorded_at timestamptz NOT NULL
      );
      CREATE INDEX entry_act ON ledger.entry (act, number);
      CREATE INDEX entry_actor ON ledger.entry (actor, number);
      CREATE INDEX entry_case ON ledger.entry (case_id, number) WHERE case_id IS NOT NULL;
      -- After a crash an intent is closed as unknown; the truth may still arrive. It arrives once.
      CREATE UNIQUE INDEX entry_outcome ON ledger.entry (intent_id) WHERE intent_id IS NOT NULL AND result <> 'unknown';
      CREATE INDEX entry_intent ON ledger.entry (intent_id) WHERE intent_id IS NOT NULL;

      -- Committed entries that have no index yet: a queue between the writers and the sequencer, not part of the record.
      CREATE TABLE ledger.pending (entry_number bigint PRIMARY KEY);

      CREATE TABLE ledger.leaf (
        index bigint PRIMARY KEY,
        entry_number bigint NOT NULL UNIQUE REFERENCES ledger.entry (number)
      );
      -- Complete subtrees of 2^level leaves, for every eighth level; the levels between are folded from these.
      CREATE TABLE ledger.node (
        level int NOT NULL,
        index bigint NOT NULL,
        hash bytea NOT NULL,
        PRIMARY KEY (level, index)
      );
      CREATE TABLE ledger.checkpoint (
        size bigint PRIMARY KEY,
        note text NOT NULL,
        signed_at timestamptz NOT NULL
      );

      -- Partners' checkpoints, as they were received, and pairs of them that cannot both be true.
      CREATE TABLE ledger.witnessed (
        partner text NOT NULL,
        size bigint NOT NULL,
        root bytea NOT NULL,
        note text NOT NULL,
        sent_at timestamptz,
        seen_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (partner, size, root)
      );
      CREATE TABLE ledger.witness_conflict (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        partner text NOT NULL,
        why text NOT NULL,
        held_note text NOT NULL,
        received_note text NOT NULL,
        found_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
          USING ERRCODE = 'restrict_violation';
      END $$;
      CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry
        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
      CREATE TRIGGER leaf_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.leaf
        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
      CREATE TRIGGER node_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.node
        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
      CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.checkpoint
        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
      CREATE TRIGGER witnessed_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.witnessed
        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
      CREATE TRIGGER witness_conflict_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.witness_conflict
        FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
    `,
  },
  {
    name: '0043-last-witnessed',
    sql: `
      -- what a partner said last is given back to it at every beat
      CREATE INDEX witnessed_seen ON ledger.witnessed (partner, seen_at);
    `,
  },
  {
    name: '0059-conflicts-counted',
    sql: `
      -- contradictions of a partner beyond those that are kept as evidence
      CREATE TABLE ledger.witness_conflict_more (partner text PRIMARY KEY, count bigint NOT NULL, last_at timestamptz NOT NULL);
    `,
  },
];
