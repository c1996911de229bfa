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
  type ValueParts,
} from '../../sealed/index.ts';
import { HALF_KEYS } from '../publish/planned-keys.ts';
import { pairsBalance } from './audit-ledger.ts';
import { itemAt, placesToOpen } from './audit-segments.ts';
import { bytesOf, judgeList, type SegmentsCase, type SegmentsFinding, type ShownList } from './judge-list.ts';

type ShownValues = Extract<ShownList, { state: 'values' }>;
type ShownPair = ShownValues['opened'][number];

/**
 * The same as `judgeSegments` for what half keys open together: every segment is built again from its entries and the committed seed, as many are in
 * force as the ledger says there are pairs, and those that were drawn are two published half keys of different families of one record.
 */
export function judgeValues(judged: SegmentsCase, shown: ShownValues): SegmentsFinding {
  return judgeList<ValueEntry>(judged, shown, {
    of: HALF_KEYS,
    width: ENTRY_BYTES,
    listed: ({ values }) => values ?? [],
    parts: shown.segments.map(({ name, entries }) => ({ name: bytesOf(name), items: bytesOf(entries) })),
    rebuild: (listed, { items, ...part }) => rebuildListed(listed, { ...part, entries: items }),
    inForce: (parts) => entriesInForce(parts.map(({ kind, items }) => ({ kind, entries: items }))),
    balance: pairsBalance,
    isExplained: (inForce) => areExplained(judged, shown, inForce),
  });
}

/** Of the newest version, or of the one before, which an agency that has upgraded goes on offering until it builds anew. */
function rebuildListed(listed: ValueEntry, parts: ValueParts): Uint8Array {
  const newest = rebuildValues(listed, parts);
  return segmentHash(newest) === listed.hash ? newest : rebuildValues({ ...listed, version: 2 }, parts);
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
