import { randomId, utf8 } from '../base/index.ts';
import { hashLeaf, LedgerError } from './verify/index.ts';

/** What kind of processing an act is: the union of the logging duties (see domain: Directive (EU) 2016/680, art. 25). */
export const OPERATIONS = [
  'collection',
  'alteration',
  'consultation',
  'disclosure',
  'combination',
  'erasure',
  'login',
  'configuration',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export const RESULTS = ['done', 'refused', 'failed', 'unknown'] as const;
export type Result = (typeof RESULTS)[number];

interface EntryHead {
  readonly act: string;
  readonly operation: Operation;
  /** UTC, as `Date.toISOString` writes it. */
  readonly time: string;
  readonly agency: string;
  /** A random officer id, a partner's id, or 'system'. */
  readonly actor: string;
  readonly messageId?: string;
  /** Hash of the partner's entry about the same act, hexadecimal. */
  readonly peerLeaf?: string;
}

/** Who wants to do what, and whether they may: written before the first effect. */
export interface IntentContent extends EntryHead {
  readonly kind: 'intent';
  readonly policy: { readonly decision: 'allow' | 'deny'; readonly rule: string };
  readonly role?: string;
  readonly onBehalfOf?: string;
  readonly purpose?: string;
  readonly legalBasis?: string;
  readonly offence?: string;
  /** A random case id, never its name. */
  readonly caseId?: string;
  /** SHA-256(32-byte salt ‖ text) in hexadecimal, of a text kept elsewhere. */
  readonly commitment?: string;
  readonly partners?: readonly string[];
  /** Class of data → how many. Never the values. */
  readonly categories?: Readonly<Record<string, number>>;
}

/** What came of it. */
export interface OutcomeContent extends EntryHead {
  readonly kind: 'outcome';
  /** Entry id of the intent. */
  readonly intent: string;
  readonly result: Result;
  readonly rule?: string;
  readonly count?: number;
  /** Names of fields, never their values. */
  readonly fields?: readonly string[];
  readonly recipients?: readonly string[];
  readonly handling?: readonly string[];
  readonly evaluation?: string;
  /** Trees that the act committed to, so that an authority may have any of their leaves shown later. */
  readonly commitments?: readonly Commitment[];
  /** Hash of the list that each recipient was given, hexadecimal. */
  readonly manifests?: Readonly<Record<string, string>>;
}

/** A Merkle tree kept elsewhere: what its leaves are, of what, how many, and its root in hexadecimal. RFC 9162 §2.1.1. */
export interface Commitment {
  readonly kind: string;
  readonly of: string;
  readonly epoch: number;
  readonly count: number;
  readonly root: string;
}

export type EntryContent = IntentContent | OutcomeContent;

/** An entry as it is stored: version and id lead. */
export type LedgerEntry = { readonly v: 1; readonly id: string } & EntryContent;

/** An entry ready to be appended: the bytes are what is hashed. */
export interface PreparedEntry {
  readonly entryId: string;
  readonly content: EntryContent;
  readonly bytes: Uint8Array;
  readonly leafHash: Uint8Array;
}

export const ENTRY_BYTES_MAX = 16_384;
/** More trees than this are no single act. */
export const COMMITMENTS_MAX = 64;

type Check = (value: unknown) => boolean;

// A code or an id, never a text: no blanks, no letters beyond ASCII. What a person typed does not fit through.
const code: Check = (value) =>
  typeof value === 'string' && /^[A-Za-z0-9*][A-Za-z0-9._:+/-]{0,99}$/.test(value);
const codes: Check = (value) => Array.isArray(value) && value.length <= 256 && value.every(code);
const hash: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const count: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const counts: Check = (value) =>
  isRecord(value) && Object.entries(value).every(([key, n]) => code(key) && count(n));
const time: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
const commitments: Check = (value) =>
  Array.isArray(value) && value.length <= COMMITMENTS_MAX && value.every(isCommitment);
const hashes: Check = (value) =>
  isRecord(value) && Object.entries(value).every(([key, one]) => code(key) && hash(one));
const oneOf =
  (list: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && list.includes(value);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const HEAD = {
  kind: oneOf(['intent', 'outcome']),
  act: code,
  operation: oneOf(OPERATIONS),
  time,
  agency: code,
  actor: code,
} satisfies Record<string, Check>;
const SOMETIMES = { messageId: code, peerLeaf: hash } satisfies Record<string, Check>;

/** The closed list of fields: what is not here cannot be written. */
export const ENTRY_FIELDS: Readonly<
  Record<EntryContent['kind'], { required: Record<string, Check>; optional: Record<string, Check> }>
> = {
  intent: {
    required: { ...HEAD, policy: isPolicy },
    optional: {
      ...SOMETIMES,
      role: code,
      onBehalfOf: code,
      purpose: code,
      legalBasis: code,
      offence: code,
      caseId: code,
      commitment: hash,
      partners: codes,
      categories: counts,
    },
  },
  outcome: {
    required: { ...HEAD, intent: code, result: oneOf(RESULTS) },
    optional: {
      ...SOMETIMES,
      rule: code,
      count,
      fields: codes,
      recipients: codes,
      handling: codes,
      commitments,
      manifests: hashes,
      // A scheme and its code, as "4x4 B2".
      evaluation: (value) => typeof value === 'string' && /^[a-z0-9:-]{0,20} ?[A-Z0-9]{1,4}$/.test(value),
    },
  },
};

function isPolicy(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { decision, rule, ...rest } = value;
  return oneOf(['allow', 'deny'])(decision) && code(rule) && Object.keys(rest).length === 0;
}

function isCommitment(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { kind, of, epoch, count: leaves, root, ...rest } = value;
  return (
    code(kind) && code(of) && count(epoch) && count(leaves) && hash(root) && Object.keys(rest).length === 0
  );
}

/** The entry's bytes and leaf hash; throws `entry-invalid` naming the field when one is missing, unknown or no code. */
export function prepareEntry(content: EntryContent): PreparedEntry {
  const entryId = randomId();
  requireFields(content);
  const bytes = utf8(JSON.stringify({ v: 1, id: entryId, ...content }));
  if (bytes.length > ENTRY_BYTES_MAX)
    throw new LedgerError(
      'entry-invalid',
      `an entry has at most ${ENTRY_BYTES_MAX} bytes, got ${bytes.length}`,
    );
  return { entryId, content, bytes, leafHash: hashLeaf(bytes) };
}

function requireFields(content: EntryContent): void {
  const rules = ENTRY_FIELDS[content.kind];
  if (rules === undefined) throw new LedgerError('entry-invalid', 'an entry is an intent or an outcome');
  const given: Record<string, unknown> = { ...content };
  for (const field of Object.keys(rules.required)) {
    if (given[field] === undefined)
      throw new LedgerError('entry-invalid', `an entry needs the field ${field}`);
  }
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const check = rules.required[field] ?? rules.optional[field];
    if (check === undefined)
      throw new LedgerError('entry-invalid', 'an entry holds the fields of the closed list only');
    if (!check(value))
      throw new LedgerError('entry-invalid', `the field ${field} of an entry is no code of its kind`);
  }
}

/** The entry of stored bytes. */
export function readStoredEntry(bytes: Uint8Array): LedgerEntry {
  return JSON.parse(new TextDecoder().decode(bytes)) as LedgerEntry;
}
