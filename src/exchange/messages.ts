import { z } from 'zod';
import {
  CATEGORIES,
  CERTAINTIES,
  ENTITY_KINDS,
  EVALUATION_SCHEMES,
  HANDLING_CODES,
  KEY_CLASSES,
  LEGAL_BASES,
  LINK_KINDS,
  OFFENCES,
  PROPERTIES,
  type Property,
  PURPOSES,
  REFUSAL_GROUNDS,
  URGENCIES,
} from '../model/index.ts';
import { ExchangeError } from './errors.ts';
import { COUNTED_KINDS } from './statements/traffic.ts';

const id = z.string().regex(/^[0-9a-f]{32}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9_-]*$/);
/** Text that a database and another program can hold: no NUL, no half of a surrogate pair. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^\P{Cs}*$/u)
    .refine((value) => !value.includes('\0'), 'no NUL');
/** A name for an entity inside one disclosure. */
const ref = z.string().regex(/^e[1-9][0-9]{0,3}$/);
const time = z.iso.datetime();
const properties = Object.keys(PROPERTIES) as [Property, ...Property[]];

/** 4,096 elements of 32 bytes in base64url. */
const ELEMENTS_CHARACTERS_MAX = Math.ceil((4_096 * 32 * 4) / 3);

/**
 * `match-query`: a sealed question. It shows purpose, offence class, legal basis, urgency, class counts, the officer's and
 * the question's handles (random per partner) and the root over its blinded elements; a class has as many as its bytes hold. Never
 * the case, the justification, the subject.
 */
export const matchQuery = z.strictObject({
  handle: id,
  officerHandle: id,
  epoch: z.int().min(1).max(1_000_000),
  keyVersion: z.int().min(1).max(1_000),
  purpose: z.enum(PURPOSES),
  offence: z.enum(OFFENCES),
  legalBasis: z.enum(LEGAL_BASES),
  urgency: z.enum(URGENCIES),
  elementsRoot: bytes(43),
  classes: z
    .array(
      z.strictObject({
        keyClass: z.enum(KEY_CLASSES),
        elements: bytes(ELEMENTS_CHARACTERS_MAX),
      }),
    )
    .min(1)
    .max(KEY_CLASSES.length),
  /**
   * The elements stand: the asker keeps what comes of them for this epoch and tries it in what is announced later. Not until
   * when, and not whether any of them hits. A digit that is always there: on the line a question that stands is as long as another.
   */
  standing: z.literal([0, 1]),
  leaf: hash,
});
export type MatchQuery = z.infer<typeof matchQuery>;

/** `match-result`: evaluated elements, one proof a class, and the manifest the answer is good for. */
export const matchResult = z.strictObject({
  handle: id,
  epoch: z.int().min(1).max(1_000_000),
  manifestNumber: z.int().min(0),
  classes: z
    .array(
      z.strictObject({
        keyClass: z.enum(KEY_CLASSES),
        elements: bytes(ELEMENTS_CHARACTERS_MAX),
        proof: bytes(86),
      }),
    )
    .min(1)
    .max(KEY_CLASSES.length),
  leaf: hash,
});
export type MatchResult = z.infer<typeof matchResult>;

/** Who a request means, as the asker wrote it down: enough to tell two people apart, and nothing else of them. */
export const meantPerson = z.strictObject({
  names: z.array(text(200)).min(1).max(8),
  birthDates: z.array(text(40)).max(4),
});
export type Meant = z.infer<typeof meantPerson>;

