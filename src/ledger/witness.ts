import { equalBytes, readBase64Url, toBase64Url } from '../base/index.ts';
import type { Queryable } from '../store/index.ts';
import {
  type Checkpoint,
  LedgerError,
  parseCheckpoint,
  verifyCheckpoint,
  verifyConsistency,
} from './verify/index.ts';

export interface WitnessedNote {
  /** The partner whose ledger the note speaks of. */
  readonly from: string;
  readonly note: string;
  /** The partner's ledger key; when given, the note's own signature is verified too. */
  readonly publicKey?: Uint8Array;
  /** When the message that carried the note was written: a smaller ledger said later is an alarm. */
  readonly sentAt?: Date;
  /** RFC 9162 consistency path from the newest note held before to this one; hashes in base64url. */
  readonly consistency?: readonly string[];
}

/** 'older' says nothing against the partner: messages overtake each other. */
export type WitnessResult = 'first' | 'consistent' | 'older' | 'inconsistent';

/** Two notes of one partner that cannot both be true. */
export interface WitnessConflict {
  readonly partner: string;
  readonly why: 'same-size-other-root' | 'smaller-later' | 'proof-fails';
  readonly heldNote: string;
  readonly receivedNote: string;
  readonly foundAt: Date;
}

/** So many contradictions of one partner are kept as evidence; what it says beyond is counted. */
const WITNESS_CONFLICTS_MAX = 100;

/** Two messages written at almost the same time may carry notes in either order. */
const OVERTAKING_MS = 60_000;

/**
 * Keeps a partner's checkpoint and says how it stands to those held before. 'inconsistent' is proof that the partner's
 * ledger was rewritten or shows two faces: both notes are kept, see `readWitnessConflicts`; a partner that goes on so beyond
 * a hundred times has its notes counted and not kept. Without a consistency path a larger note is 'consistent' as far
 * as can be seen. Throws as `verifyCheckpoint` does.
 */
export async function rememberWitnessed(tx: Queryable, witnessed: WitnessedNote): Promise<WitnessResult> {
  const checkpoint =
    witnessed.publicKey === undefined
      ? parseCheckpoint(witnessed.note)
      : verifyCheckpoint(witnessed.note, { publicKey: witnessed.publicKey });
  const held = await readHeld(tx, witnessed.from, checkpoint.size);
  const conflict = findConflict(witnessed, checkpoint, held);
  if (conflict !== undefined && !(await hasRoom(tx, witnessed.from))) {
    await countOnly(tx, witnessed.from);
    return 'inconsistent';
  }
  await tx.query(
    `INSERT INTO ledger.witnessed (partner, size, root, note, sent_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (partner, size, root) DO NOTHING`,
    [witnessed.from, checkpoint.size, Buffer.from(checkpoint.root), witnessed.note, witnessed.sentAt ?? null],
  );
  if (conflict !== undefined) {
    await tx.query(
      'INSERT INTO ledger.witness_conflict (partner, why, held_note, received_note) VALUES ($1, $2, $3, $4)',
      [witnessed.from, conflict.why, conflict.held.note, witnessed.note],
    );
    return 'inconsistent';
  }
  if (held.length === 0) return 'first';
  return held.some((note) => note.size > checkpoint.size) ? 'older' : 'consistent';
}

/** Whether one more contradiction of this partner is kept: evidence is needed once, and a partner can sign without end. */
async function hasRoom(tx: Queryable, partner: string): Promise<boolean> {
  const { rows } = await tx.query<{ kept: number }>(
    'SELECT count(*)::int AS kept FROM ledger.witness_conflict WHERE partner = $1',
    [partner],
  );
  return (rows[0]?.kept ?? 0) < WITNESS_CONFLICTS_MAX;
}

async function countOnly(tx: Queryable, partner: string): Promise<void> {
  await tx.query(
    `INSERT INTO ledger.witness_conflict_more (partner, count, last_at) VALUES ($1, 1, now())
     ON CONFLICT (partner) DO UPDATE SET count = ledger.witness_conflict_more.count + 1, last_at = now()`,
    [partner],
  );
}

interface HeldNote {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
  readonly sent_at: Date | null;
}

