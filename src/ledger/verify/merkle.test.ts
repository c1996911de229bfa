import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHex, toHex } from '../../base/index.ts';
import {
  edgePlaces,
  emptyRoot,
  hashChildren,
  hashLeaf,
  TreeEdge,
  verifyConsistency,
  verifyInclusion,
} from './index.ts';

interface Vectors {
  leaves: string[];
  roots: string[];
  inclusion: { index: number; size: number; path: string[] }[];
  consistency: { from: number; to: number; path: string[] }[];
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/rfc9162-merkle-tree.json', import.meta.url), 'utf8'),
) as Vectors;

const bytes = (hex: string | undefined): Uint8Array =>
  readHex(hex ?? 'missing') ?? expect.fail('no hexadecimal');

/** RFC 9162 §2.1.1, §2.1.3.1 and §2.1.4.1 word for word, with no thought of speed: the oracle. */
const naive = {
  split(size: number): number {
    let k = 1;
    while (k * 2 < size) k *= 2;
    return k;
  },
  root(leaves: readonly Uint8Array[]): Uint8Array {
    const [only] = leaves;
    if (only === undefined) return emptyRoot();
    if (leaves.length === 1) return only;
    const k = naive.split(leaves.length);
    return hashChildren(naive.root(leaves.slice(0, k)), naive.root(leaves.slice(k)));
  },
  path(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
    if (leaves.length === 1) return [];
    const k = naive.split(leaves.length);
    return index < k
      ? [...naive.path(index, leaves.slice(0, k)), naive.root(leaves.slice(k))]
      : [...naive.path(index - k, leaves.slice(k)), naive.root(leaves.slice(0, k))];
  },
  proof(from: number, leaves: readonly Uint8Array[], whole = true): Uint8Array[] {
    if (from === leaves.length) return whole ? [] : [naive.root(leaves)];
    const k = naive.split(leaves.length);
    return from <= k
      ? [...naive.proof(from, leaves.slice(0, k), whole), naive.root(leaves.slice(k))]
      : [...naive.proof(from - k, leaves.slice(k), false), naive.root(leaves.slice(0, k))];
  },
};

const leavesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, place) => hashLeaf(Uint8Array.of(place >> 8, place & 0xff)));

describe('RFC 9162 §2.1: the published trees', () => {
  const leaves = vectors.leaves.map((leaf) => hashLeaf(bytes(leaf)));

  it('folds the published leaves into the published roots, size by size', () => {
    const edge = new TreeEdge();
    expect(toHex(edge.root())).toBe(vectors.roots[0]);
    for (const [place, leaf] of leaves.entries()) {
      edge.append(leaf);
      expect(toHex(edge.root())).toBe(vectors.roots[place + 1]);
    }
  });

  it.each(vectors.inclusion)(
    'accepts the published inclusion path of leaf $index in $size',
    ({ index, size, path }) => {
      expect(naive.path(index, leaves.slice(0, size)).map(toHex)).toEqual(path);
      const leafHash = leaves[index] ?? expect.fail('no such leaf');
      verifyInclusion({ leafHash, index, size, path: path.map(bytes), root: bytes(vectors.roots[size]) });
    },
  );

  it.each(vectors.consistency)(
    'accepts the published consistency path from $from to $to',
    ({ from, to, path }) => {
      expect(naive.proof(from, leaves.slice(0, to)).map(toHex)).toEqual(path);
      verifyConsistency({
        from: { size: from, root: bytes(vectors.roots[from]) },
        to: { size: to, root: bytes(vectors.roots[to]) },
        path: path.map(bytes),
      });
    },
  );
});

describe('proofs of trees of any size', () => {
  it('proves every leaf to be inside, and no leaf to be at another place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (size, a, b) => {
        const leaves = leavesOf(size);
        const index = a % size;
        const claim = { index, size, path: naive.path(index, leaves), root: naive.root(leaves) };
        verifyInclusion({ ...claim, leafHash: leaves[index] ?? expect.fail('no such leaf') });
        const other = b % size;
        if (other === index) return;
        const wrong = leaves[other] ?? expect.fail('no such leaf');
        expect(() => verifyInclusion({ ...claim, leafHash: wrong })).toThrow('does not lead to');
      }),
      { numRuns: 300 },
    );
  });

  it('proves every beginning of a tree to be one, and no rewritten one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (size, a, b) => {
        const leaves = leavesOf(size);
        const from = 1 + (a % size);
        const to = { size, root: naive.root(leaves) };
        const path = naive.proof(from, leaves);
        verifyConsistency({ from: { size: from, root: naive.root(leaves.slice(0, from)) }, to, path });
        const rewritten = leaves.slice(0, from);
        rewritten[b % from] = hashLeaf(Uint8Array.of(9, 9, 9));
        const forged = { size: from, root: naive.root(rewritten) };
        expect(() => verifyConsistency({ from: forged, to, path })).toThrow('does not lead to');
      }),
      { numRuns: 300 },
    );
  });

  it('answers paths that are anything at all with a coded refusal', () => {
    const hash = fc.uint8Array({ minLength: 30, maxLength: 33 });
    const size = fc.oneof(fc.integer({ min: -2, max: 70 }), fc.double(), fc.maxSafeInteger());
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 70 }), size, size, hash, hash, (path, a, b, left, right) => {
        const attempts = [
          () => verifyInclusion({ leafHash: left, index: a, size: b, path, root: right }),
          () => verifyConsistency({ from: { size: a, root: left }, to: { size: b, root: right }, path }),
        ];
        for (const attempt of attempts) {
          try {
            attempt();
          } catch (error) {
            expect(error).toMatchObject({ name: 'LedgerError', code: 'proof-invalid' });
          }
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the edge of a growing tree', () => {
  it('has the root of the whole tree at every size, also when it is taken up in the middle', () => {
    const leaves = leavesOf(70);
    const grown = new TreeEdge();
    const completed = new Map<string, Uint8Array>();
    for (const [place, leaf] of leaves.entries()) {
      for (const node of grown.append(leaf)) completed.set(`${node.level}/${node.index}`, node.hash);
      const size = place + 1;
      const peaks = edgePlaces(size).map((at) => ({
        ...at,
        hash: completed.get(`${at.level}/${at.index}`) ?? expect.fail('not completed'),
      }));
      expect(new TreeEdge(size, peaks).root()).toEqual(naive.root(leaves.slice(0, size)));
      expect(grown.root()).toEqual(naive.root(leaves.slice(0, size)));
    }
  });
});
