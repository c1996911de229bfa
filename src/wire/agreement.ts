import type * as z from 'zod';
import { readBase64Url, sha256, toBase64Url, toHex, utf8 } from '../base/index.ts';
import { agreementSchema, type budgetSchema, type memberSchema } from './agreement-schema.ts';
import { AGREEMENT_BYTES_MAX } from './bounds.ts';
import { formatDsse, isSignedBy, parseDsse, readJson, signBytes } from './dsse.ts';
import { WireError } from './errors.ts';
import type { AgencyKeys } from './keys.ts';

export const AGREEMENT_TYPE = 'application/vnd.entente.agreement.v1+json';

export type Member = Readonly<z.infer<typeof memberSchema>>;

export type AgreementDraft = Omit<z.infer<typeof agreementSchema>, 'v'>;

export interface Agreement {
  readonly id: string;
  readonly name: string;
  readonly validFrom: Date;
  readonly expiresAt: Date;
  readonly members: readonly Member[];
  readonly purposes: readonly string[];
  readonly budgets: Readonly<Record<string, Readonly<z.infer<typeof budgetSchema>>>>;
  /** SHA-256 over the exact bytes that were signed, hex; every message names it. */
  readonly hash: string;
}

/** What an agency adds to its keys to become a member. */
export type MemberFacts = Pick<Member, 'letters' | 'country' | 'language' | 'endpoint' | 'sizeClass'>;

/** The member that these keys make. */
export function describeMember(keys: AgencyKeys, facts: MemberFacts): Member {
  return {
    id: keys.agencyId,
    name: keys.name,
    ...facts,
    signingKey: toBase64Url(keys.signing.publicKey),
    sealingKey: toBase64Url(keys.sealing.publicKey),
    tlsKeys: [keys.tls.pin],
    ledgerKey: toBase64Url(keys.ledgerPublicKey),
  };
}

/** The bytes to sign. They are sent and kept as they are: nobody ever writes the document anew. */
export function draftAgreement(draft: AgreementDraft): Uint8Array {
  return utf8(JSON.stringify(checkContent({ v: 1, ...draft }), null, 1));
}

/** One member's signature over the exact bytes. */
export function signAgreement(
  keys: AgencyKeys,
  bytes: Uint8Array,
): { memberId: string; signature: Uint8Array } {
  return { memberId: keys.agencyId, signature: signBytes(keys.signing, AGREEMENT_TYPE, bytes) };
}

/** The signed agreement as text (DSSE), to be kept by every member. */
export function assembleAgreement(
  bytes: Uint8Array,
  signatures: readonly { memberId: string; signature: Uint8Array }[],
): string {
  return formatDsse({
    payload: bytes,
    payloadType: AGREEMENT_TYPE,
    signatures: signatures.map((one) => ({ keyId: one.memberId, signature: one.signature })),
  });
}

/**
 * The agreement, when every member signed exactly these bytes and it is in force at `now`. The keys that are checked stand
 * in the document itself, so a stranger can forge one among strangers: hand in `own`, and only an agreement that carries our
 * own signature under our own key is taken (`agreement-not-ours`).
 */
export function parseAgreement(text: string, now: Date, own?: AgencyKeys): Agreement {
  const envelope = parseDsse(text, AGREEMENT_BYTES_MAX);
  if (envelope.payloadType !== AGREEMENT_TYPE) {
    throw new WireError('agreement-invalid', 'the signed document is not an agreement');
  }
  const content = checkContent(readJson(decode(envelope.payload)));
  for (const member of content.members) {
    const key = readBase64Url(member.signingKey);
    const mine = envelope.signatures.filter((one) => one.keyId === member.id);
    const signed =
      key !== null &&
      mine.length === 1 &&
      mine.every((one) => isSignedBy(key, AGREEMENT_TYPE, envelope.payload, one.signature));
    if (!signed)
      throw new WireError('signature-invalid', `the agreement lacks a good signature of ${member.id}`);
  }
  if (envelope.signatures.length !== content.members.length) {
    throw new WireError('agreement-invalid', 'the agreement carries a signature of a stranger');
  }
  const { v: _v, ...rest } = content;
  const agreement: Agreement = {
    ...rest,
    validFrom: new Date(content.validFrom),
    expiresAt: new Date(content.expiresAt),
    hash: toHex(sha256(envelope.payload)),
  };
  if (own !== undefined) requireOwnSignature(agreement, own);
  requireInForce(agreement, now);
  return agreement;
}

