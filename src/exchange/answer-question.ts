import { declareFaultPoint, reach, readBase64Url, toBase64Url, toHex } from '../base/index.ts';
import { KEY_VERSION } from '../match/index.ts';
import { budgetLimits, chargeWithGrants } from '../oversight/index.ts';
import { ELEMENT_BYTES, elementsRoot, PADDED_SIZES } from '../sealed/index.ts';
import type { Transaction } from '../store/index.ts';
import type { OpenedMessage } from '../wire/index.ts';
import { budgetRefusal } from './budget-refusals.ts';
import type { ExchangeContext } from './context.ts';
import { requireAnswerableEpoch } from './seal/epochs.ts';
import { ExchangeError } from './errors.ts';
import { type MatchQuery, matchQuery, type MatchResult, parseBody, toBody } from './messages.ts';
import { newestManifest } from './publish/own-manifests.ts';
import { splitElements } from './seal/sealer.ts';

/** For how long after a question, or after the end of what stands, elements may be opened by a follow-up request. */
const OPEN_DAYS = 7;
const DAY_MS = 86_400_000;
const CHARGED = declareFaultPoint('exchange/question-charged');

/**
 * The asked side: checks what a question shows, charges its budget, writes the intent, evaluates, proves, and keeps what
 * an opening will be checked against. It cannot read the question. Everything in the caller's transaction.
 */
export async function answerQuestion(
  context: ExchangeContext,
  tx: Transaction,
  message: OpenedMessage,
): Promise<Uint8Array> {
  const query = parseBody(matchQuery, message.body);
  const partner = message.header.from;
  const batches = readBatches(query);
  if (!context.agreement().purposes.includes(query.purpose)) {
    throw new ExchangeError('purpose-not-agreed', 'the agreement does not allow questions for this purpose');
  }
  if (query.keyVersion !== KEY_VERSION) {
    throw new ExchangeError(
      'version-differs',
      `keys of version ${query.keyVersion} cannot be compared with ours of version ${KEY_VERSION}`,
    );
  }
  await requireAnswerableEpoch(context, tx, query.epoch);
  const now = context.clock.now();
  const permit = await context.oversight.beginIn(tx, {
    act: 'answer-question',
    actor: { type: 'partner', agencyId: partner },
    purpose: query.purpose,
    offence: query.offence,
    legalBasis: query.legalBasis,
    onBehalfOf: query.officerHandle,
    categories: countsOf(query, batches),
    messageId: message.header.id,
    peerLeaf: query.leaf,
  });
  const isGranted = await chargeBudget(context, tx, partner, query, batches);
  reach(CHARGED);
  const classes = await evaluateBatches(context, partner, query.epoch, batches);
  await keepAsked(tx, message, query, batches, now);
  // The newest of the question's own epoch: in the overlap the asker still looks up in the copy it asked by.
  const manifest = await newestManifest(tx, partner, 'segments', query.epoch);
  const count = totalOf(batches);
  const { leafHash } = await context.oversight.finish(tx, permit, {
    result: 'done',
    ...(isGranted ? { rule: 'budget-grant' } : {}),
    count,
    recipients: [partner],
    commitments: [{ kind: 'answered-elements', of: partner, epoch: query.epoch, count, root: rootOf(query) }],
    messageId: message.header.id,
    peerLeaf: query.leaf,
  });
  const result: MatchResult = {
    handle: query.handle,
    epoch: query.epoch,
    manifestNumber: manifest?.number ?? 0,
    classes,
    leaf: leafHash,
  };
  return toBody(result);
}

/** Counts before anything is evaluated, padding included; throws a budget's code and charges nothing. Whether a grant was needed. */
async function chargeBudget(
  context: ExchangeContext,
  tx: Transaction,
  partner: string,
  query: MatchQuery,
  batches: readonly ReadBatch[],
): Promise<boolean> {
  const { budgets, purposes } = context.agreement();
  const now = context.clock.now();
  const charged = await chargeWithGrants(
    tx,
    batches.map((batch) => ({
      partner,
      officer: query.officerHandle,
      purpose: query.purpose,
      keyClass: batch.keyClass,
      day: now.toISOString().slice(0, 10),
      epoch: query.epoch,
      elements: batch.count,
      limits: budgetLimits(budgets[batch.keyClass], purposes),
    })),
    now,
  );
  if (charged.ok) return charged.beyond !== undefined;
  throw budgetRefusal(charged);
}

