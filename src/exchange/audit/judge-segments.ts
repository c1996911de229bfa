import { readBase64Url, sha256, toHex } from '../../base/index.ts';
import { KEY_VERSION } from '../../match/index.ts';
import type { KeyClass } from '../../model/index.ts';
import {
  isElement,
  keyInput,
  outputOf,
  paddingCommitment,
  paddingSeedFor,
  parseSegmentsManifest,
  rebuildSegment,
  SealedError,
  type SegmentEntry,
  segmentHash,
  type SegmentsManifest,
  tag,
  TAG_BYTES,
} from '../../sealed/index.ts';
import type { AuditRequest, Shown } from './audit-files.ts';
import {
  type LedgerCommitment,
  type LedgerManifest,
  newestEpochOf,
  paddingSeedOf,
  publishedBalance,
} from './audit-ledger.ts';
import { classAt, tagAt, tagsInForce, tagsToOpen } from './audit-segments.ts';

type ShownSegments = Extract<Shown, { state: 'segments' }>;

/** Why a list of segments is not accounted for. */
export type SegmentsFault =
  /** Not the manifest that the ledger names, or of another partner or epoch. */
  | 'manifest-differs'
  /** Not the padding seed that the ledger commits to. */
  | 'seed-differs'
  /** A segment of the manifest was not shown, or tags of one that is not in it. */
  | 'segment-not-shown'
  /** Built again from tags and seed it is not what the partner was offered: something else is inside. */
  | 'segment-differs'
  /** More keys are in force than the ledger has published, or fewer. */
  | 'balance-differs'
  /** Behind a tag that was drawn no published key was shown: it is bait, or went after the samples were drawn. */
  | 'tag-unexplained';

/** One list of segments, and what it came to. */
export interface SegmentsFinding {
  readonly partner: string;
  readonly keyClass: KeyClass;
  readonly segments: number;
  /** Keys in force, entries of padding in all segments together, and keys that were opened. */
  readonly keys: number;
  readonly padding: number;
  readonly opened: number;
  readonly fault: SegmentsFault | null;
}

/** What a judge has in hand beside what is shown. */
export interface SegmentsCase {
  readonly found: readonly LedgerCommitment[];
  readonly manifests: readonly LedgerManifest[];
  readonly request: AuditRequest;
  /** Whether a leaf leads to its root in the ledger. */
  readonly isHeld: (leaf: Shown) => boolean;
}

/**
 * Holds what an agency offered one partner of one class against its ledger: every segment is built again from the tags of its keys and the
 * committed seed, the tags in force are as many as the ledger's balance, and those that were drawn lead to published keys.
 */
export function judgeSegments(judged: SegmentsCase, shown: ShownSegments): SegmentsFinding {
  const named = judged.manifests.find(({ hash }) => hash === shown.root);
  const keyClass = classAt(shown.place) ?? 'person';
  const finding = { partner: named?.partner ?? '', keyClass, segments: shown.segments.length };
  const fail = (fault: SegmentsFault): SegmentsFinding => ({
    ...finding,
    keys: 0,
    padding: 0,
    opened: 0,
    fault,
  });
  const manifest = named === undefined ? null : readManifest(shown.manifest, named);
  if (named === undefined || manifest === null || manifest.epoch !== newestEpochOf(judged.found))
    return fail('manifest-differs');
  const seed = bytesOf(shown.padding);
  if (paddingSeedOf(judged.found)?.root !== paddingCommitment(manifest.epoch, seed))
    return fail('seed-differs');
  const entries = manifest.segments.filter((entry) => entry.keyClass === keyClass);
  const isSame = entries.map(({ hash }) => hash).join() === shown.segments.map(({ hash }) => hash).join();
  if (!isSame) return fail('segment-not-shown');
  const parts = shown.segments.map(({ name, tags }, at) => ({
    entry: entries[at] as SegmentEntry,
    kind: entries[at]?.kind ?? 'base',
    name: bytesOf(name),
    tags: bytesOf(tags),
  }));
  const own = paddingSeedFor(seed, manifest.partner);
  if (!parts.every((part) => isBuiltFrom(part, own))) return fail('segment-differs');
  const inForce = tagsInForce(parts);
  const sums = {
    keys: inForce.length / TAG_BYTES,
    padding: parts.reduce((sum, { entry, tags }) => sum + entry.count - tags.length / TAG_BYTES, 0),
    opened: shown.opened.length,
  };
  const before = judged.found.filter(({ index }) => index <= named.index);
  if ((publishedBalance(before)[keyClass] ?? 0) !== sums.keys)
    return { ...finding, ...sums, fault: 'balance-differs' };
  const isExplained = areExplained(judged, keyClass, shown, inForce);
  return { ...finding, ...sums, fault: isExplained ? null : 'tag-unexplained' };
}

/** The manifest in the exact bytes that the ledger names, for whom it says; null for any other. */
function readManifest(text: string, { hash, partner }: LedgerManifest): SegmentsManifest | null {
  const bytes = bytesOf(text);
  if (toHex(sha256(bytes)) !== hash) return null;
  const manifest = parseSegmentsManifest(bytes);
  return manifest.partner === partner ? manifest : null;
}

interface SegmentPart {
  readonly entry: SegmentEntry;
  readonly name: Uint8Array;
  readonly tags: Uint8Array;
}

function isBuiltFrom({ entry, name, tags }: SegmentPart, seed: Uint8Array): boolean {
  const count = tags.length / TAG_BYTES;
  if (!Number.isInteger(count) || count > entry.count) return false;
  try {
    return segmentHash(rebuildSegment(entry, { seed, name, tags })) === entry.hash;
  } catch (error) {
    // No segment can be built over such tags: then none was.
    if (error instanceof SealedError) return false;
    throw error;
  }
}

/** Whether each drawn tag is that of a key which was shown with its leaf: the tag follows from key, element and the partner's salt. */
function areExplained(
  { request, isHeld }: SegmentsCase,
  keyClass: KeyClass,
  shown: ShownSegments,
  inForce: Uint8Array,
): boolean {
  const salt = bytesOf(shown.salt);
  const explained = new Set<string>();
  for (const leaf of shown.opened) {
    const element = bytesOf(leaf.element);
    if (leaf.keyClass !== keyClass || !isElement(element) || !isHeld(leaf)) return false;
    explained.add(toHex(tag(salt, outputOf(keyInput(KEY_VERSION, leaf.rule, leaf.value), element))));
  }
  const drawn = tagsToOpen(request.nonce, shown, inForce).map((at) => tagAt(inForce, at));
  return drawn.every((one) => explained.has(one));
}

function bytesOf(text: string): Uint8Array {
  return readBase64Url(text) ?? new Uint8Array();
}
