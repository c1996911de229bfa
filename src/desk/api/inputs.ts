import { z } from 'zod';
import {
  HANDLING_CODES,
  KEY_CLASSES,
  LEGAL_BASES,
  OFFENCES,
  PROPERTIES,
  PURPOSES,
  type Property,
  REFUSAL_GROUNDS,
  URGENCIES,
} from '../../model/index.ts';

/** The browser's bytes are not trusted: each input has a closed shape and a limit on every length and count. */
const TEXT_CHARACTERS_MAX = 20_000;
const REASON_CHARACTERS_MAX = 4_000;
const FIELDS_MAX = 500;
/** A wire message holds 200 entities at most; more records than this no person chooses field by field. */
const RECORDS_MAX = 50;

const id = z.string().regex(/^[0-9a-zA-Z_-]{1,64}$/);
const words = (max: number) => z.string().max(max);
const someWords = (max: number) => z.string().trim().min(1).max(max);
const property = z.enum(Object.keys(PROPERTIES) as [Property, ...Property[]]);
const handling = z.array(z.enum(HANDLING_CODES)).max(HANDLING_CODES.length);

export const nothing = z.strictObject({});
export const byId = z.strictObject({ id });
export const byEntityId = z.strictObject({ entityId: id });

export const signIn = z.strictObject({ name: someWords(100), password: z.string().min(1).max(200) });
export const openCase = z.strictObject({ reference: someWords(60), title: someWords(200) });
export const understand = z.strictObject({ text: words(TEXT_CHARACTERS_MAX) });

export const questionDraft = z.strictObject({
  text: someWords(TEXT_CHARACTERS_MAX),
  without: z.array(words(400)).max(500),
  caseId: id,
  purpose: z.enum(PURPOSES),
  offence: z.enum(OFFENCES),
  legalBasis: z.enum(LEGAL_BASES),
  urgency: z.enum(URGENCIES),
  justification: someWords(REASON_CHARACTERS_MAX),
  partners: z.array(id).max(64).optional(),
  standsUntil: z.iso.date().optional(),
});
export const standingRenewal = z.strictObject({
  until: z.iso.date(),
  reason: someWords(REASON_CHARACTERS_MAX),
});

export const screeningDraft = z.strictObject({
  text: someWords(2 * 1024 * 1024),
  caseId: id,
  purpose: z.enum(PURPOSES),
  offence: z.enum(OFFENCES),
  legalBasis: z.enum(LEGAL_BASES),
  urgency: z.enum(URGENCIES),
  justification: someWords(REASON_CHARACTERS_MAX),
});
export const screeningAsk = z.strictObject({ partners: z.array(id).min(1).max(64) });
export const screeningPage = z.strictObject({
  page: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .optional(),
});

export const requestDraft = z.strictObject({
  urgency: z.enum(URGENCIES),
  urgencyReason: words(REASON_CHARACTERS_MAX),
  wanted: z.array(property).min(1).max(64),
  meant: z
    .strictObject({
      names: z.array(someWords(200)).min(1).max(8),
      birthDates: z.array(someWords(40)).max(4),
    })
    .optional(),
  facts: someWords(REASON_CHARACTERS_MAX),
  connection: someWords(REASON_CHARACTERS_MAX),
  restrictions: words(REASON_CHARACTERS_MAX),
});

export const setAside = z.strictObject({ reason: someWords(REASON_CHARACTERS_MAX) });

const chosenRecord = z.strictObject({
  entityId: id,
  fields: z
    .array(z.strictObject({ statementId: id, handling }))
    .min(1)
    .max(FIELDS_MAX),
});
export const disclosureDraft = chosenRecord.extend({
  also: z.array(chosenRecord).max(RECORDS_MAX).optional(),
});
export const decision = z.discriminatedUnion('decision', [
  disclosureDraft.extend({
    decision: z.literal('disclose'),
    reason: someWords(REASON_CHARACTERS_MAX),
  }),
  z.strictObject({
    decision: z.literal('refuse'),
    ground: z.enum(REFUSAL_GROUNDS),
    reason: someWords(REASON_CHARACTERS_MAX),
  }),
]);

export const networkQuery = z.strictObject({
  case: id,
  from: z.string().min(1).max(200).optional(),
  to: z.string().min(1).max(200).optional(),
});
export const recordQuery = z.strictObject({ case: id });
export const ledgerQuery = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(500))
    .optional(),
});

export const grantDraft = z.strictObject({
  partner: z.string().regex(/^[a-z0-9][a-z0-9-]{1,31}$/),
  keyClass: z.enum(KEY_CLASSES),
  elements: z.int().min(16).max(1_000_000),
  hours: z.int().min(1).max(72),
  reason: someWords(500),
});
export const settlementDraft = z.strictObject({
  partner: z.string().regex(/^[a-z0-9][a-z0-9-]{1,31}$/),
  believed: z.enum(['first', 'second']),
  reason: someWords(500),
});
export const otherKeys = z.strictObject({
  party: z.string().regex(/^[a-z0-9][a-z0-9-]{1,31}$/),
  number: z.coerce.number().int().min(1).max(1_000_000_000),
});
export const statedDay = z.strictObject({
  partner: z.string().regex(/^[a-z0-9][a-z0-9-]{1,31}$/),
  day: z.iso.date(),
});

export const reviewPair = z.strictObject({ left: id, right: id });
export const judgementDraft = z.strictObject({
  left: id,
  right: id,
  verdict: z.enum(['same', 'different', 'unsure']),
  reason: words(REASON_CHARACTERS_MAX),
});

export type SignIn = z.infer<typeof signIn>;
export type OpenCase = z.infer<typeof openCase>;
export type Understand = z.infer<typeof understand>;
export type ById = z.infer<typeof byId>;
export type NetworkQuery = z.infer<typeof networkQuery>;
export type RecordQuery = z.infer<typeof recordQuery> & z.infer<typeof byEntityId>;
export type ScreeningPage = z.infer<typeof screeningPage>;
export type LedgerQuery = z.infer<typeof ledgerQuery>;
export type GrantDraft = z.infer<typeof grantDraft>;
export type SettlementDraft = z.infer<typeof settlementDraft>;
export type OtherKeys = z.infer<typeof otherKeys>;
export type StatedDay = z.infer<typeof statedDay>;
export type ReviewPair = z.infer<typeof reviewPair>;