/** RFC 9497 §3.3.2: each class under its own key, with one proof for its whole batch. */
async function evaluateBatches(
  context: ExchangeContext,
  partner: string,
  epoch: number,
  batches: readonly ReadBatch[],
): Promise<MatchResult['classes']> {
  const classes: MatchResult['classes'] = [];
  for (const { keyClass, elements } of batches) {
    const evaluated = await context.sealer.evaluate({ partner, epoch, keyClass, elements });
    classes.push({
      keyClass,
      elements: toBase64Url(evaluated.elements),
      proof: toBase64Url(evaluated.proof),
    });
  }
  return classes;
}

interface ReadBatch {
  readonly keyClass: MatchQuery['classes'][number]['keyClass'];
  readonly elements: Uint8Array;
  readonly count: number;
}

/** Lengths, sizes, order and the root; the elements themselves are checked where they are multiplied. */
function readBatches(query: MatchQuery): readonly ReadBatch[] {
  const seen = new Set<string>();
  const batches = query.classes.map((batch) => {
    const elements = readBase64Url(batch.elements);
    const count = (elements?.length ?? 0) / ELEMENT_BYTES;
    const sized = (PADDED_SIZES as readonly number[]).includes(count);
    if (elements === null || !sized || seen.has(batch.keyClass)) {
      throw new ExchangeError(
        'elements-invalid',
        'each class travels once, in 16, 64, 256, 1024 or 4096 elements of 32 bytes',
      );
    }
    seen.add(batch.keyClass);
    return { keyClass: batch.keyClass, elements, count };
  });
  const root = elementsRoot(batches.flatMap((batch) => splitElements(batch.elements)));
  if (toBase64Url(root) !== query.elementsRoot) {
    throw new ExchangeError('elements-invalid', 'the root is not the one over these elements');
  }
  return batches;
}

async function keepAsked(
  tx: Transaction,
  message: OpenedMessage,
  query: MatchQuery,
  batches: readonly ReadBatch[],
  now: Date,
): Promise<void> {
  const { rowCount } = await tx.query(
    `INSERT INTO exchange.asked (partner, handle, message_id, epoch, purpose, offence, legal_basis, urgency, officer_handle, counts,
       elements_root, elements_count, asked_at, open_until, standing) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,decode($11, 'hex'),$12,$13,$14,$15)
     ON CONFLICT DO NOTHING`,
    [
      message.header.from,
      query.handle,
      message.header.id,
      query.epoch,
      query.purpose,
      query.offence,
      query.legalBasis,
      query.urgency,
      query.officerHandle,
      JSON.stringify(batches.map((batch) => [batch.keyClass, batch.count])),
      Buffer.from(readBase64Url(query.elementsRoot) ?? []).toString('hex'),
      totalOf(batches),
      now,
      await openUntil(tx, query, now),
      query.standing === 1,
    ],
  );
  if (rowCount === 0)
    throw new ExchangeError('message-malformed', 'this partner used the handle for another question');
}

/**
 * Until when the elements may be opened: seven days after the question; of one that stands, seven days after the last moment at
 * which it can hit, the end of its epoch.
 */
async function openUntil(tx: Transaction, query: MatchQuery, now: Date): Promise<Date> {
  const { rows } = await tx.query<{ ends_at: Date }>('SELECT ends_at FROM exchange.epoch WHERE number = $1', [
    query.epoch,
  ]);
  const ends = query.standing === 1 ? (rows[0]?.ends_at.getTime() ?? 0) : 0;
  return new Date(Math.max(now.getTime(), ends) + OPEN_DAYS * DAY_MS);
}

/** The root over the elements, in hexadecimal: the asker's ledger names the same when its question is closed. */
function rootOf({ elementsRoot: root }: MatchQuery): string {
  return toHex(readBase64Url(root) ?? new Uint8Array());
}

/** Elements by class, and how many of them stand: counts are all that is known of them here. */
function countsOf({ standing }: MatchQuery, batches: readonly ReadBatch[]): Record<string, number> {
  const counts = Object.fromEntries(batches.map((batch) => [batch.keyClass, batch.count]));
  return standing === 1 ? { ...counts, standing: totalOf(batches) } : counts;
}

function totalOf(batches: readonly ReadBatch[]): number {
  return batches.reduce((sum, batch) => sum + batch.count, 0);
}
