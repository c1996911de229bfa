import { equalBytes, toBase64, utf8 } from '../../base/index.ts';
import { type Checkpoint, verifyCheckpoint } from './checkpoint.ts';
import { LedgerError } from './errors.ts';
import { type ExportLine, LINE_BYTES_MAX, parseExportLine, splitLines } from './export-lines.ts';
import { hashLeaf, TreeEdge } from './merkle.ts';
import { toKeyObject } from './note.ts';

/** Why an export does not hold. */
export type BadReason =
  | 'line-malformed'
  | 'header-missing'
  | 'origin-other'
  | 'entry-out-of-order'
  | 'entry-altered'
  | 'checkpoint-signature'
  | 'checkpoint-out-of-order'
  | 'root-differs'
  | 'checkpoint-missing'
  | 'entries-unsigned'
  | 'known-signature'
  | 'known-differs'
  | 'known-beyond-end'
  | 'too-many';

export interface Verification {
  readonly ok: boolean;
  /** Entries read and folded into the tree. */
  readonly entries: number;
  /** Checkpoints whose signature and root hold. */
  readonly checkpoints: number;
  /** Known checkpoints that the export agrees with. */
  readonly known: number;
  readonly origin?: string;
  readonly last?: { readonly size: number; readonly root: string };
  /** `index` where one entry is named by its own hash or place; otherwise the bad entry has `from` ≤ index < `to`. */
  readonly firstBad?: { readonly index: number } | { readonly from: number; readonly to: number };
  readonly reason?: BadReason;
  /** Number of the line in the file, from 1, where reading stopped. */
  readonly line?: number;
}

export interface VerifyOptions {
  /** Signed notes that the reader has from elsewhere: a partner, a witness, an earlier visit. */
  readonly known?: readonly string[];
  /** When given, signatures must stand under this name. */
  readonly keyName?: string;
  readonly lineBytesMax?: number;
  readonly linesMax?: number;
  /** Called with each entry's text and place when its hash holds; believe none of them before the whole is verified. */
  readonly onEntry?: (text: string, index: number) => void;
}

/** A finding that ends the reading. */
class Finding extends Error {
  readonly reason: BadReason;
  readonly firstBad: Verification['firstBad'];

  constructor(reason: BadReason, firstBad?: Verification['firstBad']) {
    super(reason);
    this.reason = reason;
    this.firstBad = firstBad;
  }
}

interface Reading {
  readonly key: { readonly name?: string; readonly publicKey: Uint8Array };
  readonly edge: TreeEdge;
  readonly pendingKnown: Checkpoint[];
  origin: string | undefined;
  last: Checkpoint | undefined;
  lastKnownSize: number;
  checkpoints: number;
  known: number;
  lines: number;
  readonly onEntry: (text: string, index: number) => void;
}

/**
 * Says whether an export is whole: every entry under its hash, every hash under a signed root, and every known checkpoint
 * reached. Needs nothing but the file and the public key; reads it once, in constant memory, and never throws for what
 * the file holds.
 */
export async function verifyExport(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  publicKey: Uint8Array,
  options: VerifyOptions = {},
): Promise<Verification> {
  const reading: Reading = {
    key: options.keyName === undefined ? { publicKey } : { name: options.keyName, publicKey },
    edge: new TreeEdge(),
    pendingKnown: [],
    origin: undefined,
    last: undefined,
    lastKnownSize: 0,
    checkpoints: 0,
    known: 0,
    lines: 0,
    onEntry: options.onEntry ?? (() => {}),
  };
  toKeyObject(publicKey); // a key that is none is the caller's mistake, not the file's
  try {
    openKnown(reading, options.known ?? []);
    await readLines(reading, chunks, options);
    concludeKnown(reading);
    concludeTail(reading);
    return describe(reading);
  } catch (error) {
    if (error instanceof Finding) return describe(reading, error);
    throw error;
  }
}

function openKnown(reading: Reading, notes: readonly string[]): void {
  for (const note of notes) reading.pendingKnown.push(openNote(note, reading, 'known-signature'));
  reading.pendingKnown.sort((left, right) => left.size - right.size);
  compareKnown(reading);
}

async function readLines(
  reading: Reading,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: VerifyOptions,
): Promise<void> {
  const linesMax = options.linesMax ?? 1_000_000_000;
  try {
    for await (const line of splitLines(chunks, options.lineBytesMax ?? LINE_BYTES_MAX)) {
      reading.lines += 1;
      if (reading.lines > linesMax) throw new Finding('too-many');
      takeLine(reading, readLine(reading, line));
    }
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    // The line that could not even be cut out is the one after the last whole one.
    reading.lines += 1;
    throw new Finding('line-malformed', { index: reading.edge.size });
  }
}

