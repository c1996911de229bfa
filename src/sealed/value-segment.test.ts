import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, sha256, toHex } from '../base/index.ts';
import {
  lookUpPairTag,
  lookUpValues,
  openValueSegment,
  pairOutput,
  pairTag,
  rebuildValues,
  recordTag,
  SealedError,
  type TaggedValues,
  valueEntries,
  valueSegmentLength,
} from './index.ts';
import { HEADER_BYTES } from './segment-header.ts';
import type { PairsBehind } from './value-entries.ts';
import { parseValueHeader, type ValueHeader } from './value-header.ts';
import { buildValueSegment, slotValue } from './value-segment.ts';
import { slotHashes } from './value-slots.ts';
import { bytes, drawn, readVectors } from './vectors.test-kit.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'SealedError', code: name });
const SALT = drawn('salt of partner one', 32);
const SECRET = drawn('tags of partner one', 32);
const output = (key: string): Uint8Array => drawn(`output ${key}`, 64);
const pair = (name: string, firm: string): Uint8Array => pairOutput(output(name), output(firm));
const tagsOf = (record: string, secret = SECRET): Uint8Array =>
  concatBytes(recordTag(secret, record, 'organisation'), recordTag(secret, record, 'person-name'));

interface Behind {
  readonly output: Uint8Array;
  readonly tags: Uint8Array;
}
type Kind = ValueHeader['kind'];
function input(behind: readonly Behind[], salt = SALT): PairsBehind {
  const joined = (of: (one: Behind) => Uint8Array): Uint8Array => concatBytes(...behind.map(of));
  return { salt, outputs: joined((one) => one.output), tags: joined((one) => one.tags) };
}
const build = (kind: Kind, behind: readonly Behind[], salt = SALT): Uint8Array =>
  buildValueSegment({ kind, entries: valueEntries(input(behind, salt)) }, randomBytes);
/** A segment of the newest version, opened by outputs as an asker has them. */
function asked(whole: Uint8Array) {
  const segment = openValueSegment(whole);
  if (segment.by !== 'tag') throw new Error('what is built is found by tags');
  const opened = (salt: Uint8Array, one: Uint8Array): readonly string[] => segment.open(pairTag(salt, one));
  return { kind: segment.kind, count: segment.count, open: opened, which: segment.which };
}
const open = (kind: Kind, behind: readonly Behind[], salt = SALT) => asked(build(kind, behind, salt));
const tagsFor = (outputs: readonly Uint8Array[]): Uint8Array =>
  concatBytes(...outputs.map((one) => pairTag(SALT, one)));

/** Records r0 … each with the names n<r>.0 … n<r>.<names−1> and the firm f<r>: every name makes a pair with the firm. */
function records(count: number, names: number, secret = SECRET): readonly Behind[] {
  return Array.from({ length: count * names }, (_, at) => {
    const record = Math.floor(at / names);
    return { output: pair(`n${record}.${at % names}`, `f${record}`), tags: tagsOf(`r${record}`, secret) };
  });
}

