import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { sha256, systemClock, toHex, utf8 } from '../base/index.ts';
import {
  answerAudit,
  AUDIT_FILE_BYTES_MAX,
  type Audited,
  auditAnswer,
  type AuditRequest,
  auditRequest,
  CommitmentReader,
  drawSamples,
  parseAuditFile,
  publishedBalance,
  type SegmentShower,
  verifyAudit,
} from '../exchange/index.ts';
import { reportVerification, type VerifyReport } from '../ledger/index.ts';
import { describeResult, describeSample, detectionChances } from './audit-words.ts';
import { CommandError } from './errors.ts';
import { OpenedShower } from './segment-shower.ts';
import { EXIT } from './failure.ts';
import { withOwnAgency } from './own-agency.ts';

/** An export, and what vouches for it. */
export interface LedgerOptions {
  readonly key: string;
  readonly known?: string;
}

export interface SampleOptions extends LedgerOptions {
  readonly what: Audited;
  readonly of?: string;
  readonly samples: number;
  readonly out: string;
  readonly json: boolean;
}

/** `entente audit sample`, the authority's side: draws leaves of what the ledger committed to. 0 drawn, 1 the ledger does not hold. */
export async function drawAudit(file: string, options: SampleOptions): Promise<number> {
  const { what, of, json } = options;
  const { report, found, manifests } = await readLedger(file, options);
  if (!report.verification.ok) return sayNotWhole(report, json);
  const nonce = new Uint8Array(randomBytes(32));
  const drawn = drawSamples(found, { what, of, nonce, samples: options.samples, manifests });
  const { origin = '', last } = report.verification;
  const request: AuditRequest = {
    audit: 'entente-audit-request',
    v: 1,
    what,
    at: systemClock.now().toISOString(),
    ledger: { origin, size: last?.size ?? 0 },
    nonce: toHex(nonce),
    ...(of === undefined ? {} : { of }),
    samples: [...drawn.samples],
  };
  writeFileSync(options.out, `${JSON.stringify(request)}\n`, { mode: 0o600 });
  const said = {
    samples: drawn.samples.length,
    leaves: drawn.leaves,
    trees: drawn.trees,
    live: publishedBalance(found),
    detection: detectionChances(drawn.leaves, drawn.samples.length),
  };
  process.stdout.write(json ? `${JSON.stringify(said)}\n` : describeSample(what, said));
  return EXIT.done;
}

export interface AnswerOptions {
  readonly config: string;
  readonly out: string;
  readonly json: boolean;
}

/** `entente audit answer`, the agency's side: shows them out of its own database. 0 all shown, 1 some are not there. */
export async function writeAnswer(file: string, options: AnswerOptions): Promise<number> {
  const text = readAuditFile(file);
  const request = parseAuditFile(auditRequest, text);
  const answer = await withOwnAgency(options.config, async ({ config, database, oversight }) => {
    const agencyId = config.agency.id;
    await using opened = new OpenedShower(config);
    const openShower = (): Promise<SegmentShower> => opened.open();
    const context = { agencyId, database, keyFolder: config.keys, clock: systemClock, oversight, openShower };
    return await answerAudit(context, request, sha256Of(text));
  });
  writeFileSync(options.out, `${JSON.stringify(answer)}\n`, { mode: 0o600 });
  const missing = answer.answers.filter(({ state }) => state === 'not-shown').length;
  const said = { samples: answer.answers.length, notShown: missing };
  process.stdout.write(
    options.json
      ? `${JSON.stringify(said)}\n`
      : `${said.samples} samples answered, ${missing} of them not here. The file holds personal data: give it to the authority alone.\n`,
  );
  return missing === 0 ? EXIT.done : EXIT.negative;
}

export interface CheckOptions extends LedgerOptions {
  readonly request: string;
  readonly ledger: string;
  readonly json: boolean;
}

/** `entente audit verify`, the authority's side: holds the answer against the ledger. 0 everything was shown, 1 not. */
export async function verifyAnswer(file: string, options: CheckOptions): Promise<number> {
  const { json } = options;
  const text = readAuditFile(options.request);
  const request = parseAuditFile(auditRequest, text);
  const answer = parseAuditFile(auditAnswer, readAuditFile(file));
  const { report, found, manifests } = await readLedger(options.ledger, options, request.ledger.size);
  if (!report.verification.ok) return sayNotWhole(report, json);
  if (report.verification.origin !== request.ledger.origin)
    throw new CommandError('usage', 'the request was drawn from the ledger of another agency');
  const result = verifyAudit(found, request, sha256Of(text), answer, manifests);
  const detection = detectionChances(result.leaves, result.samples);
  process.stdout.write(
    json ? `${JSON.stringify({ ...result, detection })}\n` : describeResult(request.what, result),
  );
  return result.ok ? EXIT.done : EXIT.negative;
}

async function readLedger(
  file: string,
  { key, known }: LedgerOptions,
  until?: number,
): Promise<{ readonly report: VerifyReport } & Pick<CommitmentReader, 'found' | 'manifests'>> {
  const reader = new CommitmentReader(until === undefined ? {} : { until });
  const report = await reportVerification({
    file,
    key,
    ...(known === undefined ? {} : { known }),
    onEntry: (text, index) => reader.take(text, index),
  });
  return { report, found: reader.found, manifests: reader.manifests };
}

/** Nothing is drawn from, or held against, a ledger that does not hold. */
function sayNotWhole(report: VerifyReport, json: boolean): number {
  process.stdout.write(json ? report.json : report.text);
  return EXIT.negative;
}

function readAuditFile(file: string): string {
  if (statSync(file).size > AUDIT_FILE_BYTES_MAX)
    throw new CommandError('usage', 'the file is larger than an audit’s file can be');
  return readFileSync(file, 'utf8');
}

function sha256Of(text: string): string {
  return toHex(sha256(utf8(text)));
}
