import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { declareFaultPoint, reach } from '../../base/index.ts';
import { asNoSpace, requireRoom } from './disk-space.ts';

const PART_KEPT = declareFaultPoint('exchange/segment-part-kept');
const PART_RENAMED = declareFaultPoint('exchange/segment-part-renamed');

/** What has arrived of a segment, in a file that outlives a broken connection and a restart of either side. */
export interface SegmentPart extends AsyncDisposable {
  readonly path: string;
  /** Bytes that are here. */
  readonly length: number;
  /** Throws `no-disk-space`; what was appended before stays. */
  append(bytes: Uint8Array): Promise<void>;
  clear(): Promise<void>;
  /** Throws `no-disk-space` unless so many bytes more find room. */
  requireRoom(bytes: number): Promise<void>;
  /** SHA-256 of all that is here, read from the disk. */
  hash(): Promise<string>;
  /** Makes the part the whole: durable, under its own name. */
  finish(path: string): Promise<void>;
}

/** Opens the part, or begins it. */
export async function openPart(path: string): Promise<SegmentPart> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a', 0o600);
  const state = { length: (await file.stat()).size };
  return {
    path,
    get length() {
      return state.length;
    },
    async append(bytes) {
      await writeAll(file, bytes).catch((cause: unknown) => Promise.reject(asNoSpace(cause)));
      state.length += bytes.length;
      reach(PART_KEPT);
    },
    async clear() {
      await file.truncate(0);
      state.length = 0;
    },
    requireRoom: (bytes) => requireRoom(dirname(path), bytes),
    hash: () => hashFile(path),
    async finish(whole) {
      await file.sync().catch((cause: unknown) => Promise.reject(asNoSpace(cause)));
      await rename(path, whole);
      reach(PART_RENAMED);
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
  return hash.digest('hex');
}
