import { forgetShares } from '../../oversight/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';
import { forgetCommitments } from '../publish/commit-published.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';

/** Hard epochs: no update factor is ever handed out, everyone asks again. */
const EPOCH_DAYS = 90;
/** For this long after its end an epoch's last questions are still answered; then its seed is destroyed. */
const OVERLAP_DAYS = 7;
const DAY_MS = 86_400_000;

export interface Epoch {
  readonly number: number;
  readonly begunAt: Date;
  readonly endsAt: Date;
}

/** The running epoch, begun now where there is none, where the last one is over, or where its seed is lost. */
export async function currentEpoch(context: ExchangeContext, tx: Transaction): Promise<Epoch> {
  const now = context.clock.now();
  const last = await newestEpoch(tx);
  if (last !== null && last.endsAt > now) {
    if (await context.sealer.holds(last.number)) return last;
    await tx.query('UPDATE exchange.epoch SET ends_at = $2 WHERE number = $1', [last.number, now]);
    context.log('epoch-seed-lost', { epoch: last.number });
  }
  return beginEpoch(context, tx, (last?.number ?? 0) + 1);
}

/** Begins an epoch of this number, which nobody has seen before. */
export async function beginEpoch(context: ExchangeContext, tx: Transaction, number: number): Promise<Epoch> {
  const now = context.clock.now();
  const begun: Epoch = { number, begunAt: now, endsAt: new Date(now.getTime() + EPOCH_DAYS * DAY_MS) };
  // The seed is durable before the epoch exists; a crash in between leaves a seed that this epoch then uses.
  await context.sealer.begin(begun.number);
  await tx.query('INSERT INTO exchange.epoch (number, begun_at, ends_at) VALUES ($1, $2, $3)', [
    begun.number,
    begun.begunAt,
    begun.endsAt,
  ]);
  return begun;
}

/** The newest epoch, over or not; null before the first publication. */
export async function newestEpoch(from: Queryable): Promise<Epoch | null> {
  const { rows } = await from.query<{ number: number; begun_at: Date; ends_at: Date }>(
    'SELECT number, begun_at, ends_at FROM exchange.epoch ORDER BY number DESC LIMIT 1',
  );
  const row = rows[0];
  return row === undefined ? null : { number: row.number, begunAt: row.begun_at, endsAt: row.ends_at };
}

/** Whether the newest epoch has ended, by its time or because a person ordered it, and none has begun after it. */
export async function isEpochOver({ database, clock }: ExchangeContext): Promise<boolean> {
  const last = await newestEpoch(database);
  return last !== null && last.endsAt <= clock.now();
}

/** The epoch a question names, if it may still be answered; throws `epoch-unknown` otherwise. */
export async function requireAnswerableEpoch(
  context: ExchangeContext,
  from: Queryable,
  number: number,
): Promise<void> {
  const { rows } = await from.query<{ ends_at: Date }>(
    'SELECT ends_at FROM exchange.epoch WHERE number = $1 AND destroyed_at IS NULL',
    [number],
  );
  const until = rows[0] === undefined ? 0 : rows[0].ends_at.getTime() + OVERLAP_DAYS * DAY_MS;
  if (until <= context.clock.now().getTime()) {
    throw new ExchangeError(
      'epoch-unknown',
      `epoch ${number} is not answered here; fetch the newest manifest and ask again`,
    );
  }
}

/** After a restore: no epoch before this one is answered any more, not even in an overlap, for what it had counted is lost. */
export async function endAllBefore(context: ExchangeContext, tx: Transaction, number: number): Promise<void> {
  const { rows } = await tx.query<{ number: number }>(
    'UPDATE exchange.epoch SET ends_at = least(ends_at, $2) WHERE number < $1 AND destroyed_at IS NULL RETURNING number',
    [number, context.clock.now()],
  );
  for (const row of rows) await forgetEpoch(context, tx, row.number);
  await destroyOldSeeds(context, tx);
}

/** Destroys the seeds of epochs whose overlap is over; whatever was evaluated under them can never be tested anew. */
export async function destroyEndedEpochs(
  context: ExchangeContext,
  tx: Transaction,
): Promise<readonly number[]> {
  const { rows } = await tx.query<{ number: number }>(
    'SELECT number FROM exchange.epoch WHERE destroyed_at IS NULL AND ends_at + $1::interval <= $2 ORDER BY number',
    [`${OVERLAP_DAYS} days`, context.clock.now()],
  );
  for (const { number } of rows) await forgetEpoch(context, tx, number);
  await destroyOldSeeds(context, tx);
  return rows.map((row) => row.number);
}

/** Seeds of epochs before the oldest that is still answered, also such as a restored key folder brought back. */
async function destroyOldSeeds(context: ExchangeContext, tx: Transaction): Promise<void> {
  const { rows } = await tx.query<{ oldest: number | null }>(
    'SELECT coalesce(min(number) FILTER (WHERE destroyed_at IS NULL), max(number) + 1) AS oldest FROM exchange.epoch',
  );
  const oldest = rows[0]?.oldest ?? null;
  if (oldest !== null) await context.sealer.destroyBefore(oldest);
}

async function forgetEpoch(context: ExchangeContext, tx: Transaction, number: number): Promise<void> {
  await forgetShares(tx, number, context.clock.now().toISOString().slice(0, 10));
  await tx.query('UPDATE exchange.epoch SET destroyed_at = $2 WHERE number = $1', [
    number,
    context.clock.now(),
  ]);
  await tx.query('DELETE FROM exchange.published_key WHERE epoch = $1', [number]);
  await forgetCommitments(tx, number);
  await tx.query('DELETE FROM exchange.partner_salt WHERE epoch = $1', [number]);
  await tx.query('DELETE FROM exchange.padding_seed WHERE epoch = $1', [number]);
  await tx.query('DELETE FROM exchange.published_half WHERE epoch = $1', [number]);
  await tx.query('DELETE FROM exchange.left_out_pair WHERE epoch = $1', [number]);
  await tx.query('DELETE FROM exchange.tag_secret WHERE epoch = $1', [number]);
}
