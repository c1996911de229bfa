import { type Clock, CodedError, declareFaultPoint, reach } from '../base/index.ts';
import { type Database, type Queryable, type Transaction, write } from '../store/index.ts';
import { readRefusal, type Refusal } from './errors.ts';
import type { MessageKind } from './kinds.ts';
import type { PeerClient } from './peer-client.ts';

const STORED = declareFaultPoint('wire/outbox/stored');
const BEFORE_SEND = declareFaultPoint('wire/outbox/before-send');
const AFTER_SEND = declareFaultPoint('wire/outbox/after-send-before-answer-stored');
const ANSWER_STORED = declareFaultPoint('wire/outbox/answer-stored');

/** Pauses after the first, second … failed attempt; the last one repeats until the message expires. */
export const RETRY_PAUSES_MS = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000] as const;

/** Refusals that may turn out otherwise next time; every other signed refusal is final. */
const PASSING = new Set(['internal', 'busy', 'too-slow', 'agreement-not-yet-valid', 'from-the-future']);

const BATCH = 64;

export interface Outgoing {
  readonly id: string;
  readonly to: string;
  readonly kind: MessageKind;
}

/** Keeps a sealed message to be sent: it goes out exactly when the caller's other effects are committed. */
export async function enqueueMessage(
  tx: Transaction,
  message: Outgoing & { readonly bytes: Uint8Array; readonly expiresAt: Date },
): Promise<void> {
  await write(
    tx,
    'INSERT INTO wire.outbox (recipient, message_id, kind, bytes, expires_at) VALUES ($1, $2, $3, $4, $5)',
    [message.to, message.id, message.kind, Buffer.from(message.bytes), message.expiresAt],
  );
  tx.afterCommit(() => reach(STORED));
}

export interface OutboxOptions {
  readonly database: Database;
  readonly client: Pick<PeerClient, 'send'>;
  readonly clock: Clock;
  /** Each of the three runs in the transaction that closes the message: once, or (when it throws) again later. */
  readonly onAnswer: (tx: Transaction, message: Outgoing, answer: Uint8Array) => Promise<void>;
  readonly onRefused: (tx: Transaction, message: Outgoing, refusal: Refusal) => Promise<void>;
  readonly onExpired: (tx: Transaction, message: Outgoing) => Promise<void>;
  readonly onError?: (message: Outgoing, error: unknown) => void;
  readonly pollMs?: number;
  readonly sendTimeoutMs?: number;
}

