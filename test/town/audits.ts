/** An authority that has samples shown, as the command line does it. */
import { join } from 'node:path';
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
  type LedgerManifest,
  openSegmentFiles,
  verifyAudit,
} from '../../src/exchange/index.ts';
import { openSealerOf } from '../../src/open-sealer.ts';
import { createIndexBuilder } from '../../src/sealed/index.ts';
import { exportLedger, verifyExport } from '../../src/ledger/index.ts';
import type { Town, TownMember } from './town.ts';

/** What a member's ledger has committed to, out of an export that holds. */
export async function commitmentsOf(
  member: TownMember,
  until?: number,
): Promise<{
  readonly found: readonly LedgerCommitment[];
  readonly manifests: readonly LedgerManifest[];
  readonly size: number;
}> {
  await member.agency.sequencer.flush();
  const chunks: Buffer[] = [];
  await exportLedger(member.database, (chunk) => void chunks.push(Buffer.from(chunk)));
  const reader = new CommitmentReader(until === undefined ? {} : { until });
  const verification = await verifyExport(chunks, member.agency.keys.ledgerPublicKey, {
    onEntry: (text, index) => reader.take(text, index),
  });
  if (!verification.ok) throw new Error(`the ledger of ${member.id} does not hold`);
  return { found: reader.found, manifests: reader.manifests, size: verification.last?.size ?? 0 };
}

/** Of one audit everything that its three steps had in hand. */
export interface Audit {
  readonly request: AuditRequest;
  readonly requestHash: string;
  readonly answer: AuditAnswer;
  readonly found: readonly LedgerCommitment[];
  readonly manifests: readonly LedgerManifest[];
  readonly result: AuditResult;
}

export async function audit(
  town: Town,
  member: TownMember,
  what: Audited,
  {
    samples = 10_000,
    of,
    as,
  }: { readonly samples?: number; readonly of?: string; readonly as?: AuditRequest } = {},
): Promise<Audit> {
  const { found, manifests, size } = await commitmentsOf(member, as?.ledger.size);
  const nonce = sha256(utf8(`nonce ${size} ${samples}`));
  const request: AuditRequest = as ?? {
    audit: 'entente-audit-request',
    v: 1,
    what,
    at: town.clock.now().toISOString(),
    ledger: { origin: `entente/${member.id}`, size },
    nonce: toHex(nonce),
    ...(of === undefined ? {} : { of }),
    samples: [...drawSamples(found, { what, of, nonce, samples, manifests }).samples],
  };
  const requestHash = toHex(sha256(utf8(JSON.stringify(request))));
  const { oversight } = member.agency;
  await using builder = createIndexBuilder({ workers: 1 });
  const context = {
    agencyId: member.id,
    database: member.database,
    keyFolder: member.config.keys,
    clock: town.clock,
    oversight,
    openShower: async () => ({
      sealer: await openSealerOf(member.config, member.agency.agreement, () => {}),
      builder,
      files: openSegmentFiles(join(member.config.data, 'segments')),
    }),
  };
  const answer = await answerAudit(context, request, requestHash);
  const result = verifyAudit(found, request, requestHash, answer, manifests);
  return { request, requestHash, answer, found, manifests, result };
}
