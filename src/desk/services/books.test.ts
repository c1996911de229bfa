import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/harness/database.ts';
import { toBase64Url } from '../../base/index.ts';
import {
  createLedgerKey,
  ledgerSigner,
  parseVerifierKey,
  startSequencer,
  verifyExport,
} from '../../ledger/index.ts';
import { MORNING, openDesk } from './test-desk.ts';

async function withLedger(database: Parameters<typeof openDesk>[0]) {
  const key = createLedgerKey();
  const agreement = {
    members: [
      { id: 'jpn', letters: 'JPN', name: 'J', country: 'BE', ledgerKey: toBase64Url(key.publicKey) },
      { id: 'crp', letters: 'CRP', name: 'C', country: 'FR' },
    ],
    name: 'Agreement of the books',
    expiresAt: new Date('2027-11-23T00:00:00Z'),
    purposes: ['investigate-offence'],
    budgets: { person: { perDay: 4_000, perEpoch: 40_000 } },
  };
  const desk = openDesk(database, { agreement: () => agreement });
  const signer = ledgerSigner(key.privateKeyPem, 'entente/jpn');
  const sequencer = startSequencer({ database, clock: desk.clock, signer, pollMs: 3_600_000 });
  const protection = await desk.officer('data-protection-officer');
  return { ...desk, key, sequencer, protection, at: MORNING.toISOString() };
}

describe('the ledger at the desk', () => {
  it('turns pages by place in the tree, across numbers that rolled-back acts used up', async () => {
    await using database = await freshDatabase();
    const { services, officer, sequencer, protection } = await withLedger(database);
    const investigator = await officer('investigator');
    for (let count = 0; count < 5; count += 1) {
      await services.cases(investigator, {});
      // Fails inside the permit: its entries are rolled back, their numbers are gone, and two others stand in their place.
      await expect(services.question(investigator, { id: 'none' })).rejects.toMatchObject({
        code: 'not-found',
      });
    }
    await sequencer.flush();
    // 5 × (read allowed, done; read allowed, failed) = 20 entries, places 0 to 19.
    const newest = await services.ledger(protection, { limit: 8 });
    expect(newest.size).toBe(20);
    // The newest is this very look, which has no place yet.
    expect(newest.entries.map(({ index }) => index)).toEqual([null, 19, 18, 17, 16, 15, 14, 13]);
    const older = await services.ledger(protection, { before: 13, limit: 8 });
    expect(older.entries.map(({ index }) => index)).toEqual([12, 11, 10, 9, 8, 7, 6, 5]);
    const oldest = await services.ledger(protection, { before: 5, limit: 8 });
    expect(oldest.entries.map(({ index }) => index)).toEqual([4, 3, 2, 1, 0]);
    expect(oldest.entries[4]).toMatchObject({ kind: 'intent', act: 'read-questions', role: 'investigator' });
    // An outcome repeats no role: it is that of its intent, on this page or not.
    expect(new Set(older.entries.map(({ role }) => role))).toEqual(new Set(['investigator']));
    expect(newest.entries[1]).toMatchObject({
      kind: 'outcome',
      result: 'failed',
      who: investigator.officerId,
    });
    await sequencer.stop();
  });

  it('gives an outsider the export and the command that verify it, with the key of the agreement', async () => {
    await using database = await freshDatabase();
    const { services, sequencer, protection, key, at, acts } = await withLedger(database);
    await services.ledger(protection, {});
    await sequencer.flush();
    const view = await services.ledger(protection, {});
    // The first look's two entries are signed; the second look's own intent waits for its place.
    expect(view).toMatchObject({ size: 2, waiting: 1, checkpointAt: at, checkpoints: [{ size: 2, at }] });
    const [command, verifierKey = ''] = view.verifyCommand.split(' --key ');
    expect(command).toBe('npx entente ledger verify ledger-jpn.ndjson');
    expect(parseVerifierKey(verifierKey)).toEqual({ name: 'entente/jpn', publicKey: key.publicKey });
    const lines = await services.exportLedger(protection, {});
    // Begun is written before the first line is read; done when the last was taken.
    expect((await acts()).at(-1)).toBe('export-ledger allow');
    expect(await verifyExport(encoded(lines), key.publicKey)).toMatchObject({
      ok: true,
      entries: 2,
      checkpoints: 1,
    });
    expect((await acts()).at(-1)).toBe('export-ledger done');
    await sequencer.stop();
  });

  it('writes an export as failed when its reader went away', async () => {
    await using database = await freshDatabase();
    const { services, sequencer, protection, acts } = await withLedger(database);
    await sequencer.flush();
    for await (const line of await services.exportLedger(protection, {})) {
      expect(line).not.toBe('');
      break;
    }
    expect((await acts()).at(-1)).toBe('export-ledger failed');
    await sequencer.stop();
  });
});

async function* encoded(lines: AsyncIterable<string | Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const line of lines) yield typeof line === 'string' ? new TextEncoder().encode(line) : line;
}

describe('intake at the desk', () => {
  it('shows a run with its balance, counts the reasons of its quarantine, and shows a long row in part and says so', async () => {
    await using database = await freshDatabase();
    const { services, officer } = openDesk(database);
    const records = await officer('records-officer');
    const balance = {
      rows: { read: 5, accepted: 2, unchanged: 0, quarantined: 3, skipped: { blank: 0 } },
      cells: { read: 4, stated: 3, empty: 1, unknown: 0, bad: 0 },
    };
    await database.query(
      `INSERT INTO intake.run (id, source, mode, origin, origin_hash, mapping_hash, state, intent_id, load_id, started_at, ended_at, balance)
       VALUES ('r', 'persreg', 'full', 'PERSREG.EBC', 'h', 'm', 'published', 'i', 'l', '2026-11-23T07:00:00Z', '2026-11-23T07:00:04Z', $1)`,
      [JSON.stringify(balance)],
    );
    for (const [record, reason, length] of [
      [1, 'its row key is empty or unreadable', 2],
      [2, 'its row key is empty or unreadable', 2],
      [3, 'the record is shorter than the copybook says', 5_000],
    ] as const)
      await database.query(
        `INSERT INTO intake.quarantine (run_id, record, reason, locator, raw, raw_length, shown) VALUES ('r', $1, $2, '{}', $3, $4, $5)`,
        [record, reason, Buffer.alloc(length, 0xc1), length, 'A'.repeat(length)],
      );
    const [run] = await services.intakeRuns(records, {});
    expect(run).toMatchObject({ id: 'r', tookMs: 4_000, balanced: true, rows: balance.rows });
    const detail = await services.intakeRun(records, { id: 'r' });
    expect(detail.reasons).toEqual([
      {
        reason: 'its row key is empty or unreadable',
        sentence: 'Its row key is empty or unreadable.',
        count: 2,
      },
      {
        reason: 'the record is shorter than the copybook says',
        sentence: 'The record is shorter than the copybook says.',
        count: 1,
      },
    ]);
    const rows = await services.quarantine(records, { id: 'r' });
    expect(rows.map(({ number, bytesHex }) => [number, bytesHex.length])).toEqual([
      [1, 4],
      [2, 4],
      [3, 8_192],
    ]);
    expect(rows[2]?.sentence).toContain('The first 4096 of its 5000 bytes are shown.');
  });
});
