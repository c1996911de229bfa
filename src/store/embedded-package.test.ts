import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findPostgresPrograms, linkLibraries } from './embedded-package.ts';

let folder: string;
let native: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-package-'));
  native = join(folder, 'package', 'native');
  await mkdir(native, { recursive: true });
  const links = [{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }];
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('makes the links in the package, however often and by however many', async () => {
  await mkdir(join(native, 'lib'));
  expect(linkLibraries(native, folder)).toBeNull();
  expect(linkLibraries(native, folder)).toBeNull();
  expect(await readlink(join(native, 'lib', 'libx.so.1'))).toBe('libx.so.1.2');
});

it('makes the links elsewhere when the package cannot be written', async () => {
  const elsewhere = linkLibraries(native, folder);
  expect(elsewhere).toBe(join(folder, 'libraries'));
  expect(await readlink(join(folder, 'libraries', 'libx.so.1'))).toBe(join(native, 'lib', 'libx.so.1.2'));
});

it('says what to do where no PostgreSQL is packaged', () => {
  expect(() => findPostgresPrograms(folder, 'plan9-mips')).toThrow(
    expect.objectContaining({
      code: 'embedded-server-missing',
      message: expect.stringContaining('set DATABASE_URL'),
    }),
  );
});
