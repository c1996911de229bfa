import { readEvaluation } from '../../model/index.ts';
import { type DescribedRef, describeRef, judge, statementTokens, storeCopy } from '../../records/index.ts';
import { type Transaction, write } from '../../store/index.ts';
import type { OpenedMessage } from '../../wire/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import {
  type Disclosure,
  disclosure,
  fieldNames,
  parseBody,
  type Receipt,
  refusal,
  toBody,
} from '../messages.ts';
import { noteNotHeld } from './not-held.ts';

interface SentRequest {
  readonly id: string;
  readonly partner: string;
  readonly hit_id: string;
  readonly case_id: string;
  readonly officer_id: string;
  readonly state: string;
}

/** The asker's side of a disclosure: a received copy, apart from own records, with its handling and its expiry. */
export async function receiveDisclosure(
  context: ExchangeContext,
  tx: Transaction,
  message: OpenedMessage,
): Promise<Uint8Array> {
  const body = parseBody(disclosure, message.body);
  requireSound(body);
  const request = await requireSent(tx, message.header.from, body.requestId);
  const permit = await context.oversight.beginIn(tx, {
    act: 'receive-answer',
    actor: { type: 'partner', agencyId: message.header.from },
    messageId: message.header.id,
    peerLeaf: body.leaf,
  });
  const copyId = await storeCopy(tx, {
    owner: message.header.from,
    messageId: message.header.id,
    requestId: request.id,
    caseId: request.case_id,
    receivedAt: context.clock.now().toISOString(),
    expiresAt: body.keepUntil,
    handling: body.handling,
    entities: body.entities.map(({ category, ...entity }) => ({
      ...entity,
      ...(category === undefined ? {} : { category }),
    })),
    relations: body.relations,
  });
  await joinToWhatWasAsked(tx, request, copyId, body);
  await closeRequest(context, tx, request, 'disclosed', {
    handling: body.handling,
    keepUntil: body.keepUntil,
  });
  const { leafHash } = await context.oversight.finish(tx, permit, {
    result: 'done',
    count: body.entities.reduce((sum, entity) => sum + entity.statements.length, 0),
    fields: fieldNames(body),
    handling: body.handling,
    messageId: message.header.id,
    peerLeaf: body.leaf,
  });
  return receiptFor(message, leafHash);
}

/** The asker's side of a refusal: a coded ground, as good an answer as any. */
export async function receiveRefusal(
  context: ExchangeContext,
  tx: Transaction,
  message: OpenedMessage,
): Promise<Uint8Array> {
  const body = parseBody(refusal, message.body);
  const request = await requireSent(tx, message.header.from, body.requestId);
  const permit = await context.oversight.beginIn(tx, {
    act: 'receive-answer',
    actor: { type: 'partner', agencyId: message.header.from },
    messageId: message.header.id,
    peerLeaf: body.leaf,
  });
  await closeRequest(context, tx, request, 'refused', { ground: body.ground });
  if (body.ground === 'not-held')
    await noteNotHeld(context, tx, request.partner, { messageId: message.header.id, peerLeaf: body.leaf });
  const { leafHash } = await context.oversight.finish(tx, permit, {
    result: 'refused',
    rule: body.ground,
    messageId: message.header.id,
    peerLeaf: body.leaf,
  });
  return receiptFor(message, leafHash);
}

function receiptFor(message: OpenedMessage, leaf: string): Uint8Array {
  const receipt: Receipt = { messageId: message.header.id, leaf };
  return toBody(receipt);
}

/** What the shape alone cannot say: refs that lead somewhere, and values as they are marked and kept here. */
function requireSound(body: Disclosure): void {
  const refs = new Set(body.entities.map((entity) => entity.ref));
  const linked =
    refs.size === body.entities.length &&
    refs.has(body.subjectRef) &&
    body.relations.every((relation) => refs.has(relation.from) && refs.has(relation.to));
  if (!linked)
    throw new ExchangeError(
      'message-malformed',
      'the disclosure names an entity twice, or one that it does not hold',
    );
  // A person without a category would be drawn as anybody; a category on a thing says nothing.
  if (body.entities.some((entity) => (entity.kind === 'person') !== (entity.category !== undefined)))
    throw new ExchangeError('message-malformed', 'a person has a category, and nothing else has');
  const marked = [...body.entities.flatMap((entity) => entity.statements), ...body.relations];
  if (marked.some(({ evaluation }) => readEvaluation(evaluation.scheme, evaluation.code) === null))
    throw new ExchangeError('message-malformed', 'an evaluation code does not belong to its scheme');
}

async function requireSent(tx: Transaction, partner: string, requestId: string): Promise<SentRequest> {
  const { rows } = await tx.query<SentRequest>(
    `SELECT id, partner, hit_id, case_id, officer_id, state FROM exchange.request
      WHERE id = $1 AND direction = 'outgoing' AND partner = $2 FOR UPDATE`,
    [requestId, partner],
  );
  const request = rows[0];
  if (request === undefined)
    throw new ExchangeError('request-unknown', 'no request with this id was sent to this partner');
  if (request.state === 'disclosed' || request.state === 'refused') {
    throw new ExchangeError('answer-repeated', 'this request was answered already');
  }
  return request;
}

/**
 * The officer confirmed the hit by making the request: what the question was about here and the same thing or person in
 * the answer are judged the same, in that officer's name. It can be taken back like every judgement.
 */
async function joinToWhatWasAsked(
  tx: Transaction,
  request: SentRequest,
  copyId: string,
  body: Disclosure,
): Promise<void> {
  const { rows } = await tx.query<{ refs: readonly string[] }>(
    'SELECT refs FROM exchange.hit WHERE id = $1',
    [request.hit_id],
  );
  for (const left of rows[0]?.refs ?? []) {
    const here = await describeRef(tx, left);
    const there =
      here === null ? undefined : body.entities.find((entity) => isTheSame(here, entity, body.subjectRef));
    if (there === undefined) continue;
    await judge(tx, {
      left,
      right: `copy:${copyId}/${there.ref}`,
      verdict: 'same',
      officerId: request.officer_id,
    });
  }
}

/** A person is the one whose record the key opened; a thing is the one with the same identifier. */
function isTheSame(here: DescribedRef, there: Disclosure['entities'][number], subjectRef: string): boolean {
  if (here.kind !== there.kind) return false;
  if (here.kind === 'person') return there.ref === subjectRef;
  const tokens = new Set(here.tokens);
  return there.statements.some((statement) =>
    statementTokens(there.kind, statement.property, statement.value).some((token) => tokens.has(token)),
  );
}

async function closeRequest(
  context: ExchangeContext,
  tx: Transaction,
  request: SentRequest,
  state: 'disclosed' | 'refused',
  answer: Readonly<Record<string, unknown>>,
): Promise<void> {
  await write(tx, 'UPDATE exchange.request SET state = $2, answered_at = $3, answer = $4 WHERE id = $1', [
    request.id,
    state,
    context.clock.now(),
    JSON.stringify(answer),
  ]);
  await write(tx, 'UPDATE exchange.hit SET state = $2 WHERE id = $1', [
    request.hit_id,
    state === 'disclosed' ? 'answered' : 'refused',
  ]);
}
