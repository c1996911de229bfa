import { type Clock, declareFaultPoint, equalBytes, reach, toBase64 } from '../base/index.ts';
import { type Database, type Transaction, write } from '../store/index.ts';
import { isStored, readEdge, readTreeSize } from './tree.ts';
import {
  type CheckpointSigner,
  LedgerError,
  type Node,
  signCheckpoint,
  type TreeEdge,
  verifyCheckpoint,
} from './verify/index.ts';

const beforeCommit = declareFaultPoint('ledger/sequence-before-commit');
const afterCommit = declareFaultPoint('ledger/sequence-after-commit');

export interface SequencerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly signer: CheckpointSigner;
  /** A checkpoint at the latest after so many entries. */
  readonly everyEntries?: number;
  /** While entries arrive, a checkpoint at the latest after so long. */
  readonly everyMs?: number;
  readonly pollMs?: number;
  /** Called with each new signed note, oldest first, once it is committed. */
  readonly onCheckpoint?: (note: string) => void;
  /** Called with the newest note of a turn, in its transaction: what is kept there stands exactly when the note does. */
  readonly keepCheckpoint?: (tx: Transaction, note: string) => Promise<void>;
  /** Told when a turn failed (the database was away, the tree is inconsistent); the next poll tries again. */
  readonly onError?: (error: unknown) => void;
}

