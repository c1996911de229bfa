import { declareFaultPoint, randomId, reach } from '../../base/index.ts';
import type { RefusalGround } from '../../model/index.ts';
import type { Actor, Permit } from '../../oversight/index.ts';
import type { Transaction } from '../../store/index.ts';
import { buildDisclosure, type ChosenRecords } from './build-disclosure.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import {
  disclosure,
  fieldNames,
  type FollowUpRequest,
  type Refusal,
  requireShape,
  toBody,
} from '../messages.ts';
import { buildMessage } from '../outgoing.ts';
import { noteSent } from '../statements/traffic.ts';

const DECISION_COMMITTED = declareFaultPoint('exchange/decision-committed');

export interface Disclose extends ChosenRecords {
  readonly decision: 'disclose';
  readonly reason: string;
}

export interface Refuse {
  readonly decision: 'refuse';
  readonly ground: RefusalGround;
  readonly reason: string;
}

export type Decision = Disclose | Refuse;

interface RequestRow {
  readonly id: string;
  readonly partner: string;
  readonly body: FollowUpRequest;
  readonly entity_ids: readonly string[];
  readonly state: string;
}

/**
 * The owner's decision: the chosen fields under their handling codes, or a refusal with its ground. The state changes, the
 * message is kept for sending and both entries are written in one transaction; the message leaves after the commit.
 */
export async function decideRequest(
  context: ExchangeContext,
  actor: Actor,
  requestId: string,
  decision: Decision,
): Promise<void> {
  context.restore.requireGoing();
  const request = await readWaiting(context, requestId);
  const permit = await context.oversight.begin({
    act: 'decide-request',
    actor,
    purpose: request.body.purpose,
    offence: request.body.offence,
    justification: decision.reason,
    partners: [request.partner],
    onBehalfOf: request.body.officerHandle,
    peerLeaf: request.body.leaf,
  });
  try {
    await context.database.transaction((tx) =>
      decision.decision === 'refuse'
        ? sendRefusal(context, tx, permit, request, decision)
        : sendDisclosure(context, tx, permit, request, decision),
    );
  } catch (error) {
    await context.oversight.finish(context.database, permit, { result: 'failed' });
    throw error;
  }
  reach(DECISION_COMMITTED);
}

async function sendRefusal(
  context: ExchangeContext,
  tx: Transaction,
  permit: Permit,
  request: RequestRow,
  decision: Refuse,
): Promise<void> {
  await closeRequest(context, tx, request.id, 'refused', { ground: decision.ground });
  const body: Refusal = { requestId: request.id, ground: decision.ground, leaf: permit.leafHash };
  const messageId = await postAnswer(context, tx, request, 'refusal', toBody(body));
  await context.oversight.finish(tx, permit, {
    result: 'refused',
    rule: decision.ground,
    recipients: [request.partner],
    messageId,
  });
}

async function sendDisclosure(
  context: ExchangeContext,
  tx: Transaction,
  permit: Permit,
  request: RequestRow,
  decision: Disclose,
): Promise<void> {
  const body = await buildDisclosure(tx, request, decision, {
    now: context.clock.now(),
    leaf: permit.leafHash,
  });
  await closeRequest(context, tx, request.id, 'disclosed', {
    entityId: decision.entityId,
    statementIds: [decision, ...(decision.also ?? [])].flatMap((one) =>
      one.fields.map((field) => field.statementId),
    ),
    handling: body.handling,
    keepUntil: body.keepUntil,
  });
  const messageId = await postAnswer(
    context,
    tx,
    request,
    'disclosure',
    toBody(requireShape(disclosure, body)),
  );
  await context.oversight.finish(tx, permit, {
    result: 'done',
    count: body.entities.reduce((sum, entity) => sum + entity.statements.length, 0),
    fields: fieldNames(body),
    recipients: [request.partner],
    handling: body.handling,
    messageId,
  });
}

/** Decided once: whoever comes second changes nothing. */
async function closeRequest(
  context: ExchangeContext,
  tx: Transaction,
  requestId: string,
  state: 'disclosed' | 'refused',
  answer: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE exchange.request SET state = $2, answered_at = $3, answer = $4 WHERE id = $1 AND state = 'waiting'`,
    [requestId, state, context.clock.now(), JSON.stringify(answer)],
  );
  if (rowCount === 0) throw new ExchangeError('answer-repeated', 'this request was decided already');
}

async function postAnswer(
  context: ExchangeContext,
  tx: Transaction,
  request: RequestRow,
  kind: 'disclosure' | 'refusal',
  body: Uint8Array,
): Promise<string> {
  const id = randomId();
  const message = buildMessage(context, { id, to: request.partner, kind, inReplyTo: request.id, body });
  await noteSent(tx, message);
  await context.post(tx, message);
  return id;
}

async function readWaiting(context: ExchangeContext, requestId: string): Promise<RequestRow> {
  const { rows } = await context.database.query<RequestRow>(
    `SELECT id, partner, body, entity_ids, state FROM exchange.request WHERE id = $1 AND direction = 'incoming'`,
    [requestId],
  );
  const request = rows[0];
  if (request === undefined) throw new ExchangeError('request-unknown', 'there is no request with this id');
  if (request.state !== 'waiting')
    throw new ExchangeError('answer-repeated', 'this request was decided already');
  return request;
}
