import { randomId, readBase64Url } from '../base/index.ts';
import { LedgerError, rememberWitnessed } from '../ledger/index.ts';
import type { Act } from '../oversight/index.ts';
import { SealedError } from '../sealed/index.ts';
import type { Transaction } from '../store/index.ts';
import { type MessageKind, type OpenedMessage, receiveOnce, refuse } from '../wire/index.ts';
import { answerQuestion } from './answer-question.ts';
import type { ExchangeContext } from './context.ts';
import { ExchangeError } from './errors.ts';
import { checkpointBody, indexNotice, parseBody, toBody } from './messages.ts';
import { buildMessage } from './outgoing.ts';
import { receiveDisclosure, receiveRefusal } from './request/receive-decision.ts';
import { receiveIndexReceipt } from './publish/receive-index-receipt.ts';
import { receiveRequest } from './request/receive-request.ts';
import { receiveGrant } from './grants.ts';
import { receiveStatement } from './statements/receive-statement.ts';
import { noteTaken } from './statements/traffic.ts';

type Handler = (context: ExchangeContext, tx: Transaction, message: OpenedMessage) => Promise<Uint8Array>;

interface Taken {
  readonly answers: MessageKind;
  readonly handle: Handler;
  /** The act under which a message that is not taken stands in the ledger. */
  readonly act?: Act;
}

/** What each kind does here, and the kind of its answer. A kind that is not named is refused. */
const HANDLERS: Readonly<Partial<Record<MessageKind, Taken>>> = {
  'match-query': { answers: 'match-result', handle: answerQuestion, act: 'answer-question' },
  'follow-up-request': { answers: 'receipt', handle: receiveRequest, act: 'receive-request' },
  disclosure: { answers: 'receipt', handle: receiveDisclosure, act: 'receive-answer' },
  refusal: { answers: 'receipt', handle: receiveRefusal, act: 'receive-answer' },
  'budget-grant': { answers: 'receipt', handle: receiveGrant, act: 'receive-grant' },
  'pair-statement': { answers: 'receipt', handle: receiveStatement, act: 'receive-statement' },
  'index-notice': { answers: 'receipt', handle: receiveNotice },
  'index-receipt': { answers: 'receipt', handle: receiveIndexReceipt, act: 'receive-index-receipt' },
  checkpoint: { answers: 'receipt', handle: receiveCheckpoint },
};

/**
 * Lets a partner's verified message take effect once: id, effects, budget, ledger entries and the exact answer are
 * committed together, so the same message again gets the same bytes and nothing is charged twice.
 */
export async function receiveMessage(context: ExchangeContext, message: OpenedMessage): Promise<Uint8Array> {
  const handler = HANDLERS[message.header.kind];
  if (handler === undefined) throw refuse('message-malformed', `a ${message.header.kind} is not taken here`);
  try {
    requireGoing(context, message);
    const { answer } = await context.database.transaction((tx) =>
      receiveOnce(tx, message, async (inner) => {
        const body = await handler.handle(context, inner, message);
        const answer = buildMessage(context, {
          id: randomId(),
          to: message.header.from,
          kind: handler.answers,
          inReplyTo: message.header.id,
          body,
        });
        await noteTaken(inner, message.header, answer.createdAt);
        return answer.bytes;
      }),
    );
    return answer;
  } catch (error) {
    // Nothing took effect: the same message comes again in a second, when the sealer is back.
    if (isSealerAway(error)) throw refuse('internal', 'this cannot be answered for a moment; send it again');
    const refused = refusalOf(error);
    if (refused === null) throw error;
    await noteRefused(context, message, handler, refused.code);
    throw refuse(refused.code, refused.message);
  }
}

/** A state older than what partners know of answers nothing; what is no question is taken, or sent again later, so that it is not lost. */
function requireGoing({ restore }: ExchangeContext, { header: { kind } }: OpenedMessage): void {
  if (!restore.stopped || kind === 'checkpoint' || kind === 'index-notice') return;
  if (kind === 'match-query' || kind === 'follow-up-request') restore.requireGoing();
  throw refuse('internal', 'this agency was restored from a backup and begins a new epoch');
}

function isSealerAway(error: unknown): boolean {
  return error instanceof ExchangeError && (error.code === 'sealer-away' || error.code === 'sealer-broken');
}

/** What the sender is told when its message is not taken: the room's own codes travel, everything else stays inside. */
function refusalOf(error: unknown): { readonly code: string; readonly message: string } | null {
  if (error instanceof ExchangeError) return error;
  return error instanceof SealedError ? { code: 'elements-invalid', message: error.message } : null;
}

/** Nothing of the message took effect; that it came and was refused is written all the same. */
async function noteRefused(
  context: ExchangeContext,
  message: OpenedMessage,
  handler: Taken,
  rule: string,
): Promise<void> {
  const { id: messageId, from, kind } = message.header;
  context.log('message-not-taken', { kind, partner: from, code: rule });
  if (handler.act === undefined) return;
  await context.oversight.permit(
    { act: handler.act, actor: { type: 'partner', agencyId: from }, messageId },
    async () => ({ value: undefined, outcome: { result: 'refused', rule } }),
  );
}

/** Nothing is kept: the manifest and its segments are fetched after the commit, and verified there. */
async function receiveNotice(
  context: ExchangeContext,
  tx: Transaction,
  message: OpenedMessage,
): Promise<Uint8Array> {
  parseBody(indexNotice, message.body);
  tx.afterCommit(() => context.partnerAnnounced(message.header.from));
  return toBody({ messageId: message.header.id });
}

/** Kept as a witness; no ledger entry, or two ledgers would never stop telling each other of their entries. */
async function receiveCheckpoint(
  context: ExchangeContext,
  tx: Transaction,
  message: OpenedMessage,
): Promise<Uint8Array> {
  const { note } = parseBody(checkpointBody, message.body);
  const publicKey = readBase64Url(message.sender.ledgerKey);
  const verdict = await rememberWitnessed(tx, {
    from: message.header.from,
    note,
    sentAt: message.header.createdAt,
    ...(publicKey === null ? {} : { publicKey }),
  }).catch((cause: unknown) => {
    if (!(cause instanceof LedgerError)) throw cause;
    throw new ExchangeError('message-malformed', 'the note is not one of the sender’s ledger', { cause });
  });
  if (verdict === 'inconsistent') context.log('ledger-inconsistent', { partner: message.header.from });
  return toBody({ messageId: message.header.id });
}
