import { concatBytes, readHex, sha256, toHex, utf8 } from '../../base/index.ts';
import { KEY_CLASSES, type KeyClass } from '../../model/index.ts';
import { mergeTags, type SegmentKind, TAG_BYTES } from '../../sealed/index.ts';
import { drawPlaces } from './audit-draw.ts';
import { type Sample, TAGS_OPENED } from './audit-files.ts';
import type { LedgerManifest } from './audit-ledger.ts';

/**
 * An audit of segments: all that one partner was offered of one class by one manifest. The agency hands over the tags of its
 * keys and the seed of everything else; the authority builds each segment again and compares hashes, compares the number of tags with
 * the ledger's balance, and has some of the tags opened.
 */

/** All lists there are to be drawn from, in an order that everybody has: by partner, then by class. */
export function segmentLists(
  manifests: readonly LedgerManifest[],
  of: string | undefined,
): readonly Sample[] {
  return manifests
    .toSorted((left, right) => (left.partner < right.partner ? -1 : 1))
    .flatMap(({ partner, hash }) =>
      KEY_CLASSES.flatMap((keyClass, place) =>
        of === undefined || of === partner || of === keyClass ? [{ root: hash, place }] : [],
      ),
    );
}

export function classAt(place: number): KeyClass | null {
  return KEY_CLASSES[place] ?? null;
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

/** Which of the tags in force are opened: places in rising order that nobody knew before the request. */
export function tagsToOpen(nonce: string, { root, place }: Sample, tags: Uint8Array): readonly number[] {
  const count = tags.length / TAG_BYTES;
  if (count <= TAGS_OPENED) return Array.from({ length: count }, (_, at) => at);
  const own = sha256(concatBytes(readHex(nonce) ?? new Uint8Array(), utf8(`tags ${root} ${place}`)));
  return drawPlaces(own, TAGS_OPENED, count);
}

export function tagAt(tags: Uint8Array, at: number): string {
  return toHex(tags.subarray(at * TAG_BYTES, (at + 1) * TAG_BYTES));
}
