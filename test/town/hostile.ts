/** A partner that sends what it likes: messages made by hand, sealed and signed as the real ones are. */
import { concatBytes, randomId, readBase64Url, toBase64Url } from '../../src/base/index.ts';
import {
  buildMessage,
  type FollowUpRequest,
  MESSAGE_BODIES,
  paddingInput,
  paddingScalar,
  parseBody,
  readPartnerIndex,
  toBody,
} from '../../src/exchange/index.ts';
import { KEY_VERSION } from '../../src/match/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../src/model/index.ts';
import {
  blind,
  blindScalar,
  elementPath,
  elementsRoot,
  keyInput,
  paddedCount,
} from '../../src/sealed/index.ts';
import { createPeerClient, type MessageKind, openMessage, readRefusal } from '../../src/wire/index.ts';
import type { Town, TownMember } from './town.ts';

export type Said = { readonly refused: string } | { readonly answer: unknown; readonly bytes: Uint8Array };

/** Sends a body, or ready bytes, and gives back what the other side says. */
export async function send(
  town: Town,
  from: TownMember,
  to: TownMember,
  message: { readonly kind: MessageKind; readonly body: unknown; readonly id?: string } | Uint8Array,
): Promise<Said> {
  const bytes = message instanceof Uint8Array ? message : messageBytes(town, from, to, message);
  const { keys, agreement } = from.agency;
  const client = createPeerClient({ keys, self: from.id, agreement: () => agreement, clock: town.clock });
  try {
    const answer = await client.send(to.id, bytes);
    const opened = openMessage({ keys, agreement, self: from.id, bytes: answer, now: town.clock.now() });
    return { answer: JSON.parse(new TextDecoder().decode(opened.body)), bytes: answer };
  } catch (error) {
    const refusal = readRefusal(error);
    if (refusal === null) throw error;
    return { refused: refusal.code };
  } finally {
    await client.close();
  }
}

export function messageBytes(
  town: Town,
  from: TownMember,
  to: TownMember,
  message: { readonly kind: MessageKind; readonly body: unknown; readonly id?: string },
): Uint8Array {
  const { keys, agreement } = from.agency;
  return buildMessage(
    { clock: town.clock, keys, agreement: () => agreement, agencyId: from.id },
    {
      id: message.id ?? randomId(),
      to: to.id,
      kind: message.kind,
      body: message.body instanceof Uint8Array ? message.body : toBody(message.body),
    },
  ).bytes;
}

export interface Key {
  readonly keyClass: KeyClass;
  readonly rule: string;
  readonly value: string;
}

export interface HandMadeQuestion {
  readonly body: ReturnType<typeof parseQuery>;
  readonly keys: readonly Key[];
  readonly elements: readonly Uint8Array[];
  readonly seed: Uint8Array;
}

const parseQuery = (body: Uint8Array) => parseBody(MESSAGE_BODIES['match-query'], body);

/** A question as an honest agency would ask it, in one class, keys first and padding after them. */
export async function makeQuestion(
  from: TownMember,
  to: TownMember,
  keys: readonly Key[],
): Promise<HandMadeQuestion> {
  const index = await readPartnerIndex(from.database, to.id);
  if (index === null) throw new Error('no index of the partner is here');
  const keyClass = keys[0]?.keyClass ?? KEY_CLASSES[0];
  const seed = new Uint8Array(32).fill(7);
  const blinded = keys.map((key, at) =>
    blind(keyInput(KEY_VERSION, key.rule, key.value), blindScalar(seed, at)),
  );
  const padding = Array.from({ length: paddedCount(blinded.length) - blinded.length }, (_, at) =>
    blind(paddingInput(), paddingScalar(seed, blinded.length + at)),
  );
  const elements = [...blinded, ...padding];
  const body = {
    handle: randomId(),
    officerHandle: randomId(),
    epoch: index.keys.epoch,
    keyVersion: KEY_VERSION,
    purpose: 'investigate-offence',
    offence: 'terrorism',
    legalBasis: 'criminal-procedure',
    urgency: 'normal',
    elementsRoot: toBase64Url(elementsRoot(elements)),
    classes: [{ keyClass, elements: toBase64Url(concatBytes(...elements)) }],
    standing: 0,
    leaf: '0'.repeat(64),
  };
  return { body: parseQuery(toBody(body)), keys, elements, seed };
}

/** The same question with other elements under a root that fits them. */
export function withElements(question: HandMadeQuestion, elements: readonly Uint8Array[]): unknown {
  const [batch] = question.body.classes;
  return {
    ...question.body,
    elementsRoot: toBase64Url(elementsRoot(elements)),
    classes: [{ ...batch, elements: toBase64Url(concatBytes(...elements)) }],
  };
}

/** A follow-up request that opens these elements truthfully. */
export function makeRequest(
  town: Town,
  question: HandMadeQuestion,
  positions: readonly number[],
): FollowUpRequest {
  return {
    questionHandle: question.body.handle,
    officerHandle: question.body.officerHandle,
    caseHandle: 'c'.repeat(64),
    openings: positions.map((position) => {
      const key = question.keys[position];
      if (key === undefined) throw new Error('only keys are opened, not padding');
      return {
        ...key,
        position,
        scalar: toBase64Url(blindScalar(question.seed, position)),
        path: elementPath(question.elements, position).map(toBase64Url),
      };
    }),
    purpose: 'investigate-offence',
    offence: 'terrorism',
    urgency: 'normal',
    urgencyReason: '',
    wanted: ['name'],
    facts: 'f',
    connection: 'c',
    restrictions: '',
    dueAt: new Date(town.clock.now().getTime() + 168 * 3_600_000).toISOString(),
    leaf: '0'.repeat(64),
  };
}

/** What a message may leave behind at its receiver, counted: the same before and after one that was not taken. */
export async function tracesAt(member: TownMember): Promise<unknown> {
  const { rows } = await member.database.query(
    `SELECT (SELECT count(*) FROM exchange.asked) AS asked, (SELECT count(*) FROM exchange.opened) AS opened,
       (SELECT jsonb_agg(jsonb_build_array(id, state, answer) ORDER BY id) FROM exchange.request) AS requests,
       (SELECT coalesce(sum(used), 0) FROM oversight.budget_use) AS used, (SELECT count(*) FROM wire.inbox WHERE kind NOT IN ('checkpoint', 'index-notice', 'index-receipt')) AS inbox,
       (SELECT count(*) FROM records.copy) AS copies, (SELECT count(*) FROM oversight.open_intent) AS open_intents,
       (SELECT jsonb_agg(jsonb_build_array(id, state) ORDER BY id) FROM exchange.hit) AS hits`,
  );
  return rows[0];
}

/** The bytes of a base64url text; a test that cannot read its own question is wrong. */
export function bytesOf(text: string): Uint8Array {
  const bytes = readBase64Url(text);
  if (bytes === null) throw new Error('not base64url');
  return bytes;
}