describe('a value segment', { timeout: 120_000 }, () => {
  it('opens every pair it was built over to its record, and no stranger', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), fc.constantFrom(1, 3), (count, names) => {
        const behind = records(count, names);
        const segment = open('base', behind);
        expect(segment.count).toBe(count * names);
        for (const one of behind)
          if (toHex(one.tags) !== segment.open(SALT, one.output).join()) throw new Error('a pair is lost');
        expect(segment.open(SALT, pair('n0.0', 'f1'))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('says of many pairs at once which open a record, the same as one by one', () => {
    const behind = records(300, 2);
    const segment = open('delta', behind);
    const sought = Array.from({ length: 900 }, (_, at) => pair(`n${at}.1`, `f${at}`));
    const one = sought.flatMap((output, at) => (segment.open(SALT, output).length > 0 ? [at] : []));
    expect(segment.which(tagsFor(sought))).toEqual(one);
    expect(one).toEqual(Array.from({ length: 300 }, (_, at) => at));
    expect(open('delta', []).which(tagsFor(sought))).toEqual([]);
    expect(() => segment.which(new Uint8Array(17))).toThrow(code('input-invalid'));
  });

  it('says the same of more pairs than are scrambled at a stretch, and where its bytes lie between two words', () => {
    const whole = build('delta', records(20, 1));
    const between = new Uint8Array(whole.length + 1);
    between.set(whole, 1);
    const tags = new Uint8Array(16 * 70_000);
    const place = (at: number): number => (at < 10 ? at : 69_990 + at - 10);
    for (let at = 0; at < 20; at += 1) tags.set(pairTag(SALT, pair(`n${at}.0`, `f${at}`)), 16 * place(at));
    const wanted = Array.from({ length: 20 }, (_, at) => place(at));
    expect(asked(whole).which(tags)).toEqual(wanted);
    expect(asked(between.subarray(1)).which(tags)).toEqual(wanted);
  });

  it('of version 2 opens the same pairs to the same records as one of version 3', () => {
    const shared = Array.from({ length: 5 }, (_, at) => ({
      output: pair('n', 'f'),
      tags: tagsOf(`r${at}`),
    }));
    const behind = [...records(200, 2), ...shared];
    const entries = valueEntries(input(behind));
    const older = asked(buildValueSegment({ version: 2, kind: 'base', entries }, randomBytes));
    const newer = asked(buildValueSegment({ kind: 'base', entries }, randomBytes));
    const sought = [...behind.map((one) => one.output), pair('n0.0', 'f1')];
    for (const one of sought) expect(older.open(SALT, one)).toEqual(newer.open(SALT, one));
    expect(newer.open(SALT, pair('n', 'f'))).toHaveLength(5);
    expect(older.which(tagsFor(sought))).toEqual(newer.which(tagsFor(sought)));
  });

  it('has up to eight slots a pair, each record once', () => {
    const shared = Array.from({ length: 10 }, (_, at) => ({
      output: pair('n', 'f'),
      tags: tagsOf(`r${at % 9}`),
    }));
    const segment = open('base', [...shared, ...shared]);
    expect(segment.count).toBe(8);
    const nine = Array.from({ length: 9 }, (_, at) => toHex(tagsOf(`r${at}`)));
    expect(segment.open(SALT, pair('n', 'f'))).toEqual(nine.toSorted().slice(0, 8));
  });

  it('says that two names of a record lead to one record, and of two records to two', () => {
    const segment = open('base', [
      { output: pair('n1', 'f'), tags: tagsOf('r1') },
      { output: pair('n2', 'f'), tags: tagsOf('r1') },
      { output: pair('n3', 'f'), tags: tagsOf('r2') },
    ]);
    expect(segment.open(SALT, pair('n1', 'f'))).toEqual(segment.open(SALT, pair('n2', 'f')));
    expect(segment.open(SALT, pair('n1', 'f'))).not.toEqual(segment.open(SALT, pair('n3', 'f')));
  });

  it('costs at most 19 bytes a slot in a large base and 26 in a delta of 1,000', () => {
    const strangers = (kind: Kind, count: number): Uint8Array => {
      const many = { outputs: drawn('many', 64 * count), tags: drawn('tags of many', 8 * count) };
      return buildValueSegment({ kind, entries: valueEntries({ salt: SALT, ...many }) }, randomBytes);
    };
    const base = strangers('base', 200_000);
    const delta = strangers('delta', 1_000);
    expect(base.length / 200_000).toBeLessThanOrEqual(19);
    expect(delta.length / 1_000).toBeLessThanOrEqual(26);
  });

  it('says its length in its first 40 bytes', () => {
    const whole = build('delta', records(9, 2));
    expect(valueSegmentLength(whole.subarray(0, HEADER_BYTES))).toBe(whole.length);
  });

  it('does not look alike twice', () => {
    expect(toHex(sha256(build('base', records(9, 2))))).not.toBe(toHex(sha256(build('base', records(9, 2)))));
  });

  it('refuses any header field beyond its limit, even under a right checksum', () => {
    const whole = build('base', records(10, 2));
    const bent = (at: number, ...values: number[]): Uint8Array => {
      const copy = whole.slice(0, -32);
      copy.set(values, at);
      return concatBytes(copy, sha256(copy));
    };
    const hostile = [
      bent(3, 0x53), // magic
      bent(6, 0, 0), // version
      bent(6, 0, 4),
      bent(8, 0), // kind
      bent(8, 4),
      bent(9, 1), // reserved
      bent(10, 1),
      bent(11, 1),
      bent(12, 0, 16, 0, 1), // 2^20 + 1 slots
      bent(12, 255, 255, 255, 255),
      bent(16, 0, 0, 0, 0), // block length
      bent(16, 0, 0, 0, 3),
      bent(16, 128, 0, 0, 0),
      bent(20, 0, 0, 0, 0), // block count
      bent(20, 255, 255, 255, 255),
      whole.slice(0, -1),
      concatBytes(whole, Uint8Array.of(0)),
      whole.slice(0, 39),
      whole.map((byte, at) => (at === 60 ? byte ^ 1 : byte)), // body, wrong checksum
    ];
    for (const each of hostile) expect(() => openValueSegment(each)).toThrow(code('segment-invalid'));
  });

  it('answers 10,000 hostile inputs with a value or segment-invalid', () => {
    const example = build('delta', records(3, 2));
    const changes = fc.array(fc.tuple(fc.nat(example.length - 1), fc.nat(255)), { maxLength: 6 });
    const mutated = fc
      .tuple(changes, fc.nat(3), fc.nat(example.length), fc.uint8Array({ maxLength: 40 }))
      .map(([each, way, length, more]) => {
        const copy = Uint8Array.from(example);
        for (const [at, value] of each) copy[at] = value;
        if (way === 0) return copy.slice(0, length);
        return way === 1 ? concatBytes(copy, more) : copy;
      });
    const resealed = mutated.map((each) => concatBytes(each.slice(0, -32), sha256(each.slice(0, -32))));
    fc.assert(
      fc.property(fc.oneof(mutated, resealed, fc.uint8Array({ maxLength: 400 })), (each) => {
        try {
          lookUpValues([openValueSegment(each)], SALT, pair('n0.0', 'f0'));
        } catch (error) {
          expect(error).toBeInstanceOf(SealedError);
          expect(error).toEqual(code('segment-invalid'));
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('refuses an output, a salt or tags of another length', () => {
    const one = { output: pair('n', 'f'), tags: tagsOf('r') };
    expect(() => pairOutput(output('n').slice(1), output('f'))).toThrow(code('input-invalid'));
    expect(() => valueEntries({ ...input([one]), tags: new Uint8Array(7) })).toThrow(code('input-invalid'));
    expect(() => valueEntries({ ...input([one]), salt: SALT.slice(1) })).toThrow(code('key-invalid'));
    expect(() => pairTag(SALT, one.output.slice(1))).toThrow(code('input-invalid'));
    expect(() => pairTag(SALT.slice(1), one.output)).toThrow(code('key-invalid'));
    const segment = openValueSegment(build('base', [one]));
    if (segment.by === 'tag') expect(() => segment.open(new Uint8Array(32))).toThrow(code('input-invalid'));
    expect(() => recordTag(SECRET.slice(1), 'r', 'phone')).toThrow(code('key-invalid'));
  });
});

describe('looking up what two half keys open', () => {
  it('takes back what a tombstone names, and that record alone', () => {
    const both = [
      { output: pair('n', 'f'), tags: tagsOf('r1') },
      { output: pair('n', 'f'), tags: tagsOf('r2') },
    ];
    const tagged = (kind: Kind, behind: readonly Behind[]): TaggedValues =>
      openValueSegment(build(kind, behind)) as TaggedValues;
    const base = tagged('base', both);
    const gone = tagged('tombstone', both.slice(0, 1));
    const back = tagged('delta', both.slice(0, 1));
    // By its tag alone, which is all that a standing question keeps, the same is found.
    const look = (segments: readonly TaggedValues[]) => {
      const found = [...lookUpValues(segments, SALT, pair('n', 'f'))];
      expect(lookUpPairTag(segments, pairTag(SALT, pair('n', 'f')))).toEqual(found);
      return found;
    };
    expect(look([base])).toHaveLength(2);
    expect(look([base, gone])).toEqual([toHex(tagsOf('r2'))]);
    expect(look([base, gone, tagged('tombstone', both.slice(1))])).toEqual([]);
    expect(look([base, gone, back]).toSorted()).toEqual(both.map((one) => toHex(one.tags)).toSorted());
    expect(look([])).toEqual([]);
  });
});

describe('what somebody without the second key sees', { timeout: 120_000 }, () => {
  const count = 4_000;
  const content = build('base', records(count, 3));
  const header = parseValueHeader(content);
  const body = content.subarray(HEADER_BYTES, -32);
  const hashes = slotHashes(3, header.name);
  /** What the place that this output points to opens to, in any slot. */
  const opened = (key: Uint8Array, slot = 0): Uint8Array =>
    slotValue(header, body, hashes, { tag: pairTag(SALT, key), slot });
  const zeroBytes = (values: readonly Uint8Array[]): readonly number[] =>
    Array.from({ length: 16 }, (_, lane) => values.filter((value) => value[lane] === 0).length);

  it('is the same for a key that is in the index and for one that is not: every byte uniform, nothing opens', () => {
    const held = Array.from({ length: count }, (_, at) => opened(output(`n${at}.0`)));
    const strange = Array.from({ length: count }, (_, at) => opened(output(`nobody ${at}`)));
    // 4,000 / 256 = 15.6 expected a byte, standard deviation 3.94; six of them: 15.6 ± 23.7, never below 0.
    for (const zeros of [...zeroBytes(held), ...zeroBytes(strange)]) expect(zeros).toBeLessThan(39.3);
    // Chi-square over all bytes of both: 255 degrees of freedom, mean 255, standard deviation 22.6; six of them.
    for (const values of [held, strange]) {
      const seen = new Float64Array(256);
      for (const value of values) for (const byte of value) seen[byte] = (seen[byte] ?? 0) + 1;
      const expected = (count * 16) / 256;
      const chi = seen.reduce((sum, times) => sum + (times - expected) ** 2 / expected, 0);
      expect(Math.abs(chi - 255)).toBeLessThan(6 * 22.6);
    }
    const segment = asked(content);
    for (let at = 0; at < count; at += 1) expect(segment.open(SALT, output(`n${at}.0`))).toEqual([]);
  });

  it('is nothing for two keys of one family, of one record or of two', () => {
    const segment = asked(content);
    for (let at = 0; at < count; at += 1) {
      expect(segment.open(SALT, pair(`n${at}.0`, `n${at}.1`))).toEqual([]);
      expect(segment.open(SALT, pair(`n${at}.0`, `n${at}.0`))).toEqual([]);
      expect(segment.open(SALT, pair(`f${at}`, `n${at}.0`))).toEqual([]);
    }
    const together = Array.from({ length: count }, (_, at) => {
      const [left, right] = [opened(output(`n${at}.0`)), opened(output(`n${at}.1`))];
      return left.map((byte, lane) => byte ^ (right[lane] as number));
    });
    for (const zeros of zeroBytes(together)) expect(zeros).toBeLessThan(39.3);
  });

  it('is nothing without the salt: a copy that leaked by itself opens no pair', () => {
    const segment = asked(content);
    for (let at = 0; at < count; at += 1)
      expect(segment.open(drawn('another salt', 32), pair(`n${at}.0`, `f${at}`))).toEqual([]);
  });

  it('cannot be joined by two partners that compare notes: no tag, no cell, no place agrees', () => {
    const secret = drawn('tags of partner two', 32);
    const salt = drawn('salt of partner two', 32);
    const theirs = asked(build('base', records(count, 3, secret), salt));
    const ours = asked(content);
    const tagsSeen = (segment: ReturnType<typeof asked>, by: Uint8Array): ReadonlySet<string> =>
      new Set(
        Array.from({ length: count }, (_, at) => segment.open(by, pair(`n${at}.0`, `f${at}`))).flatMap(
          (found) => found.flatMap((tags) => [tags.slice(0, 8), tags.slice(8)]),
        ),
      );
    const [mine, other] = [tagsSeen(ours, SALT), tagsSeen(theirs, salt)];
    // Each has about 2 · 4,000 tags of 32 bits: 8,000² / 2^32 = 0.015 agree by chance; of shared ones all would.
    expect([...mine].filter((tag) => other.has(tag)).length).toBeLessThanOrEqual(1);
    expect(theirs.open(SALT, pair('n1.0', 'f1'))).toEqual([]);
  });

  it('does not give the tag away: what a slot follows from cannot be undone with the name in the header', () => {
    const tag = pairTag(SALT, pair('n1.0', 'f1'));
    const scrambled = hashes.scramble(tag, 0);
    const cipher = createDecipheriv('aes-128-ecb', header.name, null).setAutoPadding(false);
    expect(toHex(cipher.update(scrambled))).not.toBe(toHex(tag));
    // x ↦ AES(x) ⊕ x: whoever has x finds the slot, and x alone is what fits.
    const enciphered = createCipheriv('aes-128-ecb', header.name, null).setAutoPadding(false).update(tag);
    expect(toHex(enciphered.map((byte, at) => byte ^ (tag[at] as number)))).toBe(toHex(scrambled));
  });

  it('does not join a record’s families: their tags have nothing in common', () => {
    const name = new Set(
      Array.from({ length: count }, (_, at) => toHex(recordTag(SECRET, `r${at}`, 'person-name'))),
    );
    const phone = Array.from({ length: count }, (_, at) => toHex(recordTag(SECRET, `r${at}`, 'phone')));
    expect(phone.filter((tag) => name.has(tag)).length).toBeLessThanOrEqual(1);
  });
});

describe('vectors/value-segment-v1.json, -v2.json and -v3.json', () => {
  it.each([2, 3] as const)(
    'builds the committed segment of version %i again from its entries, its name and the seed',
    (version) => {
      const { segment, builtFrom, pairs, salt } = readVectors<{
        salt: string;
        segment: string;
        pairs: { first: string; second: string; tag: string }[];
        builtFrom: { seed: string; name: string; kind: Kind; count: number; entries: string };
      }>(`value-segment-v${version}.json`);
      const [seed, name, entries] = [builtFrom.seed, builtFrom.name, builtFrom.entries].map(bytes);
      if (seed === undefined || name === undefined || entries === undefined) throw new Error('three parts');
      expect(toHex(rebuildValues({ ...builtFrom, version }, { seed, name, entries }))).toBe(segment);
      for (const { first, second, tag } of pairs)
        expect(toHex(pairTag(bytes(salt), pairOutput(bytes(first), bytes(second))))).toBe(tag);
    },
  );

  it('says where the first two slots of a pair lie and what hides them', () => {
    const { segment, slots } = readVectors<{
      segment: string;
      slots: { tag: string; slot: number; scrambled: string; mask: string }[];
    }>('value-segment-v3.json');
    const { name } = parseValueHeader(bytes(segment));
    expect(slots.map(({ slot }) => slot)).toEqual([0, 1]);
    for (const { tag, slot, scrambled, mask } of slots) {
      expect(toHex(slotHashes(3, name).scramble(bytes(tag), slot))).toBe(scrambled);
      expect(toHex(slotHashes(3, name).mask(bytes(tag), slot))).toBe(mask);
    }
  });

  it.each([1, 2, 3])('open the committed segment of version %i, its pairs and no others', (version) => {
    const vector = readVectors<{
      salt: string;
      segment: string;
      pairs: { first: string; second: string; records: string[] }[];
      others: { first: string; second: string }[];
      recordTag: { secret: string; record: string; family: string; tag: string };
    }>(`value-segment-v${version}.json`);
    expect(parseValueHeader(bytes(vector.segment)).version).toBe(version);
    const segment = openValueSegment(bytes(vector.segment));
    const look = (one: { first: string; second: string }): readonly string[] =>
      lookUpValues([segment], bytes(vector.salt), pairOutput(bytes(one.first), bytes(one.second)));
    expect(vector.pairs.map(look)).toEqual(vector.pairs.map((one) => one.records));
    expect(vector.others.map(look)).toEqual(vector.others.map(() => []));
    const { secret, record, family, tag } = vector.recordTag;
    expect(toHex(recordTag(bytes(secret), record, family))).toBe(tag);
  });
});
