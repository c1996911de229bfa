import { toHex } from '../../base/index.ts';
import { KEY_VERSION } from '../../match/index.ts';
import {
  isElement,
  keyInput,
  outputOf,
  rebuildSegment,
  type SegmentEntry,
  segmentHash,
  tag,
  TAG_BYTES,
} from '../../sealed/index.ts';
import type { PlannedOf } from '../publish/planned-keys.ts';
import { publishedBalance } from './audit-ledger.ts';
import { itemAt, listAt, placesToOpen, tagsInForce } from './audit-segments.ts';
import {
  bytesOf,
  isSameList,
  readOffered,
  type SegmentsCase,
  type SegmentsFault,
  type SegmentsFinding,
  type ShownList,
  unlessSealed,
} from './judge-list.ts';

type ShownSegments = Extract<ShownList, { state: 'segments' }>;

/**
 * Holds what an agency offered one partner of one class against its ledger: every segment is built again from the tags of its keys and the
 * committed seed, the tags in force are as many as the ledger's balance, and those that were drawn lead to published keys.
 */
export function judgeSegments(judged: SegmentsCase, shown: ShownSegments): SegmentsFinding {
  const keyClass = listAt(shown.place) ?? 'person';
  const partner = judged.manifests.find(({ hash }) => hash === shown.root)?.partner ?? '';
  const finding = { partner, keyClass, segments: shown.segments.length, keys: 0, padding: 0, opened: 0 };
  const fail = (fault: SegmentsFault): SegmentsFinding => ({ ...finding, fault });
  const offered = readOffered(judged, shown);
  if (typeof offered === 'string') return fail(offered);
  const entries = offered.manifest.segments.filter((entry) => entry.keyClass === keyClass);
  if (!isSameList(entries, shown.segments)) return fail('segment-not-shown');
  const parts = shown.segments.map(({ name, tags }, at) => ({
    entry: entries[at] as SegmentEntry,
    kind: entries[at]?.kind ?? 'base',
    name: bytesOf(name),
    tags: bytesOf(tags),
  }));
  const inForce = parts.every((part) => isBuiltFrom(part, offered.seed))
    ? unlessSealed(() => tagsInForce(parts))
    : null;
  if (inForce === null) return fail('segment-differs');
  const sums = {
    keys: inForce.length / TAG_BYTES,
    padding: parts.reduce((sum, { entry, tags }) => sum + entry.count - tags.length / TAG_BYTES, 0),
    opened: shown.opened.length,
  };
  if ((publishedBalance(offered.before)[keyClass] ?? 0) !== sums.keys)
    return { ...finding, ...sums, fault: 'balance-differs' };
  const isExplained = areExplained(judged, keyClass, shown, inForce);
  return { ...finding, ...sums, fault: isExplained ? null : 'tag-unexplained' };
}

interface SegmentPart {
  readonly entry: SegmentEntry;
  readonly name: Uint8Array;
  readonly tags: Uint8Array;
}

function isBuiltFrom({ entry, name, tags }: SegmentPart, seed: Uint8Array): boolean {
  const count = tags.length / TAG_BYTES;
  if (!Number.isInteger(count) || count > entry.count) return false;
  return unlessSealed(() => segmentHash(rebuildSegment(entry, { seed, name, tags }))) === entry.hash;
}

/** Whether each drawn tag is that of a key which was shown with its leaf: the tag follows from key, element and the partner's salt. */
function areExplained(
  { request, isHeld }: SegmentsCase,
  keyClass: PlannedOf,
  shown: ShownSegments,
  inForce: Uint8Array,
): boolean {
  const salt = bytesOf(shown.salt);
  const explained = new Set<string>();
  for (const leaf of shown.opened) {
    const element = bytesOf(leaf.element);
    if (leaf.keyClass !== keyClass || !isElement(element) || !isHeld(leaf, keyClass)) return false;
    explained.add(toHex(tag(salt, outputOf(keyInput(KEY_VERSION, leaf.rule, leaf.value), element))));
  }
  const drawn = placesToOpen(request.nonce, shown, inForce.length / TAG_BYTES);
  return drawn.every((at) => explained.has(itemAt(inForce, TAG_BYTES, at)));
}
