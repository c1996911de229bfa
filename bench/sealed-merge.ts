/** A process of its own that merges the segments of ten million keys, and says how long that took, how much memory it took at most and how long it held up the rest. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createIndexBuilder, type KeptSource, sealTags, sortTags, TAG_BYTES } from '../src/sealed/index.ts';
import { peakMb } from './sealed-memory.ts';

export interface MergeFigures {
  readonly seconds: number;
  readonly peakMb: number;
  /** The longest that a timer of 10 ms was late on the main thread. */
  readonly heldUpMs: number;
}

const PART = 1_000_000;
const ABOUT = 'bench';

/** Bases of a million keys each, 1,000 of them taken back and 24,000 new ones, into as few segments as hold them. */
export async function mergeLarge(keys: number): Promise<MergeFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'entente-merge-'));
  const key = randomBytes(32);
  try {
    const oldestFirst = writeTags(folder, key, keys);
    await using builder = createIndexBuilder({ workers: 1 });
    const lateness = new Lateness();
    const began = performance.now();
    const input = {
      key,
      about: ABOUT,
      padTo: 1,
      seed: randomBytes(32),
      keyClass: 'person',
      bits: 32,
      oldestFirst,
      keepsTombstones: false,
    } as const;
    let count = 0;
    await builder.merge(input, async (kept) => {
      count += kept.count;
      await writeFile(join(folder, `${kept.hash}.tags`), kept.tags);
      await writeFile(join(folder, `${kept.hash}.seg`), kept.segment);
    });
    if (count !== keys - 1_000 + 24_000) throw new Error('assertion failed: the merge holds what it should');
    return { seconds: (performance.now() - began) / 1_000, peakMb: peakMb(), heldUpMs: lateness.end() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeTags(folder: string, key: Uint8Array, keys: number): readonly KeptSource[] {
  const sources: KeptSource[] = [];
  const put = (kind: KeptSource['kind'], tags: Uint8Array): void => {
    const hash = `source-${sources.length}`;
    const path = join(folder, hash);
    writeFileSync(path, sealTags(key, `${ABOUT}\n${hash}`, tags));
    sources.push({ kind, hash, count: tags.length / TAG_BYTES, path });
  };
  let first = new Uint8Array(0);
  for (let left = keys; left > 0; left -= PART) {
    const tags = sortTags(randomBytes(Math.min(left, PART) * TAG_BYTES));
    if (first.length === 0) first = tags.slice(0, 1_000 * TAG_BYTES);
    put('base', tags);
  }
  put('tombstone', first);
  put('delta', sortTags(randomBytes(24_000 * TAG_BYTES)));
  return sources;
}

class Lateness {
  #last = performance.now();
  #worst = 0;
  readonly #timer = setInterval(() => {
    const now = performance.now();
    this.#worst = Math.max(this.#worst, now - this.#last - 10);
    this.#last = now;
  }, 10);

  end(): number {
    clearInterval(this.#timer);
    return this.#worst;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(JSON.stringify(await mergeLarge(Number(process.argv[2] ?? 10_000_000))));
