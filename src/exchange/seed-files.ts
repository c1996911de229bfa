import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { concatBytes, utf8 } from '../base/index.ts';
import { writeSecret } from './at-rest.ts';
import { ExchangeError } from './errors.ts';
import type { SeedWrapper } from './seed-wrapper.ts';

const SEED_BYTES = 32;
/** What a wrapped seed begins with; a bare one is exactly 32 bytes. */
const WRAPPED = utf8('entente-seed-1\n');
const NAME = /^epoch-(\d{1,9})\.seed$/;

/** Where the seeds of epochs rest: one file each, in the key folder. */
export interface SeedFiles {
  /** Makes a random seed, durable when this returns; one that is there already stays. */
  make(epoch: number): void;
  has(epoch: number): boolean;
  /** The seed, a copy for the caller to wipe; null where there is none, or not a whole one. Throws `seed-locked`. */
  open(epoch: number): Uint8Array | null;
  /** Destroys the seeds of every epoch before this one. */
  destroyBefore(epoch: number): void;
}

export interface SeedFilesParts {
  readonly folder: string;
  readonly agencyId: string;
  /** Null: seeds rest bare. */
  readonly wrapper: SeedWrapper | null;
}

/**
 * The seeds as files of a folder that only its owner may read. Bare ones are wrapped here and now where there is a wrapper.
 * Throws `seed-locked` when one does not open: it is not lost, and no new epoch may begin over its head.
 */
export function openSeedFiles(parts: SeedFilesParts): SeedFiles {
  for (const epoch of epochsIn(parts.folder)) wrapBare(parts, epoch);
  const open = (epoch: number): Uint8Array | null => openSeed(parts, epoch);
  const has = (epoch: number): boolean => {
    const seed = open(epoch);
    seed?.fill(0);
    return seed !== null;
  };
  return {
    make: (epoch) => {
      if (!has(epoch)) writeSeed(parts, epoch, randomBytes(SEED_BYTES));
    },
    has,
    open,
    destroyBefore: (epoch) => {
      for (const old of epochsIn(parts.folder))
        if (old < epoch) rmSync(join(parts.folder, nameOf(old)), { force: true });
    },
  };
}

/**
 * Wraps every seed of a folder anew: what `from` opens rests under `to` from then on (null: bare). Nothing is written before all of them
 * have opened; one that an interrupted run has wrapped already is left. Gives back how many were written; throws `seed-locked`.
 */
export function rewrapSeeds(
  place: Omit<SeedFilesParts, 'wrapper'>,
  from: SeedWrapper | null,
  to: SeedWrapper | null,
): number {
  const open = (epoch: number): Uint8Array | null => {
    const old = readFile(join(place.folder, nameOf(epoch)));
    if (to !== null && old?.length !== SEED_BYTES && opensWith({ ...place, wrapper: to }, epoch)) return null;
    return openSeed({ ...place, wrapper: from }, epoch);
  };
  const seeds = epochsIn(place.folder).map((epoch) => ({ epoch, seed: open(epoch) }));
  let written = 0;
  for (const { epoch, seed } of seeds) {
    if (seed === null) continue;
    writeSeed({ ...place, wrapper: to }, epoch, seed);
    written += 1;
  }
  return written;
}

function opensWith(parts: SeedFilesParts, epoch: number): boolean {
  try {
    const seed = openSeed(parts, epoch);
    seed?.fill(0);
    return seed !== null;
  } catch {
    return false;
  }
}

function wrapBare(parts: SeedFilesParts, epoch: number): void {
  const isBare = readFile(join(parts.folder, nameOf(epoch)))?.length === SEED_BYTES;
  const seed = openSeed(parts, epoch);
  if (isBare && seed !== null && parts.wrapper !== null) writeSeed(parts, epoch, seed);
  seed?.fill(0);
}

function openSeed({ folder, agencyId, wrapper }: SeedFilesParts, epoch: number): Uint8Array | null {
  const bytes = readFile(join(folder, nameOf(epoch)));
  if (bytes === null || bytes.length === SEED_BYTES) return bytes;
  if (!startsWith(bytes, WRAPPED)) return null;
  if (wrapper === null)
    throw new ExchangeError(
      'seed-locked',
      `the seed of epoch ${epoch} is wrapped; agency.yaml names no seed-key`,
    );
  try {
    return wrapper.unwrap(contextOf(agencyId, epoch), bytes.subarray(WRAPPED.length));
  } catch (cause) {
    throw new ExchangeError('seed-locked', `the seed of epoch ${epoch} does not open with the seed-key`, {
      cause,
    });
  }
}

/** Writes the seed as it rests, and wipes the one it was given. */
function writeSeed({ folder, agencyId, wrapper }: SeedFilesParts, epoch: number, seed: Uint8Array): void {
  const resting =
    wrapper === null ? seed : concatBytes(WRAPPED, wrapper.wrap(contextOf(agencyId, epoch), seed));
  writeSecret(folder, nameOf(epoch), resting);
  seed.fill(0);
}

function contextOf(agencyId: string, epoch: number): string {
  return `entente-seed\n${agencyId}\n${epoch}`;
}

function nameOf(epoch: number): string {
  return `epoch-${epoch}.seed`;
}

function epochsIn(folder: string): readonly number[] {
  return readdirSync(folder).flatMap((name) => {
    const epoch = NAME.exec(name)?.[1];
    return epoch === undefined ? [] : [Number(epoch)];
  });
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

function readFile(path: string): Uint8Array | null {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
