import { concatBytes } from '../base/index.ts';
import { SealedError } from './errors.ts';
import type { KeptItems } from './kept-tags.ts';
import { mergeTags } from './merge-tags.ts';
import { eachPairTag, PAIR_TAG_BYTES, SLOTS_MAX } from './pair.ts';
import { RECORD_TAG_BYTES } from './record-tags.ts';
import type { SegmentKind } from './segment-header.ts';
import { compareTags, sortTags } from './sorted-tags.ts';
import { OUTPUT_BYTES } from './suite.ts';
import { VALUES_MAX } from './value-header.ts';

/**
 * What a segment of sealed values is built over: for each record behind a pair one entry, the pair's tag and the record's tags in the two families of the
 * pair, in the families' order. Sorted and each once, they say all that is in a segment but its padding.
 */
export const ENTRY_BYTES = PAIR_TAG_BYTES + 2 * RECORD_TAG_BYTES;
/** A record's tags in the two families of a pair. */
export const PAIR_TAGS_BYTES = 2 * RECORD_TAG_BYTES;
/** As they rest beside their segment (kept-tags.ts). */
export const KEPT_VALUES: KeptItems = { magic: 'ENTVTG', width: ENTRY_BYTES, countMax: VALUES_MAX };

export interface PairsBehind {
  readonly salt: Uint8Array;
  /** The output of a pair (64 bytes), once for each record behind it; at most eight of them are kept. */
  readonly outputs: Uint8Array;
  /** For each output the tags of one record, 8 bytes. */
  readonly tags: Uint8Array;
}

/** The entries, sorted; of each pair no more than eight. */
export function valueEntries({ salt, outputs, tags }: PairsBehind): Uint8Array {
  const count = outputs.length / OUTPUT_BYTES;
  if (!Number.isInteger(count) || tags.length !== count * PAIR_TAGS_BYTES)
    throw new SealedError('input-invalid', 'each output of 64 bytes has tags of 8 bytes');
  const entries = new Uint8Array(count * ENTRY_BYTES);
  eachPairTag(salt, outputs, (tag, at) => {
    entries.set(tag, at * ENTRY_BYTES);
    entries.set(
      tags.subarray(at * PAIR_TAGS_BYTES, (at + 1) * PAIR_TAGS_BYTES),
      at * ENTRY_BYTES + PAIR_TAG_BYTES,
    );
  });
  return firstSlots(sortTags(entries, ENTRY_BYTES));
}

function firstSlots(sorted: Uint8Array): Uint8Array {
  const slots = slotNumbers(sorted);
  if (slots.every((slot) => slot < SLOTS_MAX)) return sorted;
  const kept = [...slots.keys()].filter((at) => (slots[at] as number) < SLOTS_MAX);
  return concatBytes(...kept.map((at) => sorted.subarray(at * ENTRY_BYTES, (at + 1) * ENTRY_BYTES)));
}

/** In each segment the slots of a pair begin at none: whoever opens them stops at the first that is not there. Those of one pair stand together. */
export function slotNumbers(entries: Uint8Array): Uint32Array {
  const slots = new Uint32Array(entries.length / ENTRY_BYTES);
  for (let at = 1; at < slots.length; at += 1) {
    const isSame =
      compareTags(entries, (at - 1) * ENTRY_BYTES, entries, at * ENTRY_BYTES, PAIR_TAG_BYTES) === 0;
    slots[at] = isSame ? (slots[at - 1] as number) + 1 : 0;
  }
  return slots;
}

/** The entries that a partner finds in these segments, sorted, the newest segment that contains one deciding. Throws `tags-invalid` unless they stand sorted. */
export function entriesInForce(
  oldestFirst: readonly { readonly kind: SegmentKind; readonly entries: Uint8Array }[],
): Uint8Array {
  const sources = oldestFirst.flatMap(({ kind, entries }) =>
    entries.length === 0 ? [] : [{ kind, pieces: [entries].values() }],
  );
  const options = { keepsTombstones: false, partTags: Number.MAX_SAFE_INTEGER, width: ENTRY_BYTES };
  return concatBytes(...[...mergeTags(sources, options)].map(({ tags }) => tags));
}