/** The notes that can speak against this one: those of its size, and the newest. */
async function readHeld(tx: Queryable, partner: string, size: number): Promise<readonly HeldNote[]> {
  const { rows } = await tx.query<HeldNote>(
    `SELECT size, root, note, sent_at FROM ledger.witnessed
      WHERE partner = $1 AND (size = $2 OR size = (SELECT max(size) FROM ledger.witnessed WHERE partner = $1))
      ORDER BY size DESC`,
    [partner, size],
  );
  return rows;
}

function findConflict(
  witnessed: WitnessedNote,
  checkpoint: Checkpoint,
  held: readonly HeldNote[],
): { why: WitnessConflict['why']; held: HeldNote } | undefined {
  const other = held.find((note) => note.size === checkpoint.size && !equalBytes(note.root, checkpoint.root));
  if (other !== undefined) return { why: 'same-size-other-root', held: other };
  const newest = held[0];
  if (newest === undefined) return undefined;
  if (newest.size > checkpoint.size && saidLater(witnessed.sentAt, newest.sent_at))
    return { why: 'smaller-later', held: newest };
  if (
    newest.size < checkpoint.size &&
    witnessed.consistency !== undefined &&
    !leadsTo(newest, checkpoint, witnessed.consistency)
  )
    return { why: 'proof-fails', held: newest };
  return undefined;
}

function saidLater(received: Date | undefined, held: Date | null): boolean {
  return received !== undefined && held !== null && received.getTime() - held.getTime() > OVERTAKING_MS;
}

function leadsTo(held: HeldNote, checkpoint: Checkpoint, consistency: readonly string[]): boolean {
  const path = consistency.map((hash) => readBase64Url(hash) ?? new Uint8Array());
  try {
    verifyConsistency({ from: { size: held.size, root: new Uint8Array(held.root) }, to: checkpoint, path });
    return true;
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

/** A consistency path as it travels. */
export function encodePath(path: readonly Uint8Array[]): readonly string[] {
  return path.map(toBase64Url);
}

/** The newest checkpoint held of a partner; null when there is none. */
export async function readWitnessed(db: Queryable, partner: string): Promise<string | null> {
  return (await readNewestWitnessed(db, partner))?.note ?? null;
}

/** The newest checkpoint held of a partner, and when it arrived. */
export async function readNewestWitnessed(
  db: Queryable,
  partner: string,
): Promise<{ readonly note: string; readonly seenAt: Date } | null> {
  const { rows } = await db.query<{ note: string; seenAt: Date }>(
    `SELECT note, seen_at AS "seenAt" FROM ledger.witnessed WHERE partner = $1 ORDER BY size DESC, seen_at LIMIT 1`,
    [partner],
  );
  return rows[0] ?? null;
}

/** The notes held of a partner that say the most about it: its largest, and the one that came last. */
export async function readTellingNotes(db: Queryable, partner: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ note: string }>(
    `(SELECT note FROM ledger.witnessed WHERE partner = $1 ORDER BY size DESC, seen_at LIMIT 1)
     UNION (SELECT note FROM ledger.witnessed WHERE partner = $1 ORDER BY seen_at DESC LIMIT 1)`,
    [partner],
  );
  return rows.map((row) => row.note);
}

/** How many contradictions each partner has said, those that are kept and those that are only counted. */
export async function countWitnessConflicts(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ partner: string; count: number }>(
    `SELECT partner, sum(count)::int AS count FROM (SELECT partner, count(*) AS count FROM ledger.witness_conflict GROUP BY partner
       UNION ALL SELECT partner, count FROM ledger.witness_conflict_more) c GROUP BY partner`,
  );
  return new Map(rows.map(({ partner, count }) => [partner, count]));
}

/** Every contradiction that is kept, newest first: the evidence for the authority. */
export async function readWitnessConflicts(db: Queryable): Promise<readonly WitnessConflict[]> {
  const { rows } = await db.query<WitnessConflict>(
    `SELECT partner, why, held_note AS "heldNote", received_note AS "receivedNote", found_at AS "foundAt"
       FROM ledger.witness_conflict ORDER BY number DESC`,
  );
  return rows;
}
