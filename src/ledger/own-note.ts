import { equalBytes } from '../base/index.ts';
import type { Queryable } from '../store/index.ts';
import { readRangeRoot, readTreeSize } from './tree.ts';
import { LedgerError, verifyCheckpoint } from './verify/index.ts';

/** A note of this ledger: 'held' when it said so and still holds it; else it said so and holds less, or something else, now. */
export interface OwnNote {
  readonly standing: 'held' | 'larger' | 'other-root';
  readonly size: number;
}

/**
 * How a note that somebody shows stands to this ledger. Null when it is not this ledger's own: not signed under its key, or
 * of another origin; such a note says nothing.
 */
export async function compareOwnNote(
  db: Queryable,
  note: string,
  own: { readonly origin: string; readonly publicKey: Uint8Array },
): Promise<OwnNote | null> {
  const shown = readOwn(note, own);
  if (shown === null) return null;
  const signed = await db.query('SELECT 1 FROM ledger.checkpoint WHERE size = $1 AND note = $2', [
    shown.size,
    note,
  ]);
  const { size } = shown;
  if (signed.rowCount > 0) return { standing: 'held', size };
  if (size > (await readTreeSize(db))) return { standing: 'larger', size };
  const same = equalBytes(await readRangeRoot(db, 0, size), shown.root);
  return { standing: same ? 'held' : 'other-root', size };
}

function readOwn(note: string, own: { readonly origin: string; readonly publicKey: Uint8Array }) {
  try {
    const checkpoint = verifyCheckpoint(note, { publicKey: own.publicKey });
    return checkpoint.origin === own.origin ? checkpoint : null;
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}
