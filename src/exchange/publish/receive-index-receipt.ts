import { parseSegmentsManifest, type SegmentsManifest } from '../../sealed/index.ts';
import { type Queryable, type Transaction, write } from '../../store/index.ts';
import type { OpenedMessage } from '../../wire/index.ts';
import { replacedBetween } from '../follow/confirm-deletions.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { type IndexReceipt, indexReceipt, parseBody, type Receipt, toBody } from '../messages.ts';
import { noteConfirmed } from './withdrawals.ts';

/** So many of our manifests are read to check one receipt; a partner's speaks of at most a hundred. */
const MANIFESTS_READ_MAX = 101;

/**
 * A partner's word that its copy has come to one of our manifests, and that what that manifest replaced is deleted there. It is
 * held against our own manifests, kept with the signed message, and confirms what was taken back by then. Throws `receipt-invalid`.
 */
export async function receiveIndexReceipt(
  context: ExchangeContext,
  tx: Transaction,
  message: OpenedMessage,
): Promise<Uint8Array> {
  const receipt = parseBody(indexReceipt, message.body);
  const { from: partner, id: messageId } = message.header;
  await requireTrue(tx, partner, receipt);
  const permit = await context.oversight.beginIn(tx, {
    act: 'receive-index-receipt',
    actor: { type: 'partner', agencyId: partner },
    categories: { segments: receipt.deleted.length, tombstones: receipt.inForce.length },
    messageId,
    peerLeaf: receipt.leaf,
  });
  const now = context.clock.now();
  await write(
    tx,
    `INSERT INTO exchange.index_receipt (message_id, partner, number, deleted, in_force, message, received_at) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
    [messageId, partner, receipt.number, receipt.deleted, receipt.inForce, message.bytes, now],
  );
  const count = await noteConfirmed(tx, partner, receipt.number, now);
  const { leafHash } = await context.oversight.finish(tx, permit, {
    result: 'done',
    count,
    messageId,
    peerLeaf: receipt.leaf,
  });
  const answer: Receipt = { messageId, leaf: leafHash };
  return toBody(answer);
}

/** The receipt is of a manifest we made for this partner, leaves out nothing that it replaced, and names nothing that is live in it. */
async function requireTrue(tx: Transaction, partner: string, receipt: IndexReceipt): Promise<void> {
  const { rows } = await tx.query<{ number: number }>(
    'SELECT coalesce(max(number), 0) AS number FROM exchange.index_receipt WHERE partner = $1',
    [partner],
  );
  const before = rows[0]?.number ?? 0;
  const manifests = await readOwn(tx, partner, before, receipt.number);
  const last = manifests.at(-1);
  if (receipt.number <= before || last?.number !== receipt.number)
    throw new ExchangeError(
      'receipt-invalid',
      'the receipt is for a manifest that is not the next to be confirmed',
    );
  const live = new Set([...last.segments, ...(last.values ?? [])].map(({ hash }) => hash));
  if (receipt.deleted.some((hash) => live.has(hash)))
    throw new ExchangeError('receipt-invalid', 'the receipt says that a segment is deleted which is offered');
  const [deleted, inForce] = [new Set(receipt.deleted), new Set(receipt.inForce)];
  // Of the last alone, with all before it forgotten, nothing can be said to be new.
  const replaced = replacedBetween(manifests.length === 1 ? [] : manifests);
  // Of the first receipt the beginning is not known here: what was replaced before the partner's first copy it never had.
  const expected = before === 0 ? [] : replaced.deleted;
  if (expected.some((hash) => !deleted.has(hash)) || replaced.inForce.some((hash) => !inForce.has(hash)))
    throw new ExchangeError('receipt-invalid', 'the receipt leaves out a segment that was replaced');
}

/** Our manifests from one number to another, the last hundred at most. */
async function readOwn(
  from: Queryable,
  partner: string,
  first: number,
  last: number,
): Promise<readonly SegmentsManifest[]> {
  const { rows } = await from.query<{ bytes: Uint8Array }>(
    `SELECT bytes FROM exchange.own_manifest WHERE partner = $1 AND part = 'segments' AND number BETWEEN $2 AND $3 AND bytes IS NOT NULL ORDER BY number DESC LIMIT $4`,
    [partner, first, last, MANIFESTS_READ_MAX],
  );
  return rows.map(({ bytes }) => parseSegmentsManifest(new Uint8Array(bytes))).toReversed();
}
