import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { declareFaultPoint, reach } from '../../base/index.ts';
import {
  type KeptSegment,
  openSegment,
  openValueSegment,
  type Segment,
  segmentHash,
  type ValueSegment,
} from '../../sealed/index.ts';
import { asNoSpace } from '../follow/disk-space.ts';
import { openPagedSegment, PAGED_BYTES_MIN } from '../follow/paged-segment.ts';

const FILE_WRITTEN = declareFaultPoint('exchange/segment-written');
const FILE_RENAMED = declareFaultPoint('exchange/segment-renamed');

/** An answer to an audit has a day. */
const REPLACED_MS = 86_400_000;
const REPLACED = '.replaced';

/**
 * Segments on disk, named by their hash: `own/<partner>/` what we offer one partner, `from/<partner>/` what we fetched.
 * Beside an own one lie, sealed, the tags it was built over. A file is complete or absent; a wrong one is treated as absent.
 */
export interface SegmentFiles {
  path(side: 'own' | 'from', partner: string, hash: string): string;
  /** Where what has arrived of a partner's segment lies until it is whole. */
  partPath(partner: string, hash: string): string;
  /** Where the kept tags of an own segment lie. */
  tagsPath(partner: string, hash: string): string;
  /** Where they lie for a day after the segment was replaced, so that an audit of what was offered then can be answered. */
  replacedTagsPath(partner: string, hash: string): string;
  /** Segments that are being made ready to be announced: `keepOnly` leaves them alone until then. */
  readonly spared: Set<string>;
  /** Whether the file is there with the bytes that its name promises; read once, then remembered. */
  isSound(side: 'own' | 'from', partner: string, hash: string): boolean;
  /** Throws `no-disk-space`. */
  write(side: 'own' | 'from', partner: string, bytes: Uint8Array): string;
  /** Writes an own segment and its tags; both are durable when it resolves. Throws `no-disk-space`. */
  keep(partner: string, kept: Pick<KeptSegment, 'hash' | 'segment' | 'tags'>): Promise<void>;
  /** Removes the file of an own segment that is damaged; what is kept beside it stays until it is replaced. */
  remove(partner: string, hash: string): void;
  /** The opened segment, a small one kept in memory, a large one looked up in its file; null when the file is missing or damaged. */
  open(side: 'own' | 'from', partner: string, hash: string): Segment | null;
  /** The same for a segment of sealed values. */
  openValues(side: 'own' | 'from', partner: string, hash: string): ValueSegment | null;
  /** Removes every file of this partner that the list does not name; the kept tags of an own one a day later. */
  keepOnly(side: 'own' | 'from', partner: string, hashes: readonly string[]): void;
}

/** Opens the folder; it may be emptied at any time while the server is stopped. */
export function openSegmentFiles(folder: string): SegmentFiles {
  const opened = new Map<string, Segment>();
  const openedValues = new Map<string, ValueSegment>();
  const sound = new Set<string>();
  const path = (side: string, partner: string, hash: string): string =>
    join(folder, side, partner, `${hash}.seg`);
  const tagsPath = (partner: string, hash: string): string => join(folder, 'own', partner, `${hash}.tags`);
  const replacedTagsPath = (partner: string, hash: string): string =>
    join(folder, 'own', partner, `${hash}${REPLACED}`);
  const partPath = (partner: string, hash: string): string => join(folder, 'from', partner, `${hash}.part`);
  const spared = new Set<string>();
  return {
    path,
    partPath,
    tagsPath,
    replacedTagsPath,
    spared,
    isSound(side, partner, hash) {
      const file = path(side, partner, hash);
      if (!existsSync(file)) return false;
      if (!sound.has(file) && segmentHash(new Uint8Array(readFileSync(file))) === hash) sound.add(file);
      return sound.has(file);
    },
    write(side, partner, bytes) {
      const hash = segmentHash(bytes);
      const file = path(side, partner, hash);
      writeDurably(file, bytes);
      sound.add(file);
      return hash;
    },
    async keep(partner, { hash, segment, tags }) {
      await writeApart(tagsPath(partner, hash), tags);
      await writeApart(path('own', partner, hash), segment);
      sound.add(path('own', partner, hash));
    },
    remove(partner, hash) {
      const file = path('own', partner, hash);
      sound.delete(file);
      opened.delete(file);
      rmSync(file, { force: true });
    },
    open: (side, partner, hash) =>
      openOnce(opened, path(side, partner, hash), hash, openSegment, openPagedSegment),
    openValues: (side, partner, hash) =>
      openOnce(openedValues, path(side, partner, hash), hash, openValueSegment),
    keepOnly(side, partner, hashes) {
      const directory = join(folder, side, partner);
      if (!existsSync(directory)) return;
      const keep = new Set(
        [...hashes, ...spared].flatMap((hash) => [`${hash}.seg`, `${hash}.tags`, `${hash}.part`]),
      );
      for (const name of readdirSync(directory)) {
        if (keep.has(name) || (side === 'own' && staysForAudits(directory, name))) continue;
        opened.delete(join(directory, name));
        openedValues.delete(join(directory, name));
        sound.delete(join(directory, name));
        rmSync(join(directory, name), { force: true });
      }
    },
  };
}

/** Tags whose segment was replaced stay a day under another name; whether this file is left alone. */
function staysForAudits(directory: string, name: string): boolean {
  const file = join(directory, name);
  if (name.endsWith(REPLACED)) return statSync(file).mtimeMs > Date.now() - REPLACED_MS;
  if (!name.endsWith('.tags')) return false;
  const now = new Date();
  utimesSync(file, now, now);
  renameSync(file, join(directory, `${name.slice(0, -'.tags'.length)}${REPLACED}`));
  return true;
}

function openOnce<What>(
  opened: Map<string, What>,
  file: string,
  hash: string,
  open: (bytes: Uint8Array) => What,
  openPaged?: (file: string, hash: string, onDamaged: () => void) => What | null,
): What | null {
  const known = opened.get(file);
  if (known !== undefined) return known;
  if (!existsSync(file)) return null;
  const isLarge = openPaged !== undefined && statSync(file).size >= PAGED_BYTES_MIN;
  // One that was damaged since is opened anew: it counts as missing then, and is fetched again.
  const segment = isLarge
    ? openPaged(file, hash, () => void opened.delete(file))
    : openWhole(file, hash, open);
  if (segment !== null) opened.set(file, segment);
  return segment;
}

function openWhole<What>(file: string, hash: string, open: (bytes: Uint8Array) => What): What | null {
  const bytes = new Uint8Array(readFileSync(file));
  return segmentHash(bytes) === hash ? open(bytes) : null;
}

function writeDurably(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } catch (cause) {
    throw asNoSpace(cause);
  } finally {
    closeSync(file);
  }
  reach(FILE_WRITTEN);
  renameSync(`${path}.new`, path);
  reach(FILE_RENAMED);
}

/** The same without holding anybody up: what is written may be large. */
async function writeApart(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (cause) {
    throw asNoSpace(cause);
  } finally {
    await file.close();
  }
  reach(FILE_WRITTEN);
  await rename(`${path}.new`, path);
  reach(FILE_RENAMED);
}
