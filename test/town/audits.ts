/** An authority that has samples shown, as the command line does it. */
import { sha256, toHex, utf8 } from '../../src/base/index.ts';
import {
  answerAudit,
  type Audited,
  type AuditAnswer,
  type AuditRequest,
  type AuditResult,
  CommitmentReader,
  drawSamples,
  type LedgerCommitment,
  verifyAudit,
} from '../../src/exchange/index.ts';
import { exportLedger, verifyExport } from '../../src/ledger/index.ts';
import type { Town, TownMember } from './town.ts';

/** What a member's ledger has committed to, out of an export that holds. */
export async function commitmentsOf(
  member: TownMember,
): Promise<{ readonly found: readonly LedgerCommitment[]; readonly size: number }> {
  await member.agency.sequencer.flush();
  const chunks: Buffer[] = [];
  await exportLedger(member.database, (chunk) => void chunks.push(Buffer.from(chunk)));
  const reader = new CommitmentReader();
  const verification = await verifyExport(chunks, member.agency.keys.ledgerPublicKey, {
    onEntry: (text, index) => reader.take(text, index),
  });
  if (!verification.ok) throw new Error(`the ledger of ${member.id} does not hold`);
  return { found: reader.found, size: verification.last?.size ?? 0 };
}

/** Of one audit everything that its three steps had in hand. */
export interface Audit {
  readonly request: AuditRequest;
  readonly requestHash: string;
  readonly answer: AuditAnswer;
  readonly found: readonly LedgerCommitment[];
  readonly result: AuditResult;
}

export async function audit(
  town: Town,
  member: TownMember,
  what: Audited,
  { samples = 10_000, of }: { readonly samples?: number; readonly of?: string } = {},
): Promise<Audit> {
  const { found, size } = await commitmentsOf(member);
  const nonce = sha256(utf8(`nonce ${size} ${samples}`));
  const request: AuditRequest = {
    audit: 'entente-audit-request',
    v: 1,
    what,
    at: town.clock.now().toISOString(),
    ledger: { origin: `entente/${member.id}`, size },
    nonce: toHex(nonce),
    ...(of === undefined ? {} : { of }),
    samples: [...drawSamples(found, { what, of, nonce, samples }).samples],
  };
  const requestHash = toHex(sha256(utf8(JSON.stringify(request))));
  const { oversight } = member.agency;
  const context = {
    agencyId: member.id,
    database: member.database,
    keyFolder: member.config.keys,
    clock: town.clock,
    oversight,
  };
  const answer = await answerAudit(context, request, requestHash);
  return { request, requestHash, answer, found, result: verifyAudit(found, request, requestHash, answer) };
}