export interface Outbox extends AsyncDisposable {
  /** Something was posted to this partner: it is sent now rather than at the next poll. Without one, whatever is due. */
  wake(partner?: string): void;
  /** A partner was heard of: what waits for it is due at once. */
  wakePartner(partner: string): Promise<void>;
  /** Resolves when no message is due. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

/** Sends what is kept, in the order in which it was kept, each partner on its own, until it is answered or expires. */
export function startOutbox(options: OutboxOptions): Outbox {
  let stopped = false;
  let waiting = false;
  let turn: Promise<void> = Promise.resolve();
  /** Partners that are being sent to: one that hangs holds nobody else back. */
  const lanes = new Map<string, Promise<void>>();
  /** Partners for whom something was posted since their lane looked. */
  const woken = new Set<string>();

  const startLane = (partner: string): void => {
    woken.add(partner);
    if (stopped || lanes.has(partner)) return;
    const lane = runLane(options, partner, woken, () => stopped)
      .catch(() => {
        // the database was away; the next poll tries again
        woken.delete(partner);
      })
      .finally(() => {
        lanes.delete(partner);
        // What was posted while this lane was ending is met now.
        if (woken.has(partner)) startLane(partner);
      });
    lanes.set(partner, lane);
  };

  const startLanes = async (): Promise<void> => {
    waiting = false;
    if (stopped) return;
    for (const partner of await duePartners(options)) startLane(partner);
  };
  const schedule = (): void => {
    if (stopped || waiting) return;
    waiting = true;
    turn = turn.then(startLanes).catch(() => {
      // the database was away; the next poll tries again
    });
  };
  const timer = setInterval(schedule, options.pollMs ?? 1_000);
  schedule();

  const stop = async (): Promise<void> => {
    stopped = true;
    clearInterval(timer);
    await turn;
    await Promise.all(lanes.values());
  };
  return {
    wake(partner) {
      if (partner === undefined) schedule();
      else startLane(partner);
    },
    async wakePartner(partner) {
      await options.database.query(
        `UPDATE wire.outbox SET next_at = '-infinity' WHERE recipient = $1 AND state = 'waiting'`,
        [partner],
      );
      startLane(partner);
    },
    async drain() {
      schedule();
      await turn;
      while (lanes.size > 0) {
        await Promise.all(lanes.values());
        await turn;
      }
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Forgets closed messages that have expired. Gives back how many. */
export async function forgetSent(tx: Queryable, now: Date): Promise<number> {
  return (await tx.query(`DELETE FROM wire.outbox WHERE state <> 'waiting' AND expires_at < $1`, [now]))
    .rowCount;
}

interface Row extends Outgoing {
  readonly bytes: Uint8Array;
  readonly expiresAt: Date;
  readonly attempts: number;
}

async function duePartners(options: OutboxOptions): Promise<readonly string[]> {
  const { rows } = await options.database.query<{ recipient: string }>(
    `SELECT DISTINCT recipient FROM wire.outbox WHERE state = 'waiting' AND next_at <= $1`,
    [options.clock.now()],
  );
  return rows.map((row) => row.recipient);
}

/** Sends one partner what is due for it, batch after batch, until nothing was posted since it looked. */
async function runLane(
  options: OutboxOptions,
  partner: string,
  woken: Set<string>,
  isStopped: () => boolean,
): Promise<void> {
  for (;;) {
    woken.delete(partner);
    const { rows } = await options.database.query<Row>(
      `SELECT message_id AS id, recipient AS "to", kind, bytes, expires_at AS "expiresAt", attempts FROM wire.outbox
        WHERE state = 'waiting' AND recipient = $1 AND next_at <= $2 ORDER BY next_at, queued_at, message_id LIMIT ${BATCH}`,
      [partner, options.clock.now()],
    );
    if (isStopped()) return;
    await sendBatch(options, rows, isStopped);
    if (rows.length < BATCH && !woken.has(partner)) return;
  }
}

/** One partner's messages, one after the other; a partner that is down gets no second try in this round. */
async function sendBatch(
  options: OutboxOptions,
  batch: readonly Row[],
  isStopped: () => boolean,
): Promise<void> {
  for (const row of batch) {
    if (isStopped()) return;
    if (options.clock.now().getTime() >= row.expiresAt.getTime()) {
      await close(options, row, 'expired', (tx) => options.onExpired(tx, outgoing(row)));
    } else if (!(await sendOne(options, row))) {
      await postponeLane(options, row);
      return;
    }
  }
}

/** False when the partner could not be asked. */
async function sendOne(options: OutboxOptions, row: Row): Promise<boolean> {
  try {
    reach(BEFORE_SEND);
    const timeout = options.sendTimeoutMs === undefined ? {} : { timeoutMs: options.sendTimeoutMs };
    const answer = await options.client.send(row.to, row.bytes, timeout);
    reach(AFTER_SEND);
    await close(options, row, 'answered', (tx) => options.onAnswer(tx, outgoing(row), answer));
    return true;
  } catch (error) {
    const refusal = readRefusal(error);
    if (refusal?.signed === true && !PASSING.has(refusal.code)) {
      reach(AFTER_SEND);
      await close(options, row, 'refused', (tx) => options.onRefused(tx, outgoing(row), refusal));
      return true;
    }
    options.onError?.(outgoing(row), error);
    await postpone(options, row, refusal?.code ?? (error instanceof CodedError ? error.code : 'internal'));
    return !(error instanceof CodedError && (error.code === 'partner-down' || error.code === 'partner-busy'));
  }
}

/** Closes the message and lets its effect happen, in one transaction; whoever comes second does nothing. */
async function close(
  options: OutboxOptions,
  row: Row,
  state: 'answered' | 'refused' | 'expired',
  effect: (tx: Transaction) => Promise<void>,
): Promise<void> {
  try {
    await options.database.transaction(async (tx) => {
      const { rowCount } = await tx.query(
        `UPDATE wire.outbox SET state = $3, last_error = NULL WHERE recipient = $1 AND message_id = $2 AND state = 'waiting'`,
        [row.to, row.id, state],
      );
      if (rowCount === 1) await effect(tx);
    });
  } catch (error) {
    options.onError?.(outgoing(row), error);
    await postpone(options, row, error instanceof CodedError ? error.code : 'internal');
    return;
  }
  reach(ANSWER_STORED);
}

async function postpone(options: OutboxOptions, row: Row, code: string): Promise<void> {
  await options.database.query(
    `UPDATE wire.outbox SET attempts = attempts + 1, next_at = $3, last_error = $4
      WHERE recipient = $1 AND message_id = $2 AND state = 'waiting'`,
    [row.to, row.id, nextTry(options, row), code],
  );
}

/** The rest of a lane waits as long as its first; each is woken no later than its own expiry needs. */
async function postponeLane(options: OutboxOptions, first: Row): Promise<void> {
  await options.database.query(
    `UPDATE wire.outbox SET next_at = least($2, expires_at) WHERE recipient = $1 AND state = 'waiting' AND next_at < $2`,
    [first.to, nextTry(options, first)],
  );
}

function nextTry(options: OutboxOptions, row: Row): Date {
  const pause = RETRY_PAUSES_MS[Math.min(row.attempts, RETRY_PAUSES_MS.length - 1)] ?? 300_000;
  return new Date(
    Math.min(
      options.clock.now().getTime() + pause,
      Math.max(row.expiresAt.getTime(), options.clock.now().getTime() + 1),
    ),
  );
}

function outgoing(row: Row): Outgoing {
  return { id: row.id, to: row.to, kind: row.kind };
}
