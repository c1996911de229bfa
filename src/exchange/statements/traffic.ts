import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import { type Queryable, type Transaction, write } from '../../store/index.ts';
import type { MessageKind } from '../../wire/index.ts';

/** Kinds that disclose something or ask for it: what two ledgers must agree on. Notices and checkpoints say nothing of anybody. */
export const COUNTED_KINDS = ['match-query', 'follow-up-request', 'disclosure', 'refusal'] as const;
export type CountedKind = (typeof COUNTED_KINDS)[number];

/** Elements by class, of a question. */
export type ElementCounts = Readonly<Partial<Record<KeyClass, number>>>;

/** Seen from here: what we sent and the partner took, or what we took. */
export type Direction = 'sent' | 'taken';

export interface TrafficLine {
  readonly messageId: string;
  readonly kind: CountedKind;
  readonly counts: ElementCounts;
}

/** Whether messages of this kind stand in statements. */
export const isCounted = (kind: string): kind is CountedKind =>
  (COUNTED_KINDS as readonly string[]).includes(kind);

/** Kept so long that a statement can still be held against what was learned after it. */
const KEPT_DAYS = 60;
const DAY_MS = 86_400_000;

/** Notes that a message was posted, in its transaction; it counts from the moment at which its answer is known. */
export async function noteSent(
  tx: Transaction,
  message: { readonly id: string; readonly to: string; readonly kind: MessageKind },
  counts: ElementCounts = {},
): Promise<void> {
  if (!isCounted(message.kind)) return;
  await write(
    tx,
    `INSERT INTO exchange.traffic (partner, direction, message_id, kind, counts) VALUES ($1, 'sent', $2, $3, $4)`,
    [message.to, message.id, message.kind, JSON.stringify(counts)],
  );
}

/** The partner took our message; `at` is when it made its answer, as the answer says. */
export async function noteSentTaken(
  tx: Transaction,
  message: { readonly id: string; readonly to: string },
  at: Date,
): Promise<void> {
  await write(
    tx,
    `UPDATE exchange.traffic SET taken_at = $3 WHERE partner = $1 AND direction = 'sent' AND message_id = $2 AND taken_at IS NULL`,
    [message.to, message.id, at],
  );
}

/** We took a partner's message, in the transaction of its effects; `at` is when our answer was made. */
export async function noteTaken(
  tx: Transaction,
  message: { readonly id: string; readonly from: string; readonly kind: MessageKind },
  at: Date,
): Promise<void> {
  if (!isCounted(message.kind)) return;
  await write(
    tx,
    `INSERT INTO exchange.traffic (partner, direction, message_id, kind, counts, taken_at)
     SELECT $1, 'taken', $2, $3, coalesce((SELECT jsonb_object_agg(pair->>0, pair->1) FROM exchange.asked, jsonb_array_elements(counts) AS pair
        WHERE partner = $1 AND message_id = $2), '{}'), $4`,
    [message.from, message.id, message.kind, at],
  );
}

/** What went one way on a UTC day ('YYYY-MM-DD'), in the order of the ids. */
export async function readTraffic(
  from: Queryable,
  partner: string,
  direction: Direction,
  day: string,
): Promise<readonly TrafficLine[]> {
  const { rows } = await from.query<TrafficLine>(
    `SELECT message_id AS "messageId", kind, counts FROM exchange.traffic
      WHERE partner = $1 AND direction = $2 AND taken_at >= $3::timestamptz AND taken_at < $4::timestamptz ORDER BY message_id COLLATE "C"`,
    [partner, direction, `${day}T00:00:00.000Z`, nextDay(day)],
  );
  return rows;
}

/** The day of the first message that ever took effect between the two; null before. */
export async function firstTrafficDay(from: Queryable, partner: string): Promise<string | null> {
  const { rows } = await from.query<{ at: Date | null }>(
    'SELECT min(taken_at) AS at FROM exchange.traffic WHERE partner = $1',
    [partner],
  );
  return rows[0]?.at?.toISOString().slice(0, 10) ?? null;
}

/** Forgets what is older than any statement that is still looked at. */
export async function forgetTraffic(tx: Queryable, now: Date): Promise<void> {
  await tx.query('DELETE FROM exchange.traffic WHERE taken_at < $1', [
    new Date(now.getTime() - KEPT_DAYS * DAY_MS),
  ]);
}

/** Elements by class of all lines together, in the order of the classes; classes without any are left out. */
export function sumCounts(lines: readonly TrafficLine[]): readonly { keyClass: KeyClass; count: number }[] {
  return KEY_CLASSES.map((keyClass) => ({
    keyClass,
    count: lines.reduce((sum, line) => sum + (line.counts[keyClass] ?? 0), 0),
  })).filter(({ count }) => count > 0);
}

const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00.000Z`) + DAY_MS).toISOString();
