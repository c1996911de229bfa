import { describe, expect, it } from 'vitest';
import { concatBytes, toHex, utf8 } from '../../base/index.ts';
import { hashLeaf, TreeEdge } from './merkle.ts';
import { pathIn, rootOf, treeSteps } from './packed-tree.ts';
import { verifyInclusion } from './proofs.ts';

function treeOver(leaves: Uint8Array): readonly Uint8Array[] {
  const steps = treeSteps(leaves);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

describe('a tree over packed leaves', () => {
  it.each([0, 1, 2, 3, 7, 8, 9, 100, 5_000])(
    'of %i is the tree that grows leaf by leaf, with its paths',
    (size) => {
      const leaves = Array.from({ length: size }, (_, at) => hashLeaf(utf8(`${at}`)));
      const levels = treeOver(concatBytes(...leaves));
      const edge = new TreeEdge();
      for (const leaf of leaves) edge.append(leaf);
      expect(toHex(rootOf(levels))).toBe(toHex(edge.root()));
      for (const index of new Set(
        [0, 1, size >> 1, size - 2, size - 1].filter((at) => at >= 0 && at < size),
      )) {
        const leafHash = leaves[index] ?? new Uint8Array();
        const claim = { leafHash, index, size, path: pathIn(levels, index), root: rootOf(levels) };
        expect(() => verifyInclusion(claim)).not.toThrow();
        if (size > 1)
          expect(() => verifyInclusion({ ...claim, index: (index + 1) % size })).toThrow('does not lead');
      }
      expect(() => pathIn(levels, size)).toThrow('not inside');
    },
  );
});
