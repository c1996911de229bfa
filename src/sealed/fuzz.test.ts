import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256, toBase64Url, utf8 } from '../base/index.ts';
import {
  blind,
  blindEvaluate,
  blindScalar,
  buildSegment,
  deriveKeyPair,
  elementPath,
  elementsRoot,
  generateProof,
  joinElements,
  openSegment,
  parseKeysManifest,
  parseSegmentsManifest,
  SealedError,
  sealedReady,
  verifyElement,
  verifyProof,
} from './index.ts';
import { drawn } from './vectors.test-kit.ts';

/** Every answer is a value or one of the named refusals; fast-check prints the seed of a failure. */
function allows(codes: readonly string[], read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof SealedError)) throw error;
    expect(codes).toContain(error.code);
  }
}

/** Raw bytes, or a good example with some bytes changed, cut or grown. */
function mutations(example: Uint8Array): fc.Arbitrary<Uint8Array> {
  const changes = fc.array(fc.tuple(fc.nat(example.length - 1), fc.nat(255)), { maxLength: 6 });
  const mutated = fc.tuple(changes, fc.nat(3), fc.nat(example.length), fc.uint8Array({ maxLength: 40 }));
  return fc.oneof(
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 2 * example.length }) },
    {
      weight: 4,
      arbitrary: mutated.map(([bytes, way, length, more]) => {
        const copy = Uint8Array.from(example);
        for (const [at, value] of bytes) copy[at] = value;
        if (way === 0) return copy.slice(0, length);
        return way === 1 ? new Uint8Array([...copy, ...more]) : copy;
      }),
    },
  );
}

const runs = { numRuns: 5000 };

describe('hostile bytes, 5,000 of each kind', { timeout: 120_000 }, () => {
  beforeAll(sealedReady);

  it('openSegment, a list', () => {
    const tags = drawn('fuzz', 16 * 5);
    const example = buildSegment({ keyClass: 'person', kind: 'delta', bits: 64, tags });
    const resealed = mutations(example.slice(0, -8)).map(
      (bytes) => new Uint8Array([...bytes, ...sha256(bytes).subarray(0, 8)]),
    );
    fc.assert(
      fc.property(fc.oneof(mutations(example), resealed), (bytes) =>
        allows(['segment-invalid'], () => openSegment(bytes).which(drawn('x', 32))),
      ),
      runs,
    );
  });

  it('openSegment, a filter', () => {
    const tags = drawn('fuzz', 16 * 5);
    const example = buildSegment({ keyClass: 'person', kind: 'base', bits: 32, tags });
    const resealed = mutations(example.slice(0, -32)).map(
      (bytes) => new Uint8Array([...bytes, ...sha256(bytes)]),
    );
    fc.assert(
      fc.property(fc.oneof(mutations(example), resealed), (bytes) =>
        allows(['segment-invalid'], () => openSegment(bytes).has(drawn('x', 16))),
      ),
      runs,
    );
  });

  it('parseKeysManifest and parseSegmentsManifest', () => {
    const key = toBase64Url(deriveKeyPair(drawn('fuzz', 32), 'x').publicKey);
    const keys =
      `{"part":"keys","version":1,"party":"crp","number":1,"previous":null,"suite":"ristretto255-SHA512","keyVersion":1,` +
      `"sizeClass":10000,"epoch":1,"epochEndsAt":"2027-01-01T00:00:00.000Z","publicKeys":{"person":"${key}",` +
      `"communication":"${key}","document":"${key}","vehicle":"${key}","place":"${key}"}}`;
    const segments =
      `{"part":"segments","version":1,"party":"crp","number":1,"previous":null,"partner":"jpn","epoch":1,` +
      `"issuedAt":"2027-01-01T00:00:00.000Z","rules":{"person":["phone"],"communication":[],"document":[],"vehicle":[],` +
      `"place":[]},"segments":[{"hash":"${'ab'.repeat(32)}","keyClass":"person","kind":"base","bits":32,"count":9,` +
      `"bytes":500,"sequence":1}],"coverage":{"recordsWithoutKeysBucket":"none"}}`;
    expect(parseKeysManifest(utf8(keys)).epoch).toBe(1);
    expect(parseSegmentsManifest(utf8(segments)).epoch).toBe(1);
    const values = fc.json().map((text) => utf8(text));
    const replaced = (text: string): fc.Arbitrary<Uint8Array> =>
      fc.tuple(fc.nat(30), fc.json({ maxDepth: 2 })).map(([place, json]) => {
        let at = 0;
        return utf8(text.replace(/:("[^"]*"|\d+|null)/g, (whole) => (at++ === place ? `:${json}` : whole)));
      });
    for (const [text, parse] of [
      [keys, parseKeysManifest],
      [segments, parseSegmentsManifest],
    ] as const) {
      fc.assert(
        fc.property(fc.oneof(mutations(utf8(text)), values, replaced(text)), (bytes) =>
          allows(['manifest-invalid'], () => parse(bytes)),
        ),
        runs,
      );
    }
    const deep = utf8('['.repeat(100_000));
    expect(() => parseSegmentsManifest(deep)).toThrow(expect.objectContaining({ code: 'manifest-invalid' }));
  });

  it('elements to evaluate', () => {
    const { secretKey } = deriveKeyPair(drawn('fuzz', 32), 'person');
    const example = blind(utf8('x'), blindScalar(drawn('fuzz', 32), 0));
    fc.assert(
      fc.property(mutations(example), (bytes) =>
        allows(['element-invalid', 'batch-size'], () => blindEvaluate(secretKey, bytes)),
      ),
      runs,
    );
  });

  it('proofs', () => {
    const { secretKey, publicKey } = deriveKeyPair(drawn('fuzz', 32), 'person');
    const blinded = joinElements([blind(utf8('x'), blindScalar(drawn('fuzz', 32), 0))]);
    const evaluated = blindEvaluate(secretKey, blinded);
    const good = generateProof(secretKey, publicKey, blinded, evaluated);
    fc.assert(
      fc.property(mutations(good), mutations(evaluated), fc.boolean(), (proof, answer, same) =>
        allows(['proof-invalid', 'element-invalid', 'batch-size'], () =>
          verifyProof(publicKey, blinded, same ? evaluated : answer, proof),
        ),
      ),
      runs,
    );
  });

  it('paths', () => {
    const blinded = Array.from({ length: 13 }, (_, index) => drawn(`${index}`, 32));
    const root = elementsRoot(blinded);
    const path = fc.array(
      fc.oneof(fc.constantFrom(...elementPath(blinded, 5)), fc.uint8Array({ maxLength: 40 })),
      {
        maxLength: 20,
      },
    );
    const whole = fc.oneof(fc.nat(20), fc.integer(), fc.double());
    fc.assert(
      fc.property(path, whole, whole, fc.boolean(), mutations(root), (hashes, count, index, own, other) =>
        allows(['opening-invalid'], () =>
          verifyElement({
            root: own ? root : other,
            count,
            index,
            element: blinded[5] ?? root,
            path: hashes,
          }),
        ),
      ),
      runs,
    );
  });
});
