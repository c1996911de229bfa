import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { toHex } from '../../base/index.ts';
import { openSeedFiles, type SeedFiles } from './seed-files.ts';
import { openFileWrapper } from './seed-wrapper.ts';

const top = mkdtempSync(join(tmpdir(), 'entente-seeds-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

let places = 0;
/** A key folder, and a wrapping key in a folder beside it. */
function place(): { folder: string; keyFile: string } {
  const here = join(top, String(++places));
  mkdirSync(join(here, 'keys'), { recursive: true });
  const keyFile = join(here, 'seed.key');
  writeFileSync(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 });
  return { folder: join(here, 'keys'), keyFile };
}

function seedsOf(folder: string, keyFile: string | null, agencyId = 'jpn'): SeedFiles {
  return openSeedFiles({
    folder,
    agencyId,
    wrapper: keyFile === null ? null : openFileWrapper(keyFile, folder),
  });
}

const hexOf = (seeds: SeedFiles, epoch: number): string => toHex(seeds.open(epoch) ?? new Uint8Array());
const fileOf = (folder: string, epoch: number): Uint8Array =>
  new Uint8Array(readFileSync(join(folder, `epoch-${epoch}.seed`)));
const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describe.each([['bare'], ['wrapped']])('seeds at rest, %s', (how) => {
  it('are made once, kept, and gone when destroyed', () => {
    const { folder, keyFile } = place();
    const key = how === 'wrapped' ? keyFile : null;
    const seeds = seedsOf(folder, key);
    expect(seeds.has(1)).toBe(false);
    expect(seeds.open(1)).toBeNull();
    seeds.make(1);
    const made = hexOf(seeds, 1);
    expect(made).toHaveLength(64);
    seeds.make(1);
    seeds.make(2);
    expect(hexOf(seedsOf(folder, key), 1)).toBe(made);
    expect(hexOf(seeds, 2)).not.toBe(made);
    seeds.destroyBefore(2);
    seeds.destroyBefore(2);
    expect([seeds.has(1), seeds.has(2)]).toEqual([false, true]);
    expect(readdirSync(folder)).toEqual(['epoch-2.seed']);
  });

  it('that are torn count as lost, and are made anew', () => {
    const { folder, keyFile } = place();
    const seeds = seedsOf(folder, how === 'wrapped' ? keyFile : null);
    writeFileSync(join(folder, 'epoch-1.seed'), randomBytes(31));
    expect(seeds.open(1)).toBeNull();
    seeds.make(1);
    expect(seeds.has(1)).toBe(true);
  });
});

describe('a wrapped seed', () => {
  it('holds nothing of the seed in its file', () => {
    const { folder, keyFile } = place();
    const seeds = seedsOf(folder, keyFile);
    seeds.make(1);
    expect(toHex(fileOf(folder, 1))).not.toContain(hexOf(seeds, 1));
  });

  it('takes the place of a bare one at the first start with a key; the seed stays the same', () => {
    const { folder, keyFile } = place();
    const bare = seedsOf(folder, null);
    bare.make(1);
    const was = hexOf(bare, 1);
    const wrapped = seedsOf(folder, keyFile);
    expect(fileOf(folder, 1).length).toBeGreaterThan(32);
    expect(hexOf(wrapped, 1)).toBe(was);
    expect(readdirSync(folder)).toEqual(['epoch-1.seed']);
  });

  it('opens neither without its key nor with another one: it is locked, not lost', () => {
    const { folder, keyFile } = place();
    seedsOf(folder, keyFile).make(1);
    const before = fileOf(folder, 1);
    expect(() => seedsOf(folder, null)).toThrow(code('seed-locked'));
    expect(() => seedsOf(folder, place().keyFile)).toThrow(code('seed-locked'));
    expect(fileOf(folder, 1)).toEqual(before);
  });

  it('opens for no other epoch and no other agency', () => {
    const { folder, keyFile } = place();
    const seeds = seedsOf(folder, keyFile);
    seeds.make(1);
    writeFileSync(join(folder, 'epoch-2.seed'), fileOf(folder, 1));
    expect(() => seeds.open(2)).toThrow(code('seed-locked'));
    rmSync(join(folder, 'epoch-2.seed'));
    expect(() => seedsOf(folder, keyFile, 'crp')).toThrow(code('seed-locked'));
  });

  it('that was changed in any byte does not open', () => {
    const { folder, keyFile } = place();
    const seeds = seedsOf(folder, keyFile);
    seeds.make(1);
    const sound = fileOf(folder, 1);
    for (let at = 15; at < sound.length; at += 1) {
      const changed = Uint8Array.from(sound, (byte, place_) => (place_ === at ? byte ^ 1 : byte));
      writeFileSync(join(folder, 'epoch-1.seed'), changed);
      expect(() => seeds.open(1), `byte ${at}`).toThrow(code('seed-locked'));
    }
    writeFileSync(join(folder, 'epoch-1.seed'), sound.subarray(0, 20));
    expect(() => seeds.open(1)).toThrow(code('seed-locked'));
  });
});

describe('the key that wraps seeds', () => {
  const invalid = code('seed-key-invalid');

  it('is refused when it is absent, of another size, or not base64', () => {
    const { folder, keyFile } = place();
    expect(() => openFileWrapper(join(top, 'none'), folder)).toThrow(invalid);
    for (const text of ['', 'x'.repeat(5_000), randomBytes(31).toString('base64'), `${'!'.repeat(43)}=`]) {
      writeFileSync(keyFile, text);
      expect(() => openFileWrapper(keyFile, folder)).toThrow(invalid);
    }
  });

  it('is refused when others may read it, or when it lies with the seeds', () => {
    const { folder, keyFile } = place();
    chmodSync(keyFile, 0o640);
    expect(() => openFileWrapper(keyFile, folder)).toThrow(invalid);
    const beside = join(folder, 'seed.key');
    writeFileSync(beside, randomBytes(32).toString('base64'), { mode: 0o600 });
    expect(() => openFileWrapper(beside, folder)).toThrow(invalid);
  });
});
