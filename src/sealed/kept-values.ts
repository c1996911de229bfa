import { randomBytes } from 'node:crypto';
import { concatBytes } from '../base/index.ts';
import { paddedKeys } from './key-padding.ts';
import { type KeptSource, readKept, type TagsKeeper } from './kept-segment.ts';
import { NAME_BYTES, sealTags } from './kept-tags.ts';
import { seededRandom } from './padding-seed.ts';
import { segmentHash } from './segment.ts';
import type { SegmentKind } from './segment-header.ts';
import { ENTRY_BYTES, KEPT_VALUES, type PairsBehind, valueEntries } from './value-entries.ts';
import { VALUES_MAX } from './value-header.ts';
import { buildValueSegment, type ValueInput } from './value-segment.ts';

/** A segment of sealed values and, sealed, the entries it was built over. */
export interface KeptValues {
  readonly kind: SegmentKind;
  /** Padding included. */
  readonly count: number;
  readonly hash: string;
  readonly segment: Uint8Array;
  readonly tags: Uint8Array;
}

export interface KeptValuesInput extends TagsKeeper, PairsBehind {
  readonly kind: SegmentKind;
}

/** As many segments as the pairs need, of nearly equal size; at least one. */
export function buildKeptValues(input: KeptValuesInput): KeptValues[] {
  const entries = valueEntries(input);
  const count = entries.length / ENTRY_BYTES;
  const parts = Math.max(1, Math.ceil(count / VALUES_MAX));
  const bound = (part: number): number => Math.floor((count * part) / parts) * ENTRY_BYTES;
  return Array.from({ length: parts }, (_, part) =>
    keepValues(input, entries.subarray(bound(part), bound(part + 1))),
  );
}

function keepValues(input: KeptValuesInput, entries: Uint8Array): KeptValues {
  const { kind, key, about, padTo, seed } = input;
  const count = paddedKeys(kind, entries.length / ENTRY_BYTES, padTo);
  const name = randomBytes(NAME_BYTES);
  const segment = rebuildValues({ kind, count }, { seed, name, entries });
  const hash = segmentHash(segment);
  return { kind, count, hash, segment, tags: sealTags(key, `${about}\n${hash}`, entries, name, KEPT_VALUES) };
}

/** From what a segment of sealed values is built, bit for bit. */
export interface ValueParts {
  readonly seed: Uint8Array;
  readonly name: Uint8Array;
  /** Sorted, distinct; no padding. */
  readonly entries: Uint8Array;
}

/**
 * The bytes of the one segment over these entries under this seed and name. Padding is what nobody can ask for: a random tag of a pair, and random
 * tags of a record behind it. Then come the segment's name, of each attempt, and the free cells. `version`: the newest, unless an older one is named.
 */
export function rebuildValues(
  { kind, count, version }: Omit<ValueInput, 'entries'> & { readonly count: number },
  { seed, name, entries }: ValueParts,
): Uint8Array {
  const random = seededRandom(seed, `half-keys ${kind} ${count}`, name, entries);
  const more = count * ENTRY_BYTES - entries.length;
  const padded = more === 0 ? entries : concatBytes(entries, random(more));
  return buildValueSegment({ ...(version && { version }), kind, entries: padded }, random);
}

/** What was kept beside a segment of sealed values; throws `tags-invalid` when it is not there or does not open. */
export function readKeptValues(
  keeper: Pick<TagsKeeper, 'key' | 'about'>,
  source: Pick<KeptSource, 'hash' | 'path'>,
): Omit<ValueParts, 'seed'> {
  const { name, tags: entries } = readKept(keeper, source, KEPT_VALUES);
  return { name, entries };
}
