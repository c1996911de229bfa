import { concatBytes, equalBytes, sha256, toHex } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { allPlaces, assignWords, type BlockPlan, peel, planBlocks } from './fuse.ts';
import { PAIR_TAG_BYTES, pairTag, SEGMENT_NAME_BYTES, SLOTS_MAX } from './pair.ts';
import { cellCount, CHECKSUM_BYTES, HEADER_BYTES, type SegmentKind } from './segment-header.ts';
import { placesThatFit } from './standing.ts';
import { ENTRY_BYTES, PAIR_TAGS_BYTES, slotNumbers } from './value-entries.ts';
import {
  CELL_BYTES,
  encodeValueHeader,
  parseValueHeader,
  type TaggedVersion,
  VALUE_VERSION,
  type ValueHeader,
  VALUES_MAX,
  valueSegmentBytes,
} from './value-header.ts';
import { type OutputValues, outputValues } from './value-output-segment.ts';
import { type SlotHashes, slotHashes } from './value-slots.ts';

/** A value segment whose bytes were checked, in which a pair is found by its tag. */
export interface TaggedValues {
  readonly by: 'tag';
  readonly kind: SegmentKind;
  readonly count: number;
  /** The tags of each record behind the pair with this tag, in hexadecimal; a stranger is taken for a member once in 2^64. */
  readonly open: (tag: Uint8Array) => readonly string[];
  /** Of many pairs' tags (16 bytes each) the places, counted in tags, of those that open a record: what standing questions cost at a delta. */
  readonly which: (tags: Uint8Array) => readonly number[];
}

export type ValueSegment = TaggedValues | OutputValues;

const CHECK_BYTES = CELL_BYTES - PAIR_TAGS_BYTES;
const CELL_WORDS = CELL_BYTES / 4;
const CHECK_WORDS = CHECK_BYTES / 4;
const ATTEMPTS_MAX = 64;
/** So many tags are scrambled at a stretch, as in standing.ts. */
const TAGS_AT_ONCE = 65_536;

export interface ValueInput {
  /** The newest, but where an audit builds an older segment again. */
  readonly version?: TaggedVersion;
  readonly kind: SegmentKind;
  /** Those of one pair together (value-entries.ts), padding behind them. */
  readonly entries: Uint8Array;
}

/** The segment over these entries; name and free cells come from `random`, so that the same bytes give the same segment. */
export function buildValueSegment(
  { version = VALUE_VERSION, kind, entries }: ValueInput,
  random: (length: number) => Uint8Array,
): Uint8Array {
  const slots = slotNumbers(entries);
  if (slots.length > VALUES_MAX || slots.some((slot) => slot >= SLOTS_MAX))
    throw new SealedError(
      'input-invalid',
      `a value segment has at most ${VALUES_MAX} slots, ${SLOTS_MAX} of one pair`,
    );
  const plan = planBlocks(slots.length);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const name = random(SEGMENT_NAME_BYTES);
    const body = fillBody(plan, { entries, slots, hashes: slotHashes(version, name) }, random);
    if (body === null) continue;
    const header = encodeValueHeader({ version, kind, count: slots.length, ...plan, name });
    const content = concatBytes(header, body);
    return concatBytes(content, sha256(content));
  }
  throw new SealedError('segment-unbuildable', `no seed of ${ATTEMPTS_MAX} gave ${slots.length} slots`);
}

interface Slots {
  readonly entries: Uint8Array;
  readonly slots: Uint32Array;
  readonly hashes: SlotHashes;
}

function fillBody(plan: BlockPlan, input: Slots, random: (length: number) => Uint8Array): Uint8Array | null {
  const scrambled = input.hashes.scramble(tagsOf(input.entries), input.slots);
  const places = allPlaces(plan, scrambled);
  const cells = cellCount(plan);
  const peeling = peel(places, cells);
  if (peeling === null) return null;
  const body = Uint8Array.from(random(cells * CELL_BYTES));
  const words = { words: new Uint32Array(hiddenSlots(input, scrambled).buffer), stride: CELL_WORDS, from: 0 };
  assignWords(peeling, places, words, new Uint32Array(body.buffer), CELL_WORDS);
  return body;
}

/** The pairs' tags of entries, one after the other. */
function tagsOf(entries: Uint8Array): Uint8Array {
  const count = entries.length / ENTRY_BYTES;
  const tags = new Uint8Array(count * PAIR_TAG_BYTES);
  for (let at = 0; at < count; at += 1)
    tags.set(entries.subarray(at * ENTRY_BYTES, at * ENTRY_BYTES + PAIR_TAG_BYTES), at * PAIR_TAG_BYTES);
  return tags;
}

/** What the three cells of each slot XOR to: the check's 64 zero bits and the record's tags, both hidden. */
function hiddenSlots({ entries, slots, hashes }: Slots, scrambled: Uint8Array): Uint8Array {
  const values = new Uint8Array(CELL_BYTES * slots.length);
  for (let at = 0; at < slots.length; at += 1) {
    const entry = entries.subarray(at * ENTRY_BYTES, (at + 1) * ENTRY_BYTES);
    const mask = hashes.mask(entry.subarray(0, PAIR_TAG_BYTES), slots[at] as number);
    values.set(scrambled.subarray(16 * at + 8, 16 * at + 16), CELL_BYTES * at);
    for (let byte = 0; byte < PAIR_TAGS_BYTES; byte += 1)
      values[CELL_BYTES * at + CHECK_BYTES + byte] =
        (entry[PAIR_TAG_BYTES + byte] as number) ^ (mask[byte] as number);
  }
  return values;
}

