import { atMost, toHex } from '../base/index.ts';
import type { Queryable } from '../store/index.ts';
import { type LedgerEntry, readStoredEntry } from './entry.ts';

/** The newest signed checkpoint, or null before the first one. */
export async function latestCheckpoint(db: Queryable): Promise<string | null> {
  const { rows } = await db.query<{ note: string }>(
    'SELECT note FROM ledger.checkpoint ORDER BY size DESC LIMIT 1',
  );
  return rows[0]?.note ?? null;
}

/** A signed checkpoint with when it was signed. */
export interface SignedCheckpoint {
  /** How many entries of the tree it signs. */
  readonly size: number;
  readonly signedAt: Date;
}

/** The newest signed checkpoints, newest first. */
export async function newestCheckpoints(db: Queryable, limit: number): Promise<readonly SignedCheckpoint[]> {
  const { rows } = await db.query<SignedCheckpoint>(
    'SELECT size, signed_at AS "signedAt" FROM ledger.checkpoint ORDER BY size DESC LIMIT $1',
    [atMost('checkpoints', limit, 1_000)],
  );
  return rows;
}

/** How many entries have their place in the tree, and how many are written and wait for theirs. */
export async function countEntries(
  db: Queryable,
): Promise<{ readonly placed: number; readonly waiting: number }> {
  const { rows } = await db.query<{ placed: number; waiting: number }>(
    `SELECT (SELECT coalesce(max(index) + 1, 0) FROM ledger.leaf) AS placed,
            (SELECT count(*) FROM ledger.pending) AS waiting`,
  );
  return rows[0] ?? { placed: 0, waiting: 0 };
}

/** One entry as the desk shows it. */
export interface LedgerRow {
  /** Place in the order of writing: the cursor for the next page. */
  readonly number: number;
  /** Place in the tree; null until the sequencer has been there. */
  readonly index: number | null;
  readonly leafHash: string;
  readonly entry: LedgerEntry;
}

export interface LedgerFilter {
  readonly kind?: 'intent' | 'outcome';
  readonly act?: string;
  readonly actor?: string;
  readonly caseId?: string;
  /** Entry id of an intent: gives its outcomes. */
  readonly intent?: string;
}

export interface LedgerPage {
  /** `number` of the last row of the page before. */
  readonly after?: number;
  /** At most 1,000. */
  readonly limit: number;
  readonly order?: 'oldest' | 'newest';
  readonly filter?: LedgerFilter;
}

/** A page of entries, oldest first unless asked otherwise. */
export async function readEntries(db: Queryable, page: LedgerPage): Promise<readonly LedgerRow[]> {
  const newest = page.order === 'newest';
  const filter = page.filter ?? {};
  const { rows } = await db.query<StoredRow>(
    `SELECT entry.number, leaf.index, entry.bytes, entry.leaf_hash
       FROM ledger.entry LEFT JOIN ledger.leaf ON leaf.entry_number = entry.number
      WHERE entry.number ${newest ? '<' : '>'} $1
        AND ($2::text IS NULL OR entry.kind = $2) AND ($3::text IS NULL OR entry.act = $3)
        AND ($4::text IS NULL OR entry.actor = $4) AND ($5::text IS NULL OR entry.case_id = $5)
        AND ($6::text IS NULL OR entry.intent_id = $6)
      ORDER BY entry.number ${newest ? 'DESC' : 'ASC'} LIMIT $7`,
    [
      page.after ?? (newest ? Number.MAX_SAFE_INTEGER : 0),
      filter.kind ?? null,
      filter.act ?? null,
      filter.actor ?? null,
      filter.caseId ?? null,
      filter.intent ?? null,
      atMost('ledger page', page.limit, 1_000),
    ],
  );
  return rows.map(toRow);
}

/** One entry by its id; null when there is none. */
export async function readEntry(db: Queryable, entryId: string): Promise<LedgerRow | null> {
  const { rows } = await db.query<StoredRow>(
    `SELECT entry.number, leaf.index, entry.bytes, entry.leaf_hash
       FROM ledger.entry LEFT JOIN ledger.leaf ON leaf.entry_number = entry.number WHERE entry.id = $1`,
    [entryId],
  );
  return rows[0] === undefined ? null : toRow(rows[0]);
}

interface StoredRow {
  readonly number: number;
  readonly index: number | null;
  readonly bytes: Uint8Array;
  readonly leaf_hash: Uint8Array;
}

function toRow(row: StoredRow): LedgerRow {
  return {
    number: row.number,
    index: row.index,
    leafHash: toHex(row.leaf_hash),
    entry: readStoredEntry(row.bytes),
  };
}
