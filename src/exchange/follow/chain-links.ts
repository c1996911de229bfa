import { equalBytes, readHex, sha256 } from '../../base/index.ts';
import {
  KEYS_MANIFEST_BYTES_MAX,
  parseKeysManifest,
  parseSegmentsManifest,
  SealedError,
  SEGMENTS_MANIFEST_BYTES_MAX,
} from '../../sealed/index.ts';
import { ExchangeError } from '../errors.ts';

/** More manifests than a beat of five seconds makes in eight weeks are not followed: their names alone would be 32 MB. */
export const MISSED_MANIFESTS_MAX = 1_000_000;
/** So many links are held in memory; what is older is fetched a second time. */
const LINKS_HELD_MAX = 256;
const NAME_BYTES = 32;

export type ChainPart = 'keys' | 'segments';

/** One part of a partner's chain from the first link that is missing here up to its newest manifest. */
export interface MissingLinks {
  readonly part: ChainPart;
  readonly from: number;
  readonly number: number;
  readonly newest: Uint8Array;
  /** Fetches one link by its number; of at most so many bytes. */
  readonly fetch: (number: number, bytesMax: number) => Promise<Uint8Array>;
}

/**
 * The missing links of a chain, oldest first and the newest last. Only the newest is signed: each other one is what the one after it names
 * by its hash, so that nothing is kept (or held against the partner) for which its signature does not answer. So the chain is gone
 * through from its end, keeping names, and then given from its beginning. Throws `manifest-invalid`.
 */
export async function* missingLinks(missing: MissingLinks): AsyncGenerator<Uint8Array> {
  const { from, number, newest } = missing;
  const count = number - from;
  if (count > MISSED_MANIFESTS_MAX)
    throw new ExchangeError('manifest-invalid', 'too many manifests are missing in between');
  const { names, held } = await goBack(missing);
  for (let at = from; at < number; at += 1) {
    const name = names.subarray((at - from) * NAME_BYTES, (at - from + 1) * NAME_BYTES);
    yield held.get(at) ?? (await fetchNamed(missing, at, name));
  }
  yield newest;
}

/** The names of all links but the newest, and the oldest links themselves, as many as are held. */
async function goBack(
  missing: MissingLinks,
): Promise<{ readonly names: Uint8Array; readonly held: ReadonlyMap<number, Uint8Array> }> {
  const { part, from, number, newest } = missing;
  const names = new Uint8Array((number - from) * NAME_BYTES);
  const held = new Map<number, Uint8Array>();
  let name = previousOf(part, newest);
  for (let at = number - 1; at >= from; at -= 1) {
    const bytes = await fetchNamed(missing, at, name);
    names.set(name ?? new Uint8Array(), (at - from) * NAME_BYTES);
    if (at - from < LINKS_HELD_MAX) held.set(at, bytes);
    name = previousOf(part, bytes);
  }
  return { names, held };
}

async function fetchNamed(
  { part, fetch }: MissingLinks,
  number: number,
  name: Uint8Array | null,
): Promise<Uint8Array> {
  const bytes = await fetch(number, part === 'keys' ? KEYS_MANIFEST_BYTES_MAX : SEGMENTS_MANIFEST_BYTES_MAX);
  if (name === null || !equalBytes(sha256(bytes), name))
    throw new ExchangeError('manifest-invalid', 'a fetched manifest is not the one that the next one names');
  return bytes;
}

/** The hash by which a manifest names the one before it; null where it is the first. */
export function previousOf(part: ChainPart, bytes: Uint8Array): Uint8Array | null {
  const { previous } = orInvalid(() => (part === 'keys' ? parseKeysManifest : parseSegmentsManifest)(bytes));
  return previous === null ? null : readHex(previous);
}

/** What room sealed says of a manifest, in this room's words. */
export function orInvalid<Manifest>(read: () => Manifest): Manifest {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof SealedError)) throw cause;
    throw new ExchangeError('manifest-invalid', cause.message, { cause });
  }
}
