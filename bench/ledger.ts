import { createHash } from 'node:crypto';
import { systemClock } from '../src/base/index.ts';
import {
  appendEntries,
  createLedgerKey,
  type EntryContent,
  exportLedger,
  ledgerMigrations,
  ledgerSigner,
  startSequencer,
  verifyExport,
} from '../src/ledger/index.ts';
import { migrate, openDatabase, storeMigrations } from '../src/store/index.ts';

export interface LedgerBench {
  readonly entries: number;
  readonly batch: number;
  readonly writers: number;
  /** Committed entries a second, sequencer running beside them. */
  readonly appendsPerSecond: number;
  /** From the first append to the signed checkpoint over the last. */
  readonly sequencedPerSecond: number;
  readonly verifiedPerSecond: number;
  readonly checkpoints: number;
  /** PostgreSQL's own word for it: durable only when all three are on. */
  readonly durability: {
    readonly fsync: string;
    readonly synchronousCommit: string;
    readonly fullPageWrites: string;
  };
  /** Physical mark: SHA-256 of an entry-sized message, in this run. */
  readonly hashesPerSecond: number;
}

/** Appends 40,000 entries in batches of 100 from four writers into an empty database, then exports and verifies them. */
export async function benchLedger(
  databaseUrl: string,
  options: { readonly entries?: number; readonly batch?: number; readonly writers?: number } = {},
): Promise<LedgerBench> {
  const { entries = 40_000, batch = 100, writers = 4 } = options;
  const database = openDatabase({ url: databaseUrl });
  try {
    await migrate(database, [
      ['store', storeMigrations],
      ['ledger', ledgerMigrations],
    ]);
    const signer = ledgerSigner(createLedgerKey().privateKeyPem, 'entente.example/bench');
    let checkpoints = 0;
    const onCheckpoint = (): void => {
      checkpoints += 1;
    };
    const sequencer = startSequencer({ database, clock: systemClock, signer, onCheckpoint });
    const started = performance.now();
    const perWriter = Math.ceil(entries / writers / batch);
    await Promise.all(
      Array.from({ length: writers }, async () => {
        for (let n = 0; n < perWriter; n += 1) {
          await database.transaction((tx) =>
            appendEntries(
              tx,
              Array.from({ length: batch }, () => CONTENT),
            ),
          );
        }
      }),
    );
    const appended = performance.now();
    await sequencer.flush();
    const sequenced = performance.now();
    await sequencer.stop();
    const chunks: Uint8Array[] = [];
    await exportLedger(database, (chunk) => {
      chunks.push(Buffer.from(chunk));
    });
    const exported = performance.now();
    const verification = await verifyExport(chunks, signer.publicKey);
    const verified = performance.now();
    if (!verification.ok) throw new Error('the ledger that was just written does not verify');
    const written = perWriter * batch * writers;
    const rate = (from: number, to: number): number => Math.round((written / (to - from)) * 1_000);
    return {
      entries: written,
      batch,
      writers,
      appendsPerSecond: rate(started, appended),
      sequencedPerSecond: rate(started, sequenced),
      verifiedPerSecond: rate(exported, verified),
      checkpoints,
      durability: {
        fsync: await setting(database, 'fsync'),
        synchronousCommit: await setting(database, 'synchronous_commit'),
        fullPageWrites: await setting(database, 'full_page_writes'),
      },
      hashesPerSecond: hashRate(),
    };
  } finally {
    await database.close();
  }
}

const CONTENT: EntryContent = {
  kind: 'intent',
  act: 'ask-partners',
  operation: 'consultation',
  time: '2026-11-23T08:00:00.000Z',
  agency: 'jpn',
  actor: '0123456789abcdef0123456789abcdef',
  role: 'investigator',
  policy: { decision: 'allow', rule: 'investigator/ask-partners' },
  purpose: 'investigate-offence',
  legalBasis: 'criminal-procedure',
  caseId: 'fedcba9876543210fedcba9876543210',
  partners: ['ard', 'crp', 'fio', 'pcs'],
  categories: { communication: 16, person: 64 },
};

async function setting(database: ReturnType<typeof openDatabase>, name: string): Promise<string> {
  const { rows } = await database.query<{ value: string }>('SELECT current_setting($1) AS value', [name]);
  return rows[0]?.value ?? 'unknown';
}

function hashRate(): number {
  const message = Buffer.from(JSON.stringify(CONTENT));
  const started = performance.now();
  const rounds = 200_000;
  for (let n = 0; n < rounds; n += 1) createHash('sha256').update(message).digest();
  return Math.round((rounds / (performance.now() - started)) * 1_000);
}
