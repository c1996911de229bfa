import { declareFaultPoint, reach, sha256, toHex } from '../../base/index.ts';
import { SealedError, verifyKeysChain, verifySegmentsChain } from '../../sealed/index.ts';
import type { Queryable } from '../../store/index.ts';
import { type FetchOptions, WireError } from '../../wire/index.ts';
import { missingLinks, orInvalid, previousOf } from './chain-links.ts';
import type { ExchangeContext } from '../context.ts';
import { ExchangeError } from '../errors.ts';

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

/** A manifest with its sender's signature over its place (manifest-place.ts); null of a link that only the next one names. */
interface Signed {
  readonly bytes: Uint8Array;
  readonly signature: string | null;
}

/** Verifies and keeps the links of the chain up to this manifest, fetching those that we missed. */
export async function followChain(
  context: ExchangeContext,
  partner: string,
  part: 'keys' | 'segments',
  number: number,
  newest: Signed,
): Promise<void> {
  const known = await readKept(context.database, partner, part);
  if (known !== null && known.number >= number) {
    const same = known.number === number ? known : await readKept(context.database, partner, part, number);
    if (same?.hash !== toHex(sha256(newest.bytes)))
      throw await noteConflict(context, partner, part, number, same, newest);
    if (number < known.number)
      throw new ExchangeError(
        'manifest-rolled-back',
        `the partner shows number ${number} of its ${part} manifests again, and had shown number ${known.number}`,
      );
    return;
  }
  // A chain is followed from its beginning: a partner that joins late fetches all of it.
  const fetch = (at: number, bytesMax: number): Promise<Uint8Array> =>
    fetchManifestFile(context, partner, `manifest/${part}/${at}`, { bytesMax });
  let before = known;
  for await (const bytes of missingLinks({
    part,
    from: (known?.number ?? 0) + 1,
    number,
    newest: newest.bytes,
    fetch,
  })) {
    try {
      orInvalid(() =>
        (part === 'keys' ? verifyKeysChain : verifySegmentsChain)(before?.bytes ?? null, bytes),
      );
    } catch (error) {
      if (!isConflict(error, before, part, bytes)) throw error;
      const signature = bytes === newest.bytes ? newest.signature : null;
      throw await noteConflict(context, partner, part, (before?.number ?? 0) + 1, before, {
        bytes,
        signature,
      });
    }
    before = { number: (before?.number ?? 0) + 1, bytes, hash: toHex(sha256(bytes)) };
    await keep(context, partner, part, before);
  }
}

/** A second set of keys for one epoch, or a chain that goes on from another manifest than the one we were shown. */
function isConflict(
  error: unknown,
  before: Kept | null,
  part: 'keys' | 'segments',
  bytes: Uint8Array,
): boolean {
  if (!(error instanceof ExchangeError) || !(error.cause instanceof SealedError) || before === null)
    return false;
  const previous = previousOf(part, bytes);
  return error.cause.code === 'second-key' || previous === null || toHex(previous) !== before.hash;
}

interface Kept {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly hash: string;
}

/** The kept manifest of this number, or the newest. */
async function readKept(
  from: Queryable,
  partner: string,
  part: 'keys' | 'segments',
  number?: number,
): Promise<Kept | null> {
  const { rows } = await from.query<Kept>(
    `SELECT number, bytes, hash FROM exchange.partner_manifest
      WHERE partner = $1 AND part = $2 AND ($3::int IS NULL OR number = $3) ORDER BY number DESC LIMIT 1`,
    [partner, part, number ?? null],
  );
  const row = rows[0];
  return row === undefined ? null : { ...row, bytes: new Uint8Array(row.bytes) };
}

async function keep(
  context: ExchangeContext,
  partner: string,
  part: 'keys' | 'segments',
  manifest: Kept,
): Promise<void> {
  await context.database.query(
    `INSERT INTO exchange.partner_manifest (partner, part, number, bytes, hash, received_at) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING`,
    [partner, part, manifest.number, manifest.bytes, manifest.hash, context.clock.now()],
  );
  reach(LINK_COMMITTED);
}

/** Two signed manifests for one place are an alarm: both are kept as evidence, and the partner is not asked any more. */
async function noteConflict(
  context: ExchangeContext,
  partner: string,
  part: 'keys' | 'segments',
  number: number,
  ours: Kept | null,
  theirs: Signed,
): Promise<ExchangeError> {
  await context.database.query(
    `INSERT INTO exchange.key_conflict (partner, part, number, ours, theirs, theirs_signature, found_at) VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT DO NOTHING`,
    [partner, part, number, ours?.bytes ?? null, theirs.bytes, theirs.signature, context.clock.now()],
  );
  context.log('key-conflict', { partner, part, number });
  return new ExchangeError(
    'key-conflict',
    `a partner has signed two different ${part} manifests for one place of its chain`,
    { evidence: { partner, part, number } },
  );
}
