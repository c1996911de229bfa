import { toHex } from '../base/index.ts';
import type { Queryable } from '../store/index.ts';
import { formatCheckpointLine, formatEntryLine, formatHeaderLine, parseCheckpoint } from './verify/index.ts';

const PAGE = 1_000;

export interface Exported {
  readonly entries: number;
  readonly checkpoints: number;
}

/**
 * Every entry up to the newest checkpoint, with all checkpoints, as lines that `verifyExport` reads; some thousand lines a
 * chunk. Entries that no checkpoint covers yet stay out: flush the sequencer first. What is written is never changed, so no
 * transaction is held.
 */
export async function* ledgerChunks(db: Queryable): AsyncGenerator<string, Exported, void> {
  const { rows: notes } = await db.query<{ size: number; note: string }>(
    'SELECT size, note FROM ledger.checkpoint ORDER BY size',
  );
  const newest = notes.at(-1);
  yield formatHeaderLine(newest === undefined ? 'empty' : parseCheckpoint(newest.note).origin);
  let waiting = 0;
  for (let from = 0; newest !== undefined && from < newest.size; from += PAGE) {
    const end = Math.min(from + PAGE, newest.size);
    const lines: string[] = [];
    for (const entry of await readPage(db, from, end)) {
      lines.push(formatEntryLine(entry.index, toHex(entry.leaf_hash), new TextDecoder().decode(entry.bytes)));
      const note = notes[waiting];
      if (note?.size !== entry.index + 1) continue;
      lines.push(formatCheckpointLine(note.note));
      waiting += 1;
    }
    yield lines.join('');
  }
  return { entries: newest?.size ?? 0, checkpoints: notes.length };
}

/** Writes the export chunk by chunk; the next one is read when the writer has taken the last. */
export async function exportLedger(
  db: Queryable,
  write: (chunk: string) => void | Promise<void>,
): Promise<Exported> {
  const chunks = ledgerChunks(db);
  for (;;) {
    const next = await chunks.next();
    if (next.done === true) return next.value;
    await write(next.value);
  }
}

interface StoredLeaf {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly leaf_hash: Uint8Array;
}

async function readPage(db: Queryable, from: number, end: number): Promise<readonly StoredLeaf[]> {
  const { rows } = await db.query<StoredLeaf>(
    `SELECT leaf.index, entry.bytes, entry.leaf_hash
       FROM ledger.leaf JOIN ledger.entry ON entry.number = leaf.entry_number
      WHERE leaf.index >= $1 AND leaf.index < $2 ORDER BY leaf.index`,
    [from, end],
  );
  return rows;
}
