import { toHex } from '../../base/index.ts';
import { type Commitment, TreeEdge } from '../../ledger/index.ts';
import type { Queryable, Transaction } from '../../store/index.ts';
import { paddingCommitment } from '../../sealed/index.ts';
import { epochPaddingSeed } from './padding-seeds.ts';
import { inPages } from './pages.ts';
import type { ClassPlan } from './plan-classes.ts';
import {
  HALF_KEYS,
  noteLeaves,
  type PlannedCounts,
  type PlannedOf,
  publishCame,
  readCame,
  readWent,
  unpublishWent,
} from './planned-keys.ts';
import type { PairsPlan } from './plan-pairs.ts';
import { publishedLeaf, takenBackLeaf } from './published-leaves.ts';
import { inTurns } from '../turns.ts';

/**
 * What a publication commits to in the ledger: of each class one tree over what came and one over what went, since it was last
 * published in this epoch. All segments of a partner hold in sum what came less what went; to cut, merge or rebuild them
 * changes nothing of that. The owner keeps the leaves of what is published, and of what went its hash alone.
 */
export type PlannedCommitment = Commitment & { readonly of: PlannedOf };

/** Works the trees out, before the transaction that announces; of a tree no more is held than its right edge. */
export async function prepareCommitments(
  database: Queryable,
  epoch: number,
  classes: readonly ClassPlan[],
  pairs: PairsPlan | null,
): Promise<readonly PlannedCommitment[]> {
  const planned: readonly (PlannedCounts & { readonly of: PlannedOf })[] = [
    ...classes.map(({ keyClass, came, went }) => ({ of: keyClass, came, went })),
    ...(pairs === null ? [] : [{ of: HALF_KEYS, ...pairs.halves } as const]),
  ];
  const made: PlannedCommitment[] = [];
  for (const { of, came } of planned)
    if (came > 0) made.push({ kind: 'published', of, epoch, ...(await commitCame(database, of, came)) });
  for (const { of, went } of planned)
    if (went > 0) made.push({ kind: 'taken-back', of, epoch, ...(await commitWent(database, of, went)) });
  return made;
}

type Tree = Pick<Commitment, 'count' | 'root'>;

async function commitCame(database: Queryable, of: PlannedOf, came: number): Promise<Tree> {
  const tree = new TreeEdge();
  for await (const page of inPages([0, came], (range) => readCame(database, of, range)))
    await inTurns(page, (row) => tree.append(publishedLeaf(row)));
  return treeOf(tree);
}

async function commitWent(database: Queryable, of: PlannedOf, went: number): Promise<Tree> {
  const tree = new TreeEdge();
  for await (const page of inPages([0, went], (range) => readWent(database, of, range))) {
    const leaves = await inTurns(page, (row) => ({ place: row.place, leaf: publishedLeaf(row) }));
    await inTurns(leaves, ({ leaf }) => tree.append(takenBackLeaf(leaf)));
    await noteLeaves(database, of, leaves);
  }
  return treeOf(tree);
}

function treeOf(tree: TreeEdge): Tree {
  return { count: tree.size, root: toHex(tree.root()) };
}

/** In the transaction that announces: what is published changes as it was planned. */
export async function storeCommitments(
  tx: Transaction,
  commitments: readonly PlannedCommitment[],
  now: Date,
): Promise<void> {
  for (const commitment of commitments) {
    const number = await storeCommitment(tx, commitment, now);
    const change = commitment.kind === 'taken-back' ? unpublishWent : publishCame;
    await change(tx, commitment.of, commitment, number);
  }
}

/** How the ledger names the number of pairs of half keys that are out; no tree stands behind it. */
export const PAIRS = 'pairs';

/**
 * In the transaction that announces: how many pairs every partner's segments hold from now on, those that tombstones take back left out. The half keys have leaves, a
 * pair is two of them of one record: what the number is for is that none is in a segment beside them. Its root is the padding seed's.
 */
export async function commitPairs(
  tx: Transaction,
  epoch: number,
  { whole, held, takenBack }: PairsPlan,
  now: Date,
): Promise<Commitment> {
  const { rows } = await tx.query<{ count: number }>(
    'SELECT count FROM exchange.commitment WHERE kind = $1 AND epoch = $2 ORDER BY number DESC LIMIT 1',
    [PAIRS, epoch],
  );
  const before = whole ? 0 : (rows[0]?.count ?? 0);
  const root = paddingCommitment(epoch, await epochPaddingSeed(tx, epoch));
  const commitment = { kind: PAIRS, of: HALF_KEYS, epoch, count: before + held - takenBack, root };
  await storeCommitment(tx, commitment, now);
  return commitment;
}

/** With the epoch's seed everything goes by which its leaves could be shown. */
export async function forgetCommitments(tx: Transaction, epoch: number): Promise<void> {
  await tx.query(
    'DELETE FROM exchange.gone_leaf WHERE commitment IN (SELECT number FROM exchange.commitment WHERE epoch = $1)',
    [epoch],
  );
  await tx.query('DELETE FROM exchange.commitment WHERE epoch = $1', [epoch]);
}

async function storeCommitment(
  tx: Transaction,
  { kind, of, epoch, count, root }: Commitment,
  now: Date,
): Promise<number> {
  const { rows } = await tx.query<{ number: number }>(
    `INSERT INTO exchange.commitment (kind, of_class, epoch, count, root, made_at) VALUES ($1,$2,$3,$4,$5,$6) RETURNING number`,
    [kind, of, epoch, count, root, now],
  );
  const number = rows[0]?.number;
  if (number === undefined) throw new Error('assertion failed: what was just written has a number');
  return number;
}
