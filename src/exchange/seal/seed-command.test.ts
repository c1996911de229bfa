import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { makeSoftToken, noSoftToken } from '../../../test/harness/soft-token.ts';
import { toHex } from '../../base/index.ts';
import { openCommandWrapper } from './seed-command.ts';
import { openSeedFiles, rewrapSeeds, type SeedFiles } from './seed-files.ts';
import { openFileWrapper, openWrapper, type SeedKey } from './seed-wrapper.ts';

const missing = noSoftToken();
if (missing !== null) console.warn(`skipped, the token of the guide: ${missing}`);

const top = mkdtempSync(join(tmpdir(), 'entente-command-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

let places = 0;
function folder(): string {
  const path = join(top, String(++places));
  mkdirSync(path);
  return path;
}

/** A program in a file, run by a shell; `$1` is what it is to do. */
function program(lines: string): readonly string[] {
  const path = join(folder(), 'wrapper.sh');
  writeFileSync(path, lines);
  return ['sh', path];
}

function keyFile(): string {
  const path = join(folder(), 'seed.key');
  writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600 });
  return path;
}

const place = { agencyId: 'jpn' } as const;
const seedsAt = (path: string, seedKey: SeedKey | null): SeedFiles =>
  openSeedFiles({ ...place, folder: path, wrapper: openWrapper(seedKey, path) });
const hexOf = (seeds: SeedFiles, epoch: number): string => toHex(seeds.open(epoch) ?? new Uint8Array());
const code = (expected: string): unknown => expect.objectContaining({ code: expected });

/** Turns every byte round: not a cipher, but its output is not its input. */
const TURNED = `tr '\\000-\\377' '\\200-\\377\\000-\\177'`;

describe('a program that wraps seeds', () => {
  it('is given a fresh key for each seed, once to wrap and once in its life to unwrap', () => {
    const calls = join(folder(), 'calls');
    const command = program(`echo "$1" >> ${calls}; ${TURNED}`);
    const path = folder();
    const seeds = seedsAt(path, { command });
    seeds.make(1);
    seeds.make(2);
    const [one, two] = [hexOf(seeds, 1), hexOf(seeds, 2)];
    expect(one).not.toBe(two);
    for (let again = 0; again < 5; again += 1) expect(hexOf(seeds, 1)).toBe(one);
    const said = readFileSync(calls, 'utf8').split('\n').filter(Boolean);
    // The first two are the trial at the start.
    expect(said).toEqual(['wrap', 'unwrap', 'wrap', 'wrap', 'unwrap', 'unwrap']);
    const resting = toHex(readFileSync(join(path, 'epoch-1.seed')));
    expect(resting).not.toContain(one);
    expect(hexOf(seedsAt(path, { command }), 1)).toBe(one);
  });

  it.each([
    ['that is not there', ['/nowhere/wrapper'], 'seed-key-failed'],
    ['that ends with an error', program('exit 3'), 'seed-key-failed'],
    ['that says nothing', program('exit 0'), 'seed-key-failed'],
    ['that says too much', program('head -c 100000 /dev/zero'), 'seed-key-failed'],
    ['that hands the key on as it is', program('cat'), 'seed-key-invalid'],
    // It reads what it is given: one that does not may end before it was told, and has then failed.
    ['that gives another key back', program('cat > /dev/null; head -c 32 /dev/urandom'), 'seed-key-invalid'],
  ] as const)('%s is found out before anything rests on it', (_what, command, expected) => {
    expect(() => openCommandWrapper(command)).toThrow(code(expected));
  });

  it('hears nothing of the server’s own secrets', () => {
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1/none');
    const command = program(`[ -z "\${DATABASE_URL+x}" ] || exit 4; ${TURNED}`);
    expect(() => openCommandWrapper(command)).not.toThrow();
  });
});

describe('seeds that are wrapped anew', () => {
  it('stay the same, open with the new key alone, and are wrapped once, however often it is done', () => {
    const path = folder();
    const [first, second] = [keyFile(), keyFile()];
    const before = seedsAt(path, first);
    before.make(1);
    before.make(2);
    before.make('standing');
    const was = [hexOf(before, 1), hexOf(before, 2)];
    const [from, to] = [openFileWrapper(first, path), openFileWrapper(second, path)];
    expect(rewrapSeeds({ ...place, folder: path }, from, to)).toBe(3);
    expect([1, 2].map((epoch) => hexOf(seedsAt(path, second), epoch))).toEqual(was);
    expect(() => seedsAt(path, first)).toThrow(code('seed-locked'));
    expect(rewrapSeeds({ ...place, folder: path }, from, to)).toBe(0);
    expect(rewrapSeeds({ ...place, folder: path }, to, null)).toBe(3);
    expect([1, 2].map((epoch) => hexOf(seedsAt(path, null), epoch))).toEqual(was);
    expect(rewrapSeeds({ ...place, folder: path }, null, null)).toBe(0);
  });

  it('are all left as they are when one does not open', () => {
    const path = folder();
    const [first, second, foreign] = [keyFile(), keyFile(), keyFile()];
    seedsAt(path, first).make(1);
    const other = folder();
    seedsAt(other, foreign).make(2);
    writeFileSync(join(path, 'epoch-2.seed'), readFileSync(join(other, 'epoch-2.seed')));
    const before = readFileSync(join(path, 'epoch-1.seed'));
    const [from, to] = [openFileWrapper(first, path), openFileWrapper(second, path)];
    expect(() => rewrapSeeds({ ...place, folder: path }, from, to)).toThrow(code('seed-locked'));
    expect(readFileSync(join(path, 'epoch-1.seed'))).toEqual(before);
  });
});

describe.skipIf(missing !== null)('a token with a PKCS #11 module, through the script of the guide', () => {
  it('wraps the seeds by a key that never leaves it; another of its keys takes over, and the first opens nothing any more', () => {
    const token = makeSoftToken(folder());
    token.makeKey('01');
    token.makeKey('02');
    const path = folder();
    const first = { command: token.command('01') };
    const seeds = seedsAt(path, first);
    seeds.make(1);
    const was = hexOf(seeds, 1);
    expect(hexOf(seedsAt(path, first), 1)).toBe(was);
    expect(toHex(readFileSync(join(path, 'epoch-1.seed')))).not.toContain(was);

    expect(() => seedsAt(path, { command: token.command('01', '00000000') })).toThrow(
      code('seed-key-failed'),
    );
    expect(() => seedsAt(path, { command: token.command('03') })).toThrow(code('seed-key-failed'));
    expect(() => seedsAt(path, { command: token.command('02') })).toThrow(code('seed-locked'));

    const second = { command: token.command('02') };
    const [from, to] = [openWrapper(first, path), openWrapper(second, path)];
    expect(rewrapSeeds({ ...place, folder: path }, from, to)).toBe(1);
    expect(hexOf(seedsAt(path, second), 1)).toBe(was);
    expect(() => seedsAt(path, first)).toThrow(code('seed-locked'));
    token.destroyKey('02');
    expect(() => seedsAt(path, second)).toThrow(code('seed-key-failed'));
  }, 60_000);
});