/**
 * The terms of a draft (the bytes to sign) or of a signed agreement, for whoever looks at them before anything rests on them:
 * the form is checked, signatures and dates are not.
 */
export function readAgreementTerms(text: string): AgreementDraft {
  if (text.length > 2 * AGREEMENT_BYTES_MAX) throw new WireError('too-large', 'the agreement is too large');
  const given = readJson(text);
  const isSigned = typeof given === 'object' && given !== null && 'payload' in given;
  const content = isSigned ? readJson(decode(parseDsse(text, AGREEMENT_BYTES_MAX).payload)) : given;
  const { v: _v, ...terms } = checkContent(content);
  return terms;
}

/** Throws `agreement-expired` or `agreement-not-yet-valid` when the agreement does not hold at `now`. */
export function requireInForce(agreement: Agreement, now: Date): void {
  if (now.getTime() >= agreement.expiresAt.getTime()) {
    throw new WireError('agreement-expired', 'the agreement has expired; the members must sign a new one');
  }
  if (now.getTime() < agreement.validFrom.getTime()) {
    throw new WireError('agreement-not-yet-valid', 'the agreement is not in force yet');
  }
}

/** The member of that id; null when there is none. */
export function readMember(agreement: Agreement, id: string): Member | null {
  return agreement.members.find((member) => member.id === id) ?? null;
}

function requireOwnSignature(agreement: Agreement, own: AgencyKeys): void {
  const member = readMember(agreement, own.agencyId);
  const ours =
    member !== null &&
    member.signingKey === toBase64Url(own.signing.publicKey) &&
    member.sealingKey === toBase64Url(own.sealing.publicKey) &&
    member.tlsKeys.includes(own.tls.pin);
  if (!ours)
    throw new WireError('agreement-not-ours', 'the agreement does not name this agency with its own keys');
}

function checkContent(content: unknown): z.infer<typeof agreementSchema> {
  const parsed = agreementSchema.safeParse(content);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new WireError('agreement-invalid', `the agreement is not well formed at "${where}"`);
  }
  const { members, validFrom, expiresAt, budgets } = parsed.data;
  if (Date.parse(expiresAt) <= Date.parse(validFrom)) {
    throw new WireError('agreement-invalid', 'the agreement ends before it begins');
  }
  requireCaps(budgets);
  const uniques = [
    members.map((member) => member.id),
    members.map((member) => member.letters),
    members.map((member) => member.signingKey),
    members.map((member) => member.sealingKey),
    members.flatMap((member) => member.tlsKeys),
    members.map((member) => member.ledgerKey),
  ];
  if (uniques.some((values) => new Set(values).size !== values.length)) {
    throw new WireError('agreement-invalid', 'two members of the agreement share an id or a key');
  }
  return parsed.data;
}

/** All partners together have at least what one has: else the first that asks could use up what is another's by the same agreement. */
function requireCaps(budgets: z.infer<typeof agreementSchema>['budgets']): void {
  for (const [name, budget] of Object.entries(budgets)) {
    const caps = [
      ['a day', budget.allPartnersPerDay, budget.perDay],
      ['an epoch', budget.allPartnersPerEpoch, budget.perEpoch],
    ] as const;
    for (const [span, all, one] of caps) {
      if (all !== undefined && all < one)
        throw new WireError(
          'agreement-invalid',
          `the agreement’s class ${name}: all partners together may have ${all} elements ${span}, and one alone ${one}; the cap over all is no less than what one may have`,
        );
    }
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new WireError('agreement-invalid', 'the agreement is not UTF-8');
  }
}
