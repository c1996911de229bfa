import { readBase64Url, sha256, toHex } from '../../base/index.ts';
import {
  paddingCommitment,
  paddingSeedFor,
  parseSegmentsManifest,
  SealedError,
  segmentHash,
  type SegmentKind,
  type SegmentsManifest,
} from '../../sealed/index.ts';
import type { PlannedOf } from '../publish/planned-keys.ts';
import type { AuditRequest, Shown } from './audit-files.ts';
import { type LedgerCommitment, type LedgerManifest, newestEpochOf, paddingSeedOf } from './audit-ledger.ts';

/** What an agency shows of one list, of keys or of what half keys open together. */
export type ShownList = Extract<Shown, { state: 'segments' | 'values' }>;

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
  /** More keys (or pairs) are in force than the ledger has published, or fewer. */
  | 'balance-differs'
  /** Behind a tag that was drawn no published key was shown: it is bait, or went after the samples were drawn. */
  | 'tag-unexplained';

/** One list of segments, and what it came to. */
export interface SegmentsFinding {
  readonly partner: string;
  readonly keyClass: PlannedOf;
  readonly segments: number;
  /** Keys (or pairs of half keys) in force, entries of padding in all segments together, and keys (or pairs) that were opened. */
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
  /** Whether a leaf leads to its root in the ledger, where keys of this class (or half keys) are committed to. */
  readonly isHeld: (leaf: Shown, of: PlannedOf) => boolean;
}

/** What was kept beside one shown segment. */
interface ShownPart {
  readonly name: Uint8Array;
  /** Tags of keys, or entries of pairs: sorted, distinct, no padding. */
  readonly items: Uint8Array;
}

/** In what a list of keys and one of pairs are judged otherwise. */
export interface ListKind<Listed> {
  readonly of: PlannedOf;
  /** Bytes of each item. */
  readonly width: number;
  readonly listed: (manifest: SegmentsManifest) => readonly Listed[];
  /** What was shown of each segment, in its order. */
  readonly parts: readonly ShownPart[];
  readonly rebuild: (listed: Listed, part: ShownPart & { readonly seed: Uint8Array }) => Uint8Array;
  readonly inForce: (oldestFirst: readonly (ShownPart & { readonly kind: SegmentKind })[]) => Uint8Array;
  /** How many are in force by the ledger's word. */
  readonly balance: (before: readonly LedgerCommitment[]) => number;
  /** Whether what was drawn of these is explained by what was opened. */
  readonly isExplained: (inForce: Uint8Array) => boolean;
}

/** A segment as a manifest names it. */
interface ListedSegment {
  readonly hash: string;
  readonly kind: SegmentKind;
  /** Padding included. */
  readonly count: number;
}

/** Builds every segment of a list again, counts what is in force and has what was drawn explained. */
export function judgeList<Listed extends ListedSegment>(
  judged: SegmentsCase,
  shown: ShownList,
  list: ListKind<Listed>,
): SegmentsFinding {
  const partner = judged.manifests.find(({ hash }) => hash === shown.root)?.partner ?? '';
  const segments = shown.segments.length;
  const finding = { partner, keyClass: list.of, segments, keys: 0, padding: 0, opened: 0 };
  const fail = (fault: SegmentsFault): SegmentsFinding => ({ ...finding, fault });
  const offered = readOffered(judged, shown);
  if (typeof offered === 'string') return fail(offered);
  const listed = list.listed(offered.manifest);
  if (!isSameList(listed, shown.segments)) return fail('segment-not-shown');
  const parts = list.parts.map((part, at) => ({ ...part, entry: listed[at] as Listed }));
  const inForce = parts.every((part) => isBuiltFrom(list, part, offered.seed))
    ? unlessSealed(() => list.inForce(parts.map(({ entry: { kind }, ...part }) => ({ ...part, kind }))))
    : null;
  if (inForce === null) return fail('segment-differs');
  const sums = {
    keys: inForce.length / list.width,
    padding: parts.reduce((sum, { entry, items }) => sum + entry.count - items.length / list.width, 0),
    opened: shown.opened.length,
  };
  if (list.balance(offered.before) !== sums.keys) return { ...finding, ...sums, fault: 'balance-differs' };
  return { ...finding, ...sums, fault: list.isExplained(inForce) ? null : 'tag-unexplained' };
}

function isBuiltFrom<Listed extends ListedSegment>(
  { width, rebuild }: ListKind<Listed>,
  { entry, name, items }: ShownPart & { readonly entry: Listed },
  seed: Uint8Array,
): boolean {
  const count = items.length / width;
  if (!Number.isInteger(count) || count > entry.count) return false;
  return unlessSealed(() => segmentHash(rebuild(entry, { seed, name, items }))) === entry.hash;
}

/** A manifest that the ledger names, and the seed that it commits to. */
interface OfferedList {
  readonly manifest: SegmentsManifest;
  /** What the ledger had published when it named the manifest. */
  readonly before: readonly LedgerCommitment[];
  /** The partner's own. */
  readonly seed: Uint8Array;
}

/** What was offered by the ledger's word, or why that was not shown. */
function readOffered(
  { found, manifests }: SegmentsCase,
  shown: ShownList,
): OfferedList | 'manifest-differs' | 'seed-differs' {
  const named = manifests.find(({ hash }) => hash === shown.root);
  const manifest = named === undefined ? null : readManifest(shown.manifest, named);
  if (named === undefined || manifest === null || manifest.epoch !== newestEpochOf(found))
    return 'manifest-differs';
  const seed = bytesOf(shown.padding);
  if (paddingSeedOf(found)?.root !== paddingCommitment(manifest.epoch, seed)) return 'seed-differs';
  return {
    manifest,
    before: found.filter(({ index }) => index <= named.index),
    seed: paddingSeedFor(seed, manifest.partner),
  };
}

/** The manifest in the exact bytes that the ledger names, for whom it says; null for any other. */
function readManifest(text: string, { hash, partner }: LedgerManifest): SegmentsManifest | null {
  const bytes = bytesOf(text);
  if (toHex(sha256(bytes)) !== hash) return null;
  const manifest = parseSegmentsManifest(bytes);
  return manifest.partner === partner ? manifest : null;
}

/** Null where what was shown is such that no segment can be built over it: then none was. */
function unlessSealed<What>(work: () => What): What | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof SealedError) return null;
    throw error;
  }
}

function isSameList(
  entries: readonly { readonly hash: string }[],
  shown: readonly { readonly hash: string }[],
): boolean {
  return entries.map(({ hash }) => hash).join() === shown.map(({ hash }) => hash).join();
}

export function bytesOf(text: string): Uint8Array {
  return readBase64Url(text) ?? new Uint8Array();
}
