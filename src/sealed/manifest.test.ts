import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64Url, utf8 } from '../base/index.ts';
import {
  coverageBucket,
  deriveKeyPair,
  type KeysManifest,
  manifestBytes,
  manifestHash,
  parseKeysManifest,
  parseSegmentsManifest,
  sealedReady,
  type SegmentsManifest,
  verifyChain,
  verifyLater,
  verifySameKeys,
} from './index.ts';
import { drawn } from './vectors.test-kit.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'SealedError', code: name });

function keysManifest(epoch: number, change: Partial<KeysManifest> = {}): KeysManifest {
  const key = (name: string): string =>
    toBase64Url(deriveKeyPair(drawn(`epoch ${epoch}`, 32), name).publicKey);
  return {
    part: 'keys',
    version: 1,
    party: 'crp',
    number: 1,
    previous: null,
    suite: 'ristretto255-SHA512',
    keyVersion: 1,
    sizeClass: 10_000,
    epoch,
    epochEndsAt: '2027-01-01T00:00:00.000Z',
    publicKeys: {
      person: key('person'),
      communication: key('communication'),
      document: key('document'),
      vehicle: key('vehicle'),
      place: key('place'),
    },
    ...change,
  };
}

function segmentsManifest(change: Partial<SegmentsManifest> = {}): SegmentsManifest {
  return {
    part: 'segments',
    version: 1,
    party: 'crp',
    partner: 'jpn',
    number: 1,
    previous: null,
    epoch: 1,
    issuedAt: '2026-11-03T10:00:00.000Z',
    rules: {
      person: ['name+birthdate'],
      communication: ['phone', 'imei'],
      document: [],
      vehicle: ['plate'],
      place: [],
    },
    segments: [
      {
        hash: 'ab'.repeat(32),
        keyClass: 'person',
        kind: 'base',
        bits: 32,
        count: 900,
        bytes: 5000,
        sequence: 1,
      },
      {
        hash: 'cd'.repeat(32),
        keyClass: 'person',
        kind: 'tombstone',
        bits: 64,
        count: 1,
        bytes: 168,
        sequence: 2,
      },
    ],
    coverage: { recordsWithoutKeysBucket: 'under-10' },
    ...change,
  };
}

describe('a manifest', () => {
  beforeAll(sealedReady);

  it('is read back from its exact bytes', () => {
    expect(parseKeysManifest(manifestBytes(keysManifest(1)))).toEqual(keysManifest(1));
    expect(parseSegmentsManifest(manifestBytes(segmentsManifest()))).toEqual(segmentsManifest());
  });

  it('is refused with an unknown field, a missing class, a key that is no element, or another suite', () => {
    const good = keysManifest(1);
    const { place: _, ...fourKeys } = good.publicKeys;
    const hostile: unknown[] = [
      { ...good, salt: 'x' },
      { ...good, publicKeys: fourKeys },
      { ...good, publicKeys: { ...good.publicKeys, person: toBase64Url(new Uint8Array(32)) } },
      { ...good, publicKeys: { ...good.publicKeys, person: `${good.publicKeys.person}=` } },
      { ...good, suite: 'P256-SHA256' },
      { ...good, sizeClass: 12 },
      { ...good, epochEndsAt: 'tomorrow' },
      { ...good, number: 0 },
      [good],
      null,
    ];
    for (const each of hostile)
      expect(() => parseKeysManifest(utf8(JSON.stringify(each)))).toThrow(code('manifest-invalid'));
    expect(() => parseKeysManifest(new Uint8Array(9000).fill(32))).toThrow(code('manifest-invalid'));
    expect(() => parseKeysManifest(Uint8Array.of(0xff, 0xfe))).toThrow(code('manifest-invalid'));
  });

  it('has at most 16 live segments a class, oldest first, and 32 bits in a base alone', () => {
    const [base] = segmentsManifest().segments;
    if (base === undefined) throw new Error('the manifest has a base');
    const row = (length: number): SegmentsManifest['segments'] =>
      Array.from({ length }, (_, index) => ({ ...base, sequence: index + 1 }));
    manifestBytes(segmentsManifest({ segments: row(16) }));
    const hostile = [row(17), row(3).toReversed(), [{ ...base, kind: 'delta' as const }]];
    for (const segments of hostile)
      expect(() => manifestBytes(segmentsManifest({ segments }))).toThrow(code('manifest-invalid'));
  });

  it('lists up to 16 segments of sealed values, oldest first, or none at all', () => {
    const value = { hash: 'ef'.repeat(32), kind: 'base' as const, count: 9, bytes: 500, sequence: 1 };
    const row = (length: number): NonNullable<SegmentsManifest['values']> =>
      Array.from({ length }, (_, index) => ({ ...value, sequence: index + 1 }));
    const good = segmentsManifest({ values: row(16) });
    expect(parseSegmentsManifest(manifestBytes(good))).toEqual(good);
    const hostile = [
      [],
      row(17),
      row(3).toReversed(),
      [{ ...value, keyClass: 'person' }],
      [{ ...value, count: 2 ** 20 + 1 }],
      [{ ...value, bytes: 2 ** 27 }],
    ];
    for (const values of hostile)
      expect(() => parseSegmentsManifest(utf8(JSON.stringify({ ...segmentsManifest(), values })))).toThrow(
        code('manifest-invalid'),
      );
  });

  it('hides how many records have no key', () => {
    expect([0, 1, 9, 10, 999, 1000, 9999, 10_000].map(coverageBucket)).toEqual([
      'none',
      'under-10',
      'under-10',
      'under-100',
      'under-1000',
      'under-10000',
      'under-10000',
      'more',
    ]);
  });
});

