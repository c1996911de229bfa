import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { openSegmentAt, type ReadAt, type Segment } from '../../sealed/index.ts';

/** From this size on a segment stays on disk: thirty partners' indexes of millions of keys would fill the memory. */
export const PAGED_BYTES_MIN = 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** A large segment, looked up in its file; null when the bytes are not the ones that its name promises. */
export function openPagedSegment(file: string, hash: string): Segment | null {
  const length = statSync(file).size;
  if (hashOf(file, length) !== hash) return null;
  return openSegmentAt(length, readerOf(file));
}

/** Opens the file for each read: it is read rarely, and a thousand segments would hold a thousand files open. */
function readerOf(file: string): ReadAt {
  return (position, length) => {
    const opened = openSync(file, 'r');
    try {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; ) {
        const read = readSync(opened, bytes, at, length - at, position + at);
        if (read === 0) throw new Error('assertion failed: a segment that was verified is whole');
        at += read;
      }
      return bytes;
    } finally {
      closeSync(opened);
    }
  };
}

function hashOf(file: string, length: number): string {
  const hash = createHash('sha256');
  const readAt = readerOf(file);
  for (let at = 0; at < length; at += CHUNK_BYTES)
    hash.update(readAt(at, Math.min(CHUNK_BYTES, length - at)));
  return hash.digest('hex');
}
