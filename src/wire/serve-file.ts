import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WireError } from './errors.ts';

/** What a partner may fetch: a file on our disk, or bytes at hand. */
export type Offered = { readonly path: string } | Uint8Array;

/** The name of an offered file, without any way out of its folder; throws `not-found`. */
export function parseFilePath(url: string): string {
  const path = /^\/files\/([a-z0-9][a-zA-Z0-9._/-]{0,199})$/.exec(url)?.[1];
  if (path === undefined || path.split('/').some((part) => part === '' || part.startsWith('.'))) {
    throw new WireError('not-found', 'there is nothing under this path');
  }
  return path;
}

/** Sends the offered bytes, from where the partner's Range header says it broke off (RFC 9110 §14, one open range). */
export async function sendFile(
  response: ServerResponse,
  offered: Offered,
  range: string | undefined,
): Promise<void> {
  const length = await lengthOf(offered);
  const from = range === undefined ? 0 : parseRange(range);
  if (from > length || (from === length && length > 0)) {
    response.writeHead(416, { 'content-range': `bytes */${length}`, 'content-length': 0 }).end();
    return;
  }
  response.writeHead(range === undefined ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-length': length - from,
    ...(range === undefined
      ? {}
      : { 'content-range': `bytes ${from}-${Math.max(from, length - 1)}/${length}` }),
  });
  const source =
    'path' in offered
      ? createReadStream(offered.path, { start: from })
      : Readable.from(slices(offered, from));
  await pipeline(source, response);
}

function parseRange(range: string): number {
  const from = /^bytes=(\d{1,15})-$/.exec(range)?.[1];
  if (from === undefined) throw new WireError('malformed', 'only a range of the form bytes=N- is served');
  return Number(from);
}

async function lengthOf(offered: Offered): Promise<number> {
  if (!('path' in offered)) return offered.length;
  const file = await open(offered.path, 'r');
  try {
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

function* slices(bytes: Uint8Array, from: number): Generator<Uint8Array> {
  for (let at = from; at < bytes.length; at += 65_536)
    yield bytes.subarray(at, Math.min(at + 65_536, bytes.length));
}
