import type { ByteSource } from './byte-source.ts';
import type { ByteReading } from './cobol-values.ts';
import type { Layout } from './copybook-layout.ts';
import { IntakeError } from './errors.ts';
import type { IntakeLimits } from './limits.ts';
import type { CopybookFormat } from './mapping-schema.ts';

/** One record's bytes and where they stand; `broken` when they are not a whole record. */
export interface FramedRecord {
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly broken?: string;
}

/** Cuts a file into records: by length, by record descriptor word, or by line. Holds one record and one chunk in memory. */
export function readRecords(
  source: ByteSource,
  format: CopybookFormat,
  layout: Layout,
  reading: ByteReading,
  limits: IntakeLimits,
): AsyncIterable<FramedRecord> {
  const window = new Window(source);
  switch (format.framing) {
    case 'fixed':
      return layout.depends && format['occurs-depending'] === 'shift' && format['record-length'] === undefined
        ? byContent(window, layout, reading)
        : byLength(window, format['record-length'] ?? layout.length);
    case 'rdw':
      return byDescriptor(window, 4, false, limits);
    case 'rdw-exclusive':
      return byDescriptor(window, 0, false, limits);
    case 'rdw-little':
      return byDescriptor(window, 4, true, limits);
    case 'rdw-little-exclusive':
      return byDescriptor(window, 0, true, limits);
    case 'lines':
      return byLine(window, reading.ebcdic, limits);
  }
}

/** A moving view of the source: asks for as many bytes as are wanted from here on. */
class Window {
  offset = 0;
  #held: Uint8Array = new Uint8Array(0);
  readonly #chunks: AsyncIterator<Uint8Array>;
  #ended = false;

  constructor(source: ByteSource) {
    this.#chunks = source.chunks()[Symbol.asyncIterator]();
  }

  /** The next bytes without taking them: `length`, or fewer at the end of the file. */
  async peek(length: number): Promise<Uint8Array> {
    if (this.#held.length < length && !this.#ended) {
      const parts = [this.#held];
      let have = this.#held.length;
      while (have < length) {
        const next = await this.#chunks.next();
        if (next.done === true) {
          this.#ended = true;
          break;
        }
        parts.push(next.value);
        have += next.value.length;
      }
      this.#held = parts.length === 1 ? this.#held : new Uint8Array(Buffer.concat(parts));
    }
    return this.#held.subarray(0, length);
  }

  take(length: number): void {
    this.#held = this.#held.subarray(length);
    this.offset += length;
  }
}

async function* byLength(window: Window, length: number): AsyncGenerator<FramedRecord> {
  for (;;) {
    const bytes = await window.peek(length);
    if (bytes.length === 0) return;
    const offset = window.offset;
    // A final Ctrl-Z is how old transfer programs ended a file.
    if (bytes.length === 1 && bytes[0] === 0x1a) return;
    yield bytes.length === length
      ? { offset, bytes }
      : { offset, bytes, broken: `the file ends within this record: ${bytes.length} of ${length} bytes` };
    window.take(bytes.length);
  }
}

async function* byContent(
  window: Window,
  layout: Layout,
  reading: ByteReading,
): AsyncGenerator<FramedRecord> {
  for (;;) {
    const most = await window.peek(layout.length);
    if (most.length === 0) return;
    const offset = window.offset;
    const placed = layout.place(most, reading);
    if (placed === null) {
      throw new IntakeError(
        'file-malformed',
        'a record says of itself a length that it cannot have; what follows cannot be found',
        { evidence: { offset } },
      );
    }
    const bytes = most.subarray(0, placed.length);
    yield bytes.length === placed.length
      ? { offset, bytes }
      : { offset, bytes, broken: 'the file ends within this record' };
    window.take(bytes.length);
  }
}

// IBM z/OS DFSMS "Using Data Sets", record descriptor word: two bytes of length, two of segment flags.
// IBM counts the word itself; GnuCOBOL (COB_VARSEQ_FORMAT=0) does not.
// Some transfer programs put the length into the last two bytes instead, low byte first.
async function* byDescriptor(
  window: Window,
  counted: number,
  little: boolean,
  limits: IntakeLimits,
): AsyncGenerator<FramedRecord> {
  for (;;) {
    const word = await window.peek(4);
    if (word.length === 0) return;
    const offset = window.offset;
    if (word.length < 4) {
      yield { offset, bytes: word, broken: 'the file ends within a record descriptor word' };
      return;
    }
    const [high = 0, low = 0, third = 0, fourth = 0] = word;
    const length = (little ? fourth * 256 + third : high * 256 + low) - counted;
    const others = little ? high + low : third + fourth;
    if (length <= 0 || others !== 0 || length > limits.recordBytesMax) {
      throw new IntakeError(
        'file-malformed',
        'a record descriptor word makes no sense; the records after it cannot be found',
        { evidence: { offset } },
      );
    }
    const framed = await window.peek(4 + length);
    const bytes = framed.subarray(4);
    yield bytes.length === length
      ? { offset: offset + 4, bytes }
      : {
          offset: offset + 4,
          bytes,
          broken: `the file ends within this record: ${bytes.length} of ${length} bytes`,
        };
    window.take(framed.length);
  }
}

async function* byLine(window: Window, ebcdic: boolean, limits: IntakeLimits): AsyncGenerator<FramedRecord> {
  const ends = ebcdic ? [0x25, 0x15, 0x0d] : [0x0a, 0x0d];
  const carriage = 0x0d;
  for (let reach = 4_096; ; ) {
    const bytes = await window.peek(reach);
    if (bytes.length === 0) return;
    const end = bytes.findIndex((byte) => ends.includes(byte));
    if (end < 0 && bytes.length === reach && reach < limits.recordBytesMax) {
      reach = Math.min(reach * 4, limits.recordBytesMax);
      continue;
    }
    const offset = window.offset;
    const line = end < 0 ? bytes : bytes.subarray(0, end);
    const whole = end >= 0 || bytes.length < reach;
    yield whole
      ? { offset, bytes: line }
      : { offset, bytes: line, broken: 'the line is longer than a record may be' };
    let past = end < 0 ? line.length : end + 1;
    if (end >= 0 && bytes[end] === carriage) {
      const after = (await window.peek(past + 1))[past];
      if (after !== undefined && after !== carriage && ends.includes(after)) past += 1;
    }
    window.take(past);
    reach = 4_096;
  }
}
