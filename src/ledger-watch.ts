import { type Clock, utf8 } from './base/index.ts';
import { buildReport, ledgerChunks, verifyExport } from './ledger/index.ts';
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
    const verification = await verifyExport(bytesOf(ledgerChunks(database)), publicKey);
    const report = buildReport(verification, 0);
    this.#last = {
      ok: verification.ok,
      at: clock.now().toISOString(),
      sentence: report.text.split('\n')[0] ?? '',
    };
    return this.#last;
  }
}

async function* bytesOf(chunks: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) yield utf8(chunk);
}
