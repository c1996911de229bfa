import { readHex } from '../../base/index.ts';
import { LedgerError } from './errors.ts';

/**
 * The export, line by line: a header, then entries in the order of their index, each checkpoint after the last entry that
 * it covers. Every line has exactly one spelling (its parse, written again, is the same text), so that nothing can be
 * shown to a reader that the hashes do not cover.
 */
export type ExportLine =
  | { readonly type: 'header'; readonly origin: string }
  | { readonly type: 'entry'; readonly index: number; readonly leafHash: Uint8Array; readonly text: string }
  | { readonly type: 'checkpoint'; readonly note: string };

/** Longest line the reader accepts, in bytes. An entry has at most 16 KiB; JSON may spell a byte with six. */
export const LINE_BYTES_MAX = 131_072;

export function formatHeaderLine(origin: string): string {
  return `${JSON.stringify({ ledger: 'entente-ledger', v: 1, origin })}\n`;
}

export function formatEntryLine(index: number, leafHashHex: string, text: string): string {
  return `${JSON.stringify({ index, leaf: leafHashHex, entry: text })}\n`;
}

export function formatCheckpointLine(note: string): string {
  return `${JSON.stringify({ checkpoint: note })}\n`;
}

/** One line without its newline; throws `export-malformed`. */
export function parseExportLine(line: string): ExportLine {
  const value = parseObject(line);
  if ('index' in value) return requireSpelling(parseEntry(value), line);
  if ('checkpoint' in value) return requireSpelling(parseNoteLine(value), line);
  return requireSpelling(parseHeader(value), line);
}

function parseObject(line: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw malformed('a line is one JSON object');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed('a line is one JSON object');
  return value as Record<string, unknown>;
}

function parseEntry(value: Record<string, unknown>): ExportLine {
  const { index, leaf, entry } = value;
  const leafHash = typeof leaf === 'string' ? readHex(leaf) : null;
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0)
    throw malformed('the index of an entry is a whole number from 0');
  if (leafHash === null || leafHash.length !== 32 || typeof entry !== 'string')
    throw malformed('an entry line holds index, leaf (32 bytes in hexadecimal) and entry (its text)');
  // Half a surrogate pair has no UTF-8: two texts would share one hash.
  if (/\p{Surrogate}/u.test(entry)) throw malformed('the text of an entry is well-formed Unicode');
  return { type: 'entry', index, leafHash, text: entry };
}

function parseNoteLine(value: Record<string, unknown>): ExportLine {
  if (typeof value['checkpoint'] !== 'string') throw malformed('a checkpoint line holds one signed note');
  return { type: 'checkpoint', note: value['checkpoint'] };
}

function parseHeader(value: Record<string, unknown>): ExportLine {
  if (value['ledger'] !== 'entente-ledger' || value['v'] !== 1 || typeof value['origin'] !== 'string')
    throw malformed('the first line names an entente-ledger of version 1 and its origin');
  return { type: 'header', origin: value['origin'] };
}

function requireSpelling(parsed: ExportLine, line: string): ExportLine {
  if (formatLine(parsed) !== `${line}\n`) throw malformed('the line is not spelled as an export spells it');
  return parsed;
}

function formatLine(line: ExportLine): string {
  if (line.type === 'header') return formatHeaderLine(line.origin);
  if (line.type === 'checkpoint') return formatCheckpointLine(line.note);
  return formatEntryLine(line.index, Buffer.from(line.leafHash).toString('hex'), line.text);
}

const malformed = (message: string): LedgerError => new LedgerError('export-malformed', message);

/** Cuts chunks into lines; throws `export-malformed` on a line over the limit, on bytes that are no UTF-8, on a missing last newline. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  lineBytesMax: number = LINE_BYTES_MAX,
): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let length = 0;
  const take = (part: Uint8Array): void => {
    length += part.length;
    if (length > lineBytesMax) throw malformed(`a line has at most ${lineBytesMax} bytes`);
    if (part.length > 0) parts.push(part);
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      take(chunk.subarray(start, end));
      yield decode(parts);
      parts = [];
      length = 0;
      start = end + 1;
    }
    // A copy: the producer may use its buffer again.
    take(chunk.slice(start));
  }
  if (length > 0) throw malformed('the last line is cut off');
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(parts: readonly Uint8Array[]): string {
  try {
    return decoder.decode(parts.length === 1 ? parts[0] : Buffer.concat(parts));
  } catch {
    throw malformed('a line is UTF-8');
  }
}
