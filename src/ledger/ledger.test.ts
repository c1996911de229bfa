import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { ManualClock, readHex, utf8 } from '../base/index.ts';
import type { Database } from '../store/index.ts';
import {
  appendEntries,
  appendEntry,
  type CheckpointSigner,
  consistencyProof,
  createLedgerKey,
  encodePath,
  type EntryContent,
  exportLedger,
  hashLeaf,
  inclusionProof,
  latestCheckpoint,
  LedgerError,
  ledgerSigner,
  loadLedgerSigner,
  parseCheckpoint,
  readEntries,
  countWitnessConflicts,
  readWitnessConflicts,
  readWitnessed,
  rememberWitnessed,
  saveLedgerKey,
  signCheckpoint,
  startSequencer,
  TreeEdge,
  verifyConsistency,
  verifyExport,
  verifyInclusion,
} from './index.ts';

const clock = () => new ManualClock(new Date('2026-11-23T08:00:00Z'));
const signer = ledgerSigner(createLedgerKey().privateKeyPem, 'entente.example/jpn');
const entry = (count = 0): EntryContent => ({
  kind: 'intent',
  act: 'search-own',
  operation: 'consultation',
  time: '2026-11-23T08:00:00.000Z',
  agency: 'jpn',
  actor: 'system',
  policy: { decision: 'allow', rule: 'system/search-own' },
  categories: { person: count },
});
const entries = (count: number): EntryContent[] => Array.from({ length: count }, (_, n) => entry(n));

async function exported(db: Database): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  await exportLedger(db, (chunk) => {
    chunks.push(utf8(chunk));
  });
  return chunks;
}
async function fill(
  db: Database,
  count: number,
  options: { everyEntries?: number; signer?: CheckpointSigner } = {},
) {
  for (let left = count; left > 0; left -= 500) await appendEntries(db, entries(Math.min(left, 500)));
  const sequencer = startSequencer({ database: db, clock: clock(), signer, pollMs: 60_000, ...options });
  await sequencer.flush();
  await sequencer.stop();
}

