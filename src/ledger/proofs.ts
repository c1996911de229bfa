import type { Queryable } from '../store/index.ts';
import { readRangeRoot, readTreeSize } from './tree.ts';
import { LedgerError, splitPoint } from './verify/index.ts';

/** The path from the leaf at `index` to the root over `size` leaves, nearest first. RFC 9162 §2.1.3.1: PATH(m, D_n). */
export async function inclusionProof(
  db: Queryable,
  index: number,
  size: number,
): Promise<readonly Uint8Array[]> {
  await requireSize(db, size);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new LedgerError('range-invalid', `the index ${index} is not inside a tree of ${size}`);
  return pathTo(db, index, 0, size);
}

async function pathTo(db: Queryable, index: number, start: number, end: number): Promise<Uint8Array[]> {
  if (end - start === 1) return [];
  const middle = start + splitPoint(end - start);
  return index < middle
    ? [...(await pathTo(db, index, start, middle)), await readRangeRoot(db, middle, end)]
    : [...(await pathTo(db, index, middle, end)), await readRangeRoot(db, start, middle)];
}

/** The path that shows the tree of `from` leaves to be the beginning of the one of `to`. RFC 9162 §2.1.4.1: PROOF(m, D_n). */
export async function consistencyProof(
  db: Queryable,
  from: number,
  to: number,
): Promise<readonly Uint8Array[]> {
  await requireSize(db, to);
  if (!Number.isSafeInteger(from) || from < 0 || from > to)
    throw new LedgerError('range-invalid', `the size ${from} does not come before ${to}`);
  return from === 0 || from === to ? [] : subproof(db, from, 0, to, true);
}

async function subproof(
  db: Queryable,
  size: number,
  start: number,
  end: number,
  whole: boolean,
): Promise<Uint8Array[]> {
  if (start + size === end) return whole ? [] : [await readRangeRoot(db, start, end)];
  const split = splitPoint(end - start);
  const middle = start + split;
  return size <= split
    ? [...(await subproof(db, size, start, middle, whole)), await readRangeRoot(db, middle, end)]
    : [...(await subproof(db, size - split, middle, end, false)), await readRangeRoot(db, start, middle)];
}

async function requireSize(db: Queryable, size: number): Promise<void> {
  const held = await readTreeSize(db);
  if (!Number.isSafeInteger(size) || size < 0 || size > held)
    throw new LedgerError('range-invalid', `the ledger has ${held} indexed entries, not ${size}`);
}
