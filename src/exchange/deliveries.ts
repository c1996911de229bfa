import { type Transaction, write } from '../store/index.ts';
import { type Outgoing, type Refusal, verifyMessage } from '../wire/index.ts';
import type { ExchangeContext } from './context.ts';
import { closeWhenAnswered } from './ask/settle-answer.ts';
import { isCounted, noteSentTaken } from './statements/traffic.ts';

/** A partner's stored answer arrived; what it means is worked out after the commit, by `readAnswer`. */
export async function noteAnswer(
  context: ExchangeContext,
  tx: Transaction,
  message: Outgoing,
  answer: Uint8Array,
): Promise<void> {
  if (isCounted(message.kind)) await noteSentTaken(tx, message, answeredAt(context, message, answer));
  if (message.kind === 'match-query') {
    const { rows } = await tx.query<{ question_id: string }>(
      `UPDATE exchange.question_partner SET answer = $3, answered_at = $4
        WHERE partner = $1 AND message_id = $2 AND state = 'waiting' RETURNING question_id`,
      [message.to, message.id, Buffer.from(answer), context.clock.now()],
    );
    const questionId = rows[0]?.question_id;
    if (questionId !== undefined) tx.afterCommit(() => context.answerArrived(questionId, message.to));
  }
  if (message.kind === 'follow-up-request') {
    await write(
      tx,
      `UPDATE exchange.request SET state = 'waiting' WHERE id = $1 AND direction = 'outgoing' AND state = 'sending'`,
      [message.id],
    );
  }
}

/** When the partner made its answer, as it says under its signature: that day both sides count the message to. */
function answeredAt(context: ExchangeContext, message: Outgoing, bytes: Uint8Array): Date {
  return verifyMessage({
    agreement: context.agreement(),
    self: context.agencyId,
    bytes,
    now: context.clock.now(),
    answerTo: { from: message.to, id: message.id },
  }).header.createdAt;
}

/** The partner will not take the message, and says why with its signature. */
export async function noteRefused(
  context: ExchangeContext,
  tx: Transaction,
  message: Outgoing,
  refusal: Refusal,
): Promise<void> {
  context.log('message-refused', { kind: message.kind, partner: message.to, code: refusal.code });
  await closeUndelivered(context, tx, message, 'refused', refusal.code);
}

/** The message's time is over: a question is asked anew, never queued beyond its expiry. */
export async function noteExpired(
  context: ExchangeContext,
  tx: Transaction,
  message: Outgoing,
): Promise<void> {
  context.log('message-expired', { kind: message.kind, partner: message.to });
  await closeUndelivered(context, tx, message, 'not-answered', 'not-answered-in-time');
}

async function closeUndelivered(
  context: ExchangeContext,
  tx: Transaction,
  message: Outgoing,
  state: 'refused' | 'not-answered',
  code: string,
): Promise<void> {
  if (message.kind === 'match-query') {
    const { rows } = await tx.query<{ question_id: string }>(
      `UPDATE exchange.question_partner SET state = $3, code = $4, answered_at = $5
        WHERE partner = $1 AND message_id = $2 AND state = 'waiting' RETURNING question_id`,
      [message.to, message.id, state, code, context.clock.now()],
    );
    const questionId = rows[0]?.question_id;
    if (questionId !== undefined) await closeWhenAnswered(context, tx, questionId);
  }
  if (message.kind === 'follow-up-request') {
    const { rowCount } = await tx.query(
      `UPDATE exchange.request SET state = 'undeliverable', answer = $2 WHERE id = $1 AND direction = 'outgoing' AND state = 'sending'`,
      [message.id, JSON.stringify({ code })],
    );
    if (rowCount > 0)
      await write(tx, `UPDATE exchange.hit SET state = 'sealed', request_id = NULL WHERE request_id = $1`, [
        message.id,
      ]);
  }
}
