import { readFile } from 'node:fs/promises';
import { declareFaultPoint, reach } from '../../base/index.ts';
import {
  openSegment,
  openValueSegment,
  SealedError,
  type SegmentEntry,
  type ValueEntry,
} from '../../sealed/index.ts';
import { type PeerClient, WireError } from '../../wire/index.ts';
import { ExchangeError } from '../errors.ts';
import type { SegmentFiles } from '../publish/segment-files.ts';
import { openPart, type SegmentPart } from './segment-part.ts';

const DOWNLOADED = declareFaultPoint('exchange/segment-downloaded');

/** Why a partner's segment is not taken: what the ledger says of it. */
export type SegmentFault = 'segment-withheld' | 'segment-too-long' | 'segment-cut-short' | 'segment-damaged';

export interface FetchFrom {
  readonly client: PeerClient;
  readonly files: SegmentFiles;
  readonly partner: string;
  /** Told how many bytes of the segment are here, as they come. */
  readonly onBytes?: (here: number) => void;
}

type Entry = SegmentEntry | ValueEntry;

/**
 * Fetches one segment by its hash, going on where an earlier try broke off, and never takes a byte more than the manifest
 * says. Throws `index-incomplete` with the fault, `no-disk-space`, or wire's `partner-down` and `partner-busy`; what
 * has arrived by then stays, unless it is wrong.
 */
export async function fetchSegment(from: FetchFrom, entry: Entry): Promise<void> {
  const { files, partner } = from;
  await using part = await openPart(files.partPath(partner, entry.hash));
  if (part.length > entry.bytes) await part.clear();
  const isResumed = part.length > 0;
  await fetchRest(from, part, entry);
  if (!(await isNamed(part, entry))) {
    // What was kept of an earlier try may be what is wrong.
    if (isResumed) await fetchRest(from, part, entry);
    if (!isResumed || !(await isNamed(part, entry)))
      throw refused('segment-damaged', 'a segment does not have the hash that the manifest names');
  }
  await requireAnnounced(part, entry);
  await part.finish(files.path('from', partner, entry.hash));
}

async function fetchRest(
  { client, partner, onBytes }: FetchFrom,
  part: SegmentPart,
  entry: Entry,
): Promise<void> {
  if (part.length < entry.bytes) {
    await part.requireRoom(entry.bytes - part.length);
    await orFault(
      client.download(partner, `segment/${entry.hash}`, {
        from: part.length,
        bytesMax: entry.bytes,
        async keep(chunk) {
          await part.append(chunk);
          onBytes?.(part.length);
        },
      }),
    );
  }
  if (part.length < entry.bytes)
    throw refused('segment-cut-short', 'a segment ends before the length that the manifest says');
}

/** Whether the part has the hash that the manifest names; cleared when it has not. */
async function isNamed(part: SegmentPart, entry: Entry): Promise<boolean> {
  if ((await part.hash()) === entry.hash) return true;
  await part.clear();
  return false;
}

/** That the partner does not give it is its fault; that it cannot be reached is nobody's. */
async function orFault(download: Promise<void>): Promise<void> {
  try {
    await download;
    reach(DOWNLOADED);
  } catch (cause) {
    if (!(cause instanceof WireError) || cause.code === 'partner-down' || cause.code === 'partner-busy')
      throw cause;
    if (cause.code === 'too-large')
      throw refused('segment-too-long', 'a segment goes on beyond the length that the manifest says', cause);
    throw refused('segment-withheld', 'the partner does not hand out a segment that it announced', cause);
  }
}

/** The fetched bytes are a segment of the kind that the manifest names, and can be read. */
async function requireAnnounced(part: SegmentPart, entry: Entry): Promise<void> {
  try {
    if (isAsAnnounced(entry, new Uint8Array(await readFile(part.path)))) return;
  } catch (cause) {
    if (!(cause instanceof SealedError)) throw cause;
    await part.clear();
    throw refused('segment-damaged', 'a segment cannot be read', cause);
  }
  await part.clear();
  throw refused('segment-damaged', 'a segment is of another kind than the manifest says');
}

function isAsAnnounced(entry: Entry, bytes: Uint8Array): boolean {
  if (!('keyClass' in entry)) {
    const values = openValueSegment(bytes);
    return values.kind === entry.kind && values.count === entry.count;
  }
  const { keyClass, kind, bits, count } = openSegment(bytes);
  return keyClass === entry.keyClass && kind === entry.kind && bits === entry.bits && count === entry.count;
}

function refused(rule: SegmentFault, message: string, cause?: unknown): ExchangeError {
  return new ExchangeError('index-incomplete', message, { cause, evidence: { rule } });
}
