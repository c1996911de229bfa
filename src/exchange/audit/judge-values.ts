import { concatBytes, toHex } from '../../base/index.ts';
import { isRule, KEY_VERSION, keyFamilyOf } from '../../match/index.ts';
import {
  ENTRY_BYTES,
  entriesInForce,
  isElement,
  keyInput,
  outputOf,
  pairOutput,
  pairTag,
  rebuildValues,
  recordTag,
  segmentHash,
  type ValueEntry,
} from '../../sealed/index.ts';
import { HALF_KEYS } from '../publish/planned-keys.ts';
import { pairsBalance } from './audit-ledger.ts';
import { itemAt, placesToOpen } from './audit-segments.ts';
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

type ShownValues = Extract<ShownList, { state: 'values' }>;
type ShownPair = ShownValues['opened'][number];

/**
 * The same as `judgeSegments` for what half keys open together: every segment is built again from its entries and the committed seed, as many are in
 * force as the ledger says there are pairs, and those that were drawn are two published half keys of different families of one record.
 */
export function judgeValues(judged: SegmentsCase, shown: ShownValues): SegmentsFinding {
  const partner = judged.manifests.find(({ hash }) => hash === shown.root)?.partner ?? '';
  const segments = shown.segments.length;
  const finding = { partner, keyClass: HALF_KEYS, segments, keys: 0, padding: 0, opened: 0 } as const;
  const fail = (fault: SegmentsFault): SegmentsFinding => ({ ...finding, fault });
  const offered = readOffered(judged, shown);
  if (typeof offered === 'string') return fail(offered);
  const listed = offered.manifest.values ?? [];
  if (!isSameList(listed, shown.segments)) return fail('segment-not-shown');
  const parts = shown.segments.map(({ name, entries }, at) => ({
    listed: listed[at] as ValueEntry,
    kind: listed[at]?.kind ?? 'base',
    name: bytesOf(name),
    entries: bytesOf(entries),
  }));
  const inForce = parts.every((part) => isBuiltFrom(part, offered.seed))
    ? unlessSealed(() => entriesInForce(parts))
    : null;
  if (inForce === null) return fail('segment-differs');
  const sums = {
    keys: inForce.length / ENTRY_BYTES,
    padding: parts.reduce(
      (sum, { listed: { count }, entries }) => sum + count - entries.length / ENTRY_BYTES,
      0,
    ),
    opened: shown.opened.length,
  };
  if (pairsBalance(offered.before) !== sums.keys) return { ...finding, ...sums, fault: 'balance-differs' };
  const isExplained = areExplained(judged, shown, inForce);
  return { ...finding, ...sums, fault: isExplained ? null : 'tag-unexplained' };
}

interface ValuesPart {
  readonly listed: ValueEntry;
  readonly name: Uint8Array;
  readonly entries: Uint8Array;
}

function isBuiltFrom({ listed, name, entries }: ValuesPart, seed: Uint8Array): boolean {
  const count = entries.length / ENTRY_BYTES;
  if (!Number.isInteger(count) || count > listed.count) return false;
  return unlessSealed(() => segmentHash(rebuildValues(listed, { seed, name, entries }))) === listed.hash;
}

function areExplained({ request, isHeld }: SegmentsCase, shown: ShownValues, inForce: Uint8Array): boolean {
  const secrets = { salt: bytesOf(shown.salt), tags: bytesOf(shown.secret) };
  const explained = new Set<string>();
  for (const pair of shown.opened) {
    if (![pair.first, pair.second].every((leaf) => isHeld(leaf, HALF_KEYS))) return false;
    const entry = entryOf(pair, secrets);
    if (entry === null) return false;
    explained.add(toHex(entry));
  }
  const drawn = placesToOpen(request.nonce, shown, inForce.length / ENTRY_BYTES);
  return drawn.every((at) => explained.has(itemAt(inForce, ENTRY_BYTES, at)));
}

/** The entry that two half keys of one record make, which follows from both keys, their elements, the record and the partner's two secrets; null where they make none. */
function entryOf(
  { first, second }: ShownPair,
  secrets: { readonly salt: Uint8Array; readonly tags: Uint8Array },
): Uint8Array | null {
  if (first.record !== second.record || !isRule(first.rule) || !isRule(second.rule)) return null;
  const families = [keyFamilyOf(first.rule), keyFamilyOf(second.rule)] as const;
  if (families[0] >= families[1]) return null;
  const [left, right] = [outputBehind(first), outputBehind(second)];
  if (left === null || right === null) return null;
  return concatBytes(
    pairTag(secrets.salt, pairOutput(left, right)),
    ...families.map((family) => recordTag(secrets.tags, first.record, family)),
  );
}

function outputBehind({ rule, value, element }: ShownPair['first']): Uint8Array | null {
  const bytes = bytesOf(element);
  return isElement(bytes) ? outputOf(keyInput(KEY_VERSION, rule, value), bytes) : null;
}
