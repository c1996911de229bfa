import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import { CodedError } from '../base/index.ts';
import { FTM_LINE_LENGTH_MAX, MatchError } from '../match/index.ts';

/** A line of the input; `text` is null when it was longer than a line may be, and none of it was kept. */
export interface Line {
  readonly number: number;
  readonly text: string | null;
}

/** The lines of a file, '-' being standard input; empty ones are left out. Never holds more than one line and one chunk. */
export async function* readLines(file: string): AsyncGenerator<Line> {
  const stream = file === '-' ? process.stdin : createReadStream(file);
  const decoder = new StringDecoder('utf8');
  let number = 1;
  let rest = '';
  let tooLong = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const parts = decoder.write(chunk).split('\n');
    for (const [at, part] of parts.entries()) {
      const isEnd = at < parts.length - 1;
      if (tooLong || rest.length + part.length > FTM_LINE_LENGTH_MAX) {
        tooLong = true;
        rest = '';
      } else rest += part;
      if (!isEnd) continue;
      if (tooLong || !isBlank(rest)) yield { number, text: tooLong ? null : withoutMark(rest, number) };
      number += 1;
      rest = '';
      tooLong = false;
    }
  }
  rest += decoder.end();
  if (tooLong || !isBlank(rest)) yield { number, text: tooLong ? null : withoutMark(rest, number) };
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** Some programs write a byte-order mark before the first line. */
function withoutMark(text: string, number: number): string {
  return number === 1 ? text.replace(/^\uFEFF/, '') : text;
}

/** What became of the input: how many lines were read, and how many could not be. */
export interface LineCount {
  read: number;
  bad: number;
}

/**
 * Hands each line to `work`. A line that cannot be read is named on standard error, in plain words with its number, and
 * the next one follows; with `strict` the first one ends it all.
 */
export async function eachLine(
  file: string,
  strict: boolean,
  work: (text: string, number: number) => Promise<void> | void,
): Promise<LineCount> {
  const count: LineCount = { read: 0, bad: 0 };
  for await (const { number, text } of readLines(file)) {
    try {
      if (text === null)
        throw new MatchError('line-too-long', `a line has at most ${FTM_LINE_LENGTH_MAX} characters`);
      await work(text, number);
      count.read += 1;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const message = `line ${number}: ${error.message}`;
      if (strict) throw new MatchError(asMatchCode(error.code), message, { cause: error });
      count.bad += 1;
      process.stderr.write(`entente: ${message} [${error.code}]\n`);
    }
  }
  if (count.bad > 0)
    process.stderr.write(`entente: ${count.bad} of ${count.bad + count.read} lines could not be read\n`);
  return count;
}

function asMatchCode(code: string): MatchError['code'] {
  const codes: readonly MatchError['code'][] = [
    'line-too-long',
    'line-too-deep',
    'line-malformed',
    'entity-malformed',
    'entity-too-large',
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
