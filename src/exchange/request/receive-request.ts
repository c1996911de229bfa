import { readBase64Url } from '../../base/index.ts';
import { isRule, KEY_VERSION } from '../../match/index.ts';
import { ANSWER_DUE_HOURS, type Offence, type Purpose } from '../../model/index.ts';
import { blind, keyInput, SealedError, verifyElement } from '../../sealed/index.ts';
import { type Transaction, write } from '../../store/index.ts';
import type { OpenedMessage } from '../../wire/index.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { type FollowUpRequest, followUpRequest, parseBody, type Receipt, toBody } from '../messages.ts';
import { recordsBehindHalves } from '../publish/half-keys.ts';
import { recordsBehind } from '../publish/own-keys.ts';

const HOUR_MS = 3_600_000;

interface AskedRow {
  readonly epoch: number;
  readonly purpose: Purpose;
  readonly offence: Offence;
  readonly counts: readonly (readonly [string, number])[];
  readonly elements_root: Uint8Array;
  readonly elements_count: number;
  readonly open_until: Date;
}

/**
 * The owner's side of an opened hit. Each opening must be an element of a question that this very partner asked under
 * this purpose, still open, not opened before; only then is its value looked up in our own index. A person decides the
 * rest. Everything in the caller's transaction; the answer is a receipt.
 */
export async function receiveRequest(
  context: ExchangeContext,
  tx: Transaction,
  message: OpenedMessage,
): Promise<Uint8Array> {
  const request = parseBody(followUpRequest, message.body);
  const partner = message.header.from;
  const asked = await requireAsked(context, tx, partner, request);
  for (const opening of request.openings) requireOpening(asked, opening);
  const permit = await context.oversight.beginIn(tx, {
    act: 'receive-request',
    actor: { type: 'partner', agencyId: partner },
    purpose: request.purpose,
    offence: request.offence,
    onBehalfOf: request.officerHandle,
    categories: countClasses(request),
    messageId: message.header.id,
    peerLeaf: request.leaf,
  });
  const entityIds = new Set<string>();
  const halves = request.openings.filter(({ half }) => half === true);
  const behindHalves = await recordsBehindHalves(tx, halves);
  for (const opening of request.openings) {
    const behind =
      opening.half === true
        ? (behindHalves[halves.indexOf(opening)] ?? [])
        : await recordsBehind(tx, opening);
    for (const id of behind) entityIds.add(id);
    await noteOpened(
      tx,
      partner,
      request.questionHandle,
      opening.position,
      message.header.id,
      behind.length > 0,
    );
  }
  const { rowCount } = await tx.query(
    `INSERT INTO exchange.request (id, direction, partner, body, summary, urgency, sent_at, due_at, state, entity_ids)
     VALUES ($1,'incoming',$2,$3,$4,$5,$6,$7,'waiting',$8) ON CONFLICT DO NOTHING`,
    [
      message.header.id,
      partner,
      JSON.stringify({
        ...request,
        openings: request.openings.map(({ rule, keyClass, value, half }) => ({
          rule,
          keyClass,
          value,
          ...(half === undefined ? {} : { half }),
        })),
      }),
      request.openings.map((opening) => opening.rule).join(', '),
      request.urgency,
      message.header.createdAt,
      dueAt(context, request),
      [...entityIds],
    ],
  );
  if (rowCount === 0) throw new ExchangeError('message-malformed', 'another request has this id');
  const { leafHash } = await context.oversight.finish(tx, permit, {
    result: 'done',
    count: entityIds.size,
    messageId: message.header.id,
    peerLeaf: request.leaf,
  });
  const receipt: Receipt = { messageId: message.header.id, leaf: leafHash };
  return toBody(receipt);
}

/** The clock of the request's urgency from its coming (see Directive (EU) 2023/977): when it was made is the partner's word, by which it could be overdue at once. */
function dueAt(context: ExchangeContext, request: FollowUpRequest): Date {
  return new Date(context.clock.now().getTime() + ANSWER_DUE_HOURS[request.urgency] * HOUR_MS);
}

async function requireAsked(
  context: ExchangeContext,
  tx: Transaction,
  partner: string,
  request: FollowUpRequest,
): Promise<AskedRow> {
  const { rows } = await tx.query<AskedRow>(
    `SELECT epoch, purpose, offence, counts, elements_root, elements_count, open_until FROM exchange.asked WHERE partner = $1 AND handle = $2`,
    [partner, request.questionHandle],
  );
  const asked = rows[0];
  if (asked === undefined)
    throw new ExchangeError('question-unknown', 'no question with this handle was asked by this partner');
  if (asked.open_until <= context.clock.now()) {
    throw new ExchangeError('question-closed', 'the question can no longer be opened; it must be asked anew');
  }
  if (asked.purpose !== request.purpose || asked.offence !== request.offence) {
    throw new ExchangeError('opening-invalid', 'the question was asked for another purpose or offence');
  }
  const positions = new Set(request.openings.map((opening) => opening.position));
  const { rows: opened } = await tx.query(
    'SELECT 1 FROM exchange.opened WHERE partner = $1 AND handle = $2 AND position = ANY($3)',
    [partner, request.questionHandle, [...positions]],
  );
  if (opened.length > 0 || positions.size !== request.openings.length) {
    throw new ExchangeError('element-opened-before', 'an element of this request was opened before');
  }
  return asked;
}

/** sealed-matching.md, "open the blind": the element stood in the question, in its class, and is r · H(x). */
function requireOpening(asked: AskedRow, opening: FollowUpRequest['openings'][number]): void {
  const scalar = readBase64Url(opening.scalar);
  const path = opening.path.map(readBase64Url);
  if (scalar === null || path.some((hash) => hash === null) || !isRule(opening.rule)) {
    throw new ExchangeError('opening-invalid', 'the opening is not well formed');
  }
  const input = keyInput(KEY_VERSION, opening.rule, opening.value);
  try {
    const element = blind(input, scalar);
    verifyElement({
      root: new Uint8Array(asked.elements_root),
      count: asked.elements_count,
      index: opening.position,
      element,
      path: path.filter((hash) => hash !== null),
    });
  } catch (error) {
    if (!(error instanceof SealedError)) throw error;
    throw new ExchangeError('opening-invalid', 'the opening is not of an element of that question', {
      cause: error,
    });
  }
  if (classAt(asked.counts, opening.position) !== opening.keyClass) {
    throw new ExchangeError('opening-invalid', 'the element belongs to another class');
  }
}

function classAt(counts: readonly (readonly [string, number])[], position: number): string | null {
  let end = 0;
  for (const [keyClass, count] of counts) {
    end += count;
    if (position < end) return keyClass;
  }
  return null;
}

function countClasses(request: FollowUpRequest): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const opening of request.openings) counts[opening.keyClass] = (counts[opening.keyClass] ?? 0) + 1;
  return counts;
}

async function noteOpened(
  tx: Transaction,
  partner: string,
  handle: string,
  position: number,
  requestId: string,
  held: boolean,
): Promise<void> {
  await write(
    tx,
    'INSERT INTO exchange.opened (partner, handle, position, request_id, held) VALUES ($1,$2,$3,$4,$5)',
    [partner, handle, position, requestId, held],
  );
}