/** `follow-up-request`: opens the blind of one hit's elements and says why the person behind it is asked about. */
export const followUpRequest = z.strictObject({
  questionHandle: id,
  officerHandle: id,
  caseHandle: hash,
  openings: z
    .array(
      z.strictObject({
        keyClass: z.enum(KEY_CLASSES),
        rule: text(40),
        value: text(400),
        /** Position in the whole question: classes in the order of the message, elements in theirs. */
        position: z.int().min(0).max(20_480),
        scalar: bytes(43),
        path: z.array(bytes(43)).max(16),
        /** Half a key: it leads to the records to which another half of another family in this request leads too. */
        half: z.literal(true).optional(),
      }),
    )
    .min(1)
    .max(16),
  purpose: z.enum(PURPOSES),
  offence: z.enum(OFFENCES),
  urgency: z.enum(URGENCIES),
  urgencyReason: text(500),
  wanted: z.array(z.enum(properties)).min(1).max(64),
  meant: meantPerson.optional(),
  facts: text(4_000),
  connection: text(2_000),
  restrictions: text(1_000),
  dueAt: time,
  leaf: hash,
});
export type FollowUpRequest = z.infer<typeof followUpRequest>;

const marked = {
  recordedOn: z.iso.date(),
  evaluation: z.strictObject({ scheme: z.enum(EVALUATION_SCHEMES), code: text(4) }),
  certainty: z.enum(CERTAINTIES),
  handling: z.array(z.enum(HANDLING_CODES)).min(1).max(4),
};

/** `disclosure`: the fields a person chose, each with its handling. Refs mean something inside this message only. */
export const disclosure = z.strictObject({
  requestId: id,
  subjectRef: ref,
  entities: z
    .array(
      z.strictObject({
        ref,
        kind: z.enum(ENTITY_KINDS),
        category: z.enum(CATEGORIES).optional(),
        statements: z
          .array(
            z.strictObject({
              property: z.enum(properties),
              written: text(4_000),
              value: text(4_000),
              ...marked,
            }),
          )
          .max(200),
      }),
    )
    .min(1)
    .max(200),
  relations: z.array(z.strictObject({ from: ref, to: ref, link: z.enum(LINK_KINDS), ...marked })).max(400),
  handling: z.array(z.enum(HANDLING_CODES)).min(1).max(4),
  keepUntil: time,
  leaf: hash,
});
export type Disclosure = z.infer<typeof disclosure>;

/** The kinds of field in a disclosure, each once: what the ledger may say of it. */
export function fieldNames(body: Disclosure): readonly string[] {
  const names = body.entities.flatMap((entity) =>
    entity.statements.map((statement) => `${entity.kind}.${statement.property}`),
  );
  return [...new Set(names)];
}

/** `refusal`: the owner's no, as a coded ground that each side reads in its own language. */
export const refusal = z.strictObject({ requestId: id, ground: z.enum(REFUSAL_GROUNDS), leaf: hash });
export type Refusal = z.infer<typeof refusal>;

/** `receipt`: the message took effect here; the leaf is the receiver's ledger entry. */
export const receipt = z.strictObject({ messageId: id, leaf: hash.optional() });
export type Receipt = z.infer<typeof receipt>;

/** `checkpoint`: the newest signed note of the sender's ledger. */
export const checkpointBody = z.strictObject({ note: text(2_000) });

/** `index-notice`: there is a newer manifest; it is fetched. */
export const indexNotice = z.strictObject({ number: z.int().min(1) });

/**
 * `index-receipt`: the sender's copy of the recipient's index has come to this manifest. It names the segments that are no longer in
 * it and are deleted at the sender, and the tombstones that have come into force there.
 */
export const indexReceipt = z.strictObject({
  number: z.int().min(1),
  deleted: z.array(hash).max(10_000),
  inForce: z.array(hash).max(200),
  leaf: hash,
});
export type IndexReceipt = z.infer<typeof indexReceipt>;

const manifestNumber = z.int().min(1).max(1_000_000_000);

/** `index-salt`, the answer to a fetch of `manifest`: both parts as exact JSON texts, and the salt that only this partner gets. */
export const manifestBody = z.strictObject({
  keys: text(20_000),
  segments: text(2_000_000),
  salt: bytes(43),
  /** The sender's signature over each part's place in its chain (manifest-place.ts). */
  keysSignature: bytes(86),
  segmentsSignature: bytes(86),
  /** The oldest link of each part that the sender still hands out: what is older cannot be followed (old-manifests.ts). */
  oldest: z.strictObject({ keys: manifestNumber, segments: manifestNumber }),
  /** The place that the receiver asked about (`manifest/since/<number>`) as it stands in the sender's chain of segments; no hash: not kept any more. */
  since: z.strictObject({ number: manifestNumber, hash: hash.nullable() }).nullable(),
});
export type ManifestBody = z.infer<typeof manifestBody>;

