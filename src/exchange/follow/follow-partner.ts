import { declareFaultPoint, equalBytes, reach, readBase64Url, utf8 } from '../../base/index.ts';
import {
  manifestHash,
  parseKeysManifest,
  parseSegmentsManifest,
  type SegmentEntry,
  type ValueEntry,
} from '../../sealed/index.ts';
import type { Transaction } from '../../store/index.ts';
import { CLOCK_SKEW_MS, type OpenedMessage, openMessage, WireError } from '../../wire/index.ts';
import { confirmDeletions } from './confirm-deletions.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import { fetchSegment, type SegmentFault } from './fetch-segment.ts';
import { noteIndexRefused, noteIndexTaken } from './index-refusals.ts';
import { isPlaceSignedBy, type ManifestPlace } from '../publish/manifest-place.ts';
import { manifestBody, parseBody } from '../messages.ts';
import { ALL_PARTNERS } from '../publish/own-manifests.ts';
import { orInvalid } from './chain-links.ts';
import { fetchManifestFile, followChain, newestHeld } from './partner-chain.ts';
import { type PartnerIndex, readPartnerIndex } from './partner-index.ts';
import type { SegmentFiles } from '../publish/segment-files.ts';
import { watchPartner } from '../standing/standing-watch.ts';

const MANIFEST_COMMITTED = declareFaultPoint('exchange/partner-manifest-committed');
const COMPLETE_COMMITTED = declareFaultPoint('exchange/partner-index-complete-committed');

/** So often a manifest may be superseded while its segments are fetched before that counts against the partner. */
const SUPERSEDED_MAX = 5;

/**
 * Fetches the partner's newest manifest and the segments that are missing. Throws when it cannot be had in full:
 * `manifest-invalid`, `manifest-rolled-back`, `key-conflict`, `index-incomplete`, `no-disk-space`, or wire's `partner-down` and
 * `partner-busy`; what is the partner's doing stands in the ledger by then.
 */
export async function refreshPartner(
  context: ExchangeContext,
  files: SegmentFiles,
  partner: string,
): Promise<PartnerIndex> {
  try {
    return await takeNewest(context, files, partner);
  } catch (error) {
    await noteIndexRefused(context, partner, error);
    throw error;
  }
}

/** A segment that is not handed out any more may have been superseded by a newer manifest: then that one is taken. */
async function takeNewest(
  context: ExchangeContext,
  files: SegmentFiles,
  partner: string,
): Promise<PartnerIndex> {
  let before: number | null = null;
  for (let tries = 1; ; tries += 1) {
    const number = await takeManifest(context, await fetchManifest(context, partner));
    try {
      return await completePartner(context, files, partner);
    } catch (error) {
      if (!isWithheld(error) || number === before || tries === SUPERSEDED_MAX) throw error;
      before = number;
    }
  }
}

function isWithheld(error: unknown): boolean {
  const withheld: SegmentFault = 'segment-withheld';
  return error instanceof ExchangeError && error.evidence?.['rule'] === withheld;
}

async function fetchManifest(context: ExchangeContext, partner: string): Promise<OpenedMessage> {
  const held = await newestHeld(context.database, partner);
  const path = held === null ? 'manifest' : `manifest/since/${held}`;
  const bytes = await fetchManifestFile(context, partner, path);
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

/** Keeps the manifests of a fetched message, verified against the chain we hold; gives back their number. */
async function takeManifest(context: ExchangeContext, message: OpenedMessage): Promise<number> {
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
  // "No hit as of" that moment is what people read.
  if (Date.parse(segments.issuedAt) > context.clock.now().getTime() + CLOCK_SKEW_MS)
    throw new ExchangeError('manifest-invalid', 'the manifest was made ahead of our clock');
  requireSigned(message, { ...keys, partner: ALL_PARTNERS }, keysBytes, body.keysSignature);
  requireSigned(message, segments, segmentsBytes, body.segmentsSignature);
  await followChain(
    context,
    { partner, part: 'keys' },
    { number: keys.number, bytes: keysBytes, signature: body.keysSignature },
    { oldest: body.oldest.keys, since: null },
  );
  await followChain(
    context,
    { partner, part: 'segments' },
    { number: segments.number, bytes: segmentsBytes, signature: body.segmentsSignature },
    { oldest: body.oldest.segments, since: body.since },
  );
  await context.database.transaction(async (tx) => {
    await keepSignature(tx, partner, keys, body.keysSignature);
    await keepSignature(tx, partner, segments, body.segmentsSignature);
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
  return segments.number;
}

/** The sender signed the place of each part apart: so we can show it what it said, should it ever have lost it. */
function requireSigned(
  { sender }: OpenedMessage,
  manifest: Pick<ManifestPlace, 'part' | 'partner' | 'party' | 'number' | 'epoch'>,
  bytes: Uint8Array,
  signature: string,
): void {
  const { part, partner, party, number, epoch } = manifest;
  const place = { part, partner, party, number, epoch, hash: manifestHash(bytes) };
  if (!isPlaceSignedBy(sender, place, signature))
    throw new ExchangeError('manifest-invalid', 'the place of a manifest is not signed by its sender');
}

async function keepSignature(
  tx: Transaction,
  partner: string,
  { part, number }: Pick<ManifestPlace, 'part' | 'number'>,
  signature: string,
): Promise<void> {
  await tx.query(
    'UPDATE exchange.partner_manifest SET signature = $4 WHERE partner = $1 AND part = $2 AND number = $3',
    [partner, part, number, signature],
  );
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
  // What was superseded goes first: it makes room for what comes.
  files.keepOnly(
    'from',
    partner,
    [...segments, ...values].map((entry) => entry.hash),
  );
  const missing = [
    ...segments.filter((entry) => files.open('from', partner, entry.hash) === null),
    ...values.filter((entry) => files.openValues('from', partner, entry.hash) === null),
  ];
  // What is missing is missing for everybody who asks meanwhile.
  if (missing.length > 0) await setComplete(context, partner, number, false);
  await fetchMissing(context, files, partner, missing);
  await setComplete(context, partner, number, true);
  reach(COMPLETE_COMMITTED);
  await noteIndexTaken(context, partner, segments.length + values.length);
  const whole = { ...index, complete: true, rolledBack: false };
  await watchPartner(context, files, whole);
  await confirmDeletions(context, whole);
  return whole;
}

async function fetchMissing(
  context: ExchangeContext,
  files: SegmentFiles,
  partner: string,
  missing: readonly (SegmentEntry | ValueEntry)[],
): Promise<void> {
  if (missing.length === 0) return;
  const total = missing.reduce((sum, entry) => sum + entry.bytes, 0);
  const { client, fetches } = context;
  let done = 0;
  try {
    for (const entry of missing) {
      const onBytes = (here: number): void => fetches.note(partner, done + here, total);
      await fetchSegment({ client, files, partner, onBytes }, entry);
      done += entry.bytes;
    }
  } finally {
    fetches.end(partner);
  }
  context.log('index-fetched', { partner, segments: missing.length, bytes: total });
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
