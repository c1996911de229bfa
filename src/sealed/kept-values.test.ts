import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, sha256, toHex } from '../base/index.ts';
import {
  buildKeptValues,
  entriesInForce,
  ENTRY_BYTES,
  type KeptValues,
  openValueSegment,
  readKeptValues,
  rebuildValues,
  SealedError,
  segmentHash,
} from './index.ts';
import { drawn } from './vectors.test-kit.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'SealedError', code: name });
const SALT = drawn('salt', 32);
const KEEPER = { key: drawn('key', 32), about: 'crp jpn 1 half-keys', padTo: 16, seed: drawn('seed', 32) };

/** So many pairs with a record each, from the given number on. */
function built(kind: KeptValues['kind'], from: number, count: number, keeper = KEEPER): KeptValues {
  const outputs = concatBytes(...Array.from({ length: count }, (_, at) => drawn(`pair ${from + at}`, 64)));
  const tags = concatBytes(...Array.from({ length: count }, (_, at) => drawn(`record ${from + at}`, 8)));
  const [one, more] = buildKeptValues({ ...keeper, kind, salt: SALT, outputs, tags });
  if (one === undefined || more !== undefined) throw new Error('so few pairs are one segment');
  return one;
}

describe('a segment of sealed values and what is kept beside it', { timeout: 60_000 }, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-values-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const kept = ({ hash, tags }: KeptValues, keeper = KEEPER) => {
    const path = join(folder, hash);
    writeFileSync(path, tags);
    return readKeptValues(keeper, { hash, path });
  };

  it.each([
    ['base', 0, 0],
    ['delta', 1, 16],
    ['base', 100, 128],
    ['tombstone', 70, 256],
    ['base', 20_000, 20_032],
  ] as const)(
    'is built again from them bit for bit: a %s of %i pairs that shows %i',
    (kind, pairs, count) => {
      const one = built(kind, 0, pairs);
      expect(one.count).toBe(count);
      expect(openValueSegment(one.segment)).toMatchObject({ kind, count });
      const { name, entries } = kept(one);
      expect(entries).toHaveLength(pairs * ENTRY_BYTES);
      expect(toHex(sha256(rebuildValues({ kind, count }, { seed: KEEPER.seed, name, entries })))).toBe(
        toHex(sha256(one.segment)),
      );
    },
  );

  it('has room for nothing else: another seed, name, order, entry or count is another segment', () => {
    const one = built('delta', 0, 20);
    const { name, entries } = kept(one);
    const { kind, count } = one;
    const seed = KEEPER.seed;
    const changed = Uint8Array.from(entries, (byte, at) => (at === 20 ? byte ^ 1 : byte));
    const turned = concatBytes(entries.subarray(ENTRY_BYTES), entries.subarray(0, ENTRY_BYTES));
    for (const [shape, parts] of [
      [
        { kind, count },
        { seed: drawn('other', 32), name, entries },
      ],
      [
        { kind, count },
        { seed, name: drawn('other', 16), entries },
      ],
      [
        { kind, count },
        { seed, name, entries: turned },
      ],
      [
        { kind, count },
        { seed, name, entries: changed },
      ],
      [
        { kind, count },
        { seed, name, entries: entries.subarray(ENTRY_BYTES) },
      ],
      [
        { kind, count: count + 1 },
        { seed, name, entries },
      ],
      [{ kind: 'tombstone', count } as const, { seed, name, entries }],
    ] as const)
      expect(segmentHash(rebuildValues(shape, parts))).not.toBe(one.hash);
    const [first] = [entries.subarray(0, ENTRY_BYTES)];
    const nine = concatBytes(...Array.from({ length: 9 }, () => first));
    expect(() => rebuildValues({ kind, count }, { seed, name, entries: nine })).toThrow(
      code('input-invalid'),
    );
  });

  it('has nothing in common with another over the same pairs', () => {
    const [one, other] = [built('delta', 0, 60), built('delta', 0, 60)];
    expect(toHex(kept(one).entries)).toBe(toHex(kept(other).entries));
    const cellsOf = ({ segment }: KeptValues): readonly string[] =>
      toHex(segment.subarray(40, -32)).match(/.{16}/g) ?? [];
    const seen = new Set(cellsOf(one));
    expect(cellsOf(other).filter((cell) => seen.has(cell))).toEqual([]);
  });

  it('rests sealed: no tag of a pair or record is to be read, nor opened elsewhere or changed', () => {
    const one = built('delta', 0, 50);
    const file = toHex(one.tags);
    const { entries } = kept(one);
    for (let at = 0; at < entries.length; at += 8)
      expect(file).not.toContain(toHex(entries.subarray(at, at + 8)));
    const opens = (tags: Uint8Array, keeper = KEEPER, hash = one.hash) =>
      kept({ ...one, hash, tags }, keeper);
    expect(() => opens(one.tags, { ...KEEPER, key: drawn('other', 32) })).toThrow(code('tags-invalid'));
    expect(() => opens(one.tags, { ...KEEPER, about: 'crp jpn 1 place' })).toThrow(code('tags-invalid'));
    expect(() => opens(one.tags, KEEPER, 'another')).toThrow(code('tags-invalid'));
    for (let at = 0; at < one.tags.length; at += 7) {
      expect(() => opens(one.tags.map((byte, place) => (place === at ? byte ^ 1 : byte)))).toThrow(
        SealedError,
      );
      expect(() => opens(one.tags.subarray(0, at))).toThrow(code('tags-invalid'));
    }
    expect(() => opens(concatBytes(one.tags, Uint8Array.of(0)))).toThrow(code('tags-invalid'));
  });

  it('says with others what is in force: the newest that holds an entry decides', () => {
    const parts = [
      built('base', 0, 30),
      built('tombstone', 3, 5),
      built('delta', 5, 1),
      built('delta', 50, 2),
    ];
    const sources = parts.map((one) => ({ kind: one.kind, entries: kept(one).entries }));
    expect(entriesInForce(sources).length / ENTRY_BYTES).toBe(30 - 5 + 1 + 2);
    expect(entriesInForce(sources.slice(1, 2))).toHaveLength(0);
    const [base] = sources;
    if (base === undefined) throw new Error('there is a base');
    const turned = concatBytes(base.entries.subarray(ENTRY_BYTES), base.entries.subarray(0, ENTRY_BYTES));
    expect(() => entriesInForce([{ ...base, entries: turned }])).toThrow(code('tags-invalid'));
  });
});
