import { concatBytes, equalBytes, sha256, toHex } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { assignWords, type BlockPlan, peel, planBlocks, writePlaces } from './fuse.ts';
import { PAIR_TAG_BYTES, pairTagger, SEGMENT_NAME_BYTES, slotPadder, slotPadV1, SLOTS_MAX } from './pair.ts';
import { cellCount, CHECKSUM_BYTES, HEADER_BYTES, type SegmentKind } from './segment-header.ts';
import { OUTPUT_BYTES } from './suite.ts';
import { ENTRY_BYTES, PAIR_TAGS_BYTES, slotNumbers } from './value-entries.ts';
import {
  CELL_BYTES,
  encodeValueHeader,
  parseValueHeader,
  VALUE_VERSION,
  type ValueHeader,
  VALUES_MAX,
  valueSegmentBytes,
} from './value-header.ts';

/** A value segment whose bytes were checked. */
export interface ValueSegment {
  readonly kind: SegmentKind;
  readonly count: number;
  /**
   * The tags of each record behind the pair with this output, in hexadecimal; a stranger is taken for a member once in 2^64. `tag`: the pair's, where the
   * caller has it, to open many segments.
   */
  open(salt: Uint8Array, output: Uint8Array, tag?: Uint8Array): readonly string[];
  /**
   * Of many pairs (64 bytes each) the places, counted in pairs, of those that open a record: what standing questions cost at a delta.
   * Two hashes a pair, for every pad is its segment's own.
   */
  which(salt: Uint8Array, outputs: Uint8Array): readonly number[];
}

const CHECK_BYTES = CELL_BYTES - PAIR_TAGS_BYTES;
const ATTEMPTS_MAX = 64;

export interface ValueInput {
  readonly kind: SegmentKind;
  /** Those of one pair together (value-entries.ts), padding behind them. */
  readonly entries: Uint8Array;
}

/** The segment over these entries; name and free cells come from `random`, so that the same bytes give the same segment. */
export function buildValueSegment(
  { kind, entries }: ValueInput,
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
    const body = fillBody(plan, { entries, slots, name }, random);
    if (body === null) continue;
    const content = concatBytes(encodeValueHeader({ kind, count: slots.length, ...plan, name }), body);
    return concatBytes(content, sha256(content));
  }
  throw new SealedError('segment-unbuildable', `no seed of ${ATTEMPTS_MAX} gave ${slots.length} slots`);
}

function fillBody(
  plan: BlockPlan,
  {
    entries,
    slots,
    name,
  }: { readonly entries: Uint8Array; readonly slots: Uint32Array; readonly name: Uint8Array },
  random: (length: number) => Uint8Array,
): Uint8Array | null {
  const padOf = slotPadder(name);
  const places = new Uint32Array(3 * slots.length);
  const values = new Uint8Array(CELL_BYTES * slots.length);
  for (let at = 0; at < slots.length; at += 1) {
    const entry = entries.subarray(at * ENTRY_BYTES, (at + 1) * ENTRY_BYTES);
    const pad = padOf(slots[at] as number, entry.subarray(0, PAIR_TAG_BYTES));
    writePlaces(plan, viewOf(pad), 0, places, 3 * at);
    for (let byte = 0; byte < CELL_BYTES; byte += 1) {
      const plain = byte < CHECK_BYTES ? 0 : (entry[PAIR_TAG_BYTES + byte - CHECK_BYTES] as number);
      values[CELL_BYTES * at + byte] = plain ^ (pad[16 + byte] as number);
    }
  }
  const cells = cellCount(plan);
  const peeling = peel(places, cells);
  if (peeling === null) return null;
  const body = Uint8Array.from(random(cells * CELL_BYTES));
  const words = { words: new Uint32Array(values.buffer), stride: CELL_BYTES / 4, from: 0 };
  assignWords(peeling, places, words, new Uint32Array(body.buffer), CELL_BYTES / 4);
  return body;
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
  const body = content.subarray(HEADER_BYTES);
  return {
    kind: header.kind,
    count: header.count,
    open: (salt, output, tag) =>
      header.count === 0 ? [] : openSlots(header, body, padder(header, salt, tag)(output)),
    which: (salt, outputs) => placesOpened(header, body, salt, outputs),
  };
}