function readLine(reading: Reading, line: string): ExportLine {
  try {
    return parseExportLine(line);
  } catch (error) {
    if (error instanceof LedgerError) throw new Finding('line-malformed', { index: reading.edge.size });
    throw error;
  }
}

function takeLine(reading: Reading, line: ExportLine): void {
  if (reading.lines === 1 && line.type !== 'header') throw new Finding('header-missing');
  if (line.type === 'header') takeHeader(reading, line.origin);
  else if (line.type === 'entry') takeEntry(reading, line);
  else takeCheckpoint(reading, line.note);
}

function takeHeader(reading: Reading, origin: string): void {
  if (reading.lines !== 1) throw new Finding('line-malformed', { index: reading.edge.size });
  reading.origin = origin;
}

function takeEntry(reading: Reading, line: Extract<ExportLine, { type: 'entry' }>): void {
  const expected = reading.edge.size;
  if (line.index !== expected) throw new Finding('entry-out-of-order', { index: expected });
  const leafHash = hashLeaf(utf8(line.text));
  if (!equalBytes(leafHash, line.leafHash)) throw new Finding('entry-altered', { index: expected });
  reading.edge.append(leafHash);
  reading.onEntry(line.text, expected);
  compareKnown(reading);
}

function takeCheckpoint(reading: Reading, note: string): void {
  const lastSize = reading.last?.size ?? 0;
  const range = { from: lastSize, to: reading.edge.size };
  const checkpoint = openNote(note, reading, 'checkpoint-signature', range);
  if (checkpoint.origin !== reading.origin) throw new Finding('origin-other', range);
  if (checkpoint.size !== reading.edge.size || (reading.last !== undefined && checkpoint.size <= lastSize))
    throw new Finding('checkpoint-out-of-order', {
      from: lastSize,
      to: Math.max(checkpoint.size, reading.edge.size),
    });
  if (!equalBytes(checkpoint.root, reading.edge.root())) throw new Finding('root-differs', range);
  reading.last = checkpoint;
  reading.checkpoints += 1;
}

function openNote(
  note: string,
  reading: Reading,
  reason: BadReason,
  range?: Verification['firstBad'],
): Checkpoint {
  try {
    return verifyCheckpoint(note, reading.key);
  } catch (error) {
    if (error instanceof LedgerError) throw new Finding(reason, range);
    throw error;
  }
}

/** Every known checkpoint of exactly this size must have this root. The whole tree is here, so no proof is needed. */
function compareKnown(reading: Reading): void {
  for (let next = reading.pendingKnown[0]; next?.size === reading.edge.size; next = reading.pendingKnown[0]) {
    reading.pendingKnown.shift();
    if (reading.origin !== undefined && next.origin !== reading.origin) throw new Finding('origin-other');
    if (!equalBytes(next.root, reading.edge.root()))
      throw new Finding('known-differs', { from: reading.lastKnownSize, to: next.size });
    reading.lastKnownSize = next.size;
    reading.known += 1;
  }
}

function concludeKnown(reading: Reading): void {
  if (reading.lines === 0) throw new Finding('header-missing');
  const beyond = reading.pendingKnown.at(-1);
  if (beyond !== undefined)
    throw new Finding('known-beyond-end', { from: reading.edge.size, to: beyond.size });
}

function concludeTail(reading: Reading): void {
  if (reading.last === undefined) throw new Finding('checkpoint-missing', { from: 0, to: reading.edge.size });
  if (reading.last.size < reading.edge.size)
    throw new Finding('entries-unsigned', { from: reading.last.size, to: reading.edge.size });
}

function describe(reading: Reading, finding?: Finding): Verification {
  return {
    ok: finding === undefined,
    entries: reading.edge.size,
    checkpoints: reading.checkpoints,
    known: reading.known,
    ...(reading.origin === undefined ? {} : { origin: reading.origin }),
    ...(reading.last === undefined
      ? {}
      : { last: { size: reading.last.size, root: toBase64(reading.last.root) } }),
    ...(finding === undefined ? {} : { reason: finding.reason, line: reading.lines }),
    ...(finding?.firstBad === undefined ? {} : { firstBad: finding.firstBad }),
  };
}