const heldPlace = z.strictObject({
  number: z.int().min(1).max(1_000_000_000),
  epoch: z.int().min(1).max(1_000_000),
  hash,
  signature: bytes(86),
});

/**
 * `witness-statement`, the answer to a fetch of `witness`: the newest words of the one who asks, each with its own signature:
 * ledger checkpoints, the places in its two chains of manifests, and (asked for as `witness/chain`) its keys manifests, oldest first.
 * And of every other member the newest place in its chain of keys, under that member's signature: all are shown the same keys.
 */
export const witnessStatement = z.strictObject({
  checkpoints: z.array(text(2_000)).max(2),
  keys: heldPlace.nullable(),
  segments: heldPlace.nullable(),
  chain: z.array(text(20_000)).max(32),
  told: z.array(heldPlace.extend({ party: z.string().regex(/^[a-z0-9-]{1,32}$/) })).max(64),
});
export type WitnessStatement = z.infer<typeof witnessStatement>;

const side = z.strictObject({
  messages: z
    .array(z.strictObject({ kind: z.enum(COUNTED_KINDS), count: z.int().min(1).max(1_000_000_000) }))
    .max(COUNTED_KINDS.length),
  elements: z
    .array(z.strictObject({ keyClass: z.enum(KEY_CLASSES), count: z.int().min(1).max(1_000_000_000) }))
    .max(KEY_CLASSES.length),
  /** RFC 9162 tree over the ids of these messages, in their order. */
  root: hash,
});
export type StatementSide = z.infer<typeof side>;

/** `pair-statement`: what the sender sent to the receiver, and took from it, on a closed UTC day (the day of the answers). */
export const pairStatement = z.strictObject({ day: z.iso.date(), sent: side, taken: side, leaf: hash });
export type PairStatement = z.infer<typeof pairStatement>;

/** `budget-grant`: the sender has granted the receiver elements beyond its budget, until then, and says why. */
export const budgetGrant = z.strictObject({
  grant: id,
  keyClass: z.enum(KEY_CLASSES),
  elements: z.int().min(1).max(1_000_000_000),
  until: time,
  /** Records that guessing could find with it; absent where no block is guessed through. */
  expectedRecords: z.number().min(0).max(1e12).optional(),
  reason: text(500),
  leaf: hash,
});
export type BudgetGrantBody = z.infer<typeof budgetGrant>;

/** Every body that crosses, by message kind: the source of protocol/*.json. */
export const MESSAGE_BODIES = {
  'match-query': matchQuery,
  'match-result': matchResult,
  'follow-up-request': followUpRequest,
  disclosure,
  refusal,
  receipt,
  checkpoint: checkpointBody,
  'index-notice': indexNotice,
  'index-receipt': indexReceipt,
  'index-salt': manifestBody,
  'witness-statement': witnessStatement,
  'pair-statement': pairStatement,
  'budget-grant': budgetGrant,
} as const;
export type MessageKind = keyof typeof MESSAGE_BODIES;

/** The body of an opened message; throws `message-malformed` when it is not of its kind's shape. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: Uint8Array): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new ExchangeError('message-malformed', 'the body is not JSON in UTF-8', { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new ExchangeError(
    'message-malformed',
    `the body does not have the shape of its kind, see ${where === '' ? 'its top' : where}`,
  );
}

/** The body as it is, when its receiver will take it: what an officer wrote may be too long. */
export function requireShape<Schema extends z.ZodType>(
  schema: Schema,
  body: z.infer<Schema>,
): z.infer<Schema> {
  return parseBody(schema, toBody(body));
}

/** The bytes of a body. */
export function toBody(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