function placesOpened(
  header: ValueHeader,
  body: Uint8Array,
  salt: Uint8Array,
  outputs: Uint8Array,
): readonly number[] {
  if (outputs.length % OUTPUT_BYTES !== 0)
    throw new SealedError('input-invalid', `pairs have ${OUTPUT_BYTES} bytes each`);
  if (header.count === 0) return [];
  const padsOf = padder(header, salt);
  const cells = new Uint32Array(3);
  const opened: number[] = [];
  for (let place = 0; place < outputs.length / OUTPUT_BYTES; place += 1) {
    const output = outputs.subarray(place * OUTPUT_BYTES, (place + 1) * OUTPUT_BYTES);
    // Slots begin at none: where the first is not there, none is.
    const pad = padsOf(output)(0);
    writePlaces(header, viewOf(pad), 0, cells, 0);
    if (checkIsZero(body, pad, cells)) opened.push(place);
  }
  return opened;
}

/** The pads of pairs' slots, as the segment's version has them. `known`: the tag of the pair, where the caller has it. */
function padder(
  { version, name }: ValueHeader,
  salt: Uint8Array,
  known?: Uint8Array,
): (output: Uint8Array) => (slot: number) => Uint8Array {
  if (version !== VALUE_VERSION) return (output) => (slot) => slotPadV1(salt, name, slot, output);
  const [tagOf, padOf] = [pairTagger(salt), slotPadder(name)];
  return (output) => {
    const tag = known ?? tagOf(output);
    return (slot) => padOf(slot, tag);
  };
}

/** Whether the check of a slot in these cells is there; what `slotValue` gives, without the rest of it. */
function checkIsZero(body: Uint8Array, pad: Uint8Array, cells: Uint32Array): boolean {
  for (let byte = 0; byte < CHECK_BYTES; byte += 1) {
    let value = pad[16 + byte] as number;
    for (const cell of cells) value ^= body[cell * CELL_BYTES + byte] as number;
    if (value !== 0) return false;
  }
  return true;
}

/** Whether the check is there, 64 bits of zero. */
function isSlot(value: Uint8Array): boolean {
  for (let byte = 0; byte < CHECK_BYTES; byte += 1) if (value[byte] !== 0) return false;
  return true;
}

function openSlots(
  header: ValueHeader,
  body: Uint8Array,
  padOf: (slot: number) => Uint8Array,
): readonly string[] {
  const found: string[] = [];
  for (let slot = 0; slot < SLOTS_MAX; slot += 1) {
    const value = slotValue(header, body, padOf(slot));
    if (!isSlot(value)) break;
    found.push(toHex(value.subarray(CHECK_BYTES)));
  }
  return found;
}

/** The three cells of a slot XOR its pad: check and tags of a slot inside, uniformly random for any other. */
export function slotValue(header: ValueHeader, body: Uint8Array, pad: Uint8Array): Uint8Array {
  const places = new Uint32Array(3);
  writePlaces(header, viewOf(pad), 0, places, 0);
  const value = pad.slice(16, 16 + CELL_BYTES);
  for (const place of places)
    for (let byte = 0; byte < CELL_BYTES; byte += 1)
      value[byte] = (value[byte] as number) ^ (body[place * CELL_BYTES + byte] as number);
  return value;
}

/** The tags of the records behind a pair: what a tombstone names is taken back, what a newer segment names is there again. */
export function lookUpValues(
  segmentsOldestFirst: readonly ValueSegment[],
  salt: Uint8Array,
  output: Uint8Array,
): readonly string[] {
  const live = new Set<string>();
  const tag = pairTagger(salt)(output);
  for (const segment of segmentsOldestFirst) {
    for (const tags of segment.open(salt, output, tag)) {
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

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
