import { type Queryable, write } from '../store/index.ts';
import { type EntryContent, type PreparedEntry, prepareEntry } from './entry.ts';

export interface Appended {
  readonly entryId: string;
  readonly leafHash: Uint8Array;
}

/**
 * Appends one entry in the caller's transaction: it stands exactly when the caller's other effects do. Its index in the
 * tree is given after the commit by the sequencer, so that writers never wait for each other.
 */
export async function appendEntry(tx: Queryable, content: EntryContent): Promise<Appended> {
  return appendPrepared(tx, prepareEntry(content));
}

/** Appends many entries in the caller's transaction, in this order, in one statement. */
export async function appendEntries(
  tx: Queryable,
  contents: readonly EntryContent[],
): Promise<readonly Appended[]> {
  const prepared = contents.map(prepareEntry);
  await insert(tx, prepared);
  return prepared.map(({ entryId, leafHash }) => ({ entryId, leafHash }));
}

/** Appends an entry whose bytes were fixed before, so that a rolled-back attempt and its record are the same entry. */
export async function appendPrepared(tx: Queryable, prepared: PreparedEntry): Promise<Appended> {
  await insert(tx, [prepared]);
  return { entryId: prepared.entryId, leafHash: prepared.leafHash };
}

async function insert(tx: Queryable, prepared: readonly PreparedEntry[]): Promise<void> {
  if (prepared.length === 0) return;
  await write(
    tx,
    `WITH added AS (
       INSERT INTO ledger.entry (id, bytes, leaf_hash, kind, act, actor, case_id, intent_id, result, recorded_at)
       SELECT id, bytes, leaf_hash, kind, act, actor, case_id, intent_id, result, recorded_at
         FROM unnest($1::text[], $2::bytea[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                     $9::text[], $10::timestamptz[])
              WITH ORDINALITY AS given (id, bytes, leaf_hash, kind, act, actor, case_id, intent_id, result, recorded_at, place)
        ORDER BY place
       RETURNING number)
     INSERT INTO ledger.pending (entry_number) SELECT number FROM added`,
    toColumns(prepared),
  );
}

function toColumns(prepared: readonly PreparedEntry[]): readonly unknown[][] {
  const contents = prepared.map((entry) => entry.content);
  return [
    prepared.map((entry) => entry.entryId),
    prepared.map((entry) => Buffer.from(entry.bytes)),
    prepared.map((entry) => Buffer.from(entry.leafHash)),
    contents.map((content) => content.kind),
    contents.map((content) => content.act),
    contents.map((content) => content.actor),
    contents.map((content) => (content.kind === 'intent' ? (content.caseId ?? null) : null)),
    contents.map((content) => (content.kind === 'outcome' ? content.intent : null)),
    contents.map((content) => (content.kind === 'outcome' ? content.result : null)),
    contents.map((content) => content.time),
  ];
}
