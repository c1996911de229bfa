import type { Clock } from './base/index.ts';
import { buildReport, exportLedger, verifyExport } from './ledger/index.ts';
import type { Database } from './store/index.ts';

export interface LedgerVerdict {
  readonly ok: boolean;
  readonly at: string;
  readonly sentence: string;
}

/**
 * Verifies the own ledger with the same verifier that an outsider runs, from the same export. It warns early; proof for
 * others is the export, the key and the checkpoints that partners hold.
 */
export class LedgerWatch {
  readonly #parts: { readonly database: Database; readonly clock: Clock; readonly publicKey: Uint8Array };
  #last: LedgerVerdict | null = null;

  constructor(parts: { readonly database: Database; readonly clock: Clock; readonly publicKey: Uint8Array }) {
    this.#parts = parts;
  }

  /** The last verdict; null before the first. */
  last(): LedgerVerdict | null {
    return this.#last;
  }

  /** Reads the whole ledger once, in constant memory. */
  async verify(): Promise<LedgerVerdict> {
    const { database, clock, publicKey } = this.#parts;
    const chunks: Uint8Array[] = [];
    const verification = await verifyExport(pages(database, chunks), publicKey);
    const report = buildReport(verification, 0);
    this.#last = { ok: verification.ok, at: clock.now().toISOString(), sentence: report.text.split('\n')[0] ?? '' };
    return this.#last;
  }
}

/** The export as it is written, page by page: the writer waits until the verifier has taken what it was given. */
async function* pages(database: Database, waiting: Uint8Array[]): AsyncIterable<Uint8Array> {
  let arrived: () => void = () => {};
  let taken: () => void = () => {};
  let done = false;
  const writing = exportLedger(database, async (chunk) => {
    const wasTaken = new Promise<void>((resolve) => {
      taken = resolve;
    });
    waiting.push(new TextEncoder().encode(chunk));
    arrived();
    await wasTaken;
  }).finally(() => {
    done = true;
    arrived();
  });
  for (;;) {
    const next = waiting.shift();
    if (next !== undefined) {
      yield next;
      taken();
      continue;
    }
    if (done) break;
    await new Promise<void>((resolve) => {
      arrived = resolve;
      if (done || waiting.length > 0) resolve();
    });
  }
  await writing;
}
