import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { concatBytes, equalBytes, sha256 } from '../../base/index.ts';
import { openSegmentAt, type ReadAt, type Segment } from '../../sealed/index.ts';
import { ExchangeError } from '../errors.ts';

/** From this size on a segment stays on disk: thirty partners' indexes of millions of keys would fill the memory. */
export const PAGED_BYTES_MIN = 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;
/** What is read of the file at once, and has a digest of its own in memory. */
const PAGE_BYTES = 4_096;
/** Of a page's SHA-256: 0.2 % of the segment. */
const DIGEST_BYTES = 8;

/**
 * A large segment, looked up in its file; null when the bytes are not the ones that its name promises. A page that is not any more what it was
 * when the file was opened is never looked up in, for what is damaged says "no hit": `onDamaged` is told, and the look-up throws `index-incomplete`.
 */
export function openPagedSegment(file: string, hash: string, onDamaged: () => void): Segment | null {
  const length = statSync(file).size;
  const digests = digestPages(file, length, hash);
  return digests === null ? null : openSegmentAt(length, verifiedReader(file, length, digests, onDamaged));
}

/** The digests of all pages, one after the other; null when the whole has another hash. */
function digestPages(file: string, length: number, hash: string): Uint8Array | null {
  const whole = createHash('sha256');
  const digests: Uint8Array[] = [];
  for (let at = 0; at < length; at += CHUNK_BYTES) {
    const chunk = readFrom(file, at, Math.min(CHUNK_BYTES, length - at));
    if (chunk === null) return null;
    whole.update(chunk);
    for (let page = 0; page < chunk.length; page += PAGE_BYTES)
      digests.push(digestOf(chunk.subarray(page, page + PAGE_BYTES)));
  }
  return whole.digest('hex') === hash ? concatBytes(...digests) : null;
}

/** Reads whole pages, and gives of them what was asked for once each is what it was. */
function verifiedReader(file: string, length: number, digests: Uint8Array, onDamaged: () => void): ReadAt {
  return (position, wanted) => {
    const from = position - (position % PAGE_BYTES);
    const until = Math.min(length, Math.ceil((position + wanted) / PAGE_BYTES) * PAGE_BYTES);
    const pages = readFrom(file, from, until - from);
    if (pages === null || !areWhole(pages, digests.subarray((from / PAGE_BYTES) * DIGEST_BYTES))) {
      onDamaged();
      throw new ExchangeError('index-incomplete', 'a segment of this partner is missing or damaged');
    }
    return pages.slice(position - from, position - from + wanted);
  };
}

function areWhole(pages: Uint8Array, digests: Uint8Array): boolean {
  for (let at = 0, place = 0; at < pages.length; at += PAGE_BYTES, place += DIGEST_BYTES) {
    const digest = digestOf(pages.subarray(at, at + PAGE_BYTES));
    if (!equalBytes(digest, digests.subarray(place, place + DIGEST_BYTES))) return false;
  }
  return true;
}

function digestOf(page: Uint8Array): Uint8Array {
  return sha256(page).subarray(0, DIGEST_BYTES);
}

/** Null when the file is gone, or shorter than that. It is opened for each read: it is read rarely, and a thousand segments would hold a thousand files open. */
function readFrom(file: string, position: number, length: number): Uint8Array | null {
  let opened: number;
  try {
    opened = openSync(file, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const read = readSync(opened, bytes, at, length - at, position + at);
      if (read === 0) return null;
      at += read;
    }
    return bytes;
  } finally {
    closeSync(opened);
  }
}