describe('the chain of manifests', () => {
  beforeAll(sealedReady);

  it('follows numbers, hashes, party and epoch', () => {
    const first = manifestBytes(keysManifest(1));
    const link = { number: 2, previous: manifestHash(first) };
    const next = (epoch: number, change: Partial<KeysManifest>): Uint8Array =>
      manifestBytes(keysManifest(epoch, { ...link, ...change }));
    expect(verifyChain(null, first)).toMatchObject({ epoch: 1 });
    expect(verifyChain(first, next(2, {}))).toMatchObject({ epoch: 2 });
    expect(verifyChain(first, next(1, { sizeClass: 100_000 }))).toMatchObject({ sizeClass: 100_000 });
    const broken = [
      next(2, { number: 3 }),
      next(2, { previous: 'ab'.repeat(32) }),
      next(2, { party: 'fio' }),
      next(1, { epochEndsAt: '2028-01-01T00:00:00.000Z' }),
      next(2, { publicKeys: keysManifest(1).publicKeys }),
    ];
    for (const each of broken) expect(() => verifyChain(first, each)).toThrow(code('manifest-chain'));
    expect(() => verifyChain(null, next(1, {}))).toThrow(code('manifest-chain'));
  });

  it('raises the alarm, with both manifests, over a second key for one party and epoch', () => {
    const one = manifestBytes(keysManifest(1));
    const other = manifestBytes(keysManifest(1, { publicKeys: keysManifest(7).publicKeys }));
    expect(() => verifySameKeys(one, other)).toThrow(code('second-key'));
    expect(() => verifySameKeys(one, other)).toThrow(
      expect.objectContaining({ evidence: expect.objectContaining({ left: one, right: other }) }),
    );
    verifySameKeys(one, manifestBytes(keysManifest(2)));
    verifySameKeys(
      one,
      manifestBytes(keysManifest(1, { party: 'fio', publicKeys: keysManifest(7).publicKeys })),
    );
  });

  it('keeps one partner’s segments in time order', () => {
    const first = manifestBytes(segmentsManifest());
    const link = { number: 2, previous: manifestHash(first) };
    const next = (change: Partial<SegmentsManifest>): Uint8Array =>
      manifestBytes(segmentsManifest({ ...link, issuedAt: '2026-11-03T10:05:00.000Z', ...change }));
    expect(verifyChain(first, next({}))).toMatchObject({ number: 2 });
    const broken = [
      next({ partner: 'fio' }),
      next({ issuedAt: '2026-11-03T09:00:00.000Z' }),
      next({ number: 5 }),
    ];
    for (const each of broken) expect(() => verifyChain(first, each)).toThrow(code('manifest-chain'));
    expect(() => verifyChain(manifestBytes(keysManifest(1)), next({}))).toThrow(code('manifest-invalid'));
  });

  it('holds over links that are not to be had: number, party, epoch, time and keys do not go back', () => {
    const keys = manifestBytes(keysManifest(2, { number: 4, previous: 'ab'.repeat(32) }));
    const laterKeys = (epoch: number, change: Partial<KeysManifest> = {}): Uint8Array =>
      manifestBytes(keysManifest(epoch, { number: 9, previous: 'cd'.repeat(32), ...change }));
    verifyLater(keys, laterKeys(3));
    for (const each of [laterKeys(3, { number: 4 }), laterKeys(1), laterKeys(3, { party: 'fio' })])
      expect(() => verifyLater(keys, each)).toThrow(code('manifest-chain'));
    expect(() => verifyLater(keys, laterKeys(2, { publicKeys: keysManifest(7).publicKeys }))).toThrow(
      code('second-key'),
    );
    const first = manifestBytes(segmentsManifest());
    const later = (change: Partial<SegmentsManifest>): Uint8Array =>
      manifestBytes(
        segmentsManifest({
          number: 900,
          previous: 'ab'.repeat(32),
          issuedAt: '2026-11-05T10:05:00.000Z',
          ...change,
        }),
      );
    verifyLater(first, later({}));
    for (const each of [later({ partner: 'fio' }), later({ issuedAt: '2026-11-01T09:00:00.000Z' })])
      expect(() => verifyLater(first, each)).toThrow(code('manifest-chain'));
  });
});