/** The value segment that the bytes are, header, length and checksum verified; throws `segment-invalid`. Read where it lies. */
export function openValueSegment(bytes: Uint8Array): ValueSegment {
  const header = parseValueHeader(bytes);
  if (bytes.length !== valueSegmentBytes(header))
    throw new SealedError(
      'segment-invalid',
      `the header asks for ${valueSegmentBytes(header)} bytes, got ${bytes.length}`,
    );
  const content = bytes.subarray(0, bytes.length - CHECKSUM_BYTES);
  if (!equalBytes(sha256(content), bytes.subarray(content.length)))
    throw new SealedError('segment-invalid', 'the checksum does not fit the bytes');
  const body = aligned(content.subarray(HEADER_BYTES));
  if (header.version === 1) return outputValues(header, body);
  const { kind, count } = header;
  const hashes = slotHashes(header.version, header.name);
  return {
    by: 'tag',
    kind,
    count,
    open: (tag) => openSlots(header, body, hashes, requireTags(tag, 1)),
    which: (tags) => placesOpened(header, body, hashes, requireTags(tags)),
  };
}

/** Cells are read by words; a copy only where the bytes lie between two of them. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
}

function requireTags(tags: Uint8Array, count = tags.length / PAIR_TAG_BYTES): Uint8Array {
  if (!Number.isInteger(count) || tags.length !== count * PAIR_TAG_BYTES)
    throw new SealedError('input-invalid', `the tag of a pair has ${PAIR_TAG_BYTES} bytes`);
  return tags;
}

function placesOpened(
  header: ValueHeader,
  body: Uint8Array,
  hashes: SlotHashes,
  tags: Uint8Array,
): readonly number[] {
  const opened: number[] = [];
  if (header.count === 0) return opened;
  const cells = new Uint32Array(body.buffer, body.byteOffset, body.byteLength / 4);
  for (let from = 0; from < tags.length; from += TAGS_AT_ONCE * PAIR_TAG_BYTES) {
    // Slots begin at none: where the first is not there, none is.
    const scrambled = hashes.scramble(tags.subarray(from, from + TAGS_AT_ONCE * PAIR_TAG_BYTES), 0);
    const places = allPlaces(header, scrambled);
    const inside = placesThatFit(scrambled, places, { cells, wordsPerCell: CELL_WORDS, words: CHECK_WORDS });
    for (const place of inside) opened.push(from / PAIR_TAG_BYTES + place);
  }
  return opened;
}

function openSlots(
  header: ValueHeader,
  body: Uint8Array,
  hashes: SlotHashes,
  tag: Uint8Array,
): readonly string[] {
  const found: string[] = [];
  for (let slot = 0; header.count > 0 && slot < SLOTS_MAX; slot += 1) {
    const value = slotValue(header, body, hashes, { tag, slot });
    if (!value.subarray(0, CHECK_BYTES).every((byte) => byte === 0)) break;
    const mask = hashes.mask(tag, slot);
    found.push(toHex(value.subarray(CHECK_BYTES).map((byte, at) => byte ^ (mask[at] as number))));
  }
  return found;
}

/** The check, zero for a slot inside and uniformly random for any other, and the record's tags as they are hidden. */
export function slotValue(
  header: ValueHeader,
  body: Uint8Array,
  hashes: SlotHashes,
  { tag, slot }: { readonly tag: Uint8Array; readonly slot: number },
): Uint8Array {
  const scrambled = hashes.scramble(tag, slot);
  const value = new Uint8Array(CELL_BYTES);
  value.set(scrambled.subarray(8, 8 + CHECK_BYTES));
  for (const place of allPlaces(header, scrambled))
    for (let byte = 0; byte < CELL_BYTES; byte += 1)
      value[byte] = (value[byte] as number) ^ (body[place * CELL_BYTES + byte] as number);
  return value;
}

/**
 * The tags of the records behind a pair: what a tombstone names is taken back, what a newer segment names is there again. `tag`: the pair's, where the
 * caller has it already.
 */
export function lookUpValues(
  segmentsOldestFirst: readonly ValueSegment[],
  salt: Uint8Array,
  output: Uint8Array,
  tag: Uint8Array = pairTag(salt, output),
): readonly string[] {
  return inForce(segmentsOldestFirst, (segment) =>
    segment.by === 'tag' ? segment.open(tag) : segment.open(salt, output),
  );
}

/** The same for whoever kept the pair's tag alone. */
export function lookUpPairTag(
  segmentsOldestFirst: readonly TaggedValues[],
  tag: Uint8Array,
): readonly string[] {
  return inForce(segmentsOldestFirst, (segment) => segment.open(tag));
}

function inForce<Values extends ValueSegment>(
  segmentsOldestFirst: readonly Values[],
  open: (segment: Values) => readonly string[],
): readonly string[] {
  const live = new Set<string>();
  for (const segment of segmentsOldestFirst) {
    for (const tags of open(segment)) {
      if (segment.kind === 'tombstone') live.delete(tags);
      else live.add(tags);
    }
  }
  return [...live];
}

/** How long the value segment will be, from its first 40 bytes: a fetch knows its limit before it reads on. */
export function valueSegmentLength(firstBytes: Uint8Array): number {
  return valueSegmentBytes(parseValueHeader(firstBytes));
}
