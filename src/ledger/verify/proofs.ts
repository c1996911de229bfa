import { equalBytes } from '../../base/index.ts';
import { LedgerError } from './errors.ts';
import { emptyRoot, hashChildren } from './merkle.ts';

/** A path is at most as long as the number of bits of the largest size. */
const PATH_MAX = 64;

export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** Returns when the path leads from the leaf to the root; throws `proof-invalid` otherwise. RFC 9162 §2.1.3.2. */
export function verifyInclusion(claim: InclusionClaim): void {
  const { index, size, path } = claim;
  requireHashes([claim.leafHash, claim.root, ...path], path.length);
  // step 1: the index must lie inside the tree
  if (!isSize(size) || !isSize(index) || index >= size)
    throw new LedgerError('proof-invalid', `inclusion proof: index ${index} is not inside a tree of ${size}`);
  let fn = index;
  let sn = size - 1;
  let r = claim.leafHash;
  for (const p of path) {
    if (sn === 0) throw invalid('inclusion');
    if (fn % 2 === 1 || fn === sn) {
      r = hashChildren(p, r);
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      r = hashChildren(r, p);
    }
    fn = half(fn);
    sn = half(sn);
  }
  if (sn !== 0 || !equalBytes(r, claim.root)) throw invalid('inclusion');
}

export interface ConsistencyClaim {
  readonly from: { readonly size: number; readonly root: Uint8Array };
  readonly to: { readonly size: number; readonly root: Uint8Array };
  readonly path: readonly Uint8Array[];
}

/** Returns when the later tree begins with the earlier one; throws `proof-invalid` otherwise. RFC 9162 §2.1.4.2. */
export function verifyConsistency(claim: ConsistencyClaim): void {
  const { from, to } = claim;
  requireHashes([from.root, to.root, ...claim.path], claim.path.length);
  if (!isSize(from.size) || !isSize(to.size) || from.size > to.size)
    throw new LedgerError('proof-invalid', `consistency proof: ${from.size} does not come before ${to.size}`);
  if (from.size === to.size || from.size === 0) {
    // Both trees are the same one, or the earlier is empty: nothing stands between them, so the path is empty.
    const same = from.size === 0 ? equalBytes(from.root, emptyRoot()) : equalBytes(from.root, to.root);
    if (claim.path.length !== 0 || !same) throw invalid('consistency');
    return;
  }
  // step 2: a complete earlier tree is itself the first node of the path
  const path = isPowerOfTwo(from.size) ? [from.root, ...claim.path] : [...claim.path];
  let fn = from.size - 1;
  let sn = to.size - 1;
  while (fn % 2 === 1) {
    fn = half(fn);
    sn = half(sn);
  }
  const [first, ...rest] = path;
  if (first === undefined) throw invalid('consistency');
  let fr = first;
  let sr = first;
  for (const c of rest) {
    if (sn === 0) throw invalid('consistency');
    if (fn % 2 === 1 || fn === sn) {
      fr = hashChildren(c, fr);
      sr = hashChildren(c, sr);
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      sr = hashChildren(sr, c);
    }
    fn = half(fn);
    sn = half(sn);
  }
  if (sn !== 0 || !equalBytes(fr, from.root) || !equalBytes(sr, to.root)) throw invalid('consistency');
}

// Sizes may pass 2^31, where the bit operators of the language end.
const half = (value: number): number => Math.floor(value / 2);
const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isPowerOfTwo = (value: number): boolean => 2 ** Math.round(Math.log2(value)) === value;

function invalid(which: 'inclusion' | 'consistency'): LedgerError {
  return new LedgerError('proof-invalid', `${which} proof: the path does not lead to the stated root`);
}

function requireHashes(hashes: readonly Uint8Array[], pathLength: number): void {
  if (pathLength > PATH_MAX)
    throw new LedgerError('proof-invalid', `a path has at most ${PATH_MAX} hashes, got ${pathLength}`);
  if (hashes.some((hash) => hash.length !== 32))
    throw new LedgerError('proof-invalid', 'every hash of a proof has 32 bytes');
}
