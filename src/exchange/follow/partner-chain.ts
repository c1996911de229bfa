import { declareFaultPoint, reach, sha256, toHex } from '../../base/index.ts';
import {
  parseKeysManifest,
  parseSegmentsManifest,
  SealedError,
  verifyKeysChain,
  verifyLater,
  verifySegmentsChain,
} from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import { type FetchOptions, WireError } from '../../wire/index.ts';
import { type ChainPart, missingLinks, orInvalid, previousOf } from './chain-links.ts';
import { noteConflict, readBelieved, type SignedManifest } from './key-conflicts.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';
import type { ManifestBody } from '../messages.ts';
import { PLACES_MS } from '../old-manifests.ts';

const FILE_FETCHED = declareFaultPoint('exchange/partner-file-fetched');
const LINK_COMMITTED = declareFaultPoint('exchange/manifest-link-committed');

/** Both parts of a manifest, sealed: no answer to a fetch of one is longer. */
const MANIFEST_FILE_BYTES_MAX = 2 * 1024 * 1024;

/** Fetches a manifest; that the partner does not give it is `manifest-invalid`, that it cannot be reached goes on as it is. */
export async function fetchManifestFile(
  context: ExchangeContext,
  partner: string,
  path: string,
  options: FetchOptions = {},
): Promise<Uint8Array> {
  try {
    const limits = { bytesMax: MANIFEST_FILE_BYTES_MAX, ...options };
    const bytes = await context.client.fetch(partner, path, limits);
    reach(FILE_FETCHED);
    return bytes;
  } catch (cause) {
    if (!(cause instanceof WireError) || cause.code === 'partner-down' || cause.code === 'partner-busy')
      throw cause;
    throw new ExchangeError('manifest-invalid', 'the partner does not hand out what it announced', {
      cause,
      evidence: { rule: 'manifest-withheld' },
    });
  }
}

/** What the owner says of its chain beside its newest manifest. */
interface HandedOut {
  /** The oldest link that it still hands out. */
  readonly oldest: number;
  /** What stands in its chain at the place that we asked about. */
  readonly since: ManifestBody['since'];
}

/** Verifies and keeps the links of the chain up to this manifest, fetching those that we missed and that are still to be had. */
export async function followChain(
  context: ExchangeContext,
  { partner, part }: ChainOf,
  newest: SignedManifest & { readonly number: number },
  handedOut: HandedOut,
): Promise<void> {
  const { number } = newest;
  const chain: ChainOf = { partner, part };
  const known = await readKept(context.database, chain);
  if (known !== null && known.number >= number) {
    await requireSame(context, chain, known, newest);
    return;
  }
  const believed = known === null ? await readBelieved(context.database, partner, part) : null;
  if (believed !== null && number < believed.number)
    throw new ExchangeError(
      'manifest-rolled-back',
      'the partner shows less than what two agencies agreed on',
    );
  const hasGap = handedOut.oldest > (known?.number ?? 0) + 1;
  if (known !== null && hasGap) await requireSamePast(context, chain, known, newest, handedOut.since);
  // A chain is followed from its beginning, or from the oldest link that is handed out.
  const fetch = (at: number, bytesMax: number): Promise<Uint8Array> =>
    fetchManifestFile(context, partner, `manifest/${part}/${at}`, { bytesMax });
  const from = hasGap ? Math.min(handedOut.oldest, number) : (known?.number ?? 0) + 1;
  let before: Kept | null = known;
  let at = from;
  for await (const bytes of missingLinks({ part, from, number, newest: newest.bytes, fetch })) {
    const signature = bytes === newest.bytes ? newest.signature : null;
    const link = { number: at, bytes, signature, hash: toHex(sha256(bytes)) };
    if (believed?.number === at && link.hash !== toHex(sha256(believed.bytes)))
      throw await noteConflict(context, { ...chain, number: at }, believed, link);
    try {
      orInvalid(() => verifyLink(part, before, link, hasGap && at === from));
    } catch (error) {
      if (!isConflict(error, before, part, bytes)) throw error;
      throw await noteConflict(context, { ...chain, number: at }, before, link);
    }
    before = link;
    at += 1;
    await keep(context, chain, link);
  }
}

