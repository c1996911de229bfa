import { z } from 'zod';
import { KEY_CLASSES } from '../../model/index.ts';
import {
  SEGMENT_KEYS_MAX,
  SEGMENTS_MANIFEST_BYTES_MAX,
  SEGMENTS_PER_CLASS_MAX,
  VALUES_MAX,
} from '../../sealed/index.ts';
import { ExchangeError } from '../errors.ts';

/** So many tags (or entries) of each list of segments are opened: of one bait in a hundred they contain one with 95 %. */
export const TAGS_OPENED = 300;
/** Who asks for more at once has them shown on the spot. */
export const AUDIT_SAMPLES_MAX = 10_000;
/** A path of 24 hashes a sample, its key and its record: far below this. */
export const AUDIT_FILE_BYTES_MAX = 64 * 1024 * 1024;

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9_-]*$/);
const path = z.array(bytes(43)).max(40);
const place = z.int().min(0).max(0xffff_ffff);
const time = z.iso.datetime();
const code = z.string().regex(/^[A-Za-z0-9._:+/-]{1,100}$/);
const value = z.string().max(400);
const sample = { root: hex32, place };

/** Of what samples are drawn: keys that an agency published, lists of segments that it offered, or elements that it asked. */
export const AUDITED = ['published', 'segments', 'questions'] as const;
export type Audited = (typeof AUDITED)[number];

/** What the authority wants shown. The places follow from the nonce and the ledger, so that anybody can see they were drawn, not chosen. */
export const auditRequest = z.strictObject({
  audit: z.literal('entente-audit-request'),
  v: z.literal(1),
  what: z.enum(AUDITED),
  at: time,
  /** Of the agency's ledger as it was verified: what is taken back later counts as not shown. */
  ledger: z.strictObject({ origin: z.string().max(200), size: z.int().min(1) }),
  nonce: hex32,
  /** Only of this class or partner. */
  of: code.optional(),
  samples: z.array(z.strictObject(sample)).min(1).max(AUDIT_SAMPLES_MAX),
});
export type AuditRequest = z.infer<typeof auditRequest>;
export type Sample = AuditRequest['samples'][number];

const held = z.strictObject({
  ...sample,
  state: z.literal('held'),
  keyClass: z.enum(KEY_CLASSES),
  rule: code,
  value,
  record: code,
  salt: bytes(22),
  path,
  /** The record that bears the key now, where the one of the leaf does not any more. */
  now: code.optional(),
});

/** A key with the element that is hashed to its output. */
const opened = held.extend({ element: bytes(43) });

const offered = {
  ...sample,
  manifest: bytes(Math.ceil(SEGMENTS_MANIFEST_BYTES_MAX * 1.34)),
  /** The partner's own. */
  salt: bytes(43),
  /** The epoch's seed of everything that is no key. */
  padding: bytes(43),
};

/** All that one partner was offered of one class: the sample's root is the manifest's hash, its place the class. */
const segments = z.strictObject({
  ...offered,
  state: z.literal('segments'),
  /** Oldest first: the tags of its keys, 16 bytes each, ascending. */
  segments: z
    .array(z.strictObject({ hash: hex32, name: bytes(22), tags: bytes(Math.ceil(SEGMENT_KEYS_MAX * 21.4)) }))
    .max(SEGMENTS_PER_CLASS_MAX),
  /** The keys behind tags that were drawn. */
  opened: z.array(opened).max(TAGS_OPENED),
});

/** All that one partner was offered of what half keys open together; the place is the one behind the last class. */
const values = z.strictObject({
  ...offered,
  state: z.literal('values'),
  /** From which the tags of records follow towards this partner. */
  secret: bytes(43),
  /** Oldest first: the entries of its pairs, 24 bytes each, ascending. */
  segments: z
    .array(z.strictObject({ hash: hex32, name: bytes(22), entries: bytes(VALUES_MAX * 32) }))
    .max(SEGMENTS_PER_CLASS_MAX),
  /** The half keys behind entries that were drawn, the family that comes first by name first. */
  opened: z.array(z.strictObject({ first: opened, second: opened })).max(TAGS_OPENED),
});

/** What the agency shows of one sample. */
const shown = z.discriminatedUnion('state', [
  held,
  segments,
  values,
  z.strictObject({
    ...sample,
    state: z.literal('taken-back'),
    leaf: bytes(43),
    path,
    goneIn: hex32,
    gonePlace: place,
    gonePath: path,
  }),
  z.strictObject({
    ...sample,
    state: z.literal('opened'),
    rule: code,
    value,
    scalar: bytes(43),
    path,
    case: code,
    reference: z.string().max(100),
  }),
  z.strictObject({ ...sample, state: z.literal('padding'), scalar: bytes(43), path }),
  z.strictObject({ ...sample, state: z.literal('forgotten'), because: z.enum(['list-miss', 'closed']) }),
  z.strictObject({ ...sample, state: z.literal('not-shown') }),
]);
export type Shown = z.infer<typeof shown>;

export const auditAnswer = z.strictObject({
  audit: z.literal('entente-audit-answer'),
  v: z.literal(1),
  /** SHA-256 of the request's file. */
  request: hex32,
  agency: code,
  at: time,
  answers: z.array(shown).max(AUDIT_SAMPLES_MAX),
});
export type AuditAnswer = z.infer<typeof auditAnswer>;

/** The content of a file that somebody else wrote; throws `audit-file-invalid` with the first place that is wrong. */
export function parseAuditFile<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> {
  if (text.length > AUDIT_FILE_BYTES_MAX)
    throw new ExchangeError('audit-file-invalid', 'the file is larger than an audit’s file can be');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ExchangeError('audit-file-invalid', 'the file is not JSON', { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new ExchangeError(
    'audit-file-invalid',
    `the file is not what this step reads, see ${where === '' ? 'its top' : where}`,
  );
}
