import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { concatBytes, utf8 } from '../../base/index.ts';
import { writeSecret } from './at-rest.ts';
import { ExchangeError } from '../errors.ts';
import type { SeedWrapper } from './seed-wrapper.ts';

const SEED_BYTES = 32;
/** What a wrapped seed begins with; a bare one is exactly 32 bytes. */
const WRAPPED = utf8('entente-seed-1\n');
const NAME = /^(?:epoch-(\d{1,9})|standing)\.seed$/;

/** An epoch's seed, by its number; or the one from which what standing questions keep is sealed, which no epoch ends. */
export type SeedName = number | 'standing';

/** Where seeds rest: one file each, in a folder of their own or the key folder. */
export interface SeedFiles {
  /** Makes a random seed, durable when this returns; one that is there already stays. */
  make(name: SeedName): void;
  has(name: SeedName): boolean;
  /** The seed, a copy for the caller to wipe; null where there is none, or not a whole one. Throws `seed-locked`. */
  open(name: SeedName): Uint8Array | null;
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
  for (const name of namesIn(parts.folder)) wrapBare(parts, name);
  const open = (name: SeedName): Uint8Array | null => openSeed(parts, name);
  const has = (name: SeedName): boolean => {
    const seed = open(name);
    seed?.fill(0);
    return seed !== null;
  };
  return {
    make: (name) => {
      if (!has(name)) writeSeed(parts, name, randomBytes(SEED_BYTES));
    },
    has,
    open,
    destroyBefore: (epoch) => {
      for (const old of namesIn(parts.folder))
        if (old !== 'standing' && old < epoch) rmSync(join(parts.folder, nameOf(old)), { force: true });
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
  const open = (name: SeedName): Uint8Array | null => {
    const isBare = readFile(join(place.folder, nameOf(name)))?.length === SEED_BYTES;
    if (isBare ? to === null : to !== null && opensWith({ ...place, wrapper: to }, name)) return null;
    return openSeed({ ...place, wrapper: from }, name);
  };
  const seeds = namesIn(place.folder).map((name) => ({ name, seed: open(name) }));
  let written = 0;
  for (const { name, seed } of seeds) {
    if (seed === null) continue;
    writeSeed({ ...place, wrapper: to }, name, seed);
    written += 1;
  }
  return written;
}

function opensWith(parts: SeedFilesParts, name: SeedName): boolean {
  try {
    const seed = openSeed(parts, name);
    seed?.fill(0);
    return seed !== null;
  } catch {
    return false;
  }
}

function wrapBare(parts: SeedFilesParts, name: SeedName): void {
  const isBare = readFile(join(parts.folder, nameOf(name)))?.length === SEED_BYTES;
  const seed = openSeed(parts, name);
  if (isBare && seed !== null && parts.wrapper !== null) writeSeed(parts, name, seed);
  seed?.fill(0);
}

function openSeed({ folder, agencyId, wrapper }: SeedFilesParts, name: SeedName): Uint8Array | null {
  const bytes = readFile(join(folder, nameOf(name)));
  if (bytes === null || bytes.length === SEED_BYTES) return bytes;
  if (!startsWith(bytes, WRAPPED)) return null;
  if (wrapper === null)
    throw new ExchangeError(
      'seed-locked',
      `the seed ${nameOf(name)} is wrapped; agency.yaml names no seed-key`,
    );
  try {
    return wrapper.unwrap(contextOf(agencyId, name), bytes.subarray(WRAPPED.length));
  } catch (cause) {
    throw new ExchangeError('seed-locked', `the seed ${nameOf(name)} does not open with the seed-key`, {
      cause,
    });
  }
}

/** Writes the seed as it rests, and wipes the one it was given. */
function writeSeed({ folder, agencyId, wrapper }: SeedFilesParts, name: SeedName, seed: Uint8Array): void {
  const resting =
    wrapper === null ? seed : concatBytes(WRAPPED, wrapper.wrap(contextOf(agencyId, name), seed));
  writeSecret(folder, nameOf(name), resting);
  seed.fill(0);
}

function contextOf(agencyId: string, name: SeedName): string {
  return `entente-seed\n${agencyId}\n${name}`;
}

function nameOf(name: SeedName): string {
  return name === 'standing' ? 'standing.seed' : `epoch-${name}.seed`;
}

function namesIn(folder: string): readonly SeedName[] {
  return readdirSync(folder).flatMap((file): readonly SeedName[] => {
    const found = NAME.exec(file);
    if (found === null) return [];
    return [found[1] === undefined ? 'standing' : Number(found[1])];
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
