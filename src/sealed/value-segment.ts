import { randomBytes } from 'node:crypto';
import { concatBytes, equalBytes, sha256, toHex } from '../base/index.ts';
import { SealedError } from './errors.ts';
import { assignWords, type BlockPlan, peel, planBlocks, writePlaces } from './fuse.ts';
import { sha512Once } from './hashing.ts';
import { SEGMENT_NAME_BYTES, slotMessage, slotPad, SLOTS_MAX } from './pair.ts';
import { RECORD_TAG_BYTES } from './record-tags.ts';
import { cellCount, CHECKSUM_BYTES, HEADER_BYTES, type SegmentKind } from './segment-header.ts';
import { OUTPUT_BYTES } from './suite.ts';
import {
  CELL_BYTES,
  encodeValueHeader,
  parseValueHeader,
  type ValueHeader,
  VALUES_MAX,
  valueSegmentBytes,
} from './value-header.ts';

/** A record's tags in the two families of a pair, in the families' order. */
export const PAIR_TAGS_BYTES = 2 * RECORD_TAG_BYTES;

export interface ValueInput {
  readonly kind: SegmentKind;
  readonly salt: Uint8Array;
  /** The output of a pair (64 bytes), once for each record behind it; at most eight of them are kept. */
  readonly outputs: Uint8Array;
  /** For each output the tags of one record, 8 bytes. */
  readonly tags: Uint8Array;
}

/** A value segment whose bytes were checked. */
export interface ValueSegment {
  readonly kind: SegmentKind;
  readonly count: number;
  /** The tags of each record behind the pair with this output, in hexadecimal; a stranger is taken for a member once in 2^64. */
  open(salt: Uint8Array, output: Uint8Array): readonly string[];
  /**
   * Of many pairs (64 bytes each) the places, counted in pairs, of those that open a record: what standing questions cost at a delta.
   * One hash a pair, for every pad is its segment's own.
   */
  which(salt: Uint8Array, outputs: Uint8Array): readonly number[];
}

const CHECK_BYTES = CELL_BYTES - PAIR_TAGS_BYTES;
const ATTEMPTS_MAX = 64;

/** As many value segments as the slots need, of nearly equal size; at least one. */
export function buildValueSegments(
  input: ValueInput,
  random: (length: number) => Uint8Array = randomBytes,
): Uint8Array[] {
  const behind = recordsBehindPairs(input);
  const parts = Math.max(1, Math.ceil(behind.length / VALUES_MAX));
  const bound = (part: number): number => Math.floor((behind.length * part) / parts);
  return Array.from({ length: parts }, (_, part) =>
    buildOne(input, numbered(behind.slice(bound(part), bound(part + 1))), random),
  );
}

/** One record behind one pair. */
interface Behind {
  readonly pair: string;
  readonly output: Uint8Array;
  readonly tags: Uint8Array;
}

interface Slot extends Behind {
  readonly slot: number;
}

/** Each record behind a pair once, and of one pair the first eight. */
function recordsBehindPairs({ outputs, tags }: ValueInput): readonly Behind[] {
  const count = outputs.length / OUTPUT_BYTES;
  if (!Number.isInteger(count) || tags.length !== count * PAIR_TAGS_BYTES)
    throw new SealedError('input-invalid', 'each output of 64 bytes has tags of 8 bytes');
  const known = new Map<string, Set<string>>();
  const behind: Behind[] = [];
  for (let at = 0; at < count; at += 1) {
    const output = outputs.subarray(at * OUTPUT_BYTES, (at + 1) * OUTPUT_BYTES);
    const record = tags.subarray(at * PAIR_TAGS_BYTES, (at + 1) * PAIR_TAGS_BYTES);
    // Outputs are hashes: sixteen bytes tell them apart.
    const pair = toHex(output.subarray(0, 16));
    const records = known.get(pair) ?? new Set();
    if (records.size >= SLOTS_MAX || records.has(toHex(record))) continue;
    known.set(pair, records.add(toHex(record)));
    behind.push({ pair, output, tags: record });
  }
  return behind;
}

/** In each segment the slots of a pair begin at none: whoever opens them stops at the first that is not there. */
function numbered(behind: readonly Behind[]): readonly Slot[] {
  const next = new Map<string, number>();
  return behind.map((one) => {
    const slot = next.get(one.pair) ?? 0;
    next.set(one.pair, slot + 1);
    return { ...one, slot };
  });
}

function buildOne(
  { kind, salt }: ValueInput,
  slots: readonly Slot[],
  random: (length: number) => Uint8Array,
): Uint8Array {
  const plan = planBlocks(slots.length);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const name = random(SEGMENT_NAME_BYTES);
    const body = fillBody(plan, slots, { salt, name }, random);
    if (body === null) continue;
    const content = concatBytes(encodeValueHeader({ kind, count: slots.length, ...plan, name }), body);
    return concatBytes(content, sha256(content));
  }
  throw new SealedError('segment-unbuildable', `no seed of ${ATTEMPTS_MAX} gave ${slots.length} slots`);
}

function fillBody(
  plan: BlockPlan,
  slots: readonly Slot[],
  { salt, name }: { readonly salt: Uint8Array; readonly name: Uint8Array },
  random: (length: number) => Uint8Array,
): Uint8Array | null {
  const places = new Uint32Array(3 * slots.length);
  const values = new Uint8Array(CELL_BYTES * slots.length);
  for (const [at, { output, tags, slot }] of slots.entries()) {
    const pad = slotPad(salt, name, slot, output);
    writePlaces(plan, viewOf(pad), 0, places, 3 * at);
    for (let byte = 0; byte < CELL_BYTES; byte += 1) {
      const plain = byte < CHECK_BYTES ? 0 : (tags[byte - CHECK_BYTES] as number);
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
    open: (salt, output) => (header.count === 0 ? [] : openSlots(header, body, salt, output)),
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
  // Slots begin at none: where the first is not there, none is. One message serves all: only the output in it changes.
  const message = slotMessage(salt, header.name, 0, new Uint8Array(OUTPUT_BYTES));
  const cells = new Uint32Array(3);
  const opened: number[] = [];
  for (let place = 0; place < outputs.length / OUTPUT_BYTES; place += 1) {
    const output = outputs.subarray(place * OUTPUT_BYTES, (place + 1) * OUTPUT_BYTES);
    message.set(output, message.length - OUTPUT_BYTES);
    const pad = sha512Once(message);
    writePlaces(header, viewOf(pad), 0, cells, 0);
    if (checkIsZero(body, pad, cells)) opened.push(place);
  }
  return opened;
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
  salt: Uint8Array,
  output: Uint8Array,
): readonly string[] {
  const found: string[] = [];
  for (let slot = 0; slot < SLOTS_MAX; slot += 1) {
    const value = slotValue(header, body, slotPad(salt, header.name, slot, output));
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
  for (const segment of segmentsOldestFirst) {
    for (const tags of segment.open(salt, output)) {
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
