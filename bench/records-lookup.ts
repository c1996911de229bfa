/** A process of its own that looks tags up in large segments where they lie, as a partner that fetched them does. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openSegmentAt, type Segment, TAG_BYTES } from '../src/sealed/index.ts';
import { peakMb } from './sealed-memory.ts';

export interface PagedFigures {
  readonly segments: number;
  /** Tags a second, each looked up by itself in every segment. */
  readonly singlePerSecond: number;
  /** Tags a second, a list of ten thousand looked up together. */
  readonly listPerSecond: number;
  readonly peakMb: number;
}

/** From this size on a server leaves a segment on disk (src/exchange/follow/paged-segment.ts). */
const PAGED_BYTES_MIN = 1024 * 1024;
const SINGLE = 2_000;
const LIST = 10_000;

export async function measurePaged(folder: string): Promise<PagedFigures> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), folder]);
  return JSON.parse(stdout) as PagedFigures;
}

function lookThrough(folder: string): PagedFigures {
  const paths = readdirSync(folder)
    .filter((name) => name.endsWith('.seg'))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size >= PAGED_BYTES_MIN);
  const segments = paths.map((path) =>
    openSegmentAt(statSync(path).size, (at, length) => readAt(path, at, length)),
  );
  const perSecond = (tags: number, work: (segment: Segment, tags: Uint8Array) => unknown): number => {
    const asked = randomBytes(tags * TAG_BYTES);
    const began = performance.now();
    for (const segment of segments) work(segment, asked);
    return Math.round((tags * 1_000) / (performance.now() - began));
  };
  return {
    segments: segments.length,
    singlePerSecond: perSecond(SINGLE, (segment, tags) => {
      for (let at = 0; at < tags.length; at += TAG_BYTES) segment.has(tags.subarray(at, at + TAG_BYTES));
    }),
    listPerSecond: perSecond(LIST, (segment, tags) => segment.which(tags)),
    peakMb: Math.round(peakMb()),
  };
}

/** As a server reads: the file is opened for each read. */
function readAt(path: string, position: number, length: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(length);
    readSync(file, bytes, 0, length, position);
    return bytes;
  } finally {
    closeSync(file);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(JSON.stringify(lookThrough(process.argv[2] ?? '')));
