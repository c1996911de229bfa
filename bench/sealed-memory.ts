/** A process of its own that builds, opens and looks through the segments of ten million keys, and says how much memory it took at most. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildSegment,
  lookUp,
  openSegment,
  type Segment,
  SEGMENT_KEYS_MAX,
  TAG_BYTES,
} from '../src/sealed/index.ts';

/** Shard after shard, as an index of this size is built: the tags of one shard are in memory, and all finished segments. */
export function buildLarge(keys: number): { readonly peakMb: number; readonly bytesPerKey: number } {
  const segments: Segment[] = [];
  let bytes = 0;
  for (let left = keys; left > 0; left -= SEGMENT_KEYS_MAX) {
    const tags = randomBytes(Math.min(left, SEGMENT_KEYS_MAX) * TAG_BYTES);
    const segment = buildSegment({ keyClass: 'person', kind: 'base', bits: 32, tags });
    bytes += segment.length;
    segments.push(openSegment(segment));
    if (lookUp(segments, tags.subarray(0, TAG_BYTES)) !== 'hit')
      throw new Error('assertion failed: a key that was put in is found');
  }
  return { peakMb: peakMb(), bytesPerKey: bytes / keys };
}

/** The largest resident set of this process; where the system does not tell, what it is now. */
export function peakMb(): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
    if (line?.[1] !== undefined) return Number(line[1]) / 1024;
  } catch {
    // not Linux
  }
  return process.memoryUsage().rss / 1024 ** 2;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(JSON.stringify(buildLarge(Number(process.argv[2] ?? 10_000_000))));
