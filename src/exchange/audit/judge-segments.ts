import { toHex } from '../../base/index.ts';
import { KEY_VERSION } from '../../match/index.ts';
import {
  isElement,
  keyInput,
  outputOf,
  rebuildSegment,
  type SegmentEntry,
  tag,
  TAG_BYTES,
} from '../../sealed/index.ts';
import type { PlannedOf } from '../publish/planned-keys.ts';
import { publishedBalance } from './audit-ledger.ts';
import { itemAt, listAt, placesToOpen, tagsInForce } from './audit-segments.ts';
import { bytesOf, judgeList, type SegmentsCase, type SegmentsFinding, type ShownList } from './judge-list.ts';

type ShownSegments = Extract<ShownList, { state: 'segments' }>;

/**
 * Holds what an agency offered one partner of one class against its ledger: every segment is built again from the tags of its keys and the
 * committed seed, the tags in force are as many as the ledger's balance, and those that were drawn lead to published keys.
 */
export function judgeSegments(judged: SegmentsCase, shown: ShownSegments): SegmentsFinding {
  const keyClass = listAt(shown.place) ?? 'person';
  return judgeList<SegmentEntry>(judged, shown, {
    of: keyClass,
    width: TAG_BYTES,
    listed: ({ segments }) => segments.filter((entry) => entry.keyClass === keyClass),
    parts: shown.segments.map(({ name, tags }) => ({ name: bytesOf(name), items: bytesOf(tags) })),
    rebuild: (listed, { items, ...part }) => rebuildSegment(listed, { ...part, tags: items }),
    inForce: (parts) => tagsInForce(parts.map(({ kind, items }) => ({ kind, tags: items }))),
    balance: (before) => publishedBalance(before)[keyClass] ?? 0,
    isExplained: (inForce) => areExplained(judged, keyClass, shown, inForce),
  });
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