export interface Sequencer {
  /** Gives every entry committed before this call its index, and signs a checkpoint over them. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const BATCH_MAX = 4_096;

interface State {
  readonly edge: TreeEdge;
  signedSize: number;
  signedAtMs: number;
}

interface Turn {
  readonly taken: number;
  readonly notes: readonly string[];
  readonly state: State;
}

const didSomething = ({ taken, notes }: Turn): boolean => taken > 0 || notes.length > 0;

/**
 * Gives committed entries their index, in the order in which they were written, and signs checkpoints. Everything a turn
 * does is one transaction, so that a kill at any point leaves the entries waiting or placed, never half of it. A second
 * sequencer on the same database waits for the first one's turn and goes on from there.
 */
export function startSequencer(options: SequencerOptions): Sequencer {
  let state: State | undefined;
  let stopped = false;
  let turns: Promise<void> = Promise.resolve();
  let waiting = false;

  const takeTurn = async (sign: boolean): Promise<number> => {
    try {
      const turn = await options.database.transaction(async (tx) => {
        const result = await sequence(tx, options, state, sign);
        const newest = result.notes.at(-1);
        if (newest !== undefined) await options.keepCheckpoint?.(tx, newest);
        if (didSomething(result)) reach(beforeCommit);
        return result;
      });
      if (didSomething(turn)) reach(afterCommit);
      state = turn.state;
      for (const note of turn.notes) options.onCheckpoint?.(note);
      return turn.taken;
    } catch (error) {
      state = undefined; // what is in memory may be ahead of what was committed
      throw error;
    }
  };
  const takeAll = async (sign: boolean): Promise<void> => {
    while ((await takeTurn(sign)) === BATCH_MAX) {
      // the next batch
    }
  };
  const poll = (): void => {
    if (stopped || waiting) return;
    waiting = true;
    turns = turns
      .then(async () => {
        waiting = false;
        if (!stopped) await takeAll(false);
      })
      .catch((error: unknown) => options.onError?.(error));
  };
  const timer = setInterval(poll, options.pollMs ?? 500);
  poll();

  return {
    async flush() {
      const turn = turns.then(() => takeAll(true));
      turns = turn.catch(() => {});
      await turn;
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await turns;
    },
  };
}

async function sequence(
  tx: Transaction,
  options: SequencerOptions,
  known: State | undefined,
  sign: boolean,
): Promise<Turn> {
  tx.write(`SELECT pg_advisory_xact_lock(hashtext('ledger/sequencer'))`, []);
  const state = await currentState(tx, options, known);
  const leaves = await takePending(tx);
  const firstIndex = state.edge.size;
  const nodes: Node[] = [];
  const signed: { size: number; note: string }[] = [];
  const signNow = (): void => {
    const checkpoint = { origin: options.signer.origin, size: state.edge.size, root: state.edge.root() };
    signed.push({ size: state.edge.size, note: signCheckpoint(checkpoint, options.signer) });
    state.signedSize = state.edge.size;
    state.signedAtMs = options.clock.now().getTime();
  };
  for (const leaf of leaves) {
    nodes.push(...state.edge.append(leaf.hash).filter(isStored));
    if (state.edge.size - state.signedSize >= (options.everyEntries ?? 256)) signNow();
  }
  const due = options.clock.now().getTime() - state.signedAtMs >= (options.everyMs ?? 10_000);
  if (state.edge.size > state.signedSize && (sign || due)) signNow();
  await store(tx, { firstIndex, leaves, nodes, signed, signedAt: options.clock.now() });
  return { taken: leaves.length, notes: signed.map((one) => one.note), state };
}

/** What is in memory, when the database agrees; otherwise read anew, and held against the newest signed root. */
async function currentState(
  tx: Transaction,
  options: SequencerOptions,
  known: State | undefined,
): Promise<State> {
  const [{ rows }, size] = await Promise.all([
    tx.query<{ size: number; note: string; signed_at: Date }>(
      'SELECT size, note, signed_at FROM ledger.checkpoint ORDER BY size DESC LIMIT 1',
      [],
    ),
    readTreeSize(tx),
  ]);
  const newest = rows[0];
  // Another sequencer may have placed or signed meanwhile.
  if (known !== undefined && known.edge.size === size && known.signedSize === (newest?.size ?? 0))
    return known;
  if (newest !== undefined) await requireSignedRoot(tx, options, newest.note);
  return {
    edge: await readEdge(tx, size),
    signedSize: newest?.size ?? 0,
    signedAtMs: newest?.signed_at.getTime() ?? 0,
  };
}

async function requireSignedRoot(tx: Transaction, options: SequencerOptions, note: string): Promise<void> {
  const signed = verifyCheckpoint(note, { publicKey: options.signer.publicKey });
  const root = (await readEdge(tx, signed.size)).root();
  if (!equalBytes(root, signed.root))
    throw new LedgerError(
      'tree-inconsistent',
      'the stored tree does not lead to the root that was signed last',
      {
        evidence: { note, root: toBase64(root) },
      },
    );
}

async function takePending(tx: Transaction): Promise<readonly { number: number; hash: Uint8Array }[]> {
  const { rows } = await tx.query<{ number: number; hash: Uint8Array }>(
    `WITH taken AS (
       DELETE FROM ledger.pending WHERE entry_number IN (
         SELECT entry_number FROM ledger.pending ORDER BY entry_number LIMIT $1)
       RETURNING entry_number)
     SELECT entry.number, entry.leaf_hash AS hash FROM ledger.entry JOIN taken ON taken.entry_number = entry.number
      ORDER BY entry.number`,
    [BATCH_MAX],
  );
  return rows.map((row) => ({ number: row.number, hash: new Uint8Array(row.hash) }));
}

interface Batch {
  readonly firstIndex: number;
  readonly leaves: readonly { readonly number: number }[];
  readonly nodes: readonly Node[];
  readonly signed: readonly { readonly size: number; readonly note: string }[];
  readonly signedAt: Date;
}

async function store(tx: Transaction, batch: Batch): Promise<void> {
  if (batch.leaves.length > 0) {
    await write(
      tx,
      `INSERT INTO ledger.leaf (index, entry_number)
       SELECT $1::bigint + place - 1, number FROM unnest($2::bigint[]) WITH ORDINALITY AS given (number, place)`,
      [batch.firstIndex, batch.leaves.map((leaf) => leaf.number)],
    );
  }
  for (const node of batch.nodes) {
    await write(tx, 'INSERT INTO ledger.node (level, index, hash) VALUES ($1, $2, $3)', [
      node.level,
      node.index,
      Buffer.from(node.hash),
    ]);
  }
  for (const { size, note } of batch.signed) {
    await write(tx, 'INSERT INTO ledger.checkpoint (size, note, signed_at) VALUES ($1, $2, $3)', [
      size,
      note,
      batch.signedAt,
    ]);
  }
}
