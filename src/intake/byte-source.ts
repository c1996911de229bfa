import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256, toHex } from '../base/index.ts';
import { IntakeError } from './errors.ts';

/** The bytes of a file, wherever they lie. Port; the twins are `fileSource` and `memorySource`. */
export interface ByteSource {
  readonly name: string;
  size(): Promise<number>;
  /** SHA-256 of the whole, as hexadecimal. */
  hash(): Promise<string>;
  read(offset: number, length: number): Promise<Uint8Array>;
  chunks(from?: number): AsyncIterable<Uint8Array>;
  /** Another file of the same folder by its bare name (a memo file); null when it is not there. */
  beside(name: string): ByteSource | null;
  /** Throws when the bytes are no longer those that were hashed. */
  verifyUnchanged(): Promise<void>;
  close(): Promise<void>;
}

const CHUNK_LENGTH = 256 * 1024;

/** A file on disk; only its current part is ever in memory. */
export function fileSource(path: string): ByteSource {
  let handle: Awaited<ReturnType<typeof open>> | undefined;
  let seen: { size: number; modified: number } | undefined;
  const others: ByteSource[] = [];
  const opened = async () => {
    try {
      handle ??= await open(path, 'r');
      const found = await handle.stat();
      if (!found.isFile()) throw new Error('not a regular file');
      seen ??= { size: found.size, modified: found.mtimeMs };
      return handle;
    } catch (cause) {
      throw new IntakeError('file-unreadable', 'the file cannot be opened', { cause });
    }
  };
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const file = await opened();
    const buffer = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return new Uint8Array(buffer.buffer, buffer.byteOffset, filled);
  };
  const chunks = async function* (from = 0): AsyncIterable<Uint8Array> {
    for (let at = from; ; at += CHUNK_LENGTH) {
      const chunk = await read(at, CHUNK_LENGTH);
      if (chunk.length > 0) yield chunk;
      if (chunk.length < CHUNK_LENGTH) return;
    }
  };
  let hashed: Promise<string> | undefined;
  return {
    name: basename(path),
    read,
    chunks,
    async size() {
      await opened();
      return seen?.size ?? 0;
    },
    hash() {
      hashed ??= hashAll(chunks());
      return hashed;
    },
    beside(name) {
      if (name !== basename(name)) return null;
      const other = fileSource(join(dirname(path), name));
      others.push(other);
      return other;
    },
    async verifyUnchanged() {
      const now = await stat(path).catch(() => undefined);
      if (now === undefined || now.size !== seen?.size || now.mtimeMs !== seen.modified) {
        throw new IntakeError(
          'file-unreadable',
          'the file changed while it was read; nothing of it was kept',
        );
      }
    },
    async close() {
      await handle?.close();
      handle = undefined;
      for (const other of others) await other.close();
    },
  };
}

/** Bytes in memory, for tests and small things. */
export function memorySource(
  name: string,
  bytes: Uint8Array,
  neighbours: Readonly<Record<string, Uint8Array>> = {},
): ByteSource {
  return {
    name,
    size: () => Promise.resolve(bytes.length),
    hash: () => Promise.resolve(toHex(sha256(bytes))),
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
    async *chunks(from = 0) {
      for (let at = from; at < bytes.length; at += CHUNK_LENGTH)
        yield await Promise.resolve(bytes.subarray(at, at + CHUNK_LENGTH));
    },
    beside(other) {
      const found = neighbours[other];
      return found === undefined ? null : memorySource(other, found);
    },
    verifyUnchanged: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

async function hashAll(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
