/** Both ledgers after a run: whole for an outsider, with the same acts, each naming entries that the other really has. */
import { readBase64Url, toHex } from '../../../src/base/index.ts';
import { exportLedger, parseCheckpoint, verifyExport, type LedgerEntry } from '../../../src/ledger/index.ts';
import type { Queryable } from '../../../src/store/index.ts';

export interface LedgerState {
  /** An outsider's verdict over the export, with the agency's public key alone. */
  readonly verdict: { readonly ok: boolean; readonly entries: number };
  /** Entries that the export does not hold: there must be none after the last checkpoint. */
  readonly left: number;
  /** Each act by whom, and what came of it; 'open' when nothing did. */
  readonly acts: readonly string[];
  /** Hashes of our own entries, and those of the partner's that ours name. */
  readonly leaves: ReadonlySet<string>;
  readonly peerLeaves: readonly string[];
  /** Size and root of the newest checkpoint, and of the newest that the partner witnessed. */
  readonly newest: string;
  readonly witnessed: string;
}

interface EntryRow {
  readonly id: string;
  readonly kind: string;
  readonly act: string;
  readonly intent_id: string | null;
  readonly result: string | null;
  readonly bytes: Uint8Array;
  readonly leaf_hash: Uint8Array;
}

/** `witness` is the partner's database: what it was told of this ledger must agree with the export. */
export async function readLedger(
  from: Queryable,
  publicKey: Uint8Array,
  witness: Queryable,
): Promise<LedgerState> {
  const chunks: string[] = [];
  await exportLedger(from, (chunk) => void chunks.push(chunk));
  const { rows: told } = await witness.query<{ note: string }>(
    'SELECT note FROM ledger.witnessed ORDER BY size',
  );
  const known = told.map((row) => row.note);
  const verdict = await verifyExport(asBytes(chunks), publicKey, { known });
  const { rows } = await from.query<EntryRow>(
    'SELECT id, kind, act, intent_id, result, bytes, leaf_hash FROM ledger.entry ORDER BY number',
  );
  const contents = rows.map((row) => JSON.parse(new TextDecoder().decode(row.bytes)) as LedgerEntry);
  return {
    verdict: { ok: verdict.ok, entries: verdict.entries },
    left: rows.length - verdict.entries,
    acts: rows.filter((row) => row.kind === 'intent').map((row) => asSentence(row, rows)),
    leaves: new Set(rows.map((row) => toHex(new Uint8Array(row.leaf_hash)))),
    peerLeaves: contents.flatMap((content) => (content.peerLeaf === undefined ? [] : [content.peerLeaf])),
    newest: await newestNote(from, 'SELECT note FROM ledger.checkpoint ORDER BY size DESC LIMIT 1'),
    witnessed: await newestNote(witness, 'SELECT note FROM ledger.witnessed ORDER BY size DESC LIMIT 1'),
  };
}

function asSentence(intent: EntryRow, rows: readonly EntryRow[]): string {
  const outcomes = rows.filter((row) => row.intent_id === intent.id).map((row) => row.result);
  return `${intent.act}: ${outcomes.length === 0 ? 'open' : outcomes.join(', then ')}`;
}

async function newestNote(from: Queryable, sql: string): Promise<string> {
  const { rows } = await from.query<{ note: string }>(sql);
  if (rows[0] === undefined) return 'none';
  const { size, root } = parseCheckpoint(rows[0].note);
  return `${size} ${toHex(root)}`;
}

async function* asBytes(chunks: readonly string[]): AsyncIterable<Uint8Array> {
  for (const chunk of chunks) yield new TextEncoder().encode(chunk);
}

/** The acts of one list that the other does not have, counted. */
export function actsBeyond(all: readonly string[], reference: readonly string[]): readonly string[] {
  const left = [...reference];
  return all.filter((act) => {
    const at = left.indexOf(act);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The ledger key of the agreement's member, as it is written there. */
export function ledgerKeyOf(agreementKey: string): Uint8Array {
  const key = readBase64Url(agreementKey);
  if (key === null) throw new Error('the agreement names no ledger key');
  return key;
}
