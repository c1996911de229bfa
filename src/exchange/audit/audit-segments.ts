import { concatBytes, readHex, sha256, toHex, utf8 } from '../../base/index.ts';
import { KEY_CLASSES } from '../../model/index.ts';
import { mergeTags, type SegmentKind } from '../../sealed/index.ts';
import { HALF_KEYS, type PlannedOf } from '../publish/planned-keys.ts';
import { drawPlaces } from './audit-draw.ts';
import { type Sample, TAGS_OPENED } from './audit-files.ts';
import type { LedgerManifest } from './audit-ledger.ts';

/**
 * An audit of segments: all that one partner was offered of one class, or of what half keys open together, by one manifest. The agency hands
 * over the tags of its keys (of pairs the entries) and the seed of everything else; the authority builds each segment again and compares hashes,
 * compares their number with the ledger's balance, and has some of them opened.
 */
const LISTS: readonly PlannedOf[] = [...KEY_CLASSES, HALF_KEYS];

/** All lists there are to be drawn from, in an order that everybody has: by partner, then by class, half keys last. */
export function segmentLists(
  manifests: readonly LedgerManifest[],
  of: string | undefined,
): readonly Sample[] {
  return manifests
    .toSorted((left, right) => (left.partner < right.partner ? -1 : 1))
    .flatMap(({ partner, hash }) =>
      LISTS.flatMap((list, place) =>
        of === undefined || of === partner || of === list ? [{ root: hash, place }] : [],
      ),
    );
}

export function listAt(place: number): PlannedOf | null {
  return LISTS[place] ?? null;
}

/** The tags that a partner finds in these segments, sorted, the newest segment that contains one deciding. */
export function tagsInForce(
  oldestFirst: readonly { readonly kind: SegmentKind; readonly tags: Uint8Array }[],
): Uint8Array {
  const sources = oldestFirst.flatMap(({ kind, tags }) =>
    tags.length === 0 ? [] : [{ kind, pieces: [tags].values() }],
  );
  const parts = [...mergeTags(sources, { keepsTombstones: false, partTags: Number.MAX_SAFE_INTEGER })];
  return concatBytes(...parts.map(({ tags }) => tags));
}

/** Which of so many in force are opened: places in rising order that nobody knew before the request. */
export function placesToOpen(nonce: string, { root, place }: Sample, count: number): readonly number[] {
  if (count <= TAGS_OPENED) return Array.from({ length: count }, (_, at) => at);
  const own = sha256(concatBytes(readHex(nonce) ?? new Uint8Array(), utf8(`tags ${root} ${place}`)));
  return drawPlaces(own, TAGS_OPENED, count);
}

/** One of many of the same width, in hexadecimal. */
export function itemAt(items: Uint8Array, width: number, at: number): string {
  return toHex(items.subarray(at * width, (at + 1) * width));
}