interface ChainOf {
  readonly partner: string;
  readonly part: ChainPart;
}

/** What we hold at that number already is the same; a smaller one than we hold is a step back. */
async function requireSame(
  context: ExchangeContext,
  chain: ChainOf,
  known: Kept,
  newest: SignedManifest & { readonly number: number },
): Promise<void> {
  const { number } = newest;
  const same = known.number === number ? known : await readKept(context.database, chain, number);
  if (same !== null && same.hash !== toHex(sha256(newest.bytes)))
    throw await noteConflict(context, { ...chain, number }, same, newest);
  if (number < known.number)
    throw new ExchangeError(
      'manifest-rolled-back',
      `the partner shows number ${number} of its ${chain.part} manifests again, and had shown number ${known.number}`,
    );
}

/**
 * The links after what we hold are not to be had any more. Then the owner says under its signature that its chain went through it; where
 * it keeps that no longer either, we must have been away for as long as it is kept. Keys are kept always: a chain of them with a gap is another.
 */
async function requireSamePast(
  context: ExchangeContext,
  chain: ChainOf,
  known: Kept & { readonly receivedAt: Date },
  newest: SignedManifest,
  since: ManifestBody['since'],
): Promise<void> {
  const place = { ...chain, number: known.number };
  if (chain.part === 'keys')
    throw await noteConflict(context, { ...place, number: known.number + 1 }, known, newest);
  const hash = since?.number === known.number ? since.hash : null;
  if (hash === known.hash) return;
  if (hash !== null) throw await noteConflict(context, place, known, newest);
  if (context.clock.now().getTime() - known.receivedAt.getTime() < PLACES_MS)
    throw new ExchangeError(
      'manifest-invalid',
      'the partner does not say how its chain goes on from the manifest that we hold',
    );
}

/** Throws room sealed's errors. The first link after a gap is held against what we held before it, where there is anything. */
function verifyLink(part: ChainPart, before: Kept | null, link: Kept, isAfterGap: boolean): void {
  if (!isAfterGap)
    (part === 'keys' ? verifyKeysChain : verifySegmentsChain)(before?.bytes ?? null, link.bytes);
  else if (before?.bytes != null) verifyLater(before.bytes, link.bytes);
  else (part === 'keys' ? parseKeysManifest : parseSegmentsManifest)(link.bytes);
}

/** A second set of keys for one epoch, or a chain that goes on from another manifest than the one we were shown. */
function isConflict(error: unknown, before: Kept | null, part: ChainPart, bytes: Uint8Array): boolean {
  if (!(error instanceof ExchangeError) || !(error.cause instanceof SealedError) || before === null)
    return false;
  const previous = previousOf(part, bytes);
  return error.cause.code === 'second-key' || previous === null || toHex(previous) !== before.hash;
}

interface Kept extends SignedManifest {
  readonly number: number;
  readonly hash: string;
}

/** The kept manifest of this number, or the newest. */
async function readKept(
  from: Queryable,
  { partner, part }: ChainOf,
  number?: number,
): Promise<(Kept & { readonly receivedAt: Date }) | null> {
  const { rows } = await from.query<Kept & { readonly receivedAt: Date }>(
    `SELECT number, bytes, hash, signature, received_at AS "receivedAt" FROM exchange.partner_manifest
      WHERE partner = $1 AND part = $2 AND ($3::int IS NULL OR number = $3) ORDER BY number DESC LIMIT 1`,
    [partner, part, number ?? null],
  );
  const row = rows[0];
  return row === undefined ? null : { ...row, bytes: new Uint8Array(row.bytes) };
}

/** The number of the newest manifest of the partner's chain of segments that we hold; null where there is none. */
export async function newestHeld(from: Queryable, partner: string): Promise<number | null> {
  return (await readKept(from, { partner, part: 'segments' }))?.number ?? null;
}

async function keep(context: ExchangeContext, { partner, part }: ChainOf, manifest: Kept): Promise<void> {
  await context.database.query(
    `INSERT INTO exchange.partner_manifest (partner, part, number, bytes, hash, received_at) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING`,
    [partner, part, manifest.number, manifest.bytes, manifest.hash, context.clock.now()],
  );
  reach(LINK_COMMITTED);
}
