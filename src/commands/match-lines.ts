import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { CodedError } from '../base/index.ts';
import { FTM_LINE_LENGTH_MAX, MatchError } from '../match/index.ts';
import { type Note, Notes } from './match-notes.ts';

/** A line of the input; where it cannot be handed on, `problem` says why and nothing of it was kept. */
export type Line = { readonly number: number } & (
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text: null; readonly problem: 'line-too-long' | 'line-not-utf8' }
);

/** Of UTF-8 a character is at most four bytes. */
const LINE_BYTES_MAX = 4 * FTM_LINE_LENGTH_MAX;
const LINE_END = 0x0a;

/** The lines of a file, '-' being standard input; empty ones are left out. Never holds more than one line and one chunk. */
export async function* readLines(file: string): AsyncGenerator<Line> {
  const stream = file === '-' ? process.stdin : createReadStream(file);
  let number = 1;
  let held: Buffer[] = [];
  let size = 0;
  const take = (part: Buffer): void => {
    size += part.length;
    if (size > LINE_BYTES_MAX) held = [];
    else if (part.length > 0) held.push(part);
  };
  const line = (): Line | null => {
    const found = size > LINE_BYTES_MAX ? tooLong(number) : lineOf(Buffer.concat(held, size), number);
    [held, size, number] = [[], 0, number + 1];
    return found;
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
      take(chunk.subarray(from, end));
      from = end + 1;
      const found = line();
      if (found !== null) yield found;
    }
    take(chunk.subarray(from));
  }
  const last = size > 0 ? line() : null;
  if (last !== null) yield last;
}

function tooLong(number: number): Line {
  return { number, text: null, problem: 'line-too-long' };
}

/** Null for an empty line. Some programs write a byte-order mark before the first one. */
function lineOf(bytes: Buffer, number: number): Line | null {
  if (!isUtf8(bytes)) return { number, text: null, problem: 'line-not-utf8' };
  const written = bytes.toString('utf8');
  const text = number === 1 ? written.replace(/^\uFEFF/, '') : written;
  if (text.trim() === '') return null;
  return text.length > FTM_LINE_LENGTH_MAX ? tooLong(number) : { number, text };
}

const PROBLEMS = {
  'line-too-long': `a line has at most ${FTM_LINE_LENGTH_MAX} characters`,
  'line-not-utf8': 'the line is not UTF-8: save or convert the file as UTF-8',
} as const;

/** What became of the input: how many lines were read, and how many could not be. */
export interface LineCount {
  read: number;
  bad: number;
}

/**
 * Hands each line to `work`. A line that cannot be read is named on standard error, in plain words with its number, and
 * the next one follows; with `strict` the first one ends it all. What `work` notes about lines it did read is summed up at
 * the end, once for each kind of note.
 */
export async function eachLine(
  file: string,
  strict: boolean,
  work: (text: string, note: Note) => Promise<void> | void,
): Promise<LineCount> {
  const count: LineCount = { read: 0, bad: 0 };
  const notes = new Notes();
  for await (const line of readLines(file)) {
    try {
      if (line.problem !== undefined) throw new MatchError(line.problem, PROBLEMS[line.problem]);
      await work(line.text, notes.of(line.number));
      count.read += 1;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const message = `line ${line.number}: ${error.message}`;
      if (strict) throw new MatchError(asMatchCode(error.code), message, { cause: error });
      count.bad += 1;
      process.stderr.write(`entente: ${message} [${error.code}]\n`);
    }
  }
  for (const sentence of notes.sentences()) process.stderr.write(`entente: ${sentence}\n`);
  if (count.bad > 0)
    process.stderr.write(`entente: ${count.bad} of ${count.bad + count.read} lines could not be read\n`);
  return count;
}

function asMatchCode(code: string): MatchError['code'] {
  const codes: readonly MatchError['code'][] = [
    'line-too-long',
    'line-too-deep',
    'line-malformed',
    'line-not-utf8',
    'entity-malformed',
    'entity-too-large',
    'entity-repeated',
  ];
  return codes.find((known) => known === code) ?? 'line-malformed';
}

const BATCH_LENGTH = 65_536;

/** Writes lines to standard output in batches, and waits where the reader is slower than we are. */
export class LineWriter {
  #waiting = '';
  #isOver = false;

  constructor() {
    // A reader that has seen enough ('| head') closes its end: that is no failure.
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      this.#isOver = true;
      process.exit(0);
    });
  }

  async write(value: unknown): Promise<void> {
    this.#waiting += `${JSON.stringify(value)}\n`;
    if (this.#waiting.length >= BATCH_LENGTH) await this.flush();
  }

  async flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = '';
    if (batch !== '' && !this.#isOver && !process.stdout.write(batch)) await once(process.stdout, 'drain');
  }
}
