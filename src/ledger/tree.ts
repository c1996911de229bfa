import type { Queryable } from '../store/index.ts';
import {
  edgePlaces,
  hashChildren,
  LedgerError,
  splitPoint,
  emptyRoot,
  type Node,
  TreeEdge,
} from './verify/index.ts';

/** Complete subtrees are stored at every eighth level (256 leaves, 65,536 …), as C2SP tlog-tiles cuts its tiles. */
export const STORED_LEVEL_STEP = 8;

/** Whether the sequencer writes this subtree down; leaves stand in the entries themselves. */
export function isStored(node: Node): boolean {
  return node.level > 0 && node.level % STORED_LEVEL_STEP === 0;
}

/** How many entries have an index. */
export async function readTreeSize(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ size: number }>(
    'SELECT coalesce(max(index) + 1, 0) AS size FROM ledger.leaf',
    [],
  );
  return rows[0]?.size ?? 0;
}

/** The right edge of the tree over the first `size` leaves, read from the database. */
export async function readEdge(db: Queryable, size: number): Promise<TreeEdge> {
  const peaks: Node[] = [];
  for (const place of edgePlaces(size)) {
    peaks.push({ ...place, hash: await readSubtree(db, place.level, place.index) });
  }
  return new TreeEdge(size, peaks);
}

/** The root over the leaves from `start` up to but without `end`. RFC 9162 §2.1.1: MTH(D[start:end]). */
export async function readRangeRoot(db: Queryable, start: number, end: number): Promise<Uint8Array> {
  const width = end - start;
  if (width === 0) return emptyRoot();
  const level = Math.round(Math.log2(width));
  if (2 ** level === width && start % width === 0) return readSubtree(db, level, start / width);
  const middle = start + splitPoint(width);
  return hashChildren(await readRangeRoot(db, start, middle), await readRangeRoot(db, middle, end));
}

async function readSubtree(db: Queryable, level: number, index: number): Promise<Uint8Array> {
  const above = level % STORED_LEVEL_STEP;
  const width = 2 ** above;
  let hashes = await readStoredHashes(db, level - above, index * width, width);
  while (hashes.length > 1) {
    hashes = hashes
      .filter((_, place) => place % 2 === 0)
      .map((left, pair) => hashChildren(left, at(hashes, 2 * pair + 1)));
  }
  return at(hashes, 0);
}

async function readStoredHashes(
  db: Queryable,
  level: number,
  start: number,
  count: number,
): Promise<Uint8Array[]> {
  const { rows } =
    level === 0
      ? await db.query<{ hash: Uint8Array }>(
          `SELECT entry.leaf_hash AS hash FROM ledger.leaf JOIN ledger.entry ON entry.number = leaf.entry_number
            WHERE leaf.index >= $1 AND leaf.index < $2 ORDER BY leaf.index`,
          [start, start + count],
        )
      : await db.query<{ hash: Uint8Array }>(
          'SELECT hash FROM ledger.node WHERE level = $1 AND index >= $2 AND index < $3 ORDER BY index',
          [level, start, start + count],
        );
  if (rows.length !== count)
    throw new LedgerError(
      'tree-inconsistent',
      `the stored tree misses hashes at level ${level} from ${start}`,
    );
  return rows.map((row) => new Uint8Array(row.hash));
}

function at(hashes: readonly Uint8Array[], place: number): Uint8Array {
  const hash = hashes[place];
  if (hash === undefined)
    throw new LedgerError('tree-inconsistent', 'a complete subtree has an even number of hashes');
  return hash;
}
