import { declareFaultPoint, equalBytes, reach, readBase64Url, utf8 } from '../base/index.ts';
import {
  openSegment,
  openValueSegment,
  parseKeysManifest,
  parseSegmentsManifest,
  SealedError,
  type SegmentEntry,
  segmentHash,
  type ValueEntry,
} from '../sealed/index.ts';
import { type OpenedMessage, openMessage, WireError } from '../wire/index.ts';
import type { ExchangeContext } from './context.ts';
import { ExchangeError } from './errors.ts';
import { manifestBody, parseBody } from './messages.ts';
import { fetchOr, followChain, orInvalid } from './partner-chain.ts';
import { type PartnerIndex, readPartnerIndex } from './partner-index.ts';
import type { SegmentFiles } from './segment-files.ts';
import { watchPartner } from './standing-watch.ts';

const MANIFEST_COMMITTED = declareFaultPoint('exchange/partner-manifest-committed');
const COMPLETE_COMMITTED = declareFaultPoint('exchange/partner-index-complete-committed');

/**
 * Fetches the partner's newest manifest and the segments that are missing. Throws when it cannot be had in full:
 * `manifest-invalid`, `key-conflict`, `index-incomplete`, or wire's `partner-down` and `partner-busy`.
 */
export async function refreshPartner(
  context: ExchangeContext,
  files: SegmentFiles,
  partner: string,
): Promise<PartnerIndex> {
  await takeManifest(context, await fetchManifest(context, partner));
  return completePartner(context, files, partner);
}

async function fetchManifest(context: ExchangeContext, partner: string): Promise<OpenedMessage> {
  const bytes = await fetchOr('manifest-invalid', context, partner, 'manifest');
  try {
    const opened = openMessage({
      keys: context.keys,
      agreement: context.agreement(),
      self: context.agencyId,
      bytes,
      now: context.clock.now(),
    });
    if (opened.header.from === partner && opened.header.kind === 'index-salt') return opened;
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    throw new ExchangeError('manifest-invalid', 'the fetched manifest is not a message of this partner', {
      cause,
    });
  }
  throw new ExchangeError('manifest-invalid', 'the partner answered with something other than its manifest');
}

/** Keeps the manifests of a fetched message, verified against the chain we hold. */
async function takeManifest(context: ExchangeContext, message: OpenedMessage): Promise<void> {
  const body = parseBody(manifestBody, message.body);
  const partner = message.header.from;
  const keysBytes = utf8(body.keys);
  const segmentsBytes = utf8(body.segments);
  const keys = orInvalid(() => parseKeysManifest(keysBytes));
  const segments = orInvalid(() => parseSegmentsManifest(segmentsBytes));
  const salt = readBase64Url(body.salt);
  if (
    salt?.length !== 32 ||
    keys.party !== partner ||
    segments.party !== partner ||
    segments.partner !== context.agencyId
  ) {
    throw new ExchangeError('manifest-invalid', 'the manifest is not the sender’s own, or not for us');
  }
  if (keys.epoch !== segments.epoch)
    throw new ExchangeError('manifest-invalid', 'the two parts of the manifest name different epochs');
  await followChain(context, partner, 'keys', keys.number, keysBytes);
  await followChain(context, partner, 'segments', segments.number, segmentsBytes);
  await context.database.transaction(async (tx) => {
    const { rows } = await tx.query<{ epoch: number; salt: Uint8Array }>(
      'SELECT epoch, salt FROM exchange.partner_state WHERE partner = $1 FOR UPDATE',
      [partner],
    );
    // Under another salt every look-up would miss: a no hit that nothing stands behind.
    if (rows[0]?.epoch === segments.epoch && !equalBytes(rows[0].salt, salt))
      throw new ExchangeError('manifest-invalid', 'the salt changed within an epoch');
    await tx.query(
      `INSERT INTO exchange.partner_state (partner, epoch, number, keys_number, issued_at, salt, checked_at, complete)
       VALUES ($1, $2, $3, $4, $5, $6, $7, false)
       ON CONFLICT (partner) DO UPDATE SET epoch = excluded.epoch, number = excluded.number, keys_number = excluded.keys_number,
         issued_at = excluded.issued_at, salt = excluded.salt, checked_at = excluded.checked_at,
         complete = exchange.partner_state.complete AND exchange.partner_state.number = excluded.number
       WHERE exchange.partner_state.number <= excluded.number`,
      [partner, segments.epoch, segments.number, keys.number, segments.issuedAt, salt, context.clock.now()],
    );
  });
  reach(MANIFEST_COMMITTED);
}

/** Fetches the segments of the newest manifest that are not here, checks each, and marks the copy complete. */
export async function completePartner(
  context: ExchangeContext,
  files: SegmentFiles,
  partner: string,
): Promise<PartnerIndex> {
  const index = await readPartnerIndex(context.database, partner);
  if (index === null) throw new ExchangeError('index-incomplete', 'no manifest of this partner is here');
  const { number, segments, values = [] } = index.segments;
  const missing = [
    ...segments.filter((entry) => files.open('from', partner, entry.hash) === null),
    ...values.filter((entry) => files.openValues('from', partner, entry.hash) === null),
  ];
  // What is missing is missing for everybody who asks meanwhile.
  if (missing.length > 0) await setComplete(context, partner, number, false);
  for (const entry of missing) {
    const bytes = await fetchOr('index-incomplete', context, partner, `segment/${entry.hash}`);
    requireAnnounced(entry, bytes);
    files.write('from', partner, bytes);
  }
  await setComplete(context, partner, number, true);
  reach(COMPLETE_COMMITTED);
  files.keepOnly(
    'from',
    partner,
    [...segments, ...values].map((entry) => entry.hash),
  );
  const whole = { ...index, complete: true };
  await watchPartner(context, files, whole);
  return whole;
}

async function setComplete(
  context: ExchangeContext,
  partner: string,
  number: number,
  complete: boolean,
): Promise<void> {
  await context.database.query(
    'UPDATE exchange.partner_state SET complete = $3, checked_at = $4 WHERE partner = $1 AND number = $2',
    [partner, number, complete, context.clock.now()],
  );
}

/** The fetched bytes are the segment that the manifest names, and can be read. */
function requireAnnounced(entry: SegmentEntry | ValueEntry, bytes: Uint8Array): void {
  if (segmentHash(bytes) !== entry.hash || bytes.length !== entry.bytes) {
    throw new ExchangeError('index-incomplete', 'a segment does not have the hash that the manifest names');
  }
  try {
    if (isAsAnnounced(entry, bytes)) return;
  } catch (cause) {
    if (!(cause instanceof SealedError)) throw cause;
    throw new ExchangeError('index-incomplete', 'a segment cannot be read', { cause });
  }
  throw new ExchangeError('index-incomplete', 'a segment is of another kind than the manifest says');
}

function isAsAnnounced(entry: SegmentEntry | ValueEntry, bytes: Uint8Array): boolean {
  if (!('keyClass' in entry)) {
    const values = openValueSegment(bytes);
    return values.kind === entry.kind && values.count === entry.count;
  }
  const segment = openSegment(bytes);
  return segment.keyClass === entry.keyClass && segment.kind === entry.kind && segment.bits === entry.bits;
}