describe('appending', () => {
  it('stands exactly when the transaction does, and hashes the very bytes that are stored', async () => {
    await using db = await freshDatabase();
    await expect(
      db.transaction(async (tx) => {
        await appendEntry(tx, entry());
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    const { entryId, leafHash } = await db.transaction((tx) => appendEntry(tx, entry()));
    const { rows } = await db.query<{ id: string; bytes: Uint8Array }>('SELECT id, bytes FROM ledger.entry');
    expect(rows.map((row) => row.id)).toEqual([entryId]);
    expect(hashLeaf(new Uint8Array(rows[0]?.bytes ?? []))).toEqual(leafHash);
  });

  it('does not wait for another writer who has not committed', async () => {
    await using db = await freshDatabase();
    const sequencer = startSequencer({ database: db, clock: clock(), signer, pollMs: 60_000 });
    await db.transaction(async (slow) => {
      await appendEntry(slow, entry(1));
      await appendEntry(db, entry(2)); // committed at once, while the first still runs
      await sequencer.flush();
      expect((await readEntries(db, { limit: 10 })).map((row) => row.index)).toEqual([0]);
    });
    await sequencer.flush();
    await sequencer.stop();
    const rows = await readEntries(db, { limit: 10 });
    // Written first, committed last: it has the lower number and the later place.
    expect(rows.map((row) => row.index)).toEqual([1, 0]);
    expect(await verifyExport(await exported(db), signer.publicKey)).toMatchObject({ ok: true, entries: 2 });
  });

  it('refuses what is no code: blanks, other scripts, unknown fields', async () => {
    await using db = await freshDatabase();
    const refused = [
      { ...entry(), actor: 'Odile Averinck' },
      { ...entry(), caseId: 'вопрос' },
      { ...entry(), subject: 'someone' },
      { ...entry(), commitment: 'not a hash' },
      { ...entry(), categories: { person: -1 } },
    ] as EntryContent[];
    for (const content of refused) {
      await expect(appendEntry(db, content)).rejects.toMatchObject({ code: 'entry-invalid' });
      await appendEntry(db, content).catch((error: Error) => expect(error.message).not.toContain('Averinck'));
    }
    expect(await readEntries(db, { limit: 10 })).toEqual([]);
  });

  it.each(['entry', 'leaf', 'node', 'checkpoint', 'witnessed', 'witness_conflict'])(
    'cannot be undone: the database refuses UPDATE, DELETE and TRUNCATE on %s',
    async (table) => {
      await using db = await freshDatabase();
      await fill(db, 3);
      const column = { entry: 'act', leaf: 'index', node: 'level', checkpoint: 'note' }[table] ?? 'partner';
      for (const statement of [
        `UPDATE ledger.${table} SET ${column} = ${column}`,
        `DELETE FROM ledger.${table}`,
        `TRUNCATE ledger.${table} CASCADE`,
      ]) {
        await expect(db.query(statement)).rejects.toThrow('append-only');
      }
    },
  );
});

describe('the sequencer', () => {
  it('signs a checkpoint every 256 entries and one at the flush, and the export verifies', async () => {
    await using db = await freshDatabase();
    const notes: string[] = [];
    await appendEntries(db, entries(600));
    const sequencer = startSequencer({
      database: db,
      clock: clock(),
      signer,
      pollMs: 60_000,
      onCheckpoint: (note) => notes.push(note),
    });
    await sequencer.flush();
    await sequencer.stop();
    // The first turn meets no checkpoint at all, so what it took is signed at once: 256, 512, 600.
    expect(notes.map((note) => parseCheckpoint(note).size)).toEqual([256, 512, 600]);
    expect(await latestCheckpoint(db)).toBe(notes.at(-1));
    expect(await verifyExport(await exported(db), signer.publicKey, { known: notes })).toMatchObject({
      ok: true,
      entries: 600,
      checkpoints: 3,
      known: 3,
    });
  });

  it('signs while entries arrive, ten seconds after the last time', async () => {
    await using db = await freshDatabase();
    const time = clock();
    const sizes: number[] = [];
    const onCheckpoint = (note: string) => sizes.push(parseCheckpoint(note).size);
    const sequencer = startSequencer({ database: db, clock: time, signer, pollMs: 5, onCheckpoint });
    const indexed = async (count: number) => {
      await expect
        .poll(async () => (await readEntries(db, { limit: 10 })).filter((row) => row.index !== null).length)
        .toBe(count);
    };
    await appendEntry(db, entry());
    await expect.poll(() => sizes).toEqual([1]); // nothing was ever signed before
    await appendEntry(db, entry());
    await indexed(2);
    expect(sizes).toEqual([1]);
    time.advance(10_000);
    await expect.poll(() => sizes).toEqual([1, 2]);
    await sequencer.stop();
  });

  it('goes on where it was after a turn that was lost before or after its commit', async () => {
    await using db = await freshDatabase();
    let fail: 'before' | 'after' | undefined;
    const flaky: Database = {
      ...db,
      async transaction(work, options) {
        const when = fail;
        fail = undefined;
        const value = await db.transaction(async (tx) => {
          const result = await work(tx);
          if (when === 'before') throw new Error('power cut');
          return result;
        }, options);
        if (when === 'after') throw new Error('power cut');
        return value;
      },
    };
    const sequencer = startSequencer({ database: flaky, clock: clock(), signer, pollMs: 60_000 });
    await sequencer.flush();
    for (const when of ['before', 'after', 'before'] as const) {
      await appendEntries(db, entries(300));
      fail = when;
      await expect(sequencer.flush()).rejects.toThrow('power cut');
      await sequencer.flush();
    }
    await sequencer.stop();
    await fill(db, 10); // a new process
    expect(await verifyExport(await exported(db), signer.publicKey)).toMatchObject({
      ok: true,
      entries: 910,
    });
  });

  it('lets two sequencers on one database take turns', async () => {
    await using db = await freshDatabase();
    const start = () => startSequencer({ database: db, clock: clock(), signer, pollMs: 3, everyEntries: 16 });
    const two = [start(), start()];
    await Promise.all(Array.from({ length: 40 }, () => appendEntries(db, entries(5))));
    await Promise.all(two.map((one) => one.flush()));
    await Promise.all(two.map((one) => one.stop()));
    expect(await verifyExport(await exported(db), signer.publicKey)).toMatchObject({
      ok: true,
      entries: 200,
    });
  });

  it('stops with both roots as evidence when the stored entries no longer lead to what was signed', async () => {
    await using db = await freshDatabase();
    await fill(db, 20);
    await db.query('ALTER TABLE ledger.entry DISABLE TRIGGER entry_append_only');
    await db.query(`UPDATE ledger.entry SET leaf_hash = sha256('forged') WHERE number = 3`);
    const sequencer = startSequencer({
      database: db,
      clock: clock(),
      signer,
      pollMs: 60_000,
      onError: () => {},
    });
    await expect(sequencer.flush()).rejects.toMatchObject({ code: 'tree-inconsistent' });
    await sequencer.stop();
    expect(await verifyExport(await exported(db), signer.publicKey)).toMatchObject({
      ok: false,
      reason: 'entry-altered',
      firstBad: { index: 2 }, // number 3 counts from one
    });
  });
});

describe('proofs from the database', () => {
  it('are those of the tree, at sizes on both sides of the stored levels', async () => {
    await using db: TestDatabase = await freshDatabase();
    await fill(db, 777);
    const rows = [...(await readEntries(db, { limit: 1000 }))];
    const leaves = rows.map((row) => readHex(row.leafHash) ?? new Uint8Array());
    const edge = new TreeEdge();
    const roots = [edge.root()];
    for (const leaf of leaves) {
      edge.append(leaf);
      roots.push(edge.root());
    }
    const rootOf = (size: number) => roots[size] ?? expect.fail('no such size');
    for (const size of [1, 2, 255, 256, 257, 511, 512, 513, 700, 777]) {
      for (const index of new Set([0, size >> 1, size - 1])) {
        const path = await inclusionProof(db, index, size);
        verifyInclusion({
          leafHash: leaves[index] ?? new Uint8Array(),
          index,
          size,
          path,
          root: rootOf(size),
        });
      }
      for (const from of [1, 100, 256, 512].filter((one) => one <= size)) {
        const path = await consistencyProof(db, from, size);
        verifyConsistency({
          from: { size: from, root: rootOf(from) },
          to: { size, root: rootOf(size) },
          path,
        });
      }
    }
    await expect(inclusionProof(db, 777, 777)).rejects.toBeInstanceOf(LedgerError);
    await expect(consistencyProof(db, 5, 778)).rejects.toMatchObject({ code: 'range-invalid' });
  });
});

describe('reading', () => {
  it('gives pages in either order, filtered', async () => {
    await using db = await freshDatabase();
    await appendEntries(db, [entry(1), { ...entry(2), act: 'sign-in' }, entry(3)]);
    const oldest = await readEntries(db, { limit: 2 });
    expect(oldest.map((row) => row.number)).toEqual([1, 2]);
    expect((await readEntries(db, { after: 2, limit: 2 })).map((row) => row.number)).toEqual([3]);
    expect((await readEntries(db, { limit: 2, order: 'newest' })).map((row) => row.number)).toEqual([3, 2]);
    expect(
      (await readEntries(db, { limit: 9, filter: { act: 'sign-in' } })).map((row) => row.number),
    ).toEqual([2]);
  });
});

describe("partners' checkpoints", () => {
  const partner = ledgerSigner(createLedgerKey().privateKeyPem, 'entente.example/crp');
  const noteOf = (size: number, fork = 0) => {
    const edge = new TreeEdge();
    for (let n = 0; n < size; n += 1) edge.append(hashLeaf(Uint8Array.of(n === fork ? 99 : n)));
    return signCheckpoint({ origin: partner.origin, size, root: edge.root() }, partner);
  };
  const publicKey = partner.publicKey;

  it('are first, consistent, or older; an honest path is followed', async () => {
    await using db = await freshDatabase();
    expect(await rememberWitnessed(db, { from: 'crp', note: noteOf(4), publicKey })).toBe('first');
    expect(await rememberWitnessed(db, { from: 'crp', note: noteOf(9), publicKey })).toBe('consistent');
    expect(await rememberWitnessed(db, { from: 'crp', note: noteOf(9), publicKey })).toBe('consistent');
    expect(await rememberWitnessed(db, { from: 'crp', note: noteOf(6), publicKey })).toBe('older');
    expect(await rememberWitnessed(db, { from: 'ard', note: noteOf(5) })).toBe('first');
    expect(await readWitnessed(db, 'crp')).toBe(noteOf(9));
    expect(await readWitnessConflicts(db)).toEqual([]);
  });

  it('are inconsistent with another root for the same size, and both notes are the evidence', async () => {
    await using db = await freshDatabase();
    await rememberWitnessed(db, { from: 'crp', note: noteOf(4), publicKey });
    await rememberWitnessed(db, { from: 'crp', note: noteOf(8), publicKey });
    expect(await rememberWitnessed(db, { from: 'crp', note: noteOf(4, 2), publicKey })).toBe('inconsistent');
    expect(await readWitnessConflicts(db)).toMatchObject([
      { partner: 'crp', why: 'same-size-other-root', heldNote: noteOf(4), receivedNote: noteOf(4, 2) },
    ]);
  });

  it('are inconsistent when a smaller ledger is said later, or a path does not lead there', async () => {
    await using db = await freshDatabase();
    const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 8, minutes));
    await rememberWitnessed(db, { from: 'crp', note: noteOf(8), sentAt: at(0) });
    expect(await rememberWitnessed(db, { from: 'crp', note: noteOf(7), sentAt: at(-5) })).toBe('older');
    expect(await rememberWitnessed(db, { from: 'crp', note: noteOf(6), sentAt: at(5) })).toBe('inconsistent');
    const consistency = encodePath([hashLeaf(Uint8Array.of(1))]);
    expect(await rememberWitnessed(db, { from: 'crp', note: noteOf(12), consistency })).toBe('inconsistent');
    expect((await readWitnessConflicts(db)).map((one) => one.why)).toEqual(['proof-fails', 'smaller-later']);
  });

  it('that contradict each other without end are counted: the first hundred are kept, and another partner’s all the same', async () => {
    await using db = await freshDatabase();
    await rememberWitnessed(db, { from: 'crp', note: noteOf(200), publicKey });
    for (let fork = 1; fork <= 110; fork += 1)
      expect(await rememberWitnessed(db, { from: 'crp', note: noteOf(200, fork), publicKey })).toBe(
        'inconsistent',
      );
    for (const fork of [0, 1]) await rememberWitnessed(db, { from: 'ard', note: noteOf(4, fork) });
    const conflicts = await readWitnessConflicts(db);
    expect(conflicts.filter((one) => one.partner === 'crp')).toHaveLength(100);
    expect(conflicts.at(-1)).toMatchObject({ heldNote: noteOf(200), receivedNote: noteOf(200, 1) });
    expect(await countWitnessConflicts(db)).toEqual(
      new Map([
        ['crp', 110],
        ['ard', 1],
      ]),
    );
    // The note itself, a hundred that contradict it, and of ard two.
    expect((await db.query('SELECT 1 FROM ledger.witnessed')).rowCount).toBe(103);
    // What it says beyond and in order is taken as ever.
    expect(await rememberWitnessed(db, { from: 'crp', note: noteOf(201), publicKey })).toBe('consistent');
  });

  it('are not believed without the signature of the key', async () => {
    await using db = await freshDatabase();
    const forged = signCheckpoint({ origin: partner.origin, size: 4, root: hashLeaf(utf8('x')) }, signer);
    await expect(rememberWitnessed(db, { from: 'crp', note: forged, publicKey })).rejects.toMatchObject({
      code: 'signature-missing',
    });
    expect(await readWitnessed(db, 'crp')).toBeNull();
  });
});

describe('the key file', () => {
  it('is readable by its owner only, and never replaced', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'entente-key-'));
    try {
      const path = join(folder, 'ledger.pem');
      const key = createLedgerKey();
      saveLedgerKey(path, key);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(loadLedgerSigner(path, 'entente.example/jpn').publicKey).toEqual(key.publicKey);
      expect(() => saveLedgerKey(path, createLedgerKey())).toThrow('never replaced');
      expect(await readFile(path, 'utf8')).toBe(key.privateKeyPem);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
