import type { Migration } from '../store/index.ts';

export const wireMigrations: readonly Migration[] = [
  {
    name: '0001-inbox-and-outbox',
    sql: `
      CREATE TABLE wire.inbox (
        sender text NOT NULL,
        message_id text NOT NULL,
        body_hash bytea NOT NULL,
        kind text NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        answer bytea,
        PRIMARY KEY (sender, message_id)
      );
      CREATE INDEX inbox_expiry ON wire.inbox (expires_at);
      CREATE TABLE wire.outbox (
        recipient text NOT NULL,
        message_id text NOT NULL,
        kind text NOT NULL,
        bytes bytea NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'answered', 'refused', 'expired')),
        queued_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        next_at timestamptz NOT NULL DEFAULT '-infinity',
        attempts int NOT NULL DEFAULT 0,
        last_error text,
        PRIMARY KEY (recipient, message_id)
      );
      CREATE INDEX outbox_due ON wire.outbox (next_at, queued_at) WHERE state = 'waiting';
      CREATE INDEX outbox_expiry ON wire.outbox (expires_at);
    `,
  },
];
